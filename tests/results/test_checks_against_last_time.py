"""Northquay last time: Harbour 3,000, Orchard 2,400, Lantern 600 of 10,000 electors."""

import pytest

from results import movement as nights
from results.checks import check_declaration
from results.declarations import declare, examine, examine_turnout, report_turnout
from results.models import Baseline, Contest
from results.movement import SPREAD, Movement, fitted, movement
from tests.results.night import FIVE_SEATS, at, declare_outturn


def northquay_votes(quill: int, marsh: int, finch: int, reed: int = 0) -> dict[str, int]:
    return {"ada-quill": quill, "ben-marsh": marsh, "cleo-finch": finch, "dov-reed": reed}


def codes(findings) -> set[str]:
    return {each.code for each in findings}


def test_votes_on_each_others_lines_are_suspected_with_both_shares(northquay):
    findings = examine(northquay, votes=northquay_votes(600, 2_400, 3_000))
    wrong = next(each for each in findings if each.code == "wrong_candidate")
    assert wrong.severity == "warning"
    assert wrong.message == (
        "Ada Quill (Harbour) 50.0 then, 10.0 now per cent; Cleo Finch (Lantern) 10.0 then, 50.0 "
        "now per cent: with their votes exchanged this would be nearer to 2019. Are they on the "
        "right lines?"
    )


def test_two_who_were_close_may_change_places_unasked(northquay):
    assert examine(northquay, votes=northquay_votes(2_500, 2_900, 600)) == []


def test_a_newcomer_who_swaps_with_the_winner_is_suspected(northquay):
    """An independent has no last time: nobody expects a landslide of one."""
    findings = examine(northquay, votes=northquay_votes(300, 2_400, 600, 2_700))
    assert "wrong_candidate" in codes(findings)


@pytest.mark.parametrize(("marsh", "asked"), [(3_300, False), (3_301, True)])
def test_a_swing_above_fifteen_points_is_asked_about(northquay, marsh, asked):
    """Both were half of what they polled together: 15 points each way is 2,100 to 3,300."""
    Baseline.objects.get(contest=northquay).votes.filter(party__slug="lantern").update(votes=600)
    votes = northquay_votes(5_400 - marsh, marsh, 600)
    assert ("startling_swing" in codes(examine(northquay, votes=votes))) == asked


def test_a_share_that_leaps_by_more_than_25_points_is_asked_about_by_name(northquay):
    findings = examine(northquay, votes=northquay_votes(2_000, 1_890, 2_110))
    leap = next(each for each in findings if each.code == "startling_share")
    assert leap.field == "votes.cleo-finch"
    assert leap.message == (
        "Cleo Finch (Lantern) 10.0 then, 35.2 now per cent, +25.2 points: look again."
    )


def test_a_turnout_nobody_announced_is_judged_by_its_votes(northquay):
    findings = examine(northquay, votes=northquay_votes(3_800, 3_040, 761))
    assert codes(findings) == {"startling_turnout"}
    assert findings[0].message == (
        "7,601 votes of an electorate of 10,000 are 76.0 per cent, +16.0 points on 60.0 per cent "
        "in 2019: look again."
    )


@pytest.mark.parametrize(
    ("electorate", "kind", "asked"),
    [(10_800, "actual", False), (10_801, "actual", True), (10_801, "notional", False)],
)
def test_an_electorate_that_leaps_is_asked_about_on_unchanged_boundaries(
    northquay, electorate, kind, asked
):
    Baseline.objects.filter(contest=northquay).update(kind=kind)
    Contest.objects.filter(pk=northquay.pk).update(electorate=electorate)
    northquay.refresh_from_db()
    findings = examine(northquay, votes=northquay_votes(3_000, 2_400, 600))
    assert ("startling_electorate" in codes(findings)) == asked


def test_without_a_last_time_nothing_startles(borough_night):
    millbrook = borough_night.contests.get(slug="millbrook")
    assert examine(millbrook, votes={"hana-wells": 4_499, "ivo-crane": 1}) == []


def test_an_electorate_is_asked_about_once_with_the_first_figure(northquay):
    Contest.objects.filter(pk=northquay.pk).update(electorate=10_801)
    northquay.refresh_from_db()
    assert codes(examine_turnout(northquay, ballots=6_040)) == {"startling_electorate"}
    report_turnout(northquay, ballots=6_040, announced_at=at("00:30"))
    assert examine_turnout(northquay, ballots=6_042) == []
    assert examine(northquay, votes=northquay_votes(3_000, 2_400, 600), rejected=40) == []


