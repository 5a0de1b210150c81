"""House-style sentences from figures, for a reporter to change as the hall requires."""

from results import comparison
from results.arithmetic import percent, thousands
from results.models import Baseline, Declaration, DeclaredVotes, TurnoutReport

Stage = Declaration.Stage


def result_sentences(declaration: Declaration) -> tuple[str, str]:
    """A headline and a body: who won, the majority, the swing, then everybody else in rank order.

    A provisional count leads instead of winning; a correction gives its reason first.
    """
    name = declaration.contest.name
    if declaration.is_withdrawn:
        return f"RESULT WITHDRAWN for {name}", _sentence(declaration.reason)
    label = {
        Stage.PROVISIONAL: "PROVISIONAL COUNT",
        Stage.CORRECTED: "CORRECTED RESULT",
    }.get(Stage(declaration.stage), "RESULT")
    body = [
        _sentence(declaration.reason) if declaration.stage == Stage.CORRECTED else "",
        _majority(declaration),
        _swing(declaration),
        _others(declaration),
    ]
    return f"{label} for {name}: {_who(declaration)}", " ".join(each for each in body if each)


def turnout_sentence(report: TurnoutReport) -> str:
    """Turnout with its count and definition, and the difference in points, never per cent."""
    name = report.contest.name
    if report.is_withdrawn:
        return f"The turnout given for {name} is withdrawn. {_sentence(report.reason)}".strip()
    now = comparison.reported(report)
    if now.fraction is None:
        count = thousands(now.count or 0)
        return f"{count} {now.definition.label} in {name}."
    share = percent(now.fraction)
    if now.count is None:
        told = f"Turnout in {name} is {share} per cent ({now.definition.label})."
    else:
        told = f"Turnout in {name} is {share} per cent: {thousands(now.count)} "
        told += f"{now.definition.label}."
    return f"{told} {_turnout_change(report, now)}".strip()


def _who(declaration: Declaration) -> str:
    if declaration.unopposed:
        elected = [str(each) for each in declaration.elected()]
        return f"{_listed(elected)} {'is' if len(elected) == 1 else 'are'} elected unopposed"
    ranked = declaration.ranked()
    first, outcome = ranked[0], comparison.outcome(declaration)
    votes = f"{thousands(first.votes)} votes"
    if outcome is None:
        return f"{first.candidacy} is ahead with {votes}"
    lot = " after lots were drawn" if declaration.lot_winner_id else ""
    if outcome.kind == "elected":
        elected = [str(each) for each in declaration.elected()]
        return f"{_listed(elected)} {'is' if len(elected) == 1 else 'are'} elected{lot}"
    if outcome.kind == "gain" and outcome.defending:
        deed = f"gains the seat from {outcome.defending.in_prose}"
    else:
        deed = "holds the seat" if outcome.kind == "hold" else "wins the new seat"
    return f"{first.candidacy} {deed} with {votes}{lot}"


def _majority(declaration: Declaration) -> str:
    majority = declaration.majority
    if majority is None:
        return ""
    beaten = declaration.ranked()[declaration.contest.seats]
    name, party = beaten.candidacy.name, beaten.candidacy.party.short_name
    lead = "Majority" if declaration.is_final else "Lead"
    told = f"{lead} {thousands(majority)} over {name} ({party}, {thousands(beaten.votes)} votes)"
    return f"{told}{_majority_before(declaration, majority)}"


def _majority_before(declaration: Declaration, majority: int) -> str:
    """“, up from 1,735 …” for the same side; for another a sentence of its own."""
    baseline = declaration.contest.baseline
    before, holder = (baseline.majority, baseline.winner_party) if baseline else (None, None)
    if baseline is None or before is None or holder is None or declaration.contest.seats != 1:
        return "."
    if declaration.ranked()[0].candidacy.party_id != holder.pk:
        return f". The majority {_then(baseline)} was {thousands(before)}, for {holder.in_prose}."
    if majority == before:
        return f", the same as {_then(baseline)}."
    way = "up" if majority > before else "down"
    return f", {way} from {thousands(before)} {_then(baseline)}."


def _swing(declaration: Declaration) -> str:
    swing = comparison.swing(declaration)
    if swing is None:
        return ""
    if not (size := percent(swing.size)).strip("0."):
        return f"No swing between {swing.losing.in_prose} and {swing.gaining.in_prose}."
    noun = "point" if size == "1.0" else "points"
    return f"A swing of {size} {noun} from {swing.losing.in_prose} to {swing.gaining.in_prose}."


def _others(declaration: Declaration) -> str:
    """Everybody whom neither the headline nor the majority has told."""
    ranked, seats = declaration.ranked(), declaration.contest.seats
    rest = ranked[2:] if seats == 1 else ranked
    return "; ".join(_with_votes(each) for each in rest) + "." if rest else ""


def _turnout_change(report: TurnoutReport, now: comparison.Turnout) -> str:
    baseline = report.contest.baseline
    before = comparison.turnout_before(report.contest, like=now.definition)
    change = comparison.turnout_change(now, before) if before else None
    if baseline is None or before is None or before.fraction is None or change is None:
        return ""
    notes = ["notional"] if baseline.kind == Baseline.Kind.NOTIONAL else []
    if before.definition != now.definition:
        notes.append(before.definition.label)
    then = f"{percent(before.fraction)} per cent in {baseline.year}"
    then += f" ({', '.join(notes)})" if notes else ""
    if not (size := percent(abs(change))).strip("0."):
        return f"That is level with {then}."
    noun = "point" if size == "1.0" else "points"
    return f"That is {'up' if change > 0 else 'down'} {size} {noun} on {then}."


def _then(baseline: Baseline) -> str:
    if baseline.kind == Baseline.Kind.NOTIONAL:
        return f"at the {baseline.year} election on these boundaries (notional)"
    return f"in {baseline.year}"


def _with_votes(row: DeclaredVotes) -> str:
    return f"{row.candidacy} {thousands(row.votes)}"


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _sentence(reason: str) -> str:
    """A reason as it was typed, with the stop that a sentence needs."""
    text = reason.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."
