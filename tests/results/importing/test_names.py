import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.importing.names import ContestIndex, contest_key, party_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("City Of Durham", "Durham, City of"),
        ("Ynys Môn", "YNYS MON"),
        ("Chingford & Woodford Green", "Chingford and Woodford Green"),
        ("Brighton, Pavilion", "Brighton Pavilion "),
        ("South Basildon and East Thurrock", "Basildon South & Thurrock East"),
    ],
)
def test_publishers_names_of_one_constituency_have_one_key(one, other):
    assert contest_key(one) == contest_key(other)


def test_a_name_of_fillers_only_still_has_a_key():
    assert contest_key("The City") == "city the"


@given(st.lists(st.sampled_from(["North", "Québec", "St", "Ives", "Hull"]), min_size=1))
def test_word_order_case_and_punctuation_do_not_matter(words):
    assert contest_key(" ".join(words)) == contest_key(", ".join(reversed(words)).upper())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Labour Party", "Labour (Co-op)"),
        ("The Conservative Party Candidate", "Conservative"),
        ("Women’s Equality Party", "Womens Equality Party"),
        ("The Yorkshire Party (was Yorkshire First)", "Yorkshire Party"),
    ],
)
def test_wordings_of_one_party_have_one_key(one, other):
    assert party_key(one) == party_key(other)


def test_two_codes_are_two_areas_whatever_their_names():
    index = ContestIndex()
    index.add("old", gss_code="E14000759", paper="", name="Ilford North")
    assert index.find(gss_code="E14001300", paper="", name="Ilford North") is None
    assert index.find(gss_code="", paper="", name="North Ilford") == "old"


def test_a_name_that_two_areas_share_finds_neither():
    index = ContestIndex()
    index.add("a", gss_code="E05000001", paper="", name="Central")
    index.add("b", gss_code="E05000002", paper="", name="Central")
    assert index.find(gss_code="", paper="", name="Central") is None


def test_a_contest_that_is_added_again_is_still_one():
    index = ContestIndex()
    for _ in range(2):
        index.add("a", gss_code="", paper="", name="Central")
    assert index.find(gss_code="", paper="", name="central") == "a"
