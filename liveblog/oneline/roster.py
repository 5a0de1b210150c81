"""Who stands where, as the one-line parser needs to know it: contests, candidates, parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from results.models import Contest

LOCAL = "local"  # the kind of election in which wards are fought


@dataclass(frozen=True)
class Party:
    slug: str
    name: str
    short_name: str
    abbreviation: str


@dataclass(frozen=True)
class Candidate:
    slug: str
    name: str
    party: Party

    def __str__(self) -> str:
        return f"{self.name} ({self.party.abbreviation or self.party.short_name})"


@dataclass(frozen=True)
class RosterContest:
    """A contest; `candidates` in ballot order, `kind` that of its election (local: a ward)."""

    key: str
    name: str
    kind: str
    seats: int
    electorate: int | None
    candidates: tuple[Candidate, ...]

    @property
    def is_ward(self) -> bool:
        return self.kind == LOCAL


@dataclass(frozen=True)
class Roster:
    """The contests of a blog, the next that is likely to be declared first."""

    contests: tuple[RosterContest, ...]
    # What names.py works out of the contests, once for every line that is read by this roster.
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_json(cls, roster: Mapping[str, Any]) -> Roster:
        """From what `GET /newsroom/{slug}/roster/` gives, so far as the parser needs it."""
        return cls(
            tuple(
                RosterContest(
                    key=each["key"],
                    name=each["name"],
                    kind=each["kind"],
                    seats=each["seats"],
                    electorate=each["electorate"],
                    candidates=tuple(
                        Candidate(
                            slug=candidate["slug"],
                            name=candidate["name"],
                            party=Party(
                                **{
                                    name: candidate["party"][name]
                                    for name in Party.__dataclass_fields__
                                }
                            ),
                        )
                        for candidate in each["candidates"]
                    ),
                )
                for each in roster["contests"]
            )
        )


def contest_keys(contests: Iterable[Contest]) -> dict[str, Contest]:
    """What names each contest in a form: its slug, or election/slug where two share it."""
    contests = list(contests)
    slugs = [contest.slug for contest in contests]
    return {
        contest.slug
        if slugs.count(contest.slug) == 1
        else f"{contest.election.slug}/{contest.slug}": contest
        for contest in contests
    }


def roster_of(contests: Iterable[Contest]) -> Roster:
    """The roster of contests with election and candidacies fetched, in the order given."""
    return Roster(
        tuple(
            RosterContest(
                key=key,
                name=contest.name,
                kind=contest.election.kind,
                seats=contest.seats,
                electorate=contest.electorate,
                candidates=tuple(
                    Candidate(
                        slug=each.slug,
                        name=each.name,
                        party=Party(
                            slug=each.party.slug,
                            name=each.party.name,
                            short_name=each.party.short_name,
                            abbreviation=each.party.abbreviation,
                        ),
                    )
                    for each in contest.candidacies.all()
                ),
            )
            for key, contest in contest_keys(contests).items()
        )
    )
