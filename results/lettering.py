"""A text without the characters that nobody sees: for names, titles and prose alike."""

import re

# Those that turn the direction of what follows can make a text read as another one (a majority of
# 12 as one of 21); those without width split a word for a search and for a reader of braille;
# controls have no place on a page. The joiners stay, for emoji and for scripts that need them, and
# so do the marks that only say which way a neighbouring sign runs.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffc]"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")


def visible(text: str) -> str:
    """The text without characters that nobody sees and that could make it read as another."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
