"""Wards of several seats: gains by seat, who controls the council, shares and votes not used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results import sentences
from results.board import board
from results.card import contest_card
from results.checks import check_board
from results.declarations import declare, declare_unopposed, report_turnout
from results.loading import load_election
from results.models import Baseline, BaselineVotes, Party
from results.wards import Side, changes_in_words
from tests.results.night import at
from tests.results.wards import COUNCIL, PIER


@pytest.fixture
def council(db):
    return load_election(COUNCIL)


def declare_pier(council, **votes):
    pier = council.contests.get(slug="pier")
    return declare(pier, votes=PIER | votes, rejected=15, declared_at=at("02:00"))


def card(council, slug):
    return contest_card(council.contests.with_results().get(slug=slug))


def shown(council):
    made = board(council.contests.with_results(), election=council)
    assert not list(check_board(made))
    return made


def rows(made):
    return {
        each["candidate"] or each["party"]["short_name"]: tuple(
            each[name] for name in ("seats", "holds", "gains", "losses")
        )
        for each in made["parties"]
    }


def test_a_wards_gains_are_the_new_count_of_seats_less_the_old(council):
    declare_pier(council)
    text = "Harbour 2, Orchard 1 (Harbour gain 1 from Orchard)"
    assert card(council, "pier")["outcome"]["text"] == text
    assert card(council, "pier")["majority_before"] == 800 - 700
    assert rows(shown(council))["Harbour"] == (2, 1, 1, 0)
    assert rows(shown(council))["Orchard"] == (1, 1, 0, 1)


def test_a_ward_may_change_nothing(council):
    declare_pier(council, **{"dee-root": 950, "bea-dock": 900})
    assert card(council, "pier")["outcome"]["text"] == "Orchard 2, Harbour 1 (no change)"


def test_an_independent_holds_only_his_own_seat(council):
    declare_unopposed(council.contests.get(slug="mill"), declared_at=at("00:10"))
    assert rows(shown(council)) == {
        "Harbour": (1, 0, 1, 0),
        "Gil Lone": (1, 1, 0, 0),
        "Orchard": (0, 0, 0, 1),
    }


@pytest.mark.parametrize("seats", [None, 2])
def test_without_every_seat_of_last_time_there_are_no_gains(council, seats):
    """Unknown winners, or a ward that elects another number than it did."""
    BaselineVotes.objects.filter(label="Amy Dock").update(seats=seats)
    declare_pier(council)
    assert card(council, "pier")["outcome"]["text"] == "Harbour 2, Orchard 1"
    assert rows(shown(council))["Harbour"] == (2, 0, 0, 0)


def test_control_is_known_once_every_ward_is(council):
    declare_pier(council)
    assert shown(council)["control"] is None
    declare_unopposed(council.contests.get(slug="mill"), declared_at=at("00:10"))
    made = shown(council)
    assert made["control"]["text"] == "Harbour gain from Orchard"
    assert made["control"]["party"]["slug"] == "harbour"


def test_half_of_the_seats_is_no_control(council):
    council.council_seats = 4
    council.save()
    council.contests.filter(slug="pier").update(seats=2)
    declare_pier(council, **{"bea-dock": 700})
    declare_unopposed(council.contests.get(slug="mill"), declared_at=at("00:10"))
    assert shown(council)["control"] == {"text": "No overall control", "party": None}


def test_control_from_no_overall_control(council):
    BaselineVotes.objects.filter(label="Dee Root").update(
        party=Party.objects.get(slug="lantern"), label="Ivy Lamp"
    )
    declare_pier(council)
    declare_unopposed(council.contests.get(slug="mill"), declared_at=at("00:10"))
    assert shown(council)["control"]["text"] == "Harbour gain from no overall control"


def test_a_council_elected_by_thirds_is_not_judged_by_one_of_them(council):
    council.council_seats = 15
    council.save()
    declare_pier(council)
    declare_unopposed(council.contests.get(slug="mill"), declared_at=at("00:10"))
    assert shown(council)["control"] is None


def test_shares_are_given_by_each_convention(council):
    declare_pier(council)
    shares = card(council, "pier")["ward"]["shares"]
    harbour, orchard, lone = shares
    assert (harbour["sum"], orchard["sum"], lone["sum"]) == (53.9, 43.3, 2.8)
    assert (harbour["top"], orchard["top"], lone["top"]) == (48.5, 46.6, 4.9)
    assert (harbour["average"], orchard["average"], lone["average"]) == (52.4, 42.2, 5.4)


def test_the_elections_page_tells_a_wards_gains(council, client):
    declare_pier(council)
    page = client.get("/elections/quay-council-2024/").content.decode()
    assert "1 gain</h2>" in page
    assert "Harbour gain 1 from Orchard" in page


def test_the_wards_page_names_the_conventions(council, client):
    declare_pier(council)
    page = client.get("/elections/quay-council-2024/pier/").content.decode()
    for each in ("Sum", "Top candidate", "Average", "53.9%", "Ed Lone <small>Independent"):
        assert each in page


def test_votes_not_used_need_the_papers(council):
    declare_pier(council)
    assert card(council, "pier")["ward"]["undervote"] is None
    report_turnout(council.contests.get(slug="pier"), ballots=1_415, announced_at=at("00:40"))
    assert card(council, "pier")["ward"]["undervote"] == 3 * 1_400 - 3_600


def test_an_unopposed_ward_has_seats_and_no_votes(council):
    mill = council.contests.get(slug="mill")
    declaration = declare_unopposed(mill, declared_at=at("00:10"))
    headline, body = sentences.result_sentences(declaration)
    assert headline == (
        "RESULT for Mill: Fay Reed (Harbour) and Gil Lone (Independent) are elected unopposed"
    )
    assert body == ""
    made = card(council, "mill")
    assert (made["unopposed"], made["total_votes"], made["turnout"]) == (True, None, None)
    assert [(each["votes"], each["elected"]) for each in made["candidacies"]] == [(None, True)] * 2
    assert shown(council)["declared"] == 2
    assert sum(each["votes"] for each in shown(council)["parties"]) == 0


def test_a_seat_for_which_nobody_stood_stays_vacant(council):
    mill = council.contests.get(slug="mill")
    mill.candidacies.get(slug="gil-lone").delete()
    declare_unopposed(mill, declared_at=at("00:10"))
    assert shown(council)["declared"] == 1


ward = st.lists(st.sampled_from(["Harbour", "Orchard", "Lantern", "Green"]), min_size=3, max_size=3)


@given(ward, ward)
def test_what_is_gained_is_what_the_counts_differ_by(before, now):
    sides = [
        Side(Party(short_name=name), before=before.count(name), now=now.count(name))
        for name in sorted({*before, *now})
    ]
    for each in sides:
        assert each.now - each.before == each.gains - each.losses
        assert each.holds + each.gains == each.now
    assert sum(each.gains for each in sides) == sum(each.losses for each in sides)
    told = changes_in_words(sides)
    for each in sides:
        assert (each.name in told) == (each.now != each.before)


def test_baselines_are_compared_only_where_they_are_default(council):
    Baseline.objects.update(is_default=False)
    declare_pier(council)
    assert card(council, "pier")["outcome"]["text"] == "Harbour 2, Orchard 1"
