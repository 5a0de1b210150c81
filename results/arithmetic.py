"""The sums of an election, exact: whole numbers and fractions in, rounding only at print.

A share, a change or a swing is a fraction of one (`Fraction(457, 1000)` is 45.7 per cent);
`rounded`, `percent` and `points` are the only functions that multiply by a hundred and round.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeVar

OutcomeKind = Literal["hold", "gain", "new"]
Party = TypeVar("Party", bound=Hashable)

MINUS = "\N{MINUS SIGN}"


def majority(votes: Iterable[int], *, seats: int = 1) -> int:
    """Votes of the last elected less those of the first not elected, 0 or more.

    Raises ValueError unless more candidates than seats are given.
    """
    ranked = sorted(votes, reverse=True)
    if len(ranked) <= seats:
        raise ValueError(f"A majority needs more than {seats} candidates, not {len(ranked)}.")
    return ranked[seats - 1] - ranked[seats]


def share(votes: int, valid: int) -> Fraction:
    """Votes as a fraction (0 to 1) of all valid votes.

    Raises ValueError where votes are below 0 or above `valid`, or nobody voted.
    """
    if valid <= 0:
        raise ValueError(f"A share needs valid votes, not {valid:,}.")
    if not 0 <= votes <= valid:
        raise ValueError(f"{votes:,} votes are not a part of {valid:,} valid votes.")
    return Fraction(votes, valid)


def change(now: Fraction, before: Fraction) -> Fraction:
    """What was added (−1 to 1) to a share or a turnout, both unrounded."""
    return now - before


def turnout(count: int, electorate: int) -> Fraction:
    """Papers or votes as a fraction (0 to 1) of the electorate; the definition is the caller's.

    Raises ValueError where more voted than could: it is never cut down to 1.
    """
    if electorate <= 0:
        raise ValueError(f"A turnout needs an electorate, not {electorate:,}.")
    if not 0 <= count <= electorate:
        raise ValueError(f"{count:,} is not a part of an electorate of {electorate:,}.")
    return Fraction(count, electorate)


def lost_deposit(votes: int, valid: int) -> bool:
    """Whether a deposit is forfeited: not *more* than one-twentieth, so exactly 5% loses it.

    Source: Representation of the People Act 1983, Schedule 1, rule 53.
    """
    return votes * 20 <= valid


def butler_swing(a1: int, b1: int, v1: int, a2: int, b2: int, v2: int) -> Fraction:
    """Swing (−1 to 1) from B to A, as shares of all valid votes: half of A's rise and B's fall.

    a1, b1, v1 are votes last time, a2, b2, v2 now. Source: Butler's conventional swing, as in
    House of Commons Library research paper 10/02. Raises ValueError as `share` does.
    """
    rise = change(share(a2, v2), share(a1, v1))
    fall = change(share(b2, v2), share(b1, v1))
    return (rise - fall) / 2


def steed_swing(a1: int, b1: int, a2: int, b2: int) -> Fraction:
    """Swing (−1 to 1) from B to A, as shares of the votes of these two alone.

    It may differ even in sign from Butler's. Source: Steed's two-party swing. Raises ValueError
    as `share` does.
    """
    return change(share(a2, a2 + b2), share(a1, a1 + b1))


def outcome(winner: Hashable, defending: Hashable | None) -> OutcomeKind:
    """What a win is called beside the side that had the seat; None: nobody had it."""
    if defending is None:
        return "new"
    return "hold" if winner == defending else "gain"


def projected_majority(
    *, first: int, second: int, valid: int, swing: Fraction, valid_now: int | None = None
) -> int:
    """Majority in votes if a uniform swing were repeated here; negative: the seat changes hands.

    A swing counts twice, taken from one and given to the other. `first`, `second` and `valid` are
    votes last time, `swing` (−1 to 1) goes from second to first, `valid_now` is the assumed number
    of valid votes (default: as many as last time). Raises ValueError where a share would leave
    0 to 1.
    """
    first_share, second_share = share(first, valid), share(second, valid)
    for projected in (first_share + swing, second_share - swing):
        if not 0 <= projected <= 1:
            raise ValueError(
                f"A swing of {points(swing)} points makes a share of {percent(projected)} per cent."
            )
    votes = valid if valid_now is None else valid_now
    return int(_half_up(votes * (first_share - second_share + 2 * swing), places=0))


@dataclass(frozen=True)
class TwoSides:
    """Votes of two sides, A and B, and all valid votes in a contest, last time (1) and now (2)."""

    a1: int
    b1: int
    v1: int
    a2: int
    b2: int
    v2: int


def aggregate_swing(contests: Iterable[TwoSides]) -> Fraction:
    """Butler's swing (−1 to 1) from B to A of the totals of these contests, like for like.

    It is the national or regional swing where the contests are those declared, without Northern
    Ireland; a big seat weighs more than a small one. Raises ValueError where nobody voted.
    """
    listed = list(contests)
    a1, b1, v1, a2, b2, v2 = (
        sum(getattr(each, name) for each in listed) for name in ("a1", "b1", "v1", "a2", "b2", "v2")
    )
    return butler_swing(a1, b1, v1, a2, b2, v2)


def mean_swing(contests: Iterable[TwoSides]) -> Fraction:
    """The mean of the contests' own swings: another number, to be labelled as the mean of seats.

    Raises ValueError without contests, and as `butler_swing` does.
    """
    swings = [
        butler_swing(each.a1, each.b1, each.v1, each.a2, each.b2, each.v2) for each in contests
    ]
    if not swings:
        raise ValueError("A mean swing needs contests.")
    return sum(swings, Fraction(0)) / len(swings)


def swing_needed(first: int, other: int, valid: int) -> Fraction:
    """The swing (0 to 1) from first to other at which they are level: half the gap in shares.

    It takes one vote more. Raises ValueError as `share` does.
    """
    return (share(first, valid) - share(other, valid)) / 2


def uniform_shares(
    before: Mapping[Party, Fraction], moved: Mapping[Party, Fraction]
) -> dict[Party, Fraction]:
    """Every side's share (0 to 1) after a uniform national change, as a poll of all parties has it.

    A share does not fall below 0; what is then too much is taken from all in proportion. Raises
    ValueError where nothing is left.
    """
    shares = {
        side: max(Fraction(0), was + moved.get(side, Fraction(0))) for side, was in before.items()
    }
    total = sum(shares.values(), Fraction(0))
    if not total:
        raise ValueError("These changes leave no votes to anybody.")
    return {side: each / total for side, each in shares.items()}


def overall_majority(won: int, seats: int) -> int:
    """Seats above all others together: 365 of 650 is 80; negative where there is none.

    Raises ValueError where more are won than there are.
    """
    if not 0 <= won <= seats:
        raise ValueError(f"{won} seats are not a part of {seats}.")
    return 2 * won - seats


def seats_to_go(won: int, seats: int) -> int:
    """Seats still missing to the majority line, 0 once it is reached."""
    return max(0, majority_line(seats) - won)


def majority_line(seats: int) -> int:
    """The fewest of `seats` that are more than half. Raises ValueError below one seat."""
    if seats < 1:
        raise ValueError(f"A majority line needs seats, not {seats}.")
    return seats // 2 + 1


def rounded(fraction: Fraction, places: int = 1) -> Decimal:
    """A fraction of one in hundredths, half rounded away from nought: 0.01965 is 2.0."""
    return _half_up(fraction * 100, places=places)


def percent(fraction: Fraction, places: int = 1) -> str:
    """A share or turnout for print: “45.7”; the words “per cent” are the caller's."""
    return _signed_minus(rounded(fraction, places))


def points(fraction: Fraction, places: int = 1) -> str:
    """A change or swing for print, in percentage points with its sign: “+2.0”, “−5.4”, “0.0”."""
    number = rounded(fraction, places)
    return f"+{number}" if number > 0 else _signed_minus(number)


def thousands(number: int) -> str:
    """A count for print: “21,506”, “−38”."""
    return f"{number:,}".replace("-", MINUS)


def _half_up(exact: Fraction | int, *, places: int) -> Decimal:
    """Exact: a Decimal quotient would be rounded once before it is rounded again."""
    scaled = Fraction(exact) * 10**places
    whole = int(abs(scaled) + Fraction(1, 2))
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-places)


def _signed_minus(number: Decimal) -> str:
    return str(number).replace("-", MINUS)
