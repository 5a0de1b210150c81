"""What holds of any line at all, and that the device holds it alike."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from liveblog.oneline import Roster, RosterContest, read_line
from liveblog.oneline.names import is_slip
from liveblog.oneline.tokens import Token, tokens_of, words_of
from liveblog.oneline.words import PARTIES

from .conftest import ROSTER, Device

NORTHQUAY, ILFORD_NORTH = "northquay", "ilford-north"
CONTESTS = {each["key"]: each for each in ROSTER["contests"]}
ENOUGH = settings(deadline=None, max_examples=400)

anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


def one_of(table: str) -> st.SearchStrategy[str]:
    """One of the parts between the bars."""
    return st.sampled_from(table.split("|"))


numbers = st.one_of(
    st.integers(0, 99_999).map(str),
    st.integers(1_000, 99_999).map(lambda n: f"{n:,}"),
    one_of(
        "2005|in 2005|(2019)|59.7|59.7%|54 per cent|+4.4|-3.0|1st|1.|21.506|21\u00a0506|2\u2009800"
        "|21 506|4,03|007|9am|1:0|5/6|\u0662\u0668|2\uff18|£500|2800x|21506,16102|.5|120|40"
    ),
)
names = one_of(
    "quill|Ada Quill|QUILL, Ada|marsh|Ben Marsh (Orc)|cleo finch|Reed|ind|harbour|Orchard|lan|scott"
    "|Lee Scott|con|klein|lab|lib dems|bell|quil|mrash|smith|ola green|green|tarn|Ian Holm Smith"
    "|rejected|spoilt papers|maj|majority of|turnout|total votes|electorate|valid votes"
)
glue = st.sampled_from(
    [" ", " ", " ", ", ", ": ", "\t", "\n", " - ", "; ", " | ", ". ", " and ", " (", ") ", "  "]
)
filling = one_of(
    "votes|with|hold|holds seat with|gain from|elected|polled|who beats|is|was|up from|ballots"
    "|per cent|cheers|the|?|👏|Labour|%"
)
heads = one_of(
    "||result northquay|RESULT for Ilford North,|result castle hill|result|quote|result fens"
    "|result ilford|turnout southquay|Turnout for Ilford South is|turnout|ilford south turnout"
    "|northquay|Ada Quill:|correction|exit poll|update|result tolling district 9"
    "|result castle hill ward|result quayshire-2024/castle-hill"
)
stamps = one_of("|||5.30am - |5.07am |05:07 |1.35am - |6am |10pm: ")


@st.composite
def mixtures(draw: st.DrawFn) -> str:
    """A line of names, numbers and words, of which few mean anything."""
    parts = draw(st.lists(st.one_of(names, numbers, names, numbers, filling), max_size=9))
    line = draw(stamps) + draw(heads)
    for part in parts:
        line += draw(glue) + part
    return line + draw(st.sampled_from(["", "", ".", " \n", " cheers all round"]))


lines = st.one_of(mixtures(), mixtures(), anything)


@given(line=lines)
@example(line="\ud800")
@example(line="\x00result northquay\x00 1 2 3 4")
@ENOUGH
def test_no_line_makes_the_device_and_the_server_disagree(
    line: str, device: Device, roster: Roster
) -> None:
    theirs = device(ROSTER, [line])[0]
    assert theirs == json.loads(json.dumps(read_line(line, roster)))


@given(line=lines)
@ENOUGH
def test_every_number_ends_in_just_one_place(line: str, roster: Roster) -> None:
    reading = read_line(line, roster)
    stamp = reading["stamp"] or ""
    if reading["rest"] and line.endswith(reading["rest"]):
        before = line[: -len(reading["rest"])]
        if not digits(before) - digits(stamp):
            return  # the text of the entry has them all, whatever the fields say as well
    said = [stamp, reading["rest"], *reading["aside"]]
    said += [question["text"] for question in reading["questions"]]
    said += [
        value
        for name, value in reading["fields"].items()
        if not name.endswith((".contest", ".elected")) and name not in {"kind", "at"}
    ]
    ended = sum((digits(text) for text in said), Counter())
    assert not ended - digits(line), "a number out of nothing, or one in two places"
    named = sum((digits(f"{CONTESTS[k]['name']} {k}") for k in reading["contests"]), Counter())
    assert not digits(line) - ended - named, "a number was lost"


@given(line=lines)
@ENOUGH
def test_votes_are_a_neighbours_or_in_the_order_of_the_ballot(line: str, roster: Roster) -> None:
    reading = read_line(line, roster)
    for name, value in reading["fields"].items():
        if name.startswith("result.votes."):
            contest = next(e for e in roster.contests if e.key == reading["contests"][0])
            assert is_plain(line, value), f"{value} is no plain whole number"
            slug = name.removeprefix("result.votes.")
            assert stands_by(line, value, slug, contest) or in_order(reading, contest), name


@given(line=anything, stamp=stamps)
@ENOUGH
def test_what_is_no_line_stays_the_text(line: str, stamp: str, roster: Roster) -> None:
    prose = f"{stamp}We hear that {line}"
    reading = read_line(prose, roster)
    assert reading["kind"] is None
    assert set(reading["fields"]) <= {"at"}
    assert prose.endswith(reading["rest"])
    assert f"We hear that {line}" == reading["rest"] or stamp not in {"", reading["stamp"]}


@given(data=st.data())
@settings(ENOUGH, max_examples=150)
def test_the_order_of_pairs_does_not_matter(data: st.DataObject, roster: Roster) -> None:
    key = data.draw(st.sampled_from([NORTHQUAY, ILFORD_NORTH]))
    contest = next(each for each in roster.contests if each.key == key)
    some = data.draw(st.lists(st.sampled_from(contest.candidates), unique=True, min_size=1))
    first = data.draw(st.booleans())
    between = data.draw(st.sampled_from([" ", ", ", "; ", "\n", " and "]))
    inside = data.draw(st.sampled_from([" ", ": ", "\t", " - "]))
    pairs, expected = [], {}
    for each in some:
        votes = data.draw(st.integers(0, 99_999).filter(lambda n: not 1900 <= n <= 2099))
        forms = [each.name, words_of(each.name)[-1], each.party.abbreviation, each.party.short_name]
        printed = data.draw(st.sampled_from([str(votes), f"{votes:,}"]))
        two = (data.draw(st.sampled_from([*forms, str(each)])), printed)
        pairs.append(inside.join(two if first else two[::-1]))
        expected[f"result.votes.{each.slug}"] = str(votes)
    shuffled = data.draw(st.permutations(pairs))
    reading = read_line(f"result {contest.name}\n{between.join(shuffled)}", roster)
    votes_read = {n: v for n, v in reading["fields"].items() if n.startswith("result.votes.")}
    assert votes_read == expected
    assert reading["questions"] == []
    assert reading["rest"] == ""


LONG = "a |1 |1,|1.1|quill |quill 1 |(|rejected 1 |\n|- |.|zz zz |turnout 1 |majority of |ø|1\u00a0"


@pytest.mark.parametrize(
    "part",
    [*LONG.split("|"), "quill 1 2\n", "beats quill with 1 votes. "],
    ids=lambda part: f"of {part.strip() or 'blanks'}",
)
def test_a_long_line_takes_no_longer_than_its_length(part: str, roster: Roster) -> None:
    for head in ("", "result northquay ", "turnout southquay ", "quote "):
        line = (head + part * 20_000)[:20_000]
        began = time.process_time()
        read_line(line, roster)
        assert time.process_time() - began < 2, head


def digits(text: str) -> Counter[str]:
    return Counter(each.key for each in tokens_of(text) if each.kind == "number")


def is_plain(line: str, value: str) -> bool:
    """Whether the number stands in the line as a whole number that is nothing else."""
    return any(each.key == value and each.number == "count" for each in tokens_of(line))


def in_order(reading: dict[str, Any], contest: RosterContest) -> bool:
    """Whether there are votes for everybody, and the list says nothing of who they are."""
    votes = [name for name in reading["fields"] if name.startswith("result.votes.")]
    return len(votes) == len(contest.candidates) and not reading["questions"]


def stands_by(line: str, value: str, slug: str, contest: RosterContest) -> bool:
    """Whether in the line that number is next to a word that means this candidate."""
    candidate = next(each for each in contest.candidates if each.slug == slug)
    party = candidate.party
    known = {w for text in (candidate.name, party.name, party.short_name) for w in words_of(text)}
    known |= set(words_of(party.abbreviation))
    known |= {each for alike in PARTIES if set(alike) & known for each in alike}
    known |= {word for each in known for word in each.split(" ")}
    return any(
        word == name or is_slip(word, name) or (len(word) > 2 and name.startswith(word))
        for word in beside(tokens_of(line), value)
        for name in known
    )


def beside(tokens: list[Token], value: str) -> Iterator[str]:
    """The words from each such number to the counts before and after it."""
    for i, token in enumerate(tokens):
        if token.key == value and token.number == "count":
            for way in (range(i - 1, -1, -1), range(i + 1, len(tokens))):
                for j in way:
                    if tokens[j].number == "count":
                        break
                    if tokens[j].kind == "word":
                        yield tokens[j].key
