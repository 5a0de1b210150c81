"""What may follow what: a declaration is final, and figures change only with a reason."""

from results.figures import Count
from results.findings import Finding, error
from results.models import Contest, Declaration, TurnoutReport

Stage = Declaration.Stage


def check_stage(contest: Contest, count: Count, stage: str, reason: str) -> list[Finding]:
    """A correction needs a declaration and a reason; other stages cannot follow a declaration."""
    if stage not in Stage.values or stage == Stage.WITHDRAWN:
        message = f"“{stage}” is not one of provisional, declared, corrected."
        return [error("stage", message, "unknown_stage")]
    findings, standing = [], contest.declaration
    if stage == Stage.CORRECTED and not reason.strip():
        message = f"Say why the declaration of {contest.name} is corrected."
        findings.append(error("reason", message, "reason_missing"))
    if standing and count.is_that_of(standing) and (standing.is_final or standing.stage == stage):
        message = f"{contest.name} is already declared with these figures."
        findings.append(error("votes", message, "already_declared"))
    elif standing and standing.is_final and stage != Stage.CORRECTED:
        message = (
            f"{contest.name} is already declared: other figures are a correction, with stage "
            "“corrected” and a reason."
        )
        findings.append(error("stage", message, "already_declared"))
    elif stage == Stage.CORRECTED and not (standing and standing.is_final):
        message = f"{contest.name} has no declaration to correct."
        findings.append(error("stage", message, "nothing_to_correct"))
    return findings


def check_unopposed(contest: Contest) -> list[Finding]:
    """No more candidates than seats, at least one, and nothing declared yet."""
    nominated = contest.candidacies.count()
    if contest.declaration and contest.declaration.is_final:
        message = f"{contest.name} is already declared."
        return [error("contest", message, "already_declared")]
    if not nominated:
        return [error("contest", f"{contest.name} has no candidates yet.", "no_candidacies")]
    if nominated > contest.seats:
        message = (
            f"{contest.name} has {nominated} candidates for {contest.seats} "
            f"{'seat' if contest.seats == 1 else 'seats'}: it is contested."
        )
        return [error("contest", message, "contested")]
    return []


def check_withdrawal(
    contest: Contest, standing: Declaration | TurnoutReport | None, reason: str
) -> list[Finding]:
    """There must be something to withdraw, and a reason that readers are told."""
    findings = []
    if standing is None:
        message = f"{contest.name} has nothing to withdraw."
        findings.append(error("contest", message, "nothing_to_withdraw"))
    if not reason.strip():
        message = f"Say why the figures of {contest.name} are withdrawn."
        findings.append(error("reason", message, "reason_missing"))
    return findings
