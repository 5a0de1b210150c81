"""Setting a contest up from nominations, which are the whole of those who stand."""

from __future__ import annotations

from results.agencies.bulletin import Bulletin
from results.agencies.finding import SetAside, gathered
from results.importing.contests import find_candidacies, write_candidacies, write_contests
from results.importing.parties import PartyBook
from results.importing.rows import Report
from results.models import Contest, Election


def set_up(election: Election, contest: Contest | None, bulletin: Bulletin) -> tuple[Contest, str]:
    """The contest, and what was new in it. Raises SetAside.

    Nobody is struck off: who is on our roster and not among the nominated is told by name.
    """
    if not bulletin.candidates:
        raise SetAside(f"{bulletin.subject}: nominations of nobody.")
    book, report = PartyBook(), Report()
    found = gathered(bulletin, book, gss_code=contest.gss_code if contest else "")
    if contest:
        # Found already, so that the writers find the same one.
        found.facts.name, found.facts.gss_code = contest.name, contest.gss_code
        found.facts.ballot_paper_id = contest.ballot_paper_id or ""
    pairs = write_contests(election, [found], report)
    write_candidacies(pairs, book, report)
    if report.problems:
        raise SetAside(" ".join(each.why for each in report.problems))
    written = Contest.objects.with_results().get(pk=pairs[0][1].pk)
    named = {each.pk for each in find_candidacies(written, found) if each}
    gone = [str(each) for each in written.candidacies.all() if each.pk not in named]
    told = [f"{len(named)} candidates"]
    told += [f"{report.new['candidacy']} new"] if report.new["candidacy"] else []
    told += [f"not among the nominated: {', '.join(gone)}"] if gone else []
    told += [each.why for each in report.doubts]
    return written, "; ".join(told) + "."
