"""A frame's bytes are what every WebSocket library reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame as ParsedFrame
from websockets.frames import Opcode
from websockets.streams import StreamReader

from liveblog.realtime.framing import Frame, closing, framed


def parsed(wire: bytes) -> list[str]:
    """The texts in these bytes, as an independent library reads them to the last byte."""
    stream, texts = StreamReader(), []
    stream.feed_data(wire)
    stream.feed_eof()
    while not next_of(stream.at_eof()):
        frame = next_of(ParsedFrame.parse(stream.read_exact, mask=False))
        assert (frame.opcode, frame.fin) == (Opcode.TEXT, True)
        texts.append(bytes(frame.data).decode())
    return texts


def next_of(generator):
    """What a generator of the library's parser returns, all bytes being there already."""
    with pytest.raises(StopIteration) as stopped:
        next(generator)
    return stopped.value.value


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65_535, b"\x81\x7e\xff\xff"),
        (65_536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_the_length_is_written_in_the_shortest_form(size: int, head: bytes):
    wire = framed(b"x" * size)
    assert wire == head + b"x" * size
    assert parsed(wire) == ["x" * size]


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)))
def test_frames_written_together_are_read_one_by_one(texts: list[str]):
    wire = b"".join(Frame(text, offset=n).wire for n, text in enumerate(texts))
    assert parsed(wire) == texts


def test_a_length_is_counted_in_bytes_and_not_in_letters():
    assert framed(("£" * 63).encode())[:2] == b"\x81\x7e"
    assert parsed(framed(("£" * 63).encode())) == ["£" * 63]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=2_000))
def test_a_packed_frame_is_inflated_to_the_same_text(text: str):
    frame = Frame(text * 3)
    assert frame.text == text * 3
    stream = StreamReader()
    stream.feed_data(frame.packed)
    found = next_of(
        ParsedFrame.parse(
            stream.read_exact,
            mask=False,
            extensions=[PerMessageDeflate(True, True, 15, 15)],
        )
    )
    assert bytes(found.data).decode() == text * 3
    assert len(frame.packed) <= len(frame.wire)


def test_a_long_frame_is_really_packed():
    frame = Frame("The hall is quiet. " * 60)
    assert len(frame.packed) * 5 < len(frame.wire)


def test_a_close_has_its_code():
    assert closing(1012) == b"\x88\x02\x03\xf4"
