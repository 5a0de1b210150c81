"""A small archive made by hand: no database, every kind of file."""

import json
from datetime import UTC, datetime
from pathlib import Path

from liveblog.archive import bag, container

SEALED = datetime(2031, 5, 2, 9, 30, tzinfo=UTC)
ENTRIES = ("aaaaaaaa1", "aaaaaaaa2", "aaaaaaaa3")


def write_payload(folder: Path) -> None:
    """Three entries: one published, one revised, one retracted."""
    frames = [
        {"type": "put", "entry": {"id": ENTRIES[0], "version": 1}},
        {"type": "put", "entry": {"id": ENTRIES[1], "version": 1}},
        {"type": "board", "board": {}},
        {"type": "put", "entry": {"id": ENTRIES[1], "version": 2}},
        {"type": "put", "entry": {"id": ENTRIES[2], "version": 1}},
        {"type": "drop", "id": ENTRIES[2], "version": 2},
        {"type": "blog", "status": "archived"},
    ]
    versions = dict(zip(ENTRIES, (1, 2, 2), strict=True))
    record = {
        "counts": {"entries": len(ENTRIES), "events": len(frames)},
        "feed": {"epoch": "e", "head": len(frames)},
        "entries": [{"id": name, "version": versions[name]} for name in ENTRIES],
    }
    lines = [
        json.dumps({"offset": offset, "created": "…", "frame": frame})
        for offset, frame in enumerate(frames, start=1)
    ]
    texts = {
        bag.FRONT: "<!doctype html><title>Night</title>",
        "assets/site.css": "body { color: black }\n",
        bag.BLOG: json.dumps(record),
        bag.EVENTS: "\n".join(lines) + "\n",
        bag.RESULTS_TABLE: "contest,votes\nEast,1\n",
        bag.RESULTS: "{}\n",
        bag.README: "Read me.\n",
        **{bag.entry_page(name): f"<p>{name}</p>" for name in ENTRIES},
    }
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def bag_in(folder: Path) -> Path:
    """The folder as a bag."""
    write_payload(folder)
    bag.make_bag(folder, {"Bagging-Date": "2031-05-02", "Bag-Software-Agent": "test"})
    return folder


def zip_of(folder: Path, to: Path) -> Path:
    container.pack(folder, top="night", at=SEALED, to=to)
    return to
