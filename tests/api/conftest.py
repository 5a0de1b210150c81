"""The cast as programs: a caller for each, with a token; at 2.30am."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from liveblog.models import AccessToken
from tests.publishing.hall import Clock


@dataclass(frozen=True)
class Caller:
    """A program that calls the API of the Quayshire blog and reads the answer as JSON."""

    headers: dict[str, str]
    client: Client

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """`body` is sent as JSON; text is sent as it is."""
        sent = body if isinstance(body, str | bytes) else json.dumps(body)
        address = path if path.startswith("/") else f"/api/blogs/quayshire/{path}"
        return self.client.generic(
            method,
            address,
            b"" if body is None else sent,
            content_type="application/json",
            headers={**self.headers, **headers},
        )

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self("GET", path, **headers)

    def post(self, path: str = "entries", body: Any = None, **headers: str) -> HttpResponse:
        return self("POST", path, {} if body is None else body, **headers)

    def revise(self, entry: str, version: int | None, **changes: Any) -> HttpResponse:
        match = {} if version is None else {"If-Match": f'"{version}"'}
        return self("PATCH", f"entries/{entry}", changes, **match)


def problem(answer: HttpResponse, status: int) -> dict[str, str]:
    """The answer is a problem of this status: its faults, field -> message."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    return {each["field"]: each["message"] for each in told.get("errors", [])}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    cache.clear()  # of the writes of the test before
    return clock


@pytest.fixture
def calls(cast) -> Callable[[str], Caller]:
    def caller(name: str) -> Caller:
        if name == "anybody":
            return Caller({}, Client(enforce_csrf_checks=True))
        _token, secret = AccessToken.issue(user=getattr(cast, name), name="laptop")
        return Caller({"Authorization": f"Bearer {secret}"}, Client(enforce_csrf_checks=True))

    return caller


@pytest.fixture
def rosa(calls, blog) -> Caller:
    return calls("rosa")


@pytest.fixture
def edith(calls, blog) -> Caller:
    return calls("edith")


@pytest.fixture
def stan(calls, blog) -> Caller:
    return calls("stan")


@pytest.fixture
def anybody(calls, blog) -> Caller:
    return calls("anybody")
