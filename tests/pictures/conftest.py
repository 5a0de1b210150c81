"""A folder for pictures and for uploads, gone after the test."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.UPLOADS_DIR = tmp_path / "uploads"
    return tmp_path


@pytest.fixture
def seat() -> Callable[[User], Client]:
    def seat(user: User) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return seat


@pytest.fixture
def desk(blog, cast, seat) -> Client:
    """Rosa's browser."""
    return seat(cast.rosa)
