"""A line cut into words, numbers and what parts them.

Letters, spaces and digits are those listed here and no others, so that Python and JavaScript cut
alike; a number that touches anything else is `odd`, and nobody's votes.
"""

import re
import unicodedata
from dataclasses import dataclass

LETTERS = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ\u0300-\u036f"
SPACES = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u202f\u205f\u2060\u3000\ufeff"
)
BLANK = f"{SPACES}\t\n\r\v\f\u2028\u2029"
LINES = "\n\r\v\f\u2028\u2029;"
_JOINS = ",\u00a0\u2007\u2009\u202f"  # what parts thousands
_BESIDE_DIGITS = re.compile(rf"[{SPACES}{LINES}\t,:()\[\]{{}}|/\"“”'’‘*_=<>!?•·–—-]")
_TOKEN = re.compile(
    rf"(?P<line>[{LINES}]+)"
    rf"|(?P<number>(?:(?<![{LETTERS}0-9.])[+−-])?[0-9]+(?:[.:{_JOINS}][0-9]+)*)"
    rf"(?:(?P<percent>[{SPACES}]?%"
    rf"|(?:pct?|[{SPACES}]?[Pp][Ee][Rr][{SPACES}]?[Cc][Ee][Nn][Tt])(?![{LETTERS}0-9]))"
    rf"|(?P<ordinal>(?:st|nd|rd|th)(?![{LETTERS}0-9]))"
    rf"|(?P<clock>[{SPACES}]?[AaPp]\.?[Mm](?![{LETTERS}0-9])))?"
    rf"|(?P<word>&|[{LETTERS}]+(?:['’‘][{LETTERS}]+)*)"
    rf"|(?P<cell>\t|[|,:()\[\]]|[{SPACES}]{{2,}}|[–—−]|(?<![{LETTERS}])-|-(?![{LETTERS}]))"
    rf"|(?P<stop>[.!?…]+)"
    rf"|(?P<skip>[{SPACES}\"“”'’‘*_=<>{{}}/•·-])"
    rf"|(?P<other>[^{LETTERS}{SPACES}{LINES}\t0-9|,:()\[\]–—−.!?…\"“”'’‘*_=<>{{}}/•·&+-]+|\+)"
)
_PLAIN = re.compile(r"0|[1-9][0-9]{0,8}")
_GROUPED = re.compile(
    rf"[1-9][0-9]{{0,2}}(?:(?:,[0-9]{{3}}){{1,2}}|(?:[{_JOINS[1:]}][0-9]{{3}}){{1,2}})"
)
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,2})\.[0-9]{1,2}")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}")
_CELLS = re.compile(r"[0-9]+(?:\.[0-9]{1,2})?")
_LETTER = re.compile(rf"[{LETTERS}]")
_MARKS = re.compile("[\u0300-\u036f]")
_APART = dict(zip("øłđðıæœßþ", ("o", "l", "d", "d", "i", "ae", "oe", "ss", "th"), strict=True))

YEARS = (1900, 2099)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: word, number, line, cell, stop or other.

    `key` is a word folded, or a number's digits without what parts thousands. `number` says what a
    number can be: count, year (a count of four bare digits that may as well be one), decimal,
    percent, change (signed), rank, dotted (21.506), odd.
    """

    kind: str
    text: str
    start: int
    end: int
    key: str = ""
    number: str = ""


def fold(word: str) -> str:
    """A word without case, accents and apostrophes."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", word.lower()))
    return "".join(_APART.get(each, each) for each in plain if each not in "'’‘")


def words_of(name: str) -> list[str]:
    """The folded words and numbers of a name."""
    return [each.key for each in tokens_of(name) if each.kind in {"word", "number"}]


def tokens_of(text: str) -> list[Token]:
    """The text as tokens, in one pass."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if found["number"]:
            tokens += _numbers(found, text)
        elif kind == "word":
            key = "and" if found[0] == "&" else fold(found[0])
            tokens.append(Token("word", found[0], found.start(), found.end(), key))
        elif kind != "skip":
            tokens.append(Token(kind, found[0], found.start(), found.end()))
    return tokens


def _numbers(found: re.Match[str], text: str) -> list[Token]:
    """One number; or the cells of a row of commas, such as 21506,16102."""
    digits, start = found["number"], found.start()
    sign = digits[:1] if digits[0] in "+−-" else ""
    bare = digits[len(sign) :]
    unit = next((name for name in ("percent", "ordinal", "clock") if found[name]), "")
    cells = bare.split(",")
    if len(cells) > 1 and not _GROUPED.fullmatch(bare) and _are_cells(cells):
        tokens = []
        for i, cell in enumerate(cells):
            last = i == len(cells) - 1
            end = found.end() if last else start + len(cell)
            number = _kind_of(cell, "", unit if last else "")
            tokens.append(Token("number", text[start:end], start, end, cell, number))
            if not last:
                tokens.append(Token("cell", ",", end, end + 1))
            start = end + 1
        return tokens
    number = _kind_of(bare, sign, unit)
    if number == "year" and sign:
        number = "change"
    if not _stands_alone(found, text, sign):
        number = "odd"
    elif number == "count" and len(bare) < 3 and _heads_a_row(found, text):
        number = "rank"
    key = re.sub(f"[{_JOINS}]", "", bare)
    return [Token("number", found[0], start, found.end(), key, number)]


def _are_cells(cells: list[str]) -> bool:
    """Whether commas part numbers here: thousands have no four digits on end."""
    return all(_CELLS.fullmatch(each) for each in cells) and any(
        len(each.split(".")[0]) > 3 for each in cells
    )


def _kind_of(bare: str, sign: str, unit: str) -> str:
    whole = bool(_PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare))
    decimal = bool(_DECIMAL.fullmatch(bare))
    if unit == "percent":
        return "percent" if (decimal or (whole and len(bare) < 4)) and not sign else _signed(sign)
    if unit == "ordinal":
        return "rank" if whole else "odd"
    if unit == "clock":
        return "odd"
    if sign:
        return "change" if whole or decimal else "odd"
    if whole:
        is_year = len(bare) == 4 and YEARS[0] <= int(bare) <= YEARS[1]
        return "year" if is_year else "count"
    if decimal:
        return "decimal"
    return "dotted" if _DOTTED.fullmatch(bare) else "odd"


def _signed(sign: str) -> str:
    return "change" if sign else "odd"


def _stands_alone(found: re.Match[str], text: str, sign: str) -> bool:
    before = text[found.start() - 1 : found.start()]
    after = text[found.end() : found.end() + 1]
    if sign == "" and before == "." and text[max(0, found.start() - 2) : found.start()] != "..":
        return False
    fits_before = before in {"", "."} or bool(_BESIDE_DIGITS.match(before))
    fits_after = after in {"", ".", "%"} or bool(_BESIDE_DIGITS.match(after))
    return fits_before and fits_after


def _heads_a_row(found: re.Match[str], text: str) -> bool:
    """“1. ” and “1) ” at the start of a row are ranks."""
    before = text[found.start() - 1 : found.start()]
    after = text[found.end() : found.end() + 2]
    starts = before == "" or before in LINES
    return starts and len(after) == 2 and after[0] in ".)" and after[1] in " \t\u00a0"
