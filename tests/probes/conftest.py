"""A monitor: it comes by address, over plain HTTP, and knows no host of ours."""

from collections.abc import AsyncIterator

import httpx
import pytest

from liveblog.asgi import application
from liveblog.realtime import state
from liveblog.realtime.hub import Hub


@pytest.fixture
async def monitor(hub: Hub, monkeypatch) -> AsyncIterator[httpx.AsyncClient]:
    """Everything is tried whenever it asks."""
    monkeypatch.setattr(state, "GOOD_FOR", 0.0)
    site = httpx.ASGITransport(app=application.application_mapping["http"])
    async with httpx.AsyncClient(transport=site, base_url="http://10.1.2.3:8000") as client:
        yield client
