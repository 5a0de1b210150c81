"""Plain text -> Markdown that renders as the same text, whatever characters it holds."""

import re

_INLINE = re.compile(r"[\\`*_\[\]<]|~(?=~)|(?<=~)~|&(?=#?\w+;)|(?i:(?<=http)|(?<=https)):(?=//)")
_AT_START = re.compile(r"^(?=#{1,6}(?:\s|$)|>|[+=-])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def as_markdown(text: str) -> str:
    """Each line of the text with the signs escaped that Markdown would take for its own."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    line = _INLINE.sub(r"\\\g<0>", line.strip())
    return _AT_START.sub(r"\\", _NUMBERED.sub(r"\1\\\2", line))
