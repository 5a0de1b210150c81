"""What a reader's WebSocket says. It may only answer pings and say goodbye: readers never speak."""

from typing import NamedTuple

from liveblog.realtime.framing import Opcode
from liveblog.realtime.readers import SPOKE_BYTES, SPOKE_TEXT

_FINAL, _RESERVED, _MASKED = 0x80, 0x70, 0x80
_LONGEST_CONTROL = 125  # RFC 6455, 5.5
_MASK_BYTES = 4

PROTOCOL_ERROR = 1002


class Breach(Exception):
    """The reader said what it may not; `code` is what it is shown out with."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Said(NamedTuple):
    """A control frame, unmasked."""

    opcode: Opcode
    payload: bytes


def take(data: bytes) -> tuple[Said | None, bytes]:
    """The first control frame in `data`, None if it is not all there yet, and what is left.

    Raises Breach for data frames and for what is no frame of a client (RFC 6455, section 5).
    """
    if len(data) < 2:
        return None, data
    first, second = data[0], data[1]
    try:
        opcode = Opcode(first & 0x0F)
    except ValueError:
        raise Breach(PROTOCOL_ERROR) from None
    if not second & _MASKED:
        raise Breach(PROTOCOL_ERROR)
    if not opcode.is_control:
        raise Breach(SPOKE_TEXT if opcode is Opcode.TEXT else SPOKE_BYTES)
    size = second & ~_MASKED
    if not first & _FINAL or first & _RESERVED or size > _LONGEST_CONTROL:
        raise Breach(PROTOCOL_ERROR)
    end = 2 + _MASK_BYTES + size
    if len(data) < end:
        return None, data
    mask, payload = data[2 : 2 + _MASK_BYTES], data[2 + _MASK_BYTES : end]
    plain = bytes(byte ^ mask[at % _MASK_BYTES] for at, byte in enumerate(payload))
    return Said(opcode, plain), data[end:]
