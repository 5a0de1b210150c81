"""The night's clock, so many times as fast."""

import time
from collections.abc import Callable
from datetime import timedelta


class Pace:
    """Waits so that what happened `gap` apart is played `gap / speed` apart.

    What a deed takes is taken off the next wait. No wait is longer than `longest_gap` seconds.
    Speed 0 waits for nothing.
    """

    def __init__(
        self,
        speed: float,
        *,
        longest_gap: float,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._speed, self._longest_gap = speed, longest_gap
        self._sleep, self._clock = sleep, clock
        self._due = clock()

    def wait(self, gap: timedelta) -> None:
        """Until `gap` of the night after the last wait is due."""
        if not self._speed:
            return
        self._due += min(gap.total_seconds() / self._speed, self._longest_gap)
        self._sleep(max(0.0, self._due - self._clock()))
