"""The introduction of an article: how many seats, who won them, and what stands out among them."""

from __future__ import annotations

from collections import Counter

from liveblog.glance.wording import in_words, listed
from liveblog.glance.writing import Written, digest
from results import comparison
from results.arithmetic import percent, thousands
from results.models import Contest, Declaration

# More names than these are a list, which the election's own page has.
NAMED_AT_MOST = 12


def introduction(contests: list[Contest]) -> Written:
    """Seats declared, seats by party, gains and holds, the closest seat, the range of turnout."""
    finals = [each for contest in contests if (each := contest.declaration) and each.is_final]
    paragraphs = [
        " ".join(each for each in (_how_many(contests, finals), _by_party(finals)) if each),
        " ".join(each for each in (_gains(finals), _holds(finals)) if each),
        " ".join(each for each in (_closest(finals), _turnouts(contests)) if each),
    ]
    told = tuple(each for each in paragraphs if each)
    return Written(told, digest(_facts(contests, finals)))


def _how_many(contests: list[Contest], finals: list[Declaration]) -> str:
    seats = sum(each.seats for each in contests)
    declared = sum(each.contest.seats for each in finals)
    if not seats:
        return ""
    noun = "seat" if seats == 1 else "seats"
    if not declared:
        return f"None of the {in_words(seats)} {noun} followed here has declared."
    if declared < seats:
        has = "has" if declared == 1 else "have"
        told = f"{in_words(declared)} of the {in_words(seats)} {noun} followed here {has} declared."
        return told[:1].upper() + told[1:]
    return (
        "The seat followed here has declared." if seats == 1 else f"All {_seats(seats)} declared."
    )


def _seats(seats: int) -> str:
    return f"{in_words(seats)} seats followed here have"


def _by_party(finals: list[Declaration]) -> str:
    won = Counter(each.party.short_name for final in finals for each in final.elected())
    told = [f"{name} {in_words(seats)}" for name, seats in won.most_common()]
    return f"Seats won: {listed(told)}." if told else ""


def _gains(finals: list[Declaration]) -> str:
    gains = []
    for final in finals:
        outcome = comparison.outcome(final)
        if outcome and outcome.kind == "gain" and outcome.defending:
            winner = final.elected()[0].party
            gains.append(
                f"{final.contest.name}, from {outcome.defending.in_prose} to {winner.in_prose}"
            )
    if not gains:
        held = any(each.kind == "hold" for each in map(comparison.outcome, finals) if each)
        return "No seat changed hands." if held else ""
    if len(gains) > NAMED_AT_MOST:
        return f"{thousands(len(gains))} seats changed hands."
    return f"Changed hands: {'; '.join(gains)}."


def _holds(finals: list[Declaration]) -> str:
    held = [
        final.contest.name
        for final in finals
        if (outcome := comparison.outcome(final)) and outcome.kind == "hold"
    ]
    if len(held) > NAMED_AT_MOST:
        return f"{thousands(len(held))} seats were held."
    return f"{listed(held)} {'was' if len(held) == 1 else 'were'} held." if held else ""


def _closest(finals: list[Declaration]) -> str:
    majorities = _majorities(finals)
    if len(majorities) < 2 or majorities[0][0] == majorities[1][0]:
        return ""
    votes, name = majorities[0]
    by = "by lot" if votes == 0 else f"by {thousands(votes)} vote{'' if votes == 1 else 's'}"
    return f"The closest result was in {name}, decided {by}."


def _turnouts(contests: list[Contest]) -> str:
    """Only where all that are known count the same thing, and differ as they are printed."""
    known = [
        (shown.fraction, each.name, shown.definition)
        for each in contests
        if (shown := comparison.turnout(each)) and shown.fraction is not None
    ]
    if len(known) < 2 or len({definition for _, _, definition in known}) > 1:
        return ""
    ranked = sorted(known, key=lambda each: (each[0], each[1]))
    (least, low, definition), (most, high, _) = ranked[0], ranked[-1]
    if percent(least) == percent(most):
        return ""
    return (
        f"Turnout ({definition.label}) ran from {percent(least)} per cent in {low} "
        f"to {percent(most)} per cent in {high}."
    )


def _majorities(finals: list[Declaration]) -> list[tuple[int, str]]:
    return sorted(
        (majority, final.contest.name)
        for final in finals
        if final.contest.seats == 1 and (majority := final.majority) is not None
    )


def _facts(contests: list[Contest], finals: list[Declaration]) -> list[object]:
    outcomes = [(final, comparison.outcome(final)) for final in finals]
    return [
        sum(each.seats for each in contests),
        [
            [
                final.contest_id,
                [each.pk for each in final.elected()],
                outcome.kind if outcome else "",
                outcome.defending.pk if outcome and outcome.defending else None,
            ]
            for final, outcome in outcomes
        ],
        _closest(finals),
        _turnouts(contests),
    ]
