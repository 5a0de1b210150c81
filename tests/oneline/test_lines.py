"""One table of lines, which the server's parser and the device's read alike."""

import json
from pathlib import Path
from typing import Any

import pytest

from liveblog.oneline import Roster, read_line, read_votes, words

from .conftest import ROSTER, Device

TABLE: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "lines.json").read_text(encoding="utf-8")
)


def told(line: str, reading: dict[str, Any]) -> dict[str, Any]:
    """A reading as the table has it: without what is empty, or said by another field."""
    chips = reading["chips"]
    fields = {
        name: value for name, value in reading["fields"].items() if name not in {"kind", "at"}
    }
    row = {
        "line": line,
        "kind": reading["kind"],
        "stamp": reading["stamp"],
        "fields": fields,
        "outcome": next((each["value"] for each in chips if each.get("what") == "outcome"), None),
        "unsure": [each["field"] for each in chips if not each["sure"]],
        "asks": [each["what"] for each in reading["questions"]],
        "aside": reading["aside"],
        "rest": reading["rest"],
    }
    return {name: value for name, value in row.items() if value}


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(TABLE) >= 100
    assert len({row["line"] for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=[f"line{n}" for n in range(len(TABLE))])
def test_the_server_reads_the_line(row: dict[str, Any], roster: Roster) -> None:
    assert told(row["line"], read_line(row["line"], roster)) == row


def test_the_device_reads_every_line_as_the_server_does(device: Device, roster: Roster) -> None:
    lines = [row["line"] for row in TABLE]
    for line, theirs in zip(lines, device(ROSTER, lines), strict=True):
        assert theirs == json.loads(json.dumps(read_line(line, roster))), line


def test_the_device_knows_the_same_words(device: Device) -> None:
    ours = {name: getattr(words, name) for name in vars(words) if name.isupper()}
    assert device(None, []) == json.loads(json.dumps(ours))


def test_every_choice_answers_its_question(roster: Roster) -> None:
    """A choice of a contest gives the line again, in which the contest is no question any more."""
    for row in TABLE:
        for question in read_line(row["line"], roster)["questions"]:
            for choice in question["choices"]:
                assert choice["label"]
                assert choice["fields"]
                if question["what"] == "contest":
                    again = read_line(choice["line"], roster)
                    assert set(again["contests"]) == set(choice["fields"].values()), choice
                    assert "contest" not in {each["what"] for each in again["questions"]}


def test_votes_are_read_alone_where_the_contest_is_known(roster: Roster) -> None:
    northquay = roster.contests[0]
    reading = read_votes("Marsh\t2,600\t43.3\nQuill\t2,800\t46.7", northquay, roster)
    assert reading["fields"] == {
        "result.votes.ada-quill": "2800",
        "result.votes.ben-marsh": "2600",
    }
    assert reading["aside"] == ["43.3", "46.7"]
    assert reading["questions"] == []
