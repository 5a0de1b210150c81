"""A swing or a projected majority that was typed, beside what the votes on record make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from results import arithmetic, comparison
from results.arithmetic import percent, thousands
from results.findings import Finding, warning
from results.models import Baseline, Contest, Declaration, Party
from results.projection import CannotProject, Projection, project
from results.swings_read import Projected, Swing, Swung, projections, swings

ROUGHLY = Fraction(1, 10)  # how far off a number may be that is called “about” or “nearly”


def check_swings(
    text: str, *, contests: Sequence[Contest], here: Contest | None = None
) -> list[Finding]:
    """Warnings of projections and swings in `text` that the results of `contests` do not bear out.

    `here` is the contest that “repeated here” means. What cannot be worked out is not doubted.
    """
    by_name = {each.name.casefold(): each for each in contests if each.seats == 1}
    parties = {each.pk: each for contest in by_name.values() for each in _parties(contest)}
    names = {name: party for party in parties.values() for name in _names(party)}
    found: list[Finding] = []
    for said in projections(text, places=by_name, parties=names):
        contest = by_name.get(said.place) or (here if not said.place else None)
        if contest is not None:
            found += _check_projection(contest, said, names)
    people = [each.name for contest in by_name.values() for each in contest.candidacies.all()]
    for told in swings(text, places=by_name, parties=names, people=people):
        found += _check_swing(by_name[told.place], told, names)
    return found


def _check_projection(
    contest: Contest, said: Projected, names: dict[str, Party]
) -> Iterator[Finding]:
    known = {each.majority for each in contest.baselines.all()}
    known |= {contest.declaration.majority} if contest.declaration else set()
    typed = [each for each in said.majorities if each not in known]
    worked_out = list(_projections(contest, said, names))
    if len(typed) != 1 or not worked_out:
        return
    if any(_makes(each, typed[0], said) for each in worked_out):
        return
    first = worked_out[0]
    alike = [
        each for each in worked_out if (each.baseline, each.valid) == (first.baseline, first.valid)
    ]
    ours = min(alike, key=lambda each: abs(each.majority - typed[0]))
    message = (
        f"{percent(ours.swing)} points make {thousands(ours.majority)} in {contest.name}: "
        f"{ours.working}, on {ours.baseline.label}. You wrote {thousands(typed[0])}; a swing "
        "counts twice in a majority."
    )
    yield warning("body", message, "projection_differs")


def _projections(
    contest: Contest, said: Projected, names: dict[str, Party]
) -> Iterator[Projection]:
    """Ours first; then on every other baseline and turnout that may be meant."""
    standing = sorted(contest.baselines.all(), key=lambda each: not each.is_default)
    turnouts = [None] if said.same_turnout else [None, *_papers(contest)]
    swing = Fraction(said.swing.points) / 100
    for baseline in standing:
        for losing, gaining in _directions(baseline, said.swing, names):
            for valid in turnouts:
                try:
                    yield project(
                        baseline, swing=swing, losing=losing, gaining=gaining, valid_now=valid
                    )
                except CannotProject:
                    continue


def _directions(
    baseline: Baseline, swing: Swing, names: dict[str, Party]
) -> Iterable[tuple[Party, Party]]:
    """Between the first two of last time, as far as it is said which way."""
    first_two = [row.party for row in baseline.votes.all() if row.party][:2]
    return [
        (losing, gaining)
        for losing, gaining in permutations(first_two, 2)
        if names.get(swing.losing, losing) == losing
        and names.get(swing.gaining, gaining) == gaining
    ]


def _papers(contest: Contest) -> Iterator[int]:
    if contest.declaration:
        yield contest.declaration.total_votes
    if contest.turnout and contest.turnout.ballots:
        yield contest.turnout.ballots


def _makes(ours: Projection, typed: int, said: Projected) -> bool:
    """Whether the number is ours, as the swing and the number are rounded in print."""
    off = Fraction(said.swing.step) / 100 * ours.valid + 1  # half a step, which counts twice
    noughts = len(str(typed)) - len(str(typed).rstrip("0"))
    if noughts > 1:
        off = max(off, Fraction(10**noughts, 2) + off)
    if said.rough:
        off = max(off, ours.majority * ROUGHLY)
    return abs(ours.majority - typed) <= off


def _check_swing(contest: Contest, said: Swung, names: dict[str, Party]) -> Iterator[Finding]:
    declaration = contest.declaration
    this_year = contest.election.polling_day.year
    if declaration is None or not declaration.is_final:
        return
    if any(year != this_year for year in said.years):
        return
    computed = list(_swings(declaration, said.swing, names))
    near = Fraction(said.swing.step) / 2
    if not computed or any(
        abs(each * 100 - Fraction(said.swing.points)) <= near for each in computed
    ):
        return
    shown = comparison.swing(declaration)
    if shown is None or contest.baseline is None:
        return
    message = (
        f"“{said.swing.quote}”: {contest.name} swung {percent(shown.size)} points from "
        f"{shown.losing.in_prose} to {shown.gaining.in_prose}, on {contest.baseline.label}."
    )
    yield warning("body", message, "swing_differs")


def _swings(declaration: Declaration, said: Swing, names: dict[str, Party]) -> Iterator[Fraction]:
    """Every swing that may be meant, Butler's and Steed's, on every baseline."""
    for baseline in declaration.contest.baselines.all():
        parties = [row.party for row in baseline.votes.all() if row.party and row.party.can_swing]
        for losing, gaining in permutations(parties, 2):
            if names.get(said.losing, losing) != losing:
                continue
            if names.get(said.gaining, gaining) != gaining:
                continue
            a1, b1 = baseline.votes_for(gaining.pk), baseline.votes_for(losing.pk)
            a2, b2 = declaration.votes_for(gaining.pk), declaration.votes_for(losing.pk)
            if a1 is None or b1 is None or a2 is None or b2 is None or not a2 + b2:
                continue
            v1, v2 = baseline.total_votes, declaration.total_votes
            yield arithmetic.butler_swing(a1, b1, v1, a2, b2, v2)
            yield arithmetic.steed_swing(a1, b1, a2, b2)


def _parties(contest: Contest) -> Iterator[Party]:
    yield from (each.party for each in contest.candidacies.all())
    for baseline in contest.baselines.all():
        yield from (row.party for row in baseline.votes.all() if row.party)


def _names(party: Party) -> set[str]:
    written = {party.name, party.short_name, party.people, party.abbreviation}
    return {each.casefold().removeprefix("the ") for each in written if each}
