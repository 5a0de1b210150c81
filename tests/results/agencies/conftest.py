"""A feed that sends text and gets dispatches."""

import itertools

import pytest

from results import agencies


@pytest.fixture
def send(tmp_path, borough_night):
    """`send(text)`: the dispatches that a file of it makes, in the five-seat night."""
    numbers = itertools.count(1)

    def send(text, *, name="", election=None, **terms):
        path = tmp_path / (name or f"Quayshire_{next(numbers)}.xml")
        path.write_text(text, encoding="utf-8")
        return list(agencies.take_file(path, election=election or borough_night, **terms))

    return send
