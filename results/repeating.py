"""“If repeated here”: a swing asked of one contest, and the answer beside each of its baselines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from results import projection
from results.arithmetic import rounded
from results.card import party_card
from results.figures import parse_percentage
from results.findings import Finding, error
from results.models import Baseline, Contest, Party
from results.projection import CannotProject, Projection


@dataclass(frozen=True)
class Question:
    """A swing (0 to 1) from `losing` to `gaining`, at a turnout of valid votes or as last time."""

    contest: Contest
    swing: Fraction
    losing: Party
    gaining: Party
    turnout: Fraction | None = None

    @classmethod
    def read(
        cls, contest: Contest, *, swing: str, losing: str = "", gaining: str = "", turnout: str = ""
    ) -> tuple[Question | None, list[Finding]]:
        """The question as typed, or what is wrong with `swing`, `from`, `to` and `turnout`.

        Swing and turnout are in hundredths (“5.5”), parties are slugs; of the first two of last
        time one is enough.
        """
        size, findings = _read(swing.removesuffix(" points"), "swing", _swing_fault)
        share, wrong = _read(turnout, "turnout", lambda each: _turnout_fault(contest, each))
        findings += wrong
        parties, wrong = _parties(contest, losing.strip(), gaining.strip())
        findings += wrong
        if not swing.strip():
            findings.append(error("swing", "Write a swing in points, such as 5.5.", "no_swing"))
        if findings or size is None or parties is None:
            return None, findings
        return cls(contest, size, *parties, share), []

    @property
    def valid_now(self) -> int | None:
        """The valid votes that the turnout makes of today's electorate."""
        if self.turnout is None or not self.contest.electorate:
            return None
        return int(rounded(self.turnout * self.contest.electorate / 100, places=0))

    def projected(self, baseline: Baseline) -> Projection:
        """Raises CannotProject."""
        return projection.project(
            baseline,
            swing=self.swing,
            losing=self.losing,
            gaining=self.gaining,
            valid_now=self.valid_now,
        )

    def sentence(self) -> str:
        """The whole statement on the baseline that pages compare with. Raises CannotProject."""
        if self.contest.baseline is None:
            raise CannotProject(f"{self.contest.name} has no earlier result to be projected from.")
        return self.projected(self.contest.baseline).sentence()


def contenders(contest: Contest) -> list[Party]:
    """The parties between which a swing tells who wins: the first two of last time."""
    if contest.baseline is None:
        return []
    return [row.party for row in contest.baseline.votes.all() if row.party][:2]


def projection_card(question: Question) -> dict[str, Any]:
    """The question and its answers, JSON-ready; the baseline that pages compare with comes first.

    An answer has a `refused` with the reason where the swing says nothing of that baseline.
    """
    contest = question.contest
    baselines = sorted(contest.baselines.all(), key=lambda each: not each.is_default)
    return {
        "contest": contest.slug,
        "election": contest.election.slug,
        "name": contest.name,
        "swing": float(rounded(question.swing, places=2)),
        "from": party_card(question.losing),
        "to": party_card(question.gaining),
        "turnout": None if question.turnout is None else float(rounded(question.turnout)),
        "valid_votes": question.valid_now,
        "answers": [_answer(question, each) for each in baselines],
    }


def needs(contest: Contest) -> list[dict[str, Any]]:
    """What swing each party needs to be level with last time's winner, nearest first, in points.

    `target` is the seat's number on that party's list of targets, where every contest of the
    election is known.
    """
    if contest.baseline is None or contest.seats != 1:
        return []
    try:
        needed = projection.swings_needed(contest.baseline)
    except CannotProject:
        return []
    everywhere = list(contest.election.contests.prefetch_related("baselines__votes"))
    is_whole = sum(each.seats for each in everywhere) == contest.election.seats
    return [
        {
            "party": party_card(party),
            "points": float(rounded(swing, places=2)),
            "target": projection.target_rank(party, contest, everywhere) if is_whole else None,
        }
        for party, swing in needed
        if party.can_swing
    ]


def _answer(question: Question, baseline: Baseline) -> dict[str, Any]:
    told = {
        "baseline": {
            "kind": baseline.kind,
            "label": baseline.label,
            "year": baseline.year,
            "is_default": baseline.is_default,
        },
        "majority_before": baseline.majority,
        "valid_before": baseline.total_votes,
    }
    try:
        projected = question.projected(baseline)
    except CannotProject as refusal:
        return {**told, "refused": str(refusal)}
    return {
        **told,
        "refused": "",
        "valid_votes": projected.valid,
        "winner": party_card(projected.winner),
        "majority": projected.majority,
        "changes_hands": projected.is_gain,
        "sum": projected.working,
        "sentence": projected.sentence(),
    }


def _read(
    typed: str, field: str, fault: Callable[[Decimal], str]
) -> tuple[Fraction | None, list[Finding]]:
    if not typed.strip():
        return None, []
    try:
        number = parse_percentage(typed)
    except ValueError:
        return None, [error(field, f"“{typed[:40]}” is not a number, such as 5.5.", "not_a_number")]
    if message := fault(number):
        return None, [error(field, message, f"{field}_out_of_range")]
    return Fraction(number) / 100, []


def _swing_fault(points: Decimal) -> str:
    if points < 0:
        return "A swing the other way is one from the other party: exchange the two."
    return "" if points <= 100 else "A swing is at most 100 points."


def _turnout_fault(contest: Contest, share: Decimal) -> str:
    if not 0 < share <= 100:
        return "A turnout is more than 0 and at most 100 per cent."
    if not contest.electorate:
        return f"The electorate of {contest.name} is not known: leave the turnout as last time."
    return ""


def _parties(
    contest: Contest, losing: str, gaining: str
) -> tuple[tuple[Party, Party] | None, list[Finding]]:
    first_two = contenders(contest)
    if len(first_two) < 2:
        message = f"{contest.name} has no earlier result with two parties in it."
        return None, [error("swing", message, "no_baseline")]
    known = {row.party.slug: row.party for each in contest.baselines.all()
             for row in each.votes.all() if row.party}  # fmt: skip
    if not losing and not gaining:
        return None, [error("from", "Say from whom the swing goes, and to whom.", "no_parties")]
    for field, slug in (("from", losing), ("to", gaining)):
        if slug and slug not in known:
            listed = ", ".join(each.slug for each in first_two)
            message = f"“{slug[:40]}” did not stand last time: write one of {listed}."
            return None, [error(field, message, "unknown_party")]
    if losing == gaining:
        return None, [error("to", "A swing goes from one party to another.", "same_party")]
    others = [each for each in first_two if each.slug not in {losing, gaining}]
    given = known.get(losing) or others[0], known.get(gaining) or others[0]
    return given, []
