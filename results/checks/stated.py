"""A count beside what was said with it: valid votes, majority, verdict, heads of rejection."""

from collections.abc import Iterable, Mapping

from results.arithmetic import majority, thousands
from results.checks.wording import sum_in_words
from results.figures import Stated
from results.findings import Finding, misfit, warning
from results.models import Candidacy, Contest


def against_stated(
    contest: Contest,
    candidacies: list[Candidacy],
    votes: Mapping[int, int],
    rejected: int | None,
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
    yield from check_rejected_heads(stated.rejected_heads, rejected)


def check_rejected_heads(heads: Mapping[str, int | None], total: int | None) -> Iterable[Finding]:
    """Heads of rejection against their total, where every one is known: unknown is not 0."""
    known = [each for each in heads.values() if each is not None]
    if total is None or not known or len(known) != len(heads) or sum(known) == total:
        return
    message = f"{sum_in_words(known)} rejected papers, not {thousands(total)}."
    yield warning("rejected", message, "heads_differ")


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
