"""The rules of the house that no import contract can keep."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from liveblog import presentation

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "liveblog"
FRAGMENTS = ROOT / "templates" / "liveblog" / "fragments"


def modules(*folders: str) -> list[Path]:
    return sorted(
        path
        for folder in folders or ("",)
        for path in (HOUSE / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def calls(path: Path, attribute: str) -> Iterator[ast.Call]:
    """Calls of `something.attribute(…)` in the module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == attribute
        ):
            yield node


def callers_of(name: str, attribute: str, paths: list[Path]) -> set[str]:
    """The modules that call `name.attribute(…)`."""
    return {
        path.relative_to(HOUSE).as_posix()
        for path in paths
        for call in calls(path, attribute)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == name
    }


def test_only_the_deeds_and_the_scoreboard_write_to_the_log() -> None:
    for verb in ("append", "redact", "restart", "create_feed", "remove"):
        writers = callers_of("log", verb, modules())
        assert writers, verb
        assert {path for path in writers if not path.startswith("publishing/")} <= {
            "scoreboard.py",
            "electionfeed.py",
        }
    imported = [
        path
        for path in modules()
        if re.search(
            r"from liveblog\.realtime\.log import|realtime\.models import.*Event", path.read_text()
        )
        and "realtime" not in path.parts
    ]
    assert imported == []


@pytest.mark.parametrize("room", ["reader", "desk", "api", "probes"])
@pytest.mark.parametrize(
    "verb",
    ["save", "create", "bulk_create", "update", "delete", "get_or_create", "update_or_create"],
)
def test_a_door_writes_only_by_a_deed(room: str, verb: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in modules(room)
        for call in calls(path, verb)
        if not _is_of_a_plain_value(call)
    ]
    assert found == []


def _is_of_a_plain_value(call: ast.Call) -> bool:
    """`attrs.update(…)` of a form's widget, `cache.delete(…)` and the like: not a row."""
    value = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(value, ast.Name) and value.id == "cache":
        return True
    return isinstance(value, ast.Attribute) and value.attr in {"attrs", "errors", "data", "initial"}


def test_only_prose_marks_a_string_safe() -> None:
    marks = {
        path.relative_to(HOUSE).as_posix()
        for path in modules()
        if re.search(r"mark_safe|SafeString\(", path.read_text(encoding="utf-8"))
    }
    assert marks == {"prose.py"}
    templates = (ROOT / "templates").rglob("*.html")
    unsafe = [
        str(path) for path in templates if re.search(r"\|\s*safe\b|autoescape", path.read_text())
    ]
    assert unsafe == []


def test_only_presentation_names_fragments_in_python() -> None:
    naming = {
        path.relative_to(HOUSE).as_posix()
        for path in modules()
        if re.search(r"liveblog/fragments/[\w/]*[\"{.]", path.read_text(encoding="utf-8"))
    }
    assert naming == {"presentation.py"}


def test_what_frames_carry_is_what_pages_are_made_of() -> None:
    sent = set(
        re.findall(r"liveblog/fragments/(\w+)\.html", (HOUSE / "presentation.py").read_text())
    ) | {"entry", "tombstone"}  # entry_html chooses between the two
    assert sent == {path.stem for path in FRAGMENTS.glob("*.html")}
    pages = "".join(
        path.read_text() for path in (ROOT / "templates/liveblog/reader").glob("*.html")
    )
    for fragment in sent:
        assert f"liveblog/fragments/{fragment}.html" in pages, fragment


def test_every_region_of_an_election_is_a_fragment_that_its_page_includes() -> None:
    regions = {*presentation.STANDINGS, *presentation.CONTEST}
    assert regions == {path.stem for path in (FRAGMENTS / "standings").glob("*.html")}
    page = (ROOT / "templates/liveblog/reader/election.html").read_text()
    for region in regions:
        assert f"liveblog/fragments/standings/{region}.html" in page, region
        assert f'data-region="{region}' in page, region


def test_a_fragment_is_the_same_for_everyone() -> None:
    for path in FRAGMENTS.rglob("*.html"):
        names = set(re.findall(r"\b(request|user|perms|messages|csrf_token)\b", _code(path)))
        assert names == set(), path


def _code(template: Path) -> str:
    return "".join(re.findall(r"{[{%].*?[}%]}", template.read_text(encoding="utf-8")))


def test_every_frame_type_and_every_why_is_documented() -> None:
    wire = (HOUSE / "realtime" / "README.md").read_text(encoding="utf-8")
    frames = (HOUSE / "frames.py").read_text(encoding="utf-8")
    types = set(re.findall(r'"type": "(\w+)"', frames))
    assert types == {"put", "drop", "board", "blog", "standings", "glance"}
    for name in types:
        assert f'"{name}"' in wire or f"`{name}`" in wire, name
    reasons = {
        str(argument.value)
        for path in modules("publishing")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for argument in [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "why")]
        if isinstance(node.func, ast.Name)
        and node.func.id in {"tell", "tell_again"}
        and isinstance(argument, ast.Constant)
    }
    assert reasons == {"published", "revised", "restored", "corrected"}
    for why in reasons:
        assert why in wire, why


def test_nothing_imports_settings_urls_or_asgi() -> None:
    found = [
        path.relative_to(HOUSE).as_posix()
        for path in modules()
        if re.search(r"from liveblog(\.| import )(settings|urls|asgi)\b", path.read_text())
    ]
    assert found == []


def test_no_file_is_named_for_nothing() -> None:
    nothing = {"utils", "helpers", "common", "core", "manager", "services", "misc"}
    named = [
        path for path in [*modules(), *(ROOT / "results").rglob("*.py")] if path.stem in nothing
    ]
    assert named == []
