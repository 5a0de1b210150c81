"""A frame's bytes on the wire, made once for every socket (RFC 6455, and 7692 where packed)."""

import zlib
from enum import IntEnum
from functools import cached_property

_FINAL, _PACKED = 0x80, 0x40  # RFC 6455, 5.2: FIN; RFC 7692, 6: RSV1 says "compressed"
_TAIL = b"\x00\x00\xff\xff"  # RFC 7692, 7.2.1: what a flush leaves at the end is not sent
_WORTH_PACKING = 256  # bytes: below it the reader's work is more than the line's


class Opcode(IntEnum):
    """What a WebSocket frame is (RFC 6455, section 11.8)."""

    CONTINUATION = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA

    @property
    def is_control(self) -> bool:
        return self >= Opcode.CLOSE


class Frame:
    """One JSON text frame: the bytes for sockets, the text for ASGI's `send`."""

    def __init__(self, text: str, *, offset: int = 0) -> None:
        self.offset = offset
        self.wire = framed(text.encode())

    def __repr__(self) -> str:
        return f"<Frame {self.offset}: {len(self.wire)} bytes>"

    @property
    def payload(self) -> bytes:
        """The JSON as UTF-8."""
        return self.wire[{126: 4, 127: 10}.get(self.wire[1], 2) :]

    @property
    def text(self) -> str:
        return self.payload.decode()

    @cached_property
    def packed(self) -> bytes:
        """The same frame compressed by itself, so that everybody can be sent these bytes.

        For connections that agreed to permessage-deflate without context takeover. A frame that
        gains nothing stays as it is, which the extension allows frame by frame.
        """
        payload = self.payload
        if len(payload) < _WORTH_PACKING:
            return self.wire
        press = zlib.compressobj(level=6, wbits=-15)
        data = press.compress(payload) + press.flush(zlib.Z_SYNC_FLUSH)
        wire = framed(data.removesuffix(_TAIL), flags=_PACKED)
        return wire if len(wire) < len(self.wire) else self.wire


def framed(payload: bytes, opcode: Opcode = Opcode.TEXT, *, flags: int = 0) -> bytes:
    """An unmasked, unfragmented WebSocket frame (RFC 6455, section 5.2)."""
    first = _FINAL | flags | opcode
    size = len(payload)
    if size < 126:
        head = bytes((first, size))
    elif size < 1 << 16:
        head = bytes((first, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, 127)) + size.to_bytes(8, "big")
    return head + payload


def closing(code: int) -> bytes:
    """A close frame with a status code and no reason (RFC 6455, section 5.5.1)."""
    return framed(code.to_bytes(2, "big"), Opcode.CLOSE)
