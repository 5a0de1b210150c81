"""Which contest and which candidates of ours an agency speaks of."""

from __future__ import annotations

from results.agencies.bulletin import Bulletin
from results.importing.contests import find_candidacies
from results.importing.gathering import Gathered
from results.importing.names import contest_key
from results.importing.parties import PartyBook
from results.importing.rows import ContestFacts
from results.models import Contest, Election


class SetAside(Exception):
    """A bulletin cannot be taken as things stand, and why; mended, it can be tried again."""


def find_contest(election: Election, facts: ContestFacts) -> Contest | None:
    """By the agency's number or code, then by the key of its name. Raises SetAside for two."""
    contests = election.contests.select_related("election")
    keys = {
        "pa_number": facts.pa_number,
        "ballot_paper_id": facts.ballot_paper_id,
        "gss_code": facts.gss_code,
    }
    for column, value in keys.items():
        if value and (found := list(contests.filter(**{column: value})[:2])):
            if len(found) > 1:
                raise SetAside(f"{found[0]} and {found[1]} both have the number or code {value}.")
            return found[0]
    wanted = contest_key(facts.name)
    named = [
        pk
        for pk, name, number in election.contests.values_list("pk", "name", "pa_number")
        # Two numbers are two constituencies, whatever their names.
        if contest_key(name) == wanted and not (number and facts.pa_number)
    ]
    if len(named) > 1:
        raise SetAside(f"{len(named)} contests of {election} are called {facts.name}.")
    return contests.get(pk=named[0]) if named else None


def gathered(bulletin: Bulletin, book: PartyBook, *, gss_code: str = "") -> Gathered:
    """The bulletin as importers have a contest, its parties found."""
    nation = bulletin.contest.gss_code or gss_code
    candidates = [(each, book.find(each.party, gss_code=nation)) for each in bulletin.candidates]
    return Gathered(bulletin.contest, bulletin.subject, 0, candidates)


def check_everybody_known(contest: Contest, found: Gathered) -> None:
    """Raises SetAside where somebody is not on our roster."""
    standing = find_candidacies(contest, found)
    unknown = [
        f"{facts.name} ({party.short_name})"
        for (facts, party), known in zip(found.candidates, standing, strict=True)
        if known is None
    ]
    if unknown:
        raise SetAside(f"{contest}: not on our roster: {', '.join(unknown)}.")
