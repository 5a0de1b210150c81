"""A turnout before it is recorded: its range, its sums, and what is known of the contest."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from results import arithmetic, comparison
from results.arithmetic import percent, points, thousands
from results.checks.ballots import TOLERANCE
from results.checks.electorates import check_electorate
from results.checks.times import check_time
from results.checks.wording import papers_in_words
from results.findings import Finding, error, info, misfit, warning
from results.models import Contest, TurnoutReport

Definition = TurnoutReport.Definition
STARTLING_CHANGE = Fraction(15, 100)
FEWEST_BALLOTS = 100


def check_turnout(
    contest: Contest,
    *,
    percentage: Decimal | None = None,
    ballots: int | None = None,
    definition: str = Definition.BALLOTS_VERIFIED,
    announced_at: datetime | None = None,
) -> list[Finding]:
    """What is wrong or doubtful in a turnout; `percentage` is in hundredths, 0 to 100."""
    findings = list(check_time(contest, "announced_at", announced_at, result=False))
    if percentage is None and ballots is None:
        message = "Give a percentage, a number of ballot papers, or both."
        findings.append(error("percentage", message, "no_turnout"))
    if definition not in Definition.values:
        message = f"“{definition}” is not one of {', '.join(Definition.values)}."
        findings.append(error("definition", message, "unknown_definition"))
    if percentage is not None:
        findings += _percentage(percentage)
    if ballots is not None:
        findings += _ballots(contest, ballots)
    if any(each.blocks for each in findings):
        return findings
    if contest.turnout is None and contest.declaration is None:
        findings += check_electorate(contest)
    if percentage is not None and ballots is not None and contest.electorate:
        findings += _agree(contest, percentage, ballots, contest.electorate)
    if ballots is not None:
        findings += _against_declaration(contest, ballots, definition)
    if percentage is not None:
        findings += check_same_percentage(contest, percentage, _newest_of_others(contest))
    findings += _startling(contest, percentage, ballots, Definition(definition))
    return findings


def check_same_percentage(
    contest: Contest, percentage: Decimal, others: Iterable[TurnoutReport]
) -> Iterable[Finding]:
    """A percentage that stands for another contest already: by chance, or by copying?"""
    for other in others:
        if other.contest_id != contest.pk and other.percentage == percentage:
            message = (
                f"{percentage.normalize():f} per cent is also the turnout given for "
                f"{other.contest}: is it this one’s?"
            )
            yield info("percentage", message, "same_percentage")


def _newest_of_others(contest: Contest) -> Iterable[TurnoutReport]:
    """A few are enough to see a figure that was copied."""
    reports = TurnoutReport.objects.filter(
        contest__election_id=contest.election_id, is_withdrawn=False
    )
    return reports.exclude(contest=contest).select_related("contest").order_by("-pk")[:10]


def _percentage(percentage: Decimal) -> Iterable[Finding]:
    if not 0 <= percentage <= 100:
        message = f"{percentage} per cent is not between 0 and 100."
        yield error("percentage", message, "percentage_range")
    elif 0 < percentage < 1:
        likely = f"should it be {percentage * 100:.0f} per cent?"
        message = f"{percentage} per cent looks like a fraction: {likely}"
        yield error("percentage", message, "fraction_for_percentage")


def _ballots(contest: Contest, ballots: int) -> Iterable[Finding]:
    electorate = contest.electorate
    if electorate and ballots > electorate:
        message = (
            f"{thousands(ballots)} ballot papers are {thousands(ballots - electorate)} more than "
            f"the electorate of {thousands(electorate)}."
        )
        yield misfit("ballots", message, "above_electorate")
    elif ballots <= FEWEST_BALLOTS and (not electorate or electorate > 10 * FEWEST_BALLOTS):
        of_all = f" of an electorate of {thousands(electorate)}" if electorate else ""
        message = f"{ballots} ballot papers{of_all}: is this the percentage?"
        yield misfit("ballots", message, "percentage_for_ballots")


def _agree(
    contest: Contest, percentage: Decimal, ballots: int, electorate: int
) -> Iterable[Finding]:
    exact = arithmetic.turnout(ballots, electorate)
    gap = abs(exact - Fraction(percentage) / 100)
    message = (
        f"{thousands(ballots)} of an electorate of {thousands(electorate)} are {percent(exact, 2)} "
        f"per cent, not {percentage}: {percent(gap, 2)} points apart."
    )
    if gap > Fraction(1, 100):
        yield misfit("percentage", message, "percentage_and_ballots")
    elif gap > Fraction(1, 1000):
        text = f"{message}{_of_another_definition(contest, percentage)}"
        yield warning("percentage", text, "percentage_and_ballots")


def _of_another_definition(contest: Contest, percentage: Decimal) -> str:
    """One night's turnout has three values, of which a hall may give two in one breath."""
    valid = comparison.valid(contest)
    if valid is None or valid.fraction is None:
        return ""
    if abs(valid.fraction - Fraction(percentage) / 100) > Fraction(1, 1000):
        return ""
    return f" It is the turnout of valid votes, {percent(valid.fraction, 2)} per cent."


def _against_declaration(contest: Contest, ballots: int, definition: str) -> Iterable[Finding]:
    declaration = contest.declaration
    if declaration is None or contest.seats != 1 or definition != Definition.BALLOTS_VERIFIED:
        return
    papers = declaration.total_votes + (declaration.rejected or 0)
    message = (
        f"{papers_in_words(declaration.total_votes, declaration.rejected)} in the declaration, "
        f"{thousands(papers - ballots)} more than {thousands(ballots)}."
    )
    if papers - ballots > ballots * TOLERANCE:
        yield misfit("ballots", message, "below_declaration")
    elif papers > ballots:
        yield warning("ballots", message, "below_declaration")


def _startling(
    contest: Contest, percentage: Decimal | None, ballots: int | None, definition: Definition
) -> Iterable[Finding]:
    before = comparison.turnout_before(contest, like=definition)
    if ballots is not None and contest.electorate:
        now = arithmetic.turnout(ballots, contest.electorate)
    elif percentage is not None:
        now = Fraction(percentage) / 100
    else:
        return
    if before is None or before.fraction is None:
        return
    change = arithmetic.change(now, before.fraction)
    if abs(change) > STARTLING_CHANGE:
        message = (
            f"{percent(now)} per cent is {points(change)} points on {percent(before.fraction)} "
            "per cent last time: look again."
        )
        yield warning("percentage" if ballots is None else "ballots", message, "startling_change")
