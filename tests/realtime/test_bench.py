"""The load test notices what it is there to notice."""

import pytest

from bench import stream
from bench.readers import Readers
from liveblog.realtime.framing import framed


def told(*offsets: int) -> list[tuple[float, bytes]]:
    hello = '{"type":"hello","blog":"quayshire","offset":1}'
    frames = [f'{{"type":"put","offset":{offset},"html":""}}' for offset in offsets]
    return [(10.0 + n, framed(text)) for n, text in enumerate([hello, *frames])]


def assessed(*readers: list[tuple[float, bytes]]) -> stream.Measured:
    crowd = Readers()
    crowd._taken = dict(enumerate(readers))
    try:
        return stream.assess(crowd, [(10.0, 10.5), (10.5, 11.5)], 0, name="a server")
    finally:
        crowd.close()


@pytest.mark.parametrize(
    ("heard", "faults"),
    [
        ((2, 3), (0, 0, 0)),
        ((2,), (1, 0, 0)),
        ((), (2, 0, 0)),
        ((2, 3, 3), (0, 1, 0)),
        ((3, 2), (0, 0, 1)),
    ],
)
def test_what_is_lost_twice_or_out_of_order_is_counted(heard, faults):
    found = assessed(told(2, 3), told(*heard))
    assert (found.lost, found.twice, found.disordered) == faults


def test_times_are_counted_from_sending_the_entry():
    found = assessed(told(2, 3), told(2, 3))
    assert found.answered == [500.0, 1000.0]
    assert found.last == [1000.0, 1500.0]


def test_a_frame_is_read_whole_however_it_was_cut():
    wire = b"".join(data for _, data in told(2, 3)) + framed("x" * 70_000)
    crowd = Readers()
    crowd._taken = {1: [(n / 1000, wire[n : n + 7]) for n in range(0, len(wire), 7)]}
    (frames,) = crowd.frames
    assert [len(payload) for _, payload in frames][-1] == 70_000
    assert len(frames) == 4
    crowd.close()
