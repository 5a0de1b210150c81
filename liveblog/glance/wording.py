"""Small wordings that sentences of an article share."""

from __future__ import annotations

import zlib

from results.arithmetic import thousands
from results.models import Contest


def in_words(number: int) -> str:
    """“five”, “12”: small numbers in words, as in prose."""
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return words[number] if 0 <= number < len(words) else thousands(number)


def listed(names: list[str]) -> str:
    """“Quill, Marsh and Finch”; names that have an “and” of their own stand between semicolons."""
    if len(names) > 2 and any(" and " in each for each in names):
        return f"{'; '.join(names[:-1])}; and {names[-1]}"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def chosen(contest: Contest, *wordings: str) -> str:
    """One of several wordings, by the contest's slug: neighbours differ, reloads do not."""
    return wordings[zlib.crc32(contest.slug.encode()) % len(wordings)]


def joined(*sentences: str) -> str:
    """Those that say something, as one paragraph."""
    return " ".join(each for each in sentences if each)
