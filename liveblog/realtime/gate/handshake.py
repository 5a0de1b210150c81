"""The server's side of a WebSocket handshake (RFC 6455, section 4.2)."""

import binascii
from base64 import b64decode, b64encode
from hashlib import sha1

from liveblog.realtime.gate.heads import Head

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
_SWITCH = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: "
)
# Without context takeover each frame is compressed by itself, and so the same for everybody.
_PACKED = (
    b"\r\nSec-WebSocket-Extensions:"
    b" permessage-deflate; server_no_context_takeover; client_no_context_takeover"
)


def is_handshake(head: Head) -> bool:
    """Whether this is a handshake that can be accepted as it stands."""
    headers = head.headers
    connection = headers.get(b"connection", b"").lower()
    return (
        head.is_upgrade
        and b"upgrade" in {token.strip() for token in connection.split(b",")}
        and headers.get(b"sec-websocket-version") == b"13"
        and _is_key(headers.get(b"sec-websocket-key", b""))
    )


def may_pack(head: Head) -> bool:
    """Whether the reader offers a compression that needs nothing of us but single frames.

    An offer that limits our window cannot be accepted: everybody is sent the same bytes.
    """
    offers = head.headers.get(b"sec-websocket-extensions", b"").lower().split(b",")
    for offer in offers:
        name, *parameters = [part.strip() for part in offer.split(b";")]
        if name == b"permessage-deflate" and not any(
            parameter.startswith(b"server_max_window_bits") for parameter in parameters
        ):
            return True
    return False


def accepted(head: Head, *, packed: bool) -> bytes:
    """The answer that turns the connection into a WebSocket."""
    key = head.headers[b"sec-websocket-key"]
    answer = b64encode(sha1(key + _GUID, usedforsecurity=False).digest())
    return _SWITCH + answer + (_PACKED if packed else b"") + b"\r\n\r\n"


def _is_key(key: bytes) -> bool:
    try:
        return len(key) == 24 and len(b64decode(key, validate=True)) == 16
    except binascii.Error:
        return False
