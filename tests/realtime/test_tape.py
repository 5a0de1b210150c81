"""A reader that stopped anywhere, even within a frame, is sent exactly what it lacks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveblog.realtime.framing import Frame
from liveblog.realtime.tape import Tape

sizes = st.lists(st.integers(0, 400), min_size=1, max_size=20)


def frames(lengths: list[int]) -> list[Frame]:
    return [Frame("x" * length, offset=n) for n, length in enumerate(lengths, start=7)]


def test_an_empty_tape_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        Tape([])


@given(sizes, st.integers(1, 2_000), st.booleans())
def test_stretches_put_together_are_the_frames(lengths, limit: int, packed: bool):
    told = frames(lengths)
    tape = Tape(told, packed=packed)
    offset, sent = 6, b""
    while offset < tape.last:
        stretch = tape.after(offset, limit=limit)
        assert stretch.last > offset
        assert len(stretch.wire) <= limit or stretch.last == offset + 1
        offset, sent = stretch.last, sent + stretch.wire
    assert sent == b"".join(frame.packed if packed else frame.wire for frame in told)


@given(sizes, st.data())
def test_a_socket_that_took_a_part_is_sent_the_rest_of_that_frame(lengths, data):
    told = frames(lengths)
    tape = Tape(told)
    start = data.draw(st.integers(6, tape.last - 1))
    stretch = tape.after(start, limit=10**9)
    whole = bytes(stretch.wire)
    took = data.draw(st.integers(0, len(whole)))
    cursor, unsent = tape.split(start, took)
    after = bytes(tape.after(cursor, limit=10**9).wire) if cursor < tape.last else b""
    assert whole[:took] + unsent + after == whole
    assert len(unsent) <= max(len(frame.wire) for frame in told)
