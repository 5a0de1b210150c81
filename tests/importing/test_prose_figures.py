"""Figures read from sentences about made-up contests."""

import pytest

from liveblog.importing import figures
from liveblog.importing.roster import Roster, bare_name, contest_key, gather


def read(text: str, known: Roster | None = None) -> dict:
    return figures.read(text, gather([text], known))


def test_a_result_gives_winner_outcome_and_votes():
    assert read(
        "RESULT for North Quay, Ada Quill holds seat with 18,240 votes.\n\n"
        "Her nearest rival, Labour candidate Ben Marsh polled 15,077 votes."
    ) == {
        "kind": "result",
        "contest": "North Quay",
        "winner": "Ada Quill",
        "outcome": "hold",
        "votes": {"Ada Quill": 18240, "Ben Marsh": 15077},
    }


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("Ada Quill retains the seat with 4,210 votes.", "hold"),
        ("Ada Quill gains the seat from Labour with 4,210 votes.", "gain"),
        ("Ada Quill takes it from Labour with 4,210 votes.", "gain"),
        ("Ada Quill is elected with 4,210 votes.", "win"),
        ("Ada Quill, 4,210 votes.", None),
    ],
)
def test_the_outcome_is_what_the_sentence_says_and_nothing_else(sentence, outcome):
    result = read(f"RESULT: Northquay: {sentence}")
    assert (result["winner"], result["outcome"]) == ("Ada Quill", outcome)
    assert result["votes"] == {"Ada Quill": 4210}


def test_a_table_of_votes_under_a_result_is_read_row_by_row():
    result = read(
        "RESULT for Northquay: Ada Quill wins.\n\n"
        "Ada Quill (Con) 4,210\n\nBen Marsh (Lab): 3,900\n\n"
        "Cy Finch, Green, 812 votes\n\nDee Reed 95\n\nMajority of 310"
    )
    assert result["votes"] == {
        "Ada Quill": 4210, "Ben Marsh": 3900, "Cy Finch": 812, "Dee Reed": 95,
    }  # fmt: skip
    assert result["majority"] == 310


def test_a_result_may_be_a_headline_with_the_votes_under_it():
    assert read("RESULT: Northquay\n\nLabour hold. Ada Quill 12,345; Ben Marsh (Con) 9,876.") == {
        "kind": "result",
        "contest": "Northquay",
        "outcome": "hold",
        "votes": {"Ada Quill": 12345, "Ben Marsh": 9876},
    }


def test_percentages_and_majorities_are_not_votes():
    result = read(
        "RESULT for Northquay, Ada Quill holds seat with 4,210 votes.\n\n"
        "Ben Marsh took 31.5 per cent and Ada Quill has a majority of 310."
    )
    assert result["votes"] == {"Ada Quill": 4210}


def test_a_turnout_is_gathered_from_its_sentences():
    assert read(
        "Turnout for South Quay is 61.3 per cent - up from 58 per cent in 2019.\n\n"
        "The total number of voters in South Quay was 48,120."
    ) == {
        "kind": "turnout",
        "contest": "South Quay",
        "percentage": 61.3,
        "previous_percentage": 58.0,
        "previous_year": 2019,
        "ballots": 48120,
    }


def test_a_change_said_in_per_cent_is_kept_as_points_and_told_apart():
    turnout = read(
        "A 66.8 per cent turnout has been announced in North Quay.\n\n"
        "That is up 4.1 per cent on 2019.\n\nThe total turnout for North Quay was 39,870."
    )
    assert (turnout["change"], turnout["change_printed_in"]) == (4.1, "per cent")
    assert (turnout["previous_year"], turnout["ballots"]) == (2019, 39870)
    down = read("Turnout in Northquay is 61.0%, down 3 points on 2005.")
    assert (down["change"], down["change_printed_in"]) == (-3.0, "points")


