"""A run of frames as one string of bytes, of which every reader is sent the part it lacks."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from liveblog.realtime.framing import Frame


class Stretch(NamedTuple):
    """Whole frames in a row, their bytes' number, and the offset of the last of them."""

    wire: bytes | memoryview
    size: int
    last: int


class Tape:
    """Consecutive frames, joined once for however many readers begin wherever they do."""

    def __init__(self, frames: Sequence[Frame], *, packed: bool = False) -> None:
        """Raises ValueError where there are no frames."""
        if not frames:
            raise ValueError("A tape has at least one frame.")
        pieces = [frame.packed if packed else frame.wire for frame in frames]
        self.first = frames[0].offset
        self._wire = memoryview(b"".join(pieces))
        self._ends = list(accumulate(map(len, pieces)))

    @property
    def last(self) -> int:
        return self.first + len(self._ends) - 1

    def after(self, offset: int, *, limit: int) -> Stretch:
        """The frames above `offset`: as many as `limit` bytes hold, and at least one.

        `offset` lies between that before the first frame and that before the last.
        """
        number = offset + 1 - self.first
        start = self._ends[number - 1] if number else 0
        end = max(number, bisect_right(self._ends, start + limit) - 1)
        wire = self._wire[start : self._ends[end]]
        return Stretch(wire, len(wire), self.first + end)

    def split(self, offset: int, sent: int) -> tuple[int, bytes]:
        """Where a reader stands that took only `sent` bytes of what comes after `offset`.

        The offset of the last frame of which it has anything, and what it lacks of that frame: a
        copy, so that a slow reader holds on to no more than the rest of one frame.
        """
        number = offset + 1 - self.first
        reached = (self._ends[number - 1] if number else 0) + sent
        within = bisect_right(self._ends, reached)
        begins = self._ends[within - 1] if within else 0
        if begins == reached:
            return self.first + within - 1, b""
        return self.first + within, bytes(self._wire[reached : self._ends[within]])
