"""Sentences that set a contest's figures beside those of before: majority, swing, turnout, records.

Only what counts the same thing is compared; a record is `results.history`'s to claim.
"""

from __future__ import annotations

from fractions import Fraction

from liveblog.glance.wording import chosen
from results import arithmetic, comparison, history
from results.arithmetic import percent, thousands
from results.models import Baseline, Contest, Declaration


def majority(contest: Contest, declaration: Declaration) -> str:
    """The majority and what it was; whose it was, where the seat changed hands."""
    majority, baseline = declaration.majority, contest.baseline
    if majority is None or not declaration.is_final:
        return ""
    now = thousands(majority)
    before, holder = (baseline.majority, baseline.winner_party) if baseline else (None, None)
    if baseline is None or before is None or holder is None or contest.seats != 1:
        return f"The majority is {now}."
    then = _then(baseline)
    if declaration.ranked()[0].candidacy.party_id != holder.pk or holder.is_independent:
        return f"The majority is {now}; {then} it was {thousands(before)}, for {holder.in_prose}."
    if majority == before:
        return f"The majority is {now}, as it was {then}."
    way = "up" if majority > before else "down"
    return chosen(
        contest,
        f"The majority is {now}, {way} from {thousands(before)} {then}.",
        f"That makes a majority of {now}, where it was {thousands(before)} {then}.",
        f"A majority of {thousands(before)} {then} "
        f"{'grew' if majority > before else 'shrank'} to {now}.",
    )


def swing(declaration: Declaration) -> str:
    """Butler's swing; nothing where it rounds to nought."""
    swing = comparison.swing(declaration)
    if swing is None or not declaration.is_final or not percent(swing.size).strip("0."):
        return ""
    size = percent(swing.size)
    noun = "point" if size == "1.0" else "points"
    return f"The swing was {size} {noun} from {swing.losing.in_prose} to {swing.gaining.in_prose}."


def turnout(contest: Contest) -> str:
    """The turnout, and last time's under the same definition: others are told, never compared."""
    now = comparison.turnout(contest)
    if now is None or now.fraction is None:
        return ""
    told = chosen(
        contest,
        f"Turnout was {percent(now.fraction)} per cent ({now.definition.label})",
        f"Turnout in {contest.name} came to {percent(now.fraction)} per cent "
        f"({now.definition.label})",
    )
    before = comparison.turnout_before(contest, like=now.definition)
    if before is None or before.fraction is None or contest.baseline is None:
        return f"{told}."
    if before.definition == now.definition:
        return f"{told}, {_compared(now.fraction, before.fraction, contest.baseline)}."
    valid = comparison.valid(contest)
    if valid and valid.fraction is not None and valid.definition == before.definition:
        figure = f"{percent(valid.fraction)} per cent"
        beside = _compared(valid.fraction, before.fraction, contest.baseline)
        return f"{told}. By {before.definition.label} it was {figure}, {beside}."
    then = f"{_then(contest.baseline)} it was {percent(before.fraction)} per cent"
    return f"{told}; {then} of another count, {before.definition.label}."


def records(contest: Contest) -> list[str]:
    """What the figures prove to be a record; each says what it rests on."""
    return [each["text"] for each in history.claims(contest)]


def _compared(now: Fraction, before: Fraction, baseline: Baseline) -> str:
    """“up from 60.8 per cent in 2005”, of two turnouts that count the same thing."""
    change = arithmetic.change(now, before)
    then = f"{percent(before)} per cent {_then(baseline)}"
    if not percent(abs(change)).strip("0."):
        return f"level with {then}"
    return f"{'up' if change > 0 else 'down'} from {then}"


def _then(baseline: Baseline) -> str:
    if baseline.kind == Baseline.Kind.NOTIONAL:
        return f"in {baseline.year} on these boundaries (notional)"
    return f"in {baseline.year}"
