"""Files that are no dispatch, or worse."""

from contextlib import nullcontext, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.agencies import DispatchRefused, bulletins
from results.agencies.documents import is_dispatch
from tests.results.agencies.wires import ap_race, pa_result

LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><FirstPastThePostResult>&i;</FirstPastThePostResult>"
)
OUTSIDE = (
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<FirstPastThePostResult>&x;</FirstPastThePostResult>"
)


@pytest.mark.parametrize("hostile", [LAUGHS, OUTSIDE, '<!DOCTYPE r SYSTEM "http://x/y.dtd"><r/>'])
def test_entities_and_document_types_are_refused_unread(hostile):
    with pytest.raises(DispatchRefused, match="document type or entities"):
        bulletins(hostile.encode(), file="x.xml")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "neither XML nor JSON"),
        ("<FirstPastThePostResult>", "not well-formed"),
        ("<Weather/>", "no dispatch that is known"),
        ("<a>" * 100, "nested"),
        ("[" * 100_000, "neither XML nor JSON"),
        ("[]", "no dispatch"),
        ("[1]", "holds no objects"),
        ('{"races": NaN}', "NaN is no number"),
        (ap_race(seatName="North\ud800"), "surrogates not allowed"),
        (ap_race(seatName="North\x00"), "character U.0000"),
        (ap_race(seatName="North" * 50), "longer than 200"),
        ('{"races": []}', "holds no dispatch"),
        ("<FirstPastThePostResult/>", "names no Constituency"),
        (pa_result().replace('revision="1"', 'revision="one"'), "not a whole number"),
        (pa_result().replace("2024-05-03T01:10:00", "ten past one"), "not a day and a time"),
        (pa_result().replace('firstName="Ada" surname="Quill"', ""), "no name"),
    ],
)
def test_what_cannot_be_read_says_why(text, why):
    with pytest.raises(DispatchRefused, match=why):
        bulletins(text.encode(), file="x.xml")


def test_other_encodings_are_read_as_they_are_declared():
    text = pa_result().replace("UTF-8", "iso-8859-1").replace("Cleo", "Cléo")
    [bulletin] = bulletins(text.encode("latin-1"), file="x.xml")
    assert "Cléo Finch" in {each.name for each in bulletin.candidates}


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
def test_any_bytes_are_a_bulletin_or_refused(raw):
    with pytest.raises(DispatchRefused):
        bulletins(raw, file="x.json")


@given(st.data())
def test_a_dispatch_with_a_piece_cut_out_is_read_or_refused(data):
    raw = data.draw(st.sampled_from([pa_result(), ap_race()])).encode()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    whole = len(raw) == len(raw[:start] + raw[end:])
    with nullcontext() if whole else suppress(DispatchRefused):
        assert bulletins(raw[:start] + raw[end:], file="x")


def test_dispatches_are_told_from_tables():
    assert is_dispatch(pa_result())
    assert is_dispatch(ap_race())
    assert not is_dispatch('[{"ballot_paper_id": "local.x.2024-05-02"}]')
    assert not is_dispatch("<!DOCTYPE html><html>")
    assert not is_dispatch("contest,candidate,party,votes\n")
