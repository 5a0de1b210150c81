"""What the article says of each figure, in every case that a night has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveblog.glance.opening import introduction
from liveblog.glance.wording import in_words, listed
from liveblog.glance.writing import contest_paragraphs
from results.declarations import declare, report_turnout, withdraw
from results.loading import load_election
from results.models import Contest, Election
from tests.results.night import FIVE_SEATS, at, declare_everything, declare_outturn

pytestmark = pytest.mark.django_db


@pytest.fixture
def night() -> Election:
    return load_election(FIVE_SEATS)


def contests(night: Election) -> list[Contest]:
    return list(night.contests.with_results())


def told(night: Election, slug: str) -> str:
    return contest_paragraphs(night.contests.with_results().get(slug=slug)).text


def test_a_hold_names_everybody_in_rank_order_with_votes(night):
    declare_outturn(night, "northquay")
    text = told(night, "northquay")
    places = [text.index(each) for each in ("2,800", "2,600", "Cleo Finch", "Dov Reed")]
    assert places == sorted(places)
    assert "Cleo Finch (Lantern) with 300 and Dov Reed (Independent) with 300" in text
    assert "Cleo Finch and Dov Reed lost their deposits." in text, "exactly a twentieth loses it"


def test_the_majority_stands_beside_the_one_of_last_time(night):
    declare_outturn(night, "northquay")
    text = told(night, "northquay")
    assert "200" in text
    assert "600 in 2019" in text


def test_turnout_names_its_definition_and_last_times(night):
    declare_outturn(night, "northquay")
    text = told(night, "northquay")
    assert "60.4 per cent (ballot papers verified), level with 60.4 per cent in 2019." in text


def test_turnouts_that_count_different_things_are_not_compared(night):
    declare_outturn(night, "southquay")
    assert (
        "52.8 per cent (ballot papers verified). By valid votes it was 52.5 per cent, up from "
        "50.0 per cent in 2019 on these boundaries (notional)."
    ) in told(night, "southquay")


def test_a_turnout_announced_before_the_votes_is_not_compared_with_another_count(night):
    southquay = night.contests.get(slug="southquay")
    report_turnout(southquay, ballots=4_220, announced_at=at("00:30"))
    assert (
        "52.8 per cent (ballot papers verified); in 2019 on these boundaries (notional) it was "
        "50.0 per cent of another count, valid votes."
    ) in told(night, "southquay")


def test_a_gain_names_the_loser_and_whose_the_old_majority_was(night):
    declare_outturn(night, "southquay")
    text = told(night, "southquay")
    assert "Finn Larch" in text
    assert "Harbour Party" in text
    assert "The majority is 300; in 2019 on these boundaries (notional) it was 600" in text
    assert "for the Harbour Party" in text


def test_a_new_seat_is_neither_held_nor_gained(night):
    declare_outturn(night, "millbrook")
    text = told(night, "millbrook")
    assert text.startswith("Hana Wells (Lantern) won the new seat of Millbrook with 2,500 votes")
    assert "The majority is 500." in text


def test_a_lot_is_told(night):
    declare_outturn(night, "castle-hill")
    assert "decided by lot" in told(night, "castle-hill")


def test_an_independent_holds_in_their_own_name(night):
    declare_outturn(night, "fenside")
    text = told(night, "fenside")
    assert text.startswith("Lu Heron (Independent) held Fenside with 1,400 votes")
    assert "an independent" not in text.split("\n")[0]


def test_what_is_not_declared_is_not_guessed_at(night):
    assert told(night, "northquay") == "Northquay has yet to declare."


def test_a_provisional_count_elects_nobody(night):
    northquay = night.contests.get(slug="northquay")
    votes = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
    declare(northquay, votes=votes, stage="provisional", declared_at=at("00:50"))
    text = told(night, "northquay")
    assert text.startswith("The count in Northquay is provisional: Ada Quill (Harbour) is ahead")
    assert "held" not in text
    assert "majority" not in text
    assert "deposit" not in text


def test_a_withdrawal_gives_its_reason(night):
    northquay = declare_outturn(night, "northquay").contest
    withdraw(northquay, reason="The wrong sheet.", at=at("01:20"))
    assert told(night, "northquay").startswith(
        "The result of Northquay was withdrawn: The wrong sheet."
    )


def test_no_sentence_claims_a_record(night):
    declare_everything(night)
    everything = " ".join(told(night, each.slug) for each in contests(night))
    assert not any(word in everything for word in ("since", "ever", "record", "historic"))


def test_it_reads_the_same_every_time_and_not_everywhere_alike(night):
    declare_everything(night)
    once = [told(night, each.slug) for each in contests(night)]
    assert once == [told(night, each.slug) for each in contests(night)]
    night.contests.filter(slug="northquay").update(slug="a")
    declared = {
        told(night, slug)
        for slug in ("a", "b", "c", "d", "e", "f")
        if night.contests.filter(name="Northquay").update(slug=slug)
    }
    assert len(declared) > 1


def test_the_digest_changes_with_a_figure_and_with_nothing_else(night):
    northquay = declare_outturn(night, "northquay").contest
    before = contest_paragraphs(night.contests.with_results().get(pk=northquay.pk)).figures
    declare_outturn(night, "millbrook")
    again = contest_paragraphs(night.contests.with_results().get(pk=northquay.pk)).figures
    assert before == again
    declare(
        northquay,
        votes={"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 301, "dov-reed": 299},
        rejected=40,
        stage="corrected",
        reason="Misread.",
        declared_at=at("01:50"),
    )
    after = contest_paragraphs(night.contests.with_results().get(pk=northquay.pk)).figures
    assert after != before


def test_the_introduction_of_an_empty_night(night):
    assert introduction(contests(night)).text == (
        "None of the five seats followed here has declared."
    )
    assert introduction([]).text == ""


def test_the_introduction_counts_what_has_declared(night):
    declare_outturn(night, "northquay")
    assert introduction(contests(night)).text.startswith(
        "One of the five seats followed here has declared. Seats won: Harbour one."
    )


def test_the_introduction_of_the_whole_night(night):
    declare_everything(night)
    text = introduction(contests(night)).text
    assert text.startswith("All five seats followed here have declared.")
    assert "Changed hands: Southquay, from the Harbour Party to the Orchardists." in text
    assert "Northquay, Castle Hill and Fenside were held." in text
    assert "The closest result was in Castle Hill, decided by lot." in text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B and C", "D"], "A; B and C; and D"),
    ],
)
def test_names_are_listed_as_in_prose(names, text):
    assert listed(names) == text


@given(st.integers(min_value=0, max_value=10**9))
def test_small_numbers_are_words(number):
    assert in_words(number).isalpha() == (number < 10)
