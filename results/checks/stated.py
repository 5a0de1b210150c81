"""A count beside what was said with it: sums, majority, winner, verdict, heads of rejection."""

from collections.abc import Iterable, Mapping

from results.arithmetic import majority, thousands
from results.checks.wording import sum_in_words
from results.figures import Stated
from results.findings import Finding, misfit, warning
from results.models import Candidacy, Contest, RejectedHead


def against_stated(
    contest: Contest,
    candidacies: list[Candidacy],
    votes: Mapping[int, int],
    stated: Stated,
) -> Iterable[Finding]:
    """Each statement against the sum that it should be; what was not stated is not judged."""
    total = sum(votes.values())
    if stated.valid_votes is not None and contest.seats == 1 and total != stated.valid_votes:
        gap = thousands(abs(total - stated.valid_votes))
        message = (
            f"{sum_in_words([votes[each.pk] for each in candidacies])}, "
            f"not {thousands(stated.valid_votes)}: a difference of {gap}."
        )
        yield misfit("valid_votes", message, "valid_votes_differ")
    if stated.majority is not None and len(votes) > contest.seats:
        ranked = sorted(candidacies, key=lambda each: -votes[each.pk])
        last, first = ranked[contest.seats - 1], ranked[contest.seats]
        exact = majority(votes.values(), seats=contest.seats)
        if exact != stated.majority:
            message = (
                f"{thousands(votes[last.pk])} for {last.name} less {thousands(votes[first.pk])} "
                f"for {first.name} is {thousands(exact)}, not {thousands(stated.majority)}."
            )
            yield misfit("majority", message, "majority_differs")
    if stated.outcome:
        yield from _verdict(contest, candidacies, votes, stated.outcome)
    if stated.elected is not None:
        yield from _winner(contest, candidacies, votes, stated.elected)


def check_rejected_heads(
    contest: Contest, heads: Mapping[str, int], total: int | None
) -> Iterable[Finding]:
    """Heads of rejection against their total: those known are no more, and all make the total.

    Unknown is not 0: some alone may well be fewer. A paper rejected in part is not rejected.
    """
    counted = [each for each in RejectedHead.of(seats=1) if each in heads]
    known = [heads[each] for each in counted]
    if total is None or not known:
        return
    is_whole = len(known) == len(RejectedHead.of(seats=1))
    if sum(known) > total or (is_whole and sum(known) < total):
        message = f"{sum_in_words(known)} rejected papers, not {thousands(total)}."
        yield warning("rejected", message, "heads_differ")


def _winner(
    contest: Contest, candidacies: list[Candidacy], votes: Mapping[int, int], elected: Candidacy
) -> Iterable[Finding]:
    """The name read out against the votes: two candidates' votes exchanged pass every other sum."""
    ranked = sorted(candidacies, key=lambda each: -votes[each.pk])
    last = ranked[: contest.seats][-1]
    if votes[elected.pk] < votes[last.pk]:
        ahead = thousands(votes[last.pk] - votes[elected.pk])
        message = (
            f"{elected} was declared elected with {thousands(votes[elected.pk])} votes, but {last} "
            f"has {thousands(votes[last.pk])}, {ahead} more: are they on the right lines?"
        )
        yield misfit("elected", message, "elected_differs")


def _verdict(
    contest: Contest, candidacies: list[Candidacy], votes: Mapping[int, int], said: str
) -> Iterable[Finding]:
    defending = contest.defending
    if contest.seats != 1 or said not in {"hold", "gain"} or defending is None:
        return
    winner = max(candidacies, key=lambda each: votes[each.pk])
    held = winner.party_id == defending.pk and (winner.sitting or not winner.party.is_independent)
    computed = "hold" if held else "gain"
    if computed != said:
        policy = contest.election.get_hold_policy_display()
        message = (
            f"{winner} beside {defending.short_name}, {policy}, is a {computed}, not a {said}."
        )
        yield warning("outcome", message, "outcome_differs")
