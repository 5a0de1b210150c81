"""The results that files give, recorded many at a time under the rules of `results.declarations`.

The same checks are applied as when one result is declared: every error is one, the sums of official
files included. Warnings, which ask a person to look again, are not asked of figures that are of
record. What stands is never replaced: other figures are a correction, which is a desk's deed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from results import checks
from results.declarations import declare_unopposed
from results.figures import read_heads
from results.findings import FiguresRefused
from results.importing.contests import contest_index, find_candidacies, find_in
from results.importing.gathering import Gathered
from results.importing.rows import LineRefused, Problem, Report
from results.models import Candidacy, Contest, Declaration, DeclaredVotes, Election

CHUNK = 1000
# Half a point: a share printed as a whole per cent still agrees.
SHARE_TOLERANCE = 0.0055


def declare_all(
    election: Election,
    found: Iterable[Gathered],
    *,
    declared_at: datetime | None,
    source: str,
    report: Report,
) -> list[int]:
    """Declare every contest whose figures are whole; `declared_at` serves those without a time.

    Within the caller's transaction, who tells of the contests whose ids are returned.
    """
    # As every deed does: the election first, so that two cannot wait on each other.
    Election.objects.select_for_update(no_key=True).get(pk=election.pk)
    list(election.contests.select_for_update().order_by("pk").values_list("pk"))
    index = contest_index(election)
    new: list[tuple[Declaration, dict[int, int]]] = []
    for gathered in found:
        contest = find_in(index, gathered)
        if contest is not None and gathered.is_unopposed:
            _declare_unopposed(contest, gathered, declared_at, source, report)
        if contest is None or not gathered.has_votes:
            continue
        try:
            made = _declaration(contest, gathered, declared_at, source)
        except LineRefused as refusal:
            why = f"{contest.name}: {refusal}"
            report.problems.append(Problem(gathered.file, gathered.line, why))
            continue
        if made is None:
            report.count("declaration", "unchanged")
            continue
        report.count("declaration", "new")
        new.append(made)
        for doubt in _doubts(gathered, made[1], seats=contest.seats):
            why = f"{contest.name}: {doubt}"
            report.doubts.append(Problem(gathered.file, gathered.line, why))
    Declaration.objects.bulk_create((each for each, _ in new), CHUNK)
    DeclaredVotes.objects.bulk_create(
        (
            DeclaredVotes(declaration=declaration, candidacy_id=candidacy, votes=votes)
            for declaration, counts in new
            for candidacy, votes in counts.items()
        ),
        CHUNK,
    )
    return [declaration.contest_id for declaration, _ in new]


def _declare_unopposed(
    contest: Contest,
    gathered: Gathered,
    declared_at: datetime | None,
    source: str,
    report: Report,
) -> None:
    if contest.declaration and contest.declaration.unopposed:
        report.count("declaration", "unchanged")
        return
    moment = gathered.facts.declared_at or declared_at
    try:
        if moment is None:
            raise LineRefused("no time of declaration: give --declared-at, or a file that has it.")
        declare_unopposed(contest, declared_at=moment, source=source)
    except (LineRefused, FiguresRefused) as refusal:
        why = f"{contest.name}: {refusal}"
        report.problems.append(Problem(gathered.file, gathered.line, why))
        return
    report.count("declaration", "new")


def _declaration(
    contest: Contest, gathered: Gathered, declared_at: datetime | None, source: str
) -> tuple[Declaration, dict[int, int]] | None:
    """The next version and its votes; None where just that is declared. Raises LineRefused."""
    if gathered.total_votes is None:
        raise LineRefused("not every candidate's votes are known: not declared.")
    counts = counts_of(contest, gathered)
    rejected = gathered.facts.rejected
    standing = contest.declaration
    if standing and standing.is_final:
        stands = {each.candidacy_id: each.votes for each in standing.votes.all()}
        if stands == counts and rejected in {None, standing.rejected}:
            return None
        raise LineRefused("declared already with other figures: correct it at the desk.")
    moment = gathered.facts.declared_at or declared_at
    if moment is None:
        raise LineRefused("no time of declaration: give --declared-at, or a file that has it.")
    lot_winner = lot_winner_of(contest, gathered, counts)
    heads, unknown = read_heads(contest, gathered.facts.rejected_heads or {})
    findings = unknown + checks.check_declaration(
        contest,
        votes=counts,
        rejected=rejected,
        rejected_heads=heads,
        lot_winner=lot_winner,
        declared_at=moment,
    )
    if errors := [each.message for each in findings if each.blocks]:
        raise LineRefused(" ".join(errors))
    newest = contest.newest_declaration
    declaration = Declaration(
        contest=contest,
        version=newest.version + 1 if newest else 1,
        stage=Declaration.Stage.DECLARED,
        rejected=rejected,
        rejected_heads=heads,
        lot_winner=lot_winner,
        declared_at=moment,
        source=source,
    )
    return declaration, counts


def counts_of(contest: Contest, gathered: Gathered) -> dict[int, int]:
    """The votes that are known, keyed by the id of each candidacy."""
    found = zip(gathered.candidates, find_candidacies(contest, gathered), strict=True)
    return {
        known.pk: facts.votes for (facts, _), known in found if known and facts.votes is not None
    }


def lot_winner_of(contest: Contest, gathered: Gathered, counts: dict[int, int]) -> Candidacy | None:
    """Of the candidates level for the last seat, the one whom the file calls elected."""
    ranked = sorted(counts.values(), reverse=True)
    if len(ranked) <= contest.seats or ranked[contest.seats - 1] != ranked[contest.seats]:
        return None
    found = zip(gathered.candidates, find_candidacies(contest, gathered), strict=True)
    chosen = [
        known
        for (facts, _), known in found
        if known and facts.elected and facts.votes == ranked[contest.seats]
    ]
    return chosen[0] if len(chosen) == 1 else None


def _doubts(gathered: Gathered, counts: dict[int, int], *, seats: int) -> Iterator[str]:
    """What the file says beside the votes: total, papers, shares and who was elected."""
    facts, total = gathered.facts, sum(counts.values())
    candidates = [each for each, _ in gathered.candidates]
    if seats == 1 and facts.valid_votes not in {None, total}:
        yield f"the candidates' votes make {total:,}, the file says {facts.valid_votes:,}."
    if seats == 1 and facts.ballots and total > facts.ballots:
        yield f"{total:,} votes are more than the {facts.ballots:,} papers that the file states."
    # Whether 0.506 or 50.6 is written, the largest of a contest's shares tells.
    scale = 100 if max((each.share or 0 for each in candidates), default=0) > 1 else 1
    for each in candidates:
        exact = (each.votes or 0) / total if total else 0
        if each.share is not None and abs(each.share / scale - exact) > SHARE_TOLERANCE:
            yield f"{each.name}'s share is written {each.share:g}; the votes make {exact:.4f}."
    lowest = min((each.votes or 0 for each in candidates if each.elected), default=None)
    for each in candidates:
        if lowest is not None and not each.elected and (each.votes or 0) > lowest:
            yield f"{each.name} had more votes than somebody whom the file calls elected."