def test_on_a_night_of_landslides_one_more_is_no_surprise(northquay):
    party = {each.name: each.party_id for each in northquay.candidacies.all()}
    votes = northquay_votes(1_500, 3_900, 600)
    keyed = {each.pk: votes[each.slug] for each in northquay.candidacies.all()}
    assert "startling_swing" in codes(check_declaration(northquay, votes=keyed))
    landslide = {
        party["Ada Quill"]: Movement(then=0.5, now=0.3, slope=1, spread=SPREAD),
        party["Ben Marsh"]: Movement(then=0.4, now=0.6, slope=1, spread=SPREAD),
    }
    assert codes(check_declaration(northquay, votes=keyed, movement=landslide)) == set()


def test_on_an_even_night_a_smaller_exchange_is_suspected(northquay):
    """Nine points and a half away from seats that all moved alike is not politics."""
    party = {each.name: each.party_id for each in northquay.candidacies.all()}
    even = {
        party["Ada Quill"]: Movement(then=0.5, now=0.5, slope=1, spread=0.02),
        party["Ben Marsh"]: Movement(then=0.4, now=0.4, slope=1, spread=0.02),
    }
    votes = northquay_votes(2_430, 2_970, 600)
    keyed = {each.pk: votes[each.slug] for each in northquay.candidacies.all()}
    assert codes(check_declaration(northquay, votes=keyed)) == set()
    assert codes(check_declaration(northquay, votes=keyed, movement=even)) == {"wrong_candidate"}


def test_the_line_of_a_night_is_fitted_through_its_seats():
    """Harbour lost a third everywhere: most where it had most."""
    lost = [
        ({"h": a, "o": 1_000 - a}, {"h": 2 * a // 3, "o": 1_000 - 2 * a // 3})
        for a in range(90, 910, 30)
    ]
    harbour = fitted(lost)["h"]
    assert harbour.expected(0.6) == pytest.approx(0.4, abs=0.01)
    assert harbour.expected(0.0) == pytest.approx(0.0, abs=0.02)
    assert harbour.slope == pytest.approx(2 / 3, abs=0.03)
    assert harbour.spread < SPREAD


def test_a_few_seats_of_one_share_say_nothing_against_a_uniform_movement():
    alike = [({"h": 500, "o": 500}, {"h": 400, "o": 600})] * 5
    harbour = fitted(alike)["h"]
    assert (harbour.slope, harbour.now) == (1, 0.4)
    assert harbour.expected(0.6) == pytest.approx(0.5)
    assert fitted(alike[:4]) == {}


def test_a_line_never_leaves_nought_to_one():
    steep = Movement(then=0.3, now=0.05, slope=1, spread=SPREAD)
    assert steep.expected(0.1) == 0
    assert Movement(then=0.3, now=0.9, slope=1, spread=SPREAD).expected(0.9) == 1


def test_the_movement_of_a_night_is_that_of_the_seats_declared_like_for_like(
    borough_night, northquay, monkeypatch
):
    monkeypatch.setattr(nights, "FEWEST_AROUND", 2)
    monkeypatch.setattr(nights, "FEWEST_OF_PARTY", 2)
    assert movement(northquay) == {}
    for slug in ("southquay", "castle-hill", "millbrook"):  # the last has no last time
        declare_outturn(borough_night, slug)
    orchard = northquay.candidacies.get(slug="ben-marsh").party_id
    # Southquay 1,600 of 4,000 and Castle Hill 1,700 of 3,000; now 2,100 of 4,200, 1,500 of 3,000.
    moved = movement(northquay)[orchard]
    assert moved.then == pytest.approx((1_600 / 4_000 + 1_700 / 3_000) / 2)
    assert moved.now == pytest.approx(0.5)
    southquay = borough_night.contests.get(slug="southquay")
    votes = {"eve-stone": 1_680, "finn-larch": 2_220, "gus-pike": 300}
    declare(southquay, votes=votes, declared_at=at("02:00"), stage="corrected", reason="Recounted.")
    assert movement(northquay)[orchard].now == pytest.approx((2_220 / 4_200 + 0.5) / 2)


def test_the_movement_costs_the_same_however_many_seats_are_declared(
    borough_night, northquay, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(nights, "FEWEST_AROUND", 1)
    for slug in [each["slug"] for each in FIVE_SEATS["contests"][1:]]:
        declare_outturn(borough_night, slug)
        if slug == "southquay":
            with django_assert_num_queries(3):
                movement(northquay)
    with django_assert_num_queries(3):
        movement(northquay)
