"""A frame's bytes on the wire, made once for every socket."""

from dataclasses import dataclass, field

_FIN_TEXT = 0x81  # RFC 6455, 5.2: final fragment, text


@dataclass(frozen=True, slots=True)
class Frame:
    """One JSON text frame: the text for ASGI's `send`, the framed bytes for a socket."""

    offset: int
    text: str
    wire: bytes = field(repr=False)

    @classmethod
    def of(cls, text: str, *, offset: int = 0) -> "Frame":
        return cls(offset, text, framed(text))


def framed(text: str) -> bytes:
    """An unmasked, unfragmented WebSocket text frame (RFC 6455, section 5.2)."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        head = bytes((_FIN_TEXT, size))
    elif size < 1 << 16:
        head = bytes((_FIN_TEXT, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((_FIN_TEXT, 127)) + size.to_bytes(8, "big")
    return head + payload
