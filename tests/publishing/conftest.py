"""It is 2.30am in the hall, until a test lets the clock go on."""

import pytest
from django.utils import timezone

from tests.publishing.hall import Clock


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock
