"""What a contest adds to a scoreboard, as whole numbers that can be added and taken away.

Shares, changes and swings are worked out of the sums once, when a board is read; so the sums of
650 contests are those of 649 and one more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from results import comparison, wards
from results.models import Contest, Declaration, Party

# Nothing joins independents to each other, so each has a line under the id of the candidacy; the
# losses of those of last time, who are not known by name, have one together.
INDEPENDENT = "independent:"


@dataclass
class Sums:
    """Of a set of contests: `totals` of all, and `lines` of each side by its key.

    Of the totals `final` counts contests that are declared, `declared` the seats filled by them.

    A side is a party, by its id, or an independent. Of a line, `stood` counts candidacies; `before`
    and `now` are votes in declared seats that can be compared like with like, `gb_before` and
    `gb_now` the part of them in Great Britain. Totals of these names are the votes of all sides.
    """

    totals: Counter[str] = field(default_factory=Counter)
    lines: dict[str, Counter[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, contest: Contest) -> Sums:
        """What one contest, with its results, adds."""
        sums = cls(Counter(contests=1, seats=contest.seats))
        sums._add_turnout(contest)
        sums._add_seats_before(contest)
        sums._add_last_time(contest)
        declaration = contest.declaration
        if declaration and declaration.is_final:
            sums._add_result(declaration)
        return sums

    @classmethod
    def of_all(cls, many: Iterable[Sums]) -> Sums:
        total = cls()
        for each in many:
            total.add(each)
        return total

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Sums:
        lines = {key: Counter(line) for key, line in stored.get("lines", {}).items()}
        return cls(Counter(stored.get("totals", {})), lines)

    def as_json(self) -> dict[str, Any]:
        """Without noughts, so that what was added and taken away again leaves no trace."""
        lines = {key: _kept(line) for key, line in self.lines.items()}
        return {
            "totals": _kept(self.totals),
            "lines": {key: line for key, line in lines.items() if line},
        }

    def add(self, other: Sums, *, times: int = 1) -> None:
        """Add what `other` holds; with `times=-1` take it away."""
        _add(self.totals, other.totals, times)
        for key, line in other.lines.items():
            _add(self.lines.setdefault(key, Counter()), line, times)

    def seats_of(self, party: Party) -> int:
        """Seats won by the party; of independents, by all of them."""
        if not party.is_independent:
            return self.lines.get(str(party.pk), Counter())["seats"]
        return sum(line["seats"] for key, line in self.lines.items() if key.startswith(INDEPENDENT))

    def _line(self, party: Party, candidacy: int | None = None) -> Counter[str]:
        key = f"{INDEPENDENT}{candidacy or ''}" if party.is_independent else str(party.pk)
        return self.lines.setdefault(key, Counter())

    def _add_turnout(self, contest: Contest) -> None:
        papers = _papers(contest)
        if not (papers and contest.electorate):
            return
        if papers.count is not None and papers.fraction is not None:
            self.totals["turnouts"] = 1
            self.totals["ballots"] = papers.count
            self.totals["electorate"] = contest.electorate

    def _add_seats_before(self, contest: Contest) -> None:
        for row in contest.baseline.votes.all() if contest.baseline else ():
            if row.seats:
                self.totals["seats_before"] += row.seats
                if row.party and not row.party.is_independent:
                    self._line(row.party)["seats_before"] += row.seats

    def _add_last_time(self, contest: Contest) -> None:
        """Votes of last time in Great Britain, declared or not: between whom a swing is told."""
        if contest.baseline and contest.seats == 1 and contest.in_great_britain:
            for row in contest.baseline.votes.all():
                if row.party and not row.party.is_independent:
                    self._line(row.party)["gb_last"] += row.votes

    def _add_result(self, declaration: Declaration) -> None:
        contest = declaration.contest
        winners = declaration.elected()
        elected = {each.pk for each in winners}
        self.totals["final"] = 1
        self.totals["declared"] = len(winners)
        if declaration.unopposed:
            for winner in winners:
                self._line(winner.party, winner.pk).update(stood=1, seats=1)
        for each in declaration.votes.all():
            line = self._line(each.candidacy.party, each.candidacy_id)
            line["stood"] += 1
            line["votes"] += each.votes
            line["seats"] += each.candidacy_id in elected
            self.totals["votes"] += each.votes
        self._add_outcome(declaration)
        # Seats of one member only: a ward's votes cannot be added to a seat's.
        if contest.baseline and contest.seats == 1 and not declaration.unopposed:
            self._add_comparison(declaration, "")
            if contest.in_great_britain:
                self._add_comparison(declaration, "gb_")

    def _add_outcome(self, declaration: Declaration) -> None:
        if declaration.contest.seats > 1:
            for side in wards.changes(declaration) or ():
                self._line(side.party, side.candidacy).update(
                    holds=side.holds, gains=side.gains, losses=side.losses
                )
            return
        outcome = comparison.outcome(declaration)
        if outcome is None or outcome.winner is None or outcome.kind not in {"hold", "gain"}:
            return
        winner = declaration.elected()[0]
        self._line(winner.party, winner.pk)["holds" if outcome.kind == "hold" else "gains"] += 1
        if outcome.kind == "gain" and outcome.defending:
            self._line(outcome.defending)["losses"] += 1

    def _add_comparison(self, declaration: Declaration, where: str) -> None:
        baseline = declaration.contest.baseline
        if baseline is None:
            return
        self.totals[f"{where}compared"] += 1
        self.totals[f"{where}before"] += baseline.total_votes
        self.totals[f"{where}now"] += declaration.total_votes
        for row in baseline.votes.all():
            if row.party and not row.party.is_independent:
                self._line(row.party)[f"{where}before"] += row.votes
        for each in declaration.votes.all():
            if not each.candidacy.party.is_independent:
                self._line(each.candidacy.party)[f"{where}now"] += each.votes


def _papers(contest: Contest) -> comparison.Turnout | None:
    """Papers as announced, else as accounted for by the declaration."""
    shown = comparison.turnout(contest)
    if shown and shown.definition == comparison.Definition.BALLOTS_VERIFIED and shown.count:
        return shown
    return comparison.counted(contest)


def _add(to: Counter[str], what: Counter[str], times: int) -> None:
    for key, number in what.items():
        to[key] += times * number


def _kept(numbers: Counter[str]) -> dict[str, int]:
    return {key: number for key, number in numbers.items() if number}
