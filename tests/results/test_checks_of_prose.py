import pytest

from results.checks import check_prose
from results.checks.prose import check_names, check_points

SEAT = ["Iain Duncan Smith", "Geoffrey Seeff", "Nick Browne", "Chingford and Woodford Green"]


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Ian Duncan Smith has held the seat.", "Iain Duncan Smith"),
        ("It is a hold for Nick Brown tonight.", "Nick Browne"),
        ("Iain Duncan Smith beat Geoffrey Seef.", "Geoffrey Seeff"),
    ],
)
def test_a_name_that_is_nearly_right_is_asked_about(text, suggested):
    [finding] = check_names(text, SEAT)
    assert (finding.severity, finding.code) == ("warning", "name_not_on_roster")
    assert finding.message.endswith(f"is not on the roster: is it “{suggested}”?")


@pytest.mark.parametrize(
    "text",
    [
        "Iain Duncan Smith has held Chingford and Woodford Green.",
        "Duncan Smith spoke first.",
        "The Returning Officer, Dame Margaret Hodge, thanked the Metropolitan Police.",
        "iain duncan smith, as somebody typed it",
        "",
    ],
)
def test_right_names_and_strangers_are_left_alone(text):
    assert list(check_names(text, SEAT)) == []


def test_a_party_is_on_the_roster_too(northquay):
    [finding] = check_prose("The Lantren Party came third.", contest=northquay)
    assert "the Lantern Party" in finding.message


@pytest.mark.parametrize(
    "text",
    ["Turnout was 66.8 per cent, up 4.1 per cent on last time.", "Their share fell by 3% here."],
)
def test_a_difference_in_per_cent_is_pointed_out_as_points(text):
    [finding] = check_points(text)
    assert finding.severity == "info"
    assert "points" in finding.message


@pytest.mark.parametrize(
    "text", ["Turnout was up 5.2 points.", "Turnout is 65.2 per cent.", "Costs rose 3 per cent."]
)
def test_percentages_that_are_no_difference_of_percentages_are_left_alone(text):
    assert list(check_points(text)) == []
