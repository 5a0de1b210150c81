"""A count before it is recorded: the roster, the sums, the lot, and whatever it stands beside."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from results.arithmetic import thousands
from results.checks.ballots import against_ballots
from results.checks.patterns import against_last_time
from results.checks.rosters import check_roster
from results.checks.stated import against_stated, check_rejected_heads
from results.checks.times import check_time
from results.checks.wording import papers_in_words
from results.figures import Stated
from results.findings import Finding, error, misfit
from results.models import Candidacy, Contest
from results.movement import Movement


def check_declaration(
    contest: Contest,
    *,
    votes: Mapping[int, int],
    rejected: int | None = None,
    rejected_heads: Mapping[str, int] | None = None,
    lot_winner: Candidacy | None = None,
    declared_at: datetime | None = None,
    stated: Stated | None = None,
    movement: Mapping[int, Movement] | None = None,
) -> list[Finding]:
    """What is wrong or doubtful in a count; `votes` is keyed by the id of each candidacy.

    `stated` is what was said beside the votes, such as the majority; `movement` is how each party,
    by id, has moved on last time in other seats, as `results.movement.movement` has it.
    """
    candidacies = list(contest.candidacies.all())
    if not candidacies:
        message = f"{contest.name} has no candidates yet."
        return [error("contest", message, "no_candidacies")]
    findings = [*check_roster(contest), *_roster(contest, candidacies, votes)]
    findings += _whole_numbers(candidacies, votes, rejected)
    findings += check_time(contest, "declared_at", declared_at, result=True)
    if any(each.blocks and not each.overridable for each in findings):
        return findings  # sums over incomplete figures would only mislead
    findings += _within_electorate(contest, candidacies, votes, rejected)
    findings += _lot(contest, candidacies, votes, lot_winner)
    findings += check_rejected_heads(contest, rejected_heads or {}, rejected)
    if stated is not None:
        findings += against_stated(contest, candidacies, votes, stated)
    if contest.seats == 1:
        findings += against_ballots(contest, candidacies, votes, rejected)
        if not any(each.blocks for each in findings):  # sums that fail make shares that startle
            findings += against_last_time(contest, candidacies, votes, movement or {})
    return findings


def _roster(
    contest: Contest, candidacies: Iterable[Candidacy], votes: Mapping[int, int]
) -> Iterable[Finding]:
    known = {each.pk for each in candidacies}
    for pk in votes:
        if pk not in known:
            message = f"“{pk}” is not a candidate in {contest.name}."
            yield error(f"votes.{pk}", message, "unknown_candidacy")
    for candidacy in candidacies:
        if candidacy.pk not in votes:
            message = f"{candidacy} has no votes entered."
            yield error(f"votes.{candidacy.slug}", message, "candidacy_missing")


def _whole_numbers(
    candidacies: Iterable[Candidacy], votes: Mapping[int, int], rejected: int | None
) -> Iterable[Finding]:
    numbers: dict[str, object] = {
        f"votes.{each.slug}": votes[each.pk] for each in candidacies if each.pk in votes
    }
    if rejected is not None:
        numbers["rejected"] = rejected
    for field, number in numbers.items():
        if not isinstance(number, int) or isinstance(number, bool):
            yield error(field, f"“{number}” is not a whole number.", "not_a_number")
        elif number < 0:
            yield error(field, f"“{number}” is below nought.", "not_a_number")


def _within_electorate(
    contest: Contest,
    candidacies: Iterable[Candidacy],
    votes: Mapping[int, int],
    rejected: int | None,
) -> Iterable[Finding]:
    total, electorate = sum(votes.values()), contest.electorate
    if not total:
        yield error("votes", f"Nobody has a vote in {contest.name}.", "no_votes")
    if not electorate:
        return
    for candidacy in candidacies:
        if votes[candidacy.pk] > electorate:
            message = (
                f"{thousands(votes[candidacy.pk])} votes for {candidacy.name} are more than the "
                f"electorate of {thousands(electorate)}: "
                f"{thousands(votes[candidacy.pk] - electorate)} too many."
            )
            yield misfit(f"votes.{candidacy.slug}", message, "above_electorate")
    if contest.seats > 1:
        if total > (most := electorate * contest.seats):
            message = (
                f"{thousands(total)} votes are more than {contest.seats} from each of the "
                f"electorate of {thousands(electorate)}: {contest.seats} × {thousands(electorate)} "
                f"make {thousands(most)}, and {thousands(total - most)} are too many."
            )
            yield misfit("votes", message, "above_electorate")
        if rejected is not None and rejected > electorate:
            message = (
                f"{thousands(rejected)} rejected papers are more than the electorate of "
                f"{thousands(electorate)}: {thousands(rejected - electorate)} too many."
            )
            yield misfit("rejected", message, "above_electorate")
    elif total + (rejected or 0) > electorate:
        papers = papers_in_words(total, rejected)
        gap = thousands(total + (rejected or 0) - electorate)
        message = f"{papers}, more than the electorate of {thousands(electorate)}: {gap} too many."
        yield misfit("votes", message, "above_electorate")


def _lot(
    contest: Contest,
    candidacies: list[Candidacy],
    votes: Mapping[int, int],
    lot_winner: Candidacy | None,
) -> Iterable[Finding]:
    """Equal votes at the last seat are decided by lot (RPA 1983, Schedule 1, rule 49)."""
    ranked = sorted(candidacies, key=lambda each: -votes[each.pk])
    seats = contest.seats
    tied: list[Candidacy] = []
    if len(ranked) > seats and votes[ranked[seats - 1].pk] == votes[ranked[seats].pk]:
        tied = [each for each in ranked if votes[each.pk] == votes[ranked[seats].pk]]
    names = " and ".join(each.name for each in tied)
    if tied and lot_winner is None:
        message = f"{names} have {thousands(votes[tied[0].pk])} votes each: who won the lot?"
        yield error("lot_winner", message, "tie_without_lot")
    elif tied and lot_winner not in tied:
        message = f"The lot was between {names}, not {lot_winner and lot_winner.name}."
        yield error("lot_winner", message, "lot_without_tie")
    elif lot_winner is not None and not tied:
        message = f"No two candidates are level for the last seat in {contest.name}: no lot."
        yield error("lot_winner", message, "lot_without_tie")
