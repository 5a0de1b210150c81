"""What a sentence says beside what is known: names of the roster, per cent and points."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from results.findings import Finding, info, warning
from results.models import Contest

_WORD = r"[A-ZÀ-Þ][\w’'-]+"
_NAME = re.compile(rf"{_WORD}(?: (?:de |van |al-)?{_WORD}){{1,4}}")
_MOVED = re.compile(
    r"\b(up|down|rose|fell|rise|fall|increase|decrease)\b(?: (?:by|of))? "
    r"([0-9]+(?:\.[0-9]+)?) ?(?:per cent|percent|%)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(turnout|share|swing|majority of)\b", re.IGNORECASE)
LIKENESS = 0.82


def check_prose(text: str, *, contest: Contest) -> list[Finding]:
    """Names of candidates and parties that are nearly right, and differences said to be per cent.

    `text` is judged beside the roster of `contest`. A name that is like nobody's is nobody's
    business: most people in a sentence are not candidates.
    """
    candidacies = list(contest.candidacies.all())
    names = [each.name for each in candidacies]
    parties = [
        name
        for each in candidacies
        for name in (each.party.name, each.party.short_name, each.party.in_prose)
    ]
    return [*check_names(text, [*names, *parties, contest.name]), *check_points(text)]


def check_names(text: str, roster: Sequence[str]) -> Iterable[Finding]:
    """Runs of capitalised words that are like a name on the roster and are not that name."""
    known = {_key(name): name for name in roster}
    on_roster = [set(each.split()) for each in known]
    told: set[str] = set()
    for written in _written(text):
        key = _key(written)
        words = set(key.split())
        if key in told or any(words <= each or each <= words for each in on_roster):
            continue
        if near := get_close_matches(key, known, n=1, cutoff=LIKENESS):
            told.add(key)
            message = f"“{written}” is not on the roster: is it “{known[near[0]]}”?"
            yield warning("body", message, "name_not_on_roster")


def check_points(text: str) -> Iterable[Finding]:
    """“Turnout up 5.2 per cent” where the difference of two percentages is meant."""
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        moved = _MOVED.search(sentence)
        if moved and _SHARE.search(sentence):
            message = (
                f"“{moved[0]}”: the difference of two percentages is {moved[2]} points; "
                f"{moved[2]} per cent is something else."
            )
            yield info("body", message, "points_not_per_cent")


def _written(text: str) -> Iterable[str]:
    """Every run of two to five capitalised words, and the pairs of neighbours in it."""
    for run in _NAME.findall(text):
        words = run.split()
        yield run
        for at in range(len(words) - 1):
            yield f"{words[at]} {words[at + 1]}"
        for at in range(len(words) - 2):
            yield " ".join(words[at : at + 3])


def _key(name: str) -> str:
    return re.sub(r"[^\w ]", "", name.casefold()).strip()
