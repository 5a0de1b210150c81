"""From a file's bytes to bulletins: PA's XML and its twin in JSON, AP's JSON."""

from __future__ import annotations

import json
from typing import Any, NoReturn
from xml.parsers import expat

from results.agencies import ap, pa
from results.agencies.bulletin import Bulletin, DispatchRefused

MOST_BYTES = 16 * 1024 * 1024
DEEPEST = 32


def is_dispatch(start: str) -> bool:
    """Whether a file that starts so may be an agency's: no table, page or another's JSON."""
    text = start.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return not text[:14].casefold().startswith(("<!doctype html", "<html"))
    return text.startswith(("{", "[")) and any(
        f'"{each}"' in text for each in (*pa.KINDS, ap.RACES)
    )


def bulletins(raw: bytes, *, file: str) -> list[Bulletin]:
    """Every bulletin of a file; `file` is its name. Raises DispatchRefused."""
    if len(raw) > MOST_BYTES:
        raise DispatchRefused(f"is larger than {MOST_BYTES:,} bytes.")
    document = _xml(raw) if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _json(raw)
    return read(document, file=file)


def read(document: object, *, file: str) -> list[Bulletin]:
    """The bulletins of a document as JSON has it. Raises DispatchRefused."""
    listed = document if isinstance(document, list) else [document]
    found: list[Bulletin] = []
    for each in listed:
        if isinstance(each, dict) and ap.RACES in each:
            found += ap.read(each, file=file)
        elif isinstance(each, dict):
            found += pa.read(each, file=file)
        else:
            raise DispatchRefused("is not a dispatch of PA or AP: it holds no objects.")
    if not found:
        raise DispatchRefused("holds no dispatch.")
    return found


def _json(raw: bytes) -> object:
    try:
        text = raw.decode("utf-8-sig")
        document = json.loads(text, parse_constant=_no_number)
        # What no database keeps: half of a character, and the character of number nought.
        json.dumps(document, ensure_ascii=False).encode("utf-8")
        if "\\u0000" in text:
            raise ValueError("it has the character U+0000")
        return document
    except (ValueError, RecursionError) as refusal:
        raise DispatchRefused(f"is neither XML nor JSON: {refusal}.") from refusal


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _xml(raw: bytes) -> dict[str, Any]:
    """As the JSON twin has it: attributes under “@”, and children of one name in a list if many.

    A document type is refused before anything in it is read: it is there that entities are
    declared, which blow up (a billion laughs) or fetch what is none of the feed's.
    """
    root: dict[str, Any] = {}
    open_elements = [root]
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_elements) > DEEPEST:
            raise DispatchRefused(f"is nested more than {DEEPEST} deep.")
        element: dict[str, Any] = {f"@{key}": value for key, value in attributes.items()}
        parent = open_elements[-1]
        if name not in parent:
            parent[name] = element
        elif isinstance(parent[name], list):
            parent[name].append(element)
        else:
            parent[name] = [parent[name], element]
        open_elements.append(element)

    def refuse(*_declared: object) -> NoReturn:
        raise DispatchRefused("declares a document type or entities, which no feed needs.")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: open_elements.pop()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, LookupError, ValueError) as refusal:
        if isinstance(refusal, DispatchRefused):
            raise
        raise DispatchRefused(f"is not well-formed XML: {refusal}.") from refusal
    return root
