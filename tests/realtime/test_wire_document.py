"""README.md of the room is the wire: every frame that is sent is in it, field by field."""

import ast
import json
import re
from pathlib import Path

import pytest

from liveblog import frames, publishing, realtime
from liveblog.realtime import feed as feed_room
from liveblog.realtime import log, readers, sockets
from liveblog.realtime.gate import spoken
from liveblog.realtime.models import Event

README = (Path(realtime.__file__).parent / "README.md").read_text()


def types_in(module) -> set[str]:
    """The words that this module's source gives to `type`, in a dict or as an argument."""
    found = set()
    for node in ast.walk(ast.parse(Path(module.__file__).read_text())):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            found |= {
                value.value
                for key, value in pairs
                if isinstance(key, ast.Constant)
                and key.value == "type"
                and isinstance(value, ast.Constant)
            }
        elif isinstance(node, ast.keyword) and node.arg == "type":
            found.add(node.value.value)
    return found


def section(kind: str) -> str:
    """What README says under the heading of that frame."""
    found = re.search(rf"^### `{kind}`\n(.*?)(?=^##|\Z)", README, re.DOTALL | re.MULTILINE)
    assert found, f"realtime/README.md has no heading for the frame “{kind}”"
    return found[1]


def documented(kind: str) -> set[str]:
    """The fields in the first column of that frame's table."""
    cells = re.findall(r"^\| (`.*?) \|", section(kind), re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


@pytest.fixture
def sent(blog, cast) -> dict[str, dict]:
    """One frame of every kind, each the fullest of its kind that a night of every deed sends."""
    about = {"blog": blog, "by": cast.rosa}
    entry, _ = publishing.publish_entry(**about, body="Boxes are in.")
    publishing.pin_entry(entry=entry)
    figures = publishing.TurnoutFigures(contest="northquay", percentage="61.2")
    publishing.publish_entry(**about, turnout=figures)
    votes = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
    result = publishing.ResultFigures(contest="northquay", votes=votes, confirm=())
    publishing.declare_result(contest=blog.contests.first(), figures=result, at=entry.at)
    publishing.publish_glance(blog=blog)
    entry.refresh_from_db()
    publishing.retract_entry(entry=entry, reason="It was another hall.", by=cast.edith)
    told = [json.loads(text) for text in Event.objects.values_list("frame", flat=True)]

    feed = feed_room.LiveFeed(log.position(blog.slug), window=500, read_log=None)
    controls = [feed.hello(recovered=True), feed.beat(), feed_room.bye(5.0)]
    told += [json.loads(frame.text) for frame in controls]
    fullest: dict[str, dict] = {}
    for frame in told:
        fullest[frame["type"]] = fullest.get(frame["type"], {}) | frame
    return fullest


def test_the_night_sends_every_kind_of_frame_that_the_source_knows(sent):
    assert set(sent) == types_in(frames) | types_in(feed_room)
    assert len(sent) == 9


def test_every_frame_and_every_field_is_documented(sent):
    for kind, frame in sent.items():
        fields = set(frame) - {"type"} - ({"offset"} if kind in types_in(frames) else set())
        fields |= set(frame.get("entry", {}))
        assert fields <= documented(kind), kind


def test_nothing_is_documented_that_is_not_sent(sent):
    for kind, frame in sent.items():
        told = set(frame) | set(frame.get("entry", {}))
        assert documented(kind) <= told, kind
    headings = set(re.findall(r"^### `(\w+)`", README, re.MULTILINE))
    assert headings == set(sent)


def test_every_close_code_is_documented():
    codes = {
        readers.ENDED,
        readers.GOING_AWAY,
        readers.RESTARTED,
        readers.SPOKE_BYTES,
        readers.SPOKE_TEXT,
        readers.TRY_AGAIN,
        spoken.PROTOCOL_ERROR,
        sockets.NO_SUCH_FEED,
    }
    listed = re.search(
        r"^## How a connection ends\n(.*?)(?=^## )", README, re.DOTALL | re.MULTILINE
    )
    rows = re.findall(r"^\| ([\d, ]+) \|", listed[1], re.MULTILINE)
    assert codes == {int(code) for row in rows for code in row.split(", ")}


def test_the_figures_in_the_document_are_those_of_the_source(settings):
    assert f"for {readers.STUCK_SECONDS} seconds" in README
    assert f"up to {feed_room.STRETCH_BYTES // 1024} KB" in README
    assert f"each {feed_room.PAGE} events" in README
    assert f"Every {settings.FEED_BEAT_SECONDS:.0f} seconds" in README
    assert f"({settings.FEED_LOOK_SECONDS} on SQLite" in README
