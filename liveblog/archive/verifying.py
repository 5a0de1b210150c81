"""Is an archive what it was when it was written? Every file that differs is named."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from liveblog.archive import bag
from liveblog.archive.container import Folder, Unreadable, Zip

Source = Folder | Zip


@dataclass(slots=True)
class Verdict:
    """What was found: `problems` has one line for each, and none if the archive is sound."""

    problems: list[str] = field(default_factory=list)
    files: int = 0
    size: int = 0
    entries: int = 0
    events: int = 0

    @property
    def is_sound(self) -> bool:
        return not self.problems


def verify(path: Path) -> Verdict:
    """Check an archive, in its zip or unpacked. Never raises for what the archive holds."""
    verdict = Verdict()
    try:
        source = _open(path)
        _check(source, verdict)
    except Unreadable as refusal:
        verdict.problems.append(str(refusal))
    return verdict


def _open(path: Path) -> Source:
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return Zip(path)
    raise Unreadable(f"{path}: there is no such file or folder.")


def _check(source: Source, verdict: Verdict) -> None:
    prints: dict[str, bag.Print] = {}
    for name in source.names():
        try:
            prints[name] = bag.Print.of(source.blocks(name))
        except Unreadable as refusal:
            verdict.problems.append(str(refusal))
            prints[name] = bag.Print.unknown()
    payload = {name: each for name, each in prints.items() if name.startswith("data/")}
    verdict.files, verdict.size = len(payload), sum(each.size for each in payload.values())

    texts = {name: _text(source, name) for name in prints if name in bag.TAG_FILES}
    verdict.problems += bag.differences(prints, texts)
    if f"data/{bag.BLOG}" in prints and f"data/{bag.EVENTS}" in prints:
        verdict.problems += _record_problems(source, set(prints), verdict)
    if verdict.is_sound:
        verdict.problems += source.wrapping()


def _text(source: Source, name: str) -> str:
    """The file's text; what is not UTF-8 becomes a sign that no sound file has."""
    try:
        return b"".join(source.blocks(name)).decode(errors="replace")
    except Unreadable:
        return ""


def _record_problems(source: Source, names: set[str], verdict: Verdict) -> Iterator[str]:
    """Whether the log is whole and tells of the same entries as the blog's record."""
    blog_name, log_name = f"data/{bag.BLOG}", f"data/{bag.EVENTS}"
    try:
        record = json.loads(_text(source, blog_name))
        said = {each["id"]: each["version"] for each in record["entries"]}
        counts = (record["counts"]["entries"], record["counts"]["events"])
        head = record["feed"]["head"]
    except (ValueError, TypeError, KeyError, RecursionError):
        yield f"{blog_name}: not the record of a blog, so its counts were not compared."
        return
    logged: dict[str, int] = {}
    number = 0
    for number, line in enumerate(_text(source, log_name).splitlines(), start=1):
        try:
            event = json.loads(line)
            offset = event["offset"]
            named = _entry_of(event["frame"])
        except (ValueError, TypeError, KeyError, RecursionError):
            yield f"{log_name}: line {number} is not an event."
            return
        if offset != number:
            yield f"{log_name}: offset {offset} stands on line {number}; offsets run 1, 2, 3 …"
            return
        if named:
            logged[named[0]] = named[1]

    verdict.entries, verdict.events = len(said), number
    if (counts[0], len(record["entries"])) != (len(said), len(said)):
        yield f"{blog_name}: says {counts[0]} entries and holds {len(said)}."
    if (counts[1], head) != (number, number):
        said_so = f"{blog_name} says {counts[1]} up to offset {head}"
        yield f"{log_name}: holds {number} events; {said_so}."
    for public_id, version in said.items():
        if logged.get(public_id) != version:
            yield (
                f"{blog_name}: entry {public_id} is at version {version},"
                f" the log has {logged.get(public_id, 'none')}."
            )
        if f"data/{bag.entry_page(public_id)}" not in names:
            yield f"data/{bag.entry_page(public_id)}: missing, although the blog has that entry."
    for file in [*_results_pages(record), *_picture_files(record)]:
        if f"data/{file}" not in names:
            yield f"data/{file}: missing, although {blog_name} tells of it."
    for public_id in sorted(logged.keys() - said.keys()):
        yield f"{blog_name}: entry {public_id} is missing; the log tells of it."


def _results_pages(record: dict[str, Any]) -> list[str]:
    """The pages of the article and of the contests that the blog's record tells of."""
    blog = record.get("blog")
    followed = blog.get("contests", []) if isinstance(blog, dict) else []
    pages = [bag.contest_page(str(each)) for each in followed]
    return [*([bag.ARTICLE] if record.get("article") else []), *pages]


def _picture_files(record: dict[str, Any]) -> list[str]:
    """The sizes of the pictures that the record's entries carry."""
    carried = [each for entry in record["entries"] for each in entry.get("pictures") or []]
    files = [each.get("files") or [] for each in carried if isinstance(each, dict)]
    return [str(file) for listed in files if isinstance(listed, list) for file in listed]


def _entry_of(frame: dict[str, Any]) -> tuple[str, int] | None:
    """The id and version that a frame tells of, None where it is not about an entry."""
    if frame["type"] == "put":
        return frame["entry"]["id"], frame["entry"]["version"]
    if frame["type"] == "drop":
        return frame["id"], frame["version"]
    return None
