"""The roster of a contest: nobody twice, and no line of totals taken for a candidate."""

import re
from collections import Counter
from collections.abc import Iterable

from results.findings import Finding, error, warning
from results.models import Contest

_TOTALS = re.compile(
    r"(grand |sub-?)?totals?( votes?| valid.*)?|valid votes?|(tot|max)othv|turnout|electorate"
    r"|majority|rejected.*|spoilt.*|source:?.*|notes?:?",
    re.IGNORECASE,
)


def is_line_of_totals(name: str) -> bool:
    """Whether this names a sum or a footer of a table: “Total”, “TOTOTHV”, “Rejected papers”."""
    return bool(_TOTALS.fullmatch(" ".join(name.split())))


def check_roster(contest: Contest) -> Iterable[Finding]:
    """The same name and party twice is an error; two people of one name are asked about.

    Two candidates may share a name (both parties of Mid Buckinghamshire 2024 put up a Greg Smith),
    and it is then that their votes are entered the wrong way round.
    """
    candidacies = list(contest.candidacies.all())
    for each in candidacies:
        if is_line_of_totals(each.name) or is_line_of_totals(each.party.name):
            message = f"“{each}” is a line of totals and no candidate in {contest.name}."
            yield error("contest", message, "line_of_totals")
    for name, number in Counter(_key(each.name) for each in candidacies).items():
        if number == 1:
            continue
        same = [each for each in candidacies if _key(each.name) == name]
        parties = Counter(each.party_id for each in same if not each.party.is_independent)
        if max(parties.values(), default=1) > 1:
            message = f"{same[0]} stands {number} times in {contest.name}."
            yield error("contest", message, "candidacy_duplicate")
        else:
            names = " and ".join(str(each) for each in same)
            message = f"{names} share a name: are their votes the right way round?"
            yield warning("contest", message, "same_name")


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
