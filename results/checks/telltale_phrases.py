"""The phrases by which a result, a forecast or how people voted is told, as tables.

A name is one of the roster's or a party that is known without it; a seat is a contest or what is
said for one. `results.checks.telltales` says in which sentences they count.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Parties whatever the roster says. Those in small letters are nothing else when they are so.
_PARTIES = (
    r"(?i:labour|conservatives|tory|tories|lib(?:eral)? dem(?:ocrat)?s?|snp|ukip|plaid cymru|"
    r"sinn f[eé]in|reform uk|greens|dup|sdlp|bnp)|Conservative|C[Oo][Nn]|L[Aa][Bb]|Green|GREENS?|"
    r"GRN|LDs?|LIB DEMS?|Reform|REFORM|Plaid|PC|UUP|Alliance|Respect|TUSC|Independents?|IND"
)
_VOTERS = r"voters?|people|residents|pensioners|students|locals|everyone|everybody|most|many|half"

# Verbs that are of an election whatever follows, and those that need a seat behind them.
_WON = (
    r"won|wins?|winning|elected|re-elected|victorious|triumph(?:s|ed)|prevail(?:s|ed)|defeated|"
    r"beats?|beaten|unseat(?:s|ed)|oust(?:s|ed)|toppl(?:es|ed)|conced(?:es|ed)|clings? on|clung on|"
    r"scrapes? home|romps? home|swe(?:eps|pt) to"
)
_HELD = (
    r"held|holds?|gain(?:s|ed)?|takes?|took|taken|los(?:es?|t)|retain(?:s|ed)?|kept|keeps?|saved?|"
    r"captur(?:es|ed)|snatch(?:es|ed)"
)
_HAS_HELD = r"held|holds|gain(?:s|ed)|takes|took|los(?:es|t)|retain(?:s|ed)|won|wins|kept|keeps"
_TO_WIN = r"win|hold|gain|lose|take|keep|retain|be (?:re-)?elected"
_TURNED_TO = (
    r"backed|backing|supported|chose|opted for|went for|plumped for|switch(?:ed|ing) to|"
    r"turn(?:ed|ing) to|flock(?:ed|ing) to|desert(?:ed|ing)|abandon(?:ed|ing)|swung (?:to|behind)|"
    r"cast (?:\w+ ){0,2}(?:votes?|ballots?) for"
)
_AHEAD = r"ahead|in front|in the lead|leading|behind|trailing|neck and neck|home and dry"
FOR_CERTAIN = (
    r"set|on course|on track|certain|sure|likely|poised|projected|forecast|predicted|expected|"
    r"going|tipped|heading"
)
_FORETOLD = (
    r"it is|it[’']s|this is|is|are|heading for|on course for|forecasts?|projected|points? to|"
    r"looks like|shaping up (?:as|to be)"
)
_ADVERBS = (
    r"candidate|party|has|have|had|is|are|was|were|also|just|narrowly|comfortably|easily|duly|now|"
    r"already|not|been|all but|clearly|definitely|looks? to have"
)

# What is won, held and lost all day long and is no poll.
_NO_POLL = (
    r"(?:the |an? |this |our |her |his |their |its )?(?:\w+ ){0,2}?(?:raffle|prize|lottery|toss|"
    r"award|medal|bet|argument|debate|game|match|cup|trophy|court|case|appeal|applause|nomination|"
    r"selection|rally|meeting|stall|press conference|party|hands?|breath|nerve|talks|hustings|"
    r"banner|placards?|umbrella|baby|photo|picture|selfie|voice|way|temper|patience|keys|phone|"
    r"weight|place in|bus|train|day off|silence|vigil|leaflets?|questions?|coffee|tea|notes?|"
    r"turns?|seat (?:at|in|near)|seat on the (?:bus|train)|friday|thursday|lunch|break)\b"
)
_SEAT = (
    r"(?:the |an? |this |that |its |his |her |their |our |all |both |every |each |[0-9]+ )?"
    r"(?:\w+ )?(?:seats?|constituenc(?:y|ies)|wards?|divisions?|council|election|by-election|poll|"
    r"contest|mayoralty|town hall|control|it all|everything)\b"
)
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_PER_CENT = rf"{_NUMBER}\s?(?:per cent|percent|pc\b|%)"
_COUNTED = rf"{_NUMBER}\b(?!\s?(?i:candidates?|activists|members|councillors|years|[ap]m\b))"
EXIT_POLL = r"\bexit[ -]?polls?\b"


@dataclass(frozen=True, slots=True)
class Tables:
    """The patterns by what they tell; `tallies` are of a whole sentence, with its commas."""

    polls: Sequence[re.Pattern[str]]
    votes: Sequence[re.Pattern[str]]
    forecasts: Sequence[re.Pattern[str]]
    results: Sequence[re.Pattern[str]]
    tallies: Sequence[re.Pattern[str]]


@lru_cache(maxsize=64)
def tables(names: tuple[str, ...], contests: tuple[str, ...]) -> Tables:
    """The phrases with these names and seats in them."""
    party = _any_of(_spellings(names), also=_PARTIES)
    seat = _any_of(contests, also="(?!)")
    who = rf"(?:[Tt]he )?(?:{party})"
    subject = rf"{who}(?:\s+(?i:{_ADVERBS})\b){{0,4}}"
    behind = rf"(?:{seat}|(?i:{_SEAT})|(?:{party})|[A-Z][\w’'-]+|(?i:on|from|by|with)\b)"
    told = rf"(?i:{_NUMBER}\s+seats?|\bahead|\bmajority|\bhung|\blandslide|\blead|\bw[io]n)"
    return Tables(
        polls=[
            re.compile(rf"(?i:{EXIT_POLL}).*?(?:{party}|{told}|(?i:\blargest\b|\bshort of\b))"),
            re.compile(rf"(?:{party}|{told}).*?(?i:{EXIT_POLL})"),
        ],
        votes=[
            re.compile(
                r"(?i:\bvot(?:ed|ing)\s+(?:\w+ly\s+)?(?:for\s+|against\s+)?(?:the\s+)?)"
                rf"(?:{party}|[Gg]reen)\b"
            ),
            re.compile(rf"\b(?i:{_VOTERS})\b.*?\b(?i:{_TURNED_TO})\s+{who}"),
            re.compile(rf"(?i:(?:{_PER_CENT}|\b(?:{_VOTERS})\b).*?\bvoted for\b(?! the first))"),
            re.compile(rf"(?i:\bvotes? (?:are |is )?going (?:to|against|towards?)\s+){who}"),
        ],
        forecasts=[
            re.compile(rf"{subject}\s+(?i:(?:will|shall)\s+(?:\w+ly\s+)?(?:{_TO_WIN}))\b"),
            re.compile(rf"{subject}\s+(?i:(?:{FOR_CERTAIN})\s+to\s+(?:{_TO_WIN}))\b"),
            re.compile(rf"{subject}\s+(?i:{_AHEAD})\b(?!\s+of\b)"),
            re.compile(rf"{subject}\s+(?i:ahead of)\s+{who}"),
            re.compile(
                rf"(?i:\b(?:puts?|sees?|shows?|suggests?|has|have)\s+){who}\s+"
                rf"(?i:(?:\w+\s+)?(?:{_AHEAD}|winning|losing))\b(?!\s+of\b)"
            ),
            re.compile(rf"{who}\s+(?i:leads?\s+(?:by|in|with|the (?:poll|count|vote)))\b"),
            re.compile(
                rf"(?i:\b(?:{_FORETOLD})\s+(?:\w+\s+){{0,3}}?"
                r"(?:landslide|hung parliament|overall majority|dead heat|wipe-?out))\b"
            ),
            re.compile(r"(?i:\btoo close to call\b)"),
            re.compile(
                r"(?i:\b(?:heading for|on course for|in line for|projected)\s+(?:\w+\s+){0,3}?"
                rf"(?:win|victory|defeat|majority|loss|{_NUMBER} seats))\b"
            ),
        ],
        results=[
            re.compile(rf"{subject}\s+(?i:{_WON})\b(?!\s+(?i:{_NO_POLL}))"),
            re.compile(
                rf"{subject}\s+(?i:{_HELD})(?:\s+(?!(?i:{_NO_POLL})){behind}|\s*$|\s*[,:;(.!])"
            ),
            re.compile(rf"(?i:\b(?:{_HAS_HELD})\s+){seat}(?!\s+(?i:{_NO_POLL}))"),
            re.compile(
                rf"{seat}:?\s+(?i:(?:has |have )?(?:goes|went|gone|stays|stayed|turn(?:s|ed)|falls|"
                rf"fell|fallen|sw[iu]ngs?|been held by|been won by)\s+(?:to\s+|for\s+)?){who}"
            ),
            re.compile(rf"(?i:\b(?:has|have)\s+(?:gone|fallen|swung|turned)\s+(?:to\s+)?){who}"),
            re.compile(rf"{who}\s+(?:HOLD|GAIN|(?:hold|gain)(?=\s+(?:in|at|from)\b))\b"),
            re.compile(
                r"(?i:\b(?:wins?|won|elected|held|holds|victory|victorious|takes?|took|lost|loses)\b"
                rf".*?(?:{_NUMBER}\s+votes|majority (?:of|is)\s+{_NUMBER}|"
                rf"\bby\s+{_NUMBER}(?:\s+votes|[.!]?$)))"
            ),
            re.compile(rf"(?i:\bmajority\s+(?:of|is|was|at|now|cut to|up to|down to)\s+{_NUMBER})"),
            re.compile(
                r"(?i:\b(?:is|are|was|were|been|duly|newly|declared|now)\s+(?:re-?)?elected\b|"
                r"\b(?:MP|mayor)-elect\b|\bwinning candidate\b|\bthe winner (?:is|was)\b)"
            ),
            re.compile(
                r"(?i:\b(?:won|lost|los(?:es|ing)|kept|keeps|saved|forfeit(?:s|ed)?)\s+"
                r"(?:his|her|their|its|a|the)\s+(?:\w+\s+)?(?:seat|deposit)s?\b"
                r"(?!\s+(?:at|in|near)\b))"
            ),
            re.compile(
                r"(?i:\b(?:increase[sd]?|doubl(?:es|ed)|cuts?|slash(?:es|ed)|extend(?:s|ed))\s+"
                r"(?:his|her|their|its|the)\s+(?:\w+\s+)?majority\b|"
                r"\b(?:is|are|was|been)\s+returned\s+(?:as|to|in|with|for)\b|"
                r"\b(?:gain|hold|win|loss|upset)\s+of the night\b)"
            ),
            re.compile(rf"(?i:\bswing\s+(?:of|to|from|is|was)\b.*?{_PER_CENT})"),
            re.compile(rf"(?i:\b{_PER_CENT}\s+swing\b)"),
            re.compile(
                rf"{who}\s+(?i:(?:is|are|has|have|had|got|gets|polled|polls|takes|took|with|on|at)"
                rf"\s+)+(?:\w+\s+)?(?i:{_PER_CENT}|{_NUMBER}\s+votes)"
            ),
            re.compile(
                rf"(?i:{_PER_CENT}|{_NUMBER}\s+votes)\s+"
                rf"(?i:(?:of the vote\s+)?(?:for|went to|to)\s+){who}"
            ),
            re.compile(
                r"(?i:\b(?:has|have)\s+conceded\b|\bconcedes\b|"
                r"\b(?:admits?|admitted|accepts?|accepted|conceded?)\s+defeat\b)"
            ),
            re.compile(rf"(?i:\b(?:victory|win|triumph|defeat|disaster|loss)\s+for\s+){who}"),
        ],
        tallies=[
            re.compile(rf"{who}\s*[:=(]?\s*{_COUNTED}.{{1,40}}?{who}\s*[:=(]?\s*{_COUNTED}"),
        ],
    )


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """A name as it is, without “the” and “Party”, and the surname alone of whoever has two."""
    for name in names:
        bare = re.sub(r"^[Tt]he | [Pp]arty$", "", name).strip()
        yield from {name, bare}
        words = bare.split()
        if 2 <= len(words) <= 4 and len(words[-1]) > 3 and words[-1][0].isupper():
            yield words[-1]


def _any_of(names: Iterable[str], *, also: str) -> str:
    listed = sorted({each for each in names if len(each) > 1}, key=len, reverse=True)
    ours = "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in listed)
    return rf"\b(?:{ours}|{also})\b" if ours else rf"\b(?:{also})\b"
