"""A count before it is recorded: the roster, the sums, the lot, the papers verified."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from results.arithmetic import thousands
from results.checks.times import check_time
from results.checks.wording import papers_in_words
from results.findings import Finding, error, warning
from results.models import Candidacy, Contest, TurnoutReport

# Papers are counted by hand: the desk asks from one paper on and stops from 0.5 per cent.
TOLERANCE = Fraction(1, 200)
# Fewer votes than nine papers in ten: somebody's votes have been left out.
LEAST_COUNTED = Fraction(9, 10)


def check_declaration(
    contest: Contest,
    *,
    votes: Mapping[int, int],
    rejected: int | None = None,
    lot_winner: Candidacy | None = None,
    declared_at: datetime | None = None,
) -> list[Finding]:
    """What is wrong or doubtful in a count; `votes` is keyed by the id of each candidacy."""
    candidacies = list(contest.candidacies.all())
    if not candidacies:
        message = f"{contest.name} has no candidates yet."
        return [error("contest", message, "no_candidacies")]
    findings = list(_roster(contest, candidacies, votes))
    findings += _whole_numbers(candidacies, votes, rejected)
    findings += check_time(contest, "declared_at", declared_at, result=True)
    if any(each.blocks for each in findings):
        return findings  # sums over incomplete figures would only mislead
    findings += _within_electorate(contest, candidacies, votes, rejected)
    findings += _lot(contest, candidacies, votes, lot_winner)
    if contest.seats == 1:
        findings += _against_ballots(contest, candidacies, votes, rejected)
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
                f"electorate of {thousands(electorate)}."
            )
            yield error(f"votes.{candidacy.slug}", message, "above_electorate")
    if contest.seats > 1:
        if total > electorate * contest.seats:
            message = (
                f"{thousands(total)} votes are more than {contest.seats} from each of the "
                f"electorate of {thousands(electorate)}."
            )
            yield error("votes", message, "above_electorate")
        if rejected is not None and rejected > electorate:
            message = (
                f"{thousands(rejected)} rejected papers are more than the electorate of "
                f"{thousands(electorate)}."
            )
            yield error("rejected", message, "above_electorate")
    elif total + (rejected or 0) > electorate:
        papers = papers_in_words(total, rejected)
        message = f"{papers}, more than the electorate of {thousands(electorate)}."
        yield error("votes", message, "above_electorate")


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


def _against_ballots(
    contest: Contest,
    candidacies: Iterable[Candidacy],
    votes: Mapping[int, int],
    rejected: int | None,
) -> Iterable[Finding]:
    report, total = contest.turnout, sum(votes.values())
    if (
        report is None
        or not report.ballots
        or report.definition != TurnoutReport.Definition.BALLOTS_VERIFIED
    ):
        return
    papers, verified = total + (rejected or 0), report.ballots
    message = f"{papers_in_words(total, rejected)}; {thousands(verified)} papers were verified"
    if papers - verified > verified * TOLERANCE:
        text = f"{message}, {thousands(papers - verified)} fewer."
        yield error("votes", text, "above_ballots")
    elif papers < verified * LEAST_COUNTED:
        text = f"{message}, {thousands(verified - papers)} more: has anybody been left out?"
        yield error("votes", text, "far_below_ballots")
    elif papers > verified or (papers < verified and rejected is not None):
        gap = abs(papers - verified)
        text = f"{message}, a difference of {thousands(gap)}."
        yield warning("votes", text, "differs_from_ballots")
        yield from _slip_of_a_key(gap, papers - verified, candidacies, votes)


def _slip_of_a_key(
    gap: int, surplus: int, candidacies: Iterable[Candidacy], votes: Mapping[int, int]
) -> Iterable[Finding]:
    """Two neighbouring digits swapped differ by a multiple of nine; a slip may be a round 1,000."""
    if gap % 1000 == 0:
        message = f"The difference is a round {thousands(gap)}: is somebody a thousand out?"
        yield warning("votes", message, "thousand_out")
    if gap % 9 == 0:
        names = [
            f"{each.name} ({thousands(votes[each.pk])} for {thousands(votes[each.pk] - surplus)})"
            for each in candidacies
            if votes[each.pk] - surplus in _swaps(votes[each.pk])
        ]
        of_whom = f" It would close with {' or '.join(names)}." if names else ""
        message = f"The difference of {thousands(gap)} divides by nine: two digits swapped?"
        yield warning("votes", message + of_whom, "digits_swapped")


def _swaps(number: int) -> set[int]:
    digits = str(number)
    return {
        int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
        for at in range(len(digits) - 1)
    } - {number}
