"""Readers may answer pings and say goodbye; their frames are read as RFC 6455 has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from liveblog.realtime.gate.spoken import Breach, take


def masked(opcode: Opcode, payload: bytes = b"", **more) -> bytes:
    """A client's frame, as an independent library writes it."""
    return Frame(opcode, payload, **more).serialize(mask=True)


@pytest.mark.parametrize("opcode", [Opcode.CLOSE, Opcode.PING, Opcode.PONG])
@given(payload=st.binary(max_size=125), rest=st.binary(max_size=5))
def test_control_frames_are_understood(opcode, payload: bytes, rest: bytes):
    data = masked(opcode, payload)
    said, left = take(data + rest)
    assert (said.opcode, said.payload, left) == (opcode, payload, rest)
    for size in range(len(data)):
        assert take(data[:size]) == (None, data[:size])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (masked(Opcode.TEXT, b"hello?"), 1008),
        (masked(Opcode.BINARY, b"\0"), 1003),
        (masked(Opcode.CONT, b"more"), 1003),
        (Frame(Opcode.PING, b"").serialize(mask=False), 1002),
        (b"\x89\xfe\x00\x7e", 1002),
        (b"\x09\x80\0\0\0\0", 1002),
        (b"\xc9\x80\0\0\0\0", 1002),
        (b"\x83\x80\0\0\0\0", 1002),
    ],
    ids=[
        "words", "bytes", "more of something", "a ping without a mask", "a ping of 126 bytes",
        "a ping in parts", "a bit of an extension", "an opcode that is not given out",
    ],
)  # fmt: skip
def test_whoever_says_anything_else_is_shown_out(data: bytes, code: int):
    with pytest.raises(Breach) as breach:
        take(data)
    assert breach.value.code == code


@given(st.binary(max_size=300))
def test_no_bytes_upset_it(data: bytes):
    codes = set()
    try:
        while take(data)[0] is not None:
            _, data = take(data)
    except Breach as breach:
        codes.add(breach.code)
    assert codes <= {1002, 1003, 1008}