def test_a_ward_keeps_its_name_as_a_ward():
    turnout = read(
        "A total of 4,310 people turned out in Pier ward.\n\nThis is a 52.4 per cent turnout."
    )
    assert turnout == {
        "kind": "turnout", "contest": "Pier ward", "ballots": 4310, "percentage": 52.4,
    }  # fmt: skip


def test_the_turnouts_of_two_contests_are_kept_apart():
    both = read("Turnout in Northquay is 61.2 per cent. Turnout in Southmere was 58.0 per cent.")
    assert [(f["contest"], f["percentage"]) for f in figures.each(both)] == [
        ("Northquay", 61.2), ("Southmere", 58.0),
    ]  # fmt: skip


def test_waiting_for_a_turnout_is_no_turnout():
    text = "We are still waiting for the Northquay turnout figure at 4.00am, with 12 boxes to come."
    assert read(text) == {}


def test_swings_keep_their_direction_and_their_majority():
    known = Roster(contests=("North Quay",))
    assert read(
        "North Quay has a majority of 3,163 on a swing of 2.9 per cent from Labour to the"
        " Conservatives. The swing is below the nationwide trend, at 4.6 per cent so far.",
        known,
    ) == {
        "kind": "swing",
        "contest": "North Quay",
        "majority": 3163,
        "swings": [
            {"points": 2.9, "from": "Labour", "to": "Conservative"},
            {"points": 4.6, "scope": "national"},
        ],
    }


def test_a_majority_that_would_be_is_not_one_that_is():
    swing = read(
        "The poll has a 3.5 per cent swing from Labour to the Conservatives. If repeated in North"
        " Quay it would mean a majority up from 1,020 in 2019 to 3,840.",
        Roster(contests=("North Quay",)),
    )
    assert swing["projected_majority"] == 3840
    assert swing["contest"] == "North Quay"
    assert "majority" not in swing


def test_an_overall_majority_is_no_majority_of_a_seat():
    swing = read("A 7.1 per cent swing from Labour, enough for an overall majority of 14.")
    assert swing == {"kind": "swing", "swings": [{"points": 7.1, "from": "Labour"}]}


def test_an_entry_without_figures_has_none():
    assert read("It is 4.30am, there are 40 boxes and 7,000 cups of tea.") == {}


def test_parties_are_learnt_from_how_people_are_introduced():
    roster = gather([
        "Turnout for North Quay is 60 per cent.",
        "Tory candidate for North Quay (and former MP) Ada Quill stopped for a chat.",
        "Labour's North Quay incumbent Ben Marsh is back. Cy Finch, Green candidate, is not.",
    ])  # fmt: skip
    assert roster.parties == {
        "Ada Quill": "Conservative", "Ben Marsh": "Labour", "Cy Finch": "Green",
    }  # fmt: skip


def test_a_contest_known_beforehand_keeps_its_own_spelling():
    known = Roster(contests=("Quay & Pier, Old Town",))
    text = "Turnout for Quay and Pier Old Town is 60 per cent."
    assert read(text, known)["contest"] == "Quay & Pier, Old Town"


def test_one_word_names_count_only_where_the_blog_gives_their_figures():
    known = Roster(contests=("Reading", "Bath", "North Quay"))
    assert known.mentioned("Reading the piles of North Quay in the Bath of light") == ["North Quay"]
    roster = gather(["Turnout for Bath is 60 per cent."], known)
    assert roster.mentioned("The Bath count goes on") == ["Bath"]


def test_contests_are_the_same_under_every_spelling():
    assert contest_key("City of Quay & Pier") == contest_key("Pier and Quay, CITY")
    assert contest_key("Pier ward") == contest_key("Pier")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Labour’s Ben Marsh", "Ben Marsh"),
        ("Lib Dem", ""),
        ("Conservative Ada Quill", "Ada Quill"),
        ("Labella Ort", "Labella Ort"),
    ],
)
def test_a_party_before_a_name_is_taken_off(printed, name):
    assert bare_name(printed) == name
