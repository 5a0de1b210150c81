"""Which contest is the next to be declared, as far as anybody can tell."""

from collections.abc import Iterable
from datetime import UTC, datetime

from results.models import Contest
from results.progress import Progress, progress
from results.stages import RANK, Stage

_LAST = datetime.max.replace(tzinfo=UTC)


def likely_next(contests: Iterable[Contest]) -> list[Contest]:
    """The contests, the next that is likely to be declared first.

    The further a count has come the sooner, then the earlier the declaration is expected, then as
    they were given. What is postponed comes after all that are awaited, and what is declared last.
    """
    return sorted(contests, key=lambda each: _waits(progress(each)))


def _waits(known: Progress) -> tuple[int, int, datetime]:
    if known.is_declared:
        return 2, 0, _LAST
    if known.stage is Stage.POSTPONED:
        return 1, 0, known.expected_at or _LAST
    return 0, -RANK[known.stage], known.expected_at or _LAST
