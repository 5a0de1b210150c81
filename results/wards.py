"""Wards of several seats: what each side won and lost there, and who controls the council."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from results.models import Contest, Declaration, Party, TurnoutReport

NO_CONTROL = "no overall control"


@dataclass
class Side:
    """A party's seats in a ward, or one independent's, whom nothing joins to another."""

    party: Party
    person: str = ""
    candidacy: int | None = None
    before: int = 0
    now: int = 0

    @property
    def name(self) -> str:
        return f"{self.person} ({self.party.short_name})" if self.person else self.party.short_name

    @property
    def holds(self) -> int:
        return min(self.before, self.now)

    @property
    def gains(self) -> int:
        return max(0, self.now - self.before)

    @property
    def losses(self) -> int:
        return max(0, self.before - self.now)


@dataclass(frozen=True)
class PartyShare:
    """A side's part of a ward's votes (0 to 1) by each of the three conventions in use."""

    party: Party
    person: str
    votes: int
    of_sum: Fraction
    of_top: Fraction
    of_average: Fraction


@dataclass(frozen=True)
class Control:
    """Who has more than half of a council; None: nobody. `known_before`: whether `before` is."""

    party: Party | None
    before: Party | None
    known_before: bool

    @property
    def text(self) -> str:
        if not self.known_before:
            return f"{self.party.short_name} control" if self.party else NO_CONTROL.capitalize()
        before = self.before.short_name if self.before else NO_CONTROL
        if self.party is None:
            return f"{NO_CONTROL.capitalize()}, " + (
                f"{before} lose control" if self.before else "as before"
            )
        if self.before and self.before.pk == self.party.pk:
            return f"{self.party.short_name} hold"
        return f"{self.party.short_name} gain from {before}"


def changes(declaration: Declaration) -> list[Side] | None:
    """Each side's seats then and now, in the order of the seats won; None where not comparable.

    A change is the new count less the old one in the same ward, so the baseline must say who won
    each seat, and have as many as are filled now.
    """
    baseline, elected = declaration.contest.baseline, declaration.elected()
    if baseline is None or len(elected) != declaration.contest.seats:
        return None
    rows = list(baseline.votes.all())
    if any(each.seats is None or (each.seats and each.party is None) for each in rows):
        return None
    if sum(each.seats or 0 for each in rows) != len(elected):
        return None
    sides: dict[object, Side] = {}
    for candidacy in elected:
        _side(sides, candidacy.party, candidacy.name, candidacy.pk).now += 1
    for row in rows:
        if row.party and row.seats:
            _side(sides, row.party, row.label).before += row.seats
    return list(sides.values())


def seats_in_words(declaration: Declaration) -> str:
    """“Labour 2, Conservative 1”."""
    elected = Counter(each.party.short_name for each in declaration.elected())
    return ", ".join(f"{name} {number}" for name, number in elected.most_common())


def changes_in_words(sides: list[Side]) -> str:
    """“Labour gain 1 from Conservative”; blank where nothing changed."""
    gaining = [each for each in sides if each.gains]
    losing = [each for each in sides if each.losses]
    gains = ", ".join(f"{each.name} gain {each.gains}" for each in gaining)
    # With two gaining and two losing nobody can say which seat went where.
    if len(gaining) > 1 and len(losing) > 1:
        return f"{gains}; " + ", ".join(f"{each.name} lose {each.losses}" for each in losing)
    if len(losing) > 1:
        return f"{gains}: " + ", ".join(f"{each.losses} from {each.name}" for each in losing)
    return f"{gains} from {losing[0].name}" if losing else gains


def party_shares(declaration: Declaration) -> list[PartyShare]:
    """Every party's share by the sum of its candidates' votes, by its top one and by their average.

    All three are in use for wards of several seats, so a share is never given without its
    convention. Independents have a share each. Empty where nobody voted. Source: Gunter, Rallings
    and Thrasher, Journal of Applied Statistics 25 (1998).
    """
    votes: dict[object, list[int]] = {}
    sides: dict[object, Side] = {}
    for row in declaration.votes.all():
        party, name = row.candidacy.party, row.candidacy.name
        _side(sides, party, name)
        votes.setdefault(_key(party, name), []).append(row.votes)
    total = sum(sum(each) for each in votes.values())
    top = sum(max(each) for each in votes.values())
    means = sum(Fraction(sum(each), len(each)) for each in votes.values())
    if not total:
        return []
    shares = [
        PartyShare(
            sides[key].party,
            sides[key].person,
            sum(each),
            Fraction(sum(each), total),
            Fraction(max(each), top),
            Fraction(sum(each), len(each)) / means,
        )
        for key, each in votes.items()
    ]
    return sorted(shares, key=lambda each: -each.votes)


def undervote(contest: Contest) -> int | None:
    """Votes that the valid papers allowed and that were not used: seats × papers − votes.

    None where verified and rejected papers are not both known.
    """
    declaration, report = contest.declaration, contest.turnout
    if declaration is None or declaration.rejected is None or report is None:
        return None
    if report.definition != TurnoutReport.Definition.BALLOTS_VERIFIED or report.ballots is None:
        return None
    unused = contest.seats * (report.ballots - declaration.rejected) - declaration.total_votes
    return unused if unused >= 0 else None


def control(now: Counter[Party], before: Counter[Party] | None, *, of: int) -> Control:
    """Who has more than half of the council's seats, and who had; `before` is None if not known."""
    return Control(_more_than_half(now, of), _more_than_half(before or {}, of), before is not None)


def _side(sides: dict[object, Side], party: Party, name: str, candidacy: int | None = None) -> Side:
    person = name if party.is_independent else ""
    return sides.setdefault(_key(party, name), Side(party, person, candidacy))


def _key(party: Party, name: str) -> object:
    return ("independent", " ".join(name.casefold().split())) if party.is_independent else party.pk


def _more_than_half(seats: Counter[Party] | dict[Party, int], of: int) -> Party | None:
    return next((party for party, number in seats.items() if number * 2 > of), None)
