"""Figures read from sentences about made-up contests."""

import pytest

from liveblog.importing import figures
from liveblog.importing.roster import Roster, bare_name, contest_key, gather


def read(text: str, known: Roster | None = None) -> dict:
    return figures.read(text, gather([text], known))


def test_a_result_gives_winner_outcome_and_votes():
    assert read(
        "RESULT for North Quay, Ada Quill holds seat with 21,506 votes.\n\n"
        "Her closest rival, Labour challenger Ben Marsh polled 16,102 votes."
    ) == {
        "kind": "result",
        "contest": "North Quay",
        "winner": "Ada Quill",
        "outcome": "hold",
        "votes": {"Ada Quill": 21506, "Ben Marsh": 16102},
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
        "Turnout for South Quay is 59.7 per cent - up from 54 per cent in 2005.\n\n"
        "The total number of voters who turned out in South Quay was 51,505."
    ) == {
        "kind": "turnout",
        "contest": "South Quay",
        "percentage": 59.7,
        "previous_percentage": 54.0,
        "previous_year": 2005,
        "ballots": 51505,
    }


def test_a_change_said_in_per_cent_is_kept_as_points_and_told_apart():
    turnout = read(
        "A 65.2 per cent turnout has been announced in North Quay.\n\n"
        "This is up 5.2 per cent on 2005.\n\nThe total turnout for North Quay today was 47,210."
    )
    assert (turnout["change"], turnout["change_printed_in"]) == (5.2, "per cent")
    assert (turnout["previous_year"], turnout["ballots"]) == (2005, 47210)
    down = read("Turnout in Northquay is 61.0%, down 3 points on 2005.")
    assert (down["change"], down["change_printed_in"]) == (-3.0, "points")


def test_a_ward_keeps_its_name_as_a_ward():
    turnout = read(
        "A total of 5,654 people turned out to vote in Pier ward.\n\n"
        "This is a 65.2 per cent turnout."
    )
    assert turnout == {
        "kind": "turnout", "contest": "Pier ward", "ballots": 5654, "percentage": 65.2,
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
        "The seat of North Quay saw a majority of 5,404 on a swing of 3.7 per cent from Labour to"
        " the Conservatives. The swing is less than the nationwide trend, running at 5.4 per cent.",
        known,
    ) == {
        "kind": "swing",
        "contest": "North Quay",
        "majority": 5404,
        "swings": [
            {"points": 3.7, "from": "Labour", "to": "Conservative"},
            {"points": 5.4, "scope": "national"},
        ],
    }


def test_a_majority_that_would_be_is_not_one_that_is():
    swing = read(
        "The poll shows a 5.5 per cent swing from Labour to the Conservatives overall, which if"
        " repeated in North Quay would see Ada Quill returned with a majority up from the 1,653 she"
        " had in 2005 to 4,152, on the same turnout.",
        Roster(contests=("North Quay",)),
    )
    assert swing["projected_majority"] == 4152
    assert swing["contest"] == "North Quay"
    assert "majority" not in swing


def test_an_overall_majority_is_no_majority_of_a_seat():
    swing = read("A 9.4 per cent swing from Labour, enough for an overall majority of 21.")
    assert swing == {"kind": "swing", "swings": [{"points": 9.4, "from": "Labour"}]}


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
