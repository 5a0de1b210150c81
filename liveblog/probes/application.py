"""What machines ask is answered before Django: they come by address and over plain HTTP, know no
host of ours, and are to be answered while the database is not.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare

from liveblog.probes.figures import written_figures
from liveblog.realtime.state import current_faults

Application = Callable[[Any, Any, Any], Awaitable[None]]


class ProbesApplication:
    """The application, with `/healthz` before it, and `/metrics` for who has the token."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["method"] in {"GET", "HEAD"}:
            if scope["path"] == "/healthz":
                await _answer(scope, send, *await _health())
                return
            if scope["path"] == "/metrics" and _has_token(scope):
                accept = _header(scope, b"accept").decode("latin-1")
                body, content_type = await written_figures(accept)
                await _answer(scope, send, 200, body, content_type)
                return
        await self._application(scope, receive, send)


async def _health() -> tuple[int, bytes, str]:
    """200 while all is well; 503 names the checks that failed."""
    faults = await current_faults()
    status, said = (503, {"status": "failing", "failed": faults}) if faults else (200, _WELL)
    return status, json.dumps(said).encode(), "application/json"


_WELL = {"status": "ok"}


def _has_token(scope: dict[str, Any]) -> bool:
    """Whether METRICS_TOKEN is shown. Without one there is none to show."""
    scheme, _, token = _header(scope, b"authorization").partition(b" ")
    known = settings.METRICS_TOKEN.encode()
    return bool(known) and scheme.lower() == b"bearer" and constant_time_compare(token, known)


def _header(scope: dict[str, Any], name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")


async def _answer(
    scope: dict[str, Any], send: Any, status: int, body: bytes, content_type: str
) -> None:
    headers = [
        (b"content-type", content_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if scope["method"] == "HEAD":
        body = b""
    await send({"type": "http.response.body", "body": body})
