"""What is stored of contests and sums is always what the figures give when worked out afresh."""

import copy

import pytest
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from results.board import MOST_CARDS, NEWEST, board, live_board
from results.declarations import FiguresRefused, declare, report_turnout, withdraw
from results.loading import load_election
from results.models import Contest, Election, Party, Sheet, Tally
from results.rehearsal import rehearsal_of
from results.sheets import rebuild
from results.sums import Sums
from tests.results.night import FIVE_SEATS, at, declare_everything, declare_outturn

# The same night in two regions, one of them Northern Ireland, which is in no running swing.
TWO_REGIONS = {
    **FIVE_SEATS,
    "contests": [
        {**each, "region": "Northern Ireland" if number % 2 else "Quayshire"}
        for number, each in enumerate(FIVE_SEATS["contests"])
    ],
}
CONTESTS = st.sampled_from([each["slug"] for each in FIVE_SEATS["contests"]])
DEEDS = st.one_of(
    st.tuples(st.just("declare"), CONTESTS, st.lists(st.integers(0, 1_500), min_size=6)),
    st.tuples(st.just("turnout"), CONTESTS, st.integers(1, 6_000)),
    st.tuples(st.just("withdraw"), CONTESTS, st.none()),
)


def assert_stored_is_worked_out(election):
    contests = list(election.contests.with_results())
    assert live_board(election) == board(contests, election=election)
    regions = {}
    for contest in contests:
        regions.setdefault(contest.region, Sums()).add(Sums.of(contest))
    stored = {each.region: each.sums for each in Tally.objects.filter(election=election)}
    assert stored == {region: sums.as_json() for region, sums in regions.items()}


def do(election, verb, slug, figures):
    contest = election.contests.get(slug=slug)
    if verb == "turnout":
        report_turnout(contest, ballots=figures, announced_at=at("00:30"))
    elif verb == "withdraw":
        withdraw(contest, reason="The wrong hall.", at=at("02:00"))
    else:
        stands = contest.declaration is not None
        people = contest.candidacies.values_list("slug", flat=True)
        declare(
            contest,
            votes=dict(zip(people, figures, strict=False)),
            stage="corrected" if stands else "declared",
            reason="Counted again." if stands else "",
            declared_at=at("01:00"),
        )


@pytest.mark.django_db
@settings(max_examples=30, deadline=None)
@given(deeds=st.lists(DEEDS, max_size=10))
def test_whatever_is_done_in_whatever_order_what_is_stored_is_the_sum_of_it(deeds):
    with transaction.atomic():
        election = load_election(TWO_REGIONS)
        for deed in deeds:
            try:
                do(election, *deed)
            except FiguresRefused:
                continue
        assert_stored_is_worked_out(election)
        transaction.set_rollback(True)


def test_the_same_of_a_night_that_runs_its_course(db):
    election = load_election(TWO_REGIONS)
    declare_everything(election)
    assert live_board(election)["declared"] == 5
    assert_stored_is_worked_out(election)
    do(election, "withdraw", "northquay", None)
    assert live_board(election)["declared"] == 4
    assert_stored_is_worked_out(election)


def test_a_contest_set_up_by_hand_is_counted_before_and_after_its_first_figures(borough_night):
    Sheet.objects.filter(contest__slug="fenside").delete()
    assert live_board(borough_night)["seats"] == 5
    listed = list(borough_night.contests.values_list("pk", flat=True))
    assert [each["slug"] for each in live_board(borough_night, contests=listed)["contests"]][
        4
    ] == "fenside"
    declare_outturn(borough_night, "northquay")
    assert_stored_is_worked_out(borough_night)


def test_a_contest_that_moves_to_another_region_takes_its_sums_along(borough_night):
    declare_outturn(borough_night, "northquay")
    Contest.objects.filter(slug="northquay").update(region="Elsewhere")
    do(borough_night, "turnout", "northquay", 6_050)
    assert_stored_is_worked_out(borough_night)


def test_some_contests_in_an_order_of_their_own(borough_night):
    declare_everything(borough_night)
    chosen = [borough_night.contests.get(slug=slug) for slug in ("fenside", "northquay")]
    shown = live_board(borough_night, contests=[each.pk for each in chosen])
    fresh = board(
        sorted(
            borough_night.contests.with_results().filter(pk__in=[c.pk for c in chosen]),
            key=lambda each: each.slug,
        ),
        election=borough_night,
    )
    assert shown == fresh
    assert [each["slug"] for each in shown["contests"]] == ["fenside", "northquay"]


@pytest.mark.parametrize("way", ["a document", "the administrator"])
def test_a_party_that_changes_colour_changes_it_everywhere(borough_night, way):
    declare_outturn(borough_night, "northquay")
    rehearsal = rehearsal_of(borough_night, slug="quayshire-rehearsal")
    if way == "a document":
        document = copy.deepcopy(FIVE_SEATS)
        document["parties"][0]["colour"] = "#123456"
        document["contests"] = []
        document["election"]["slug"] = "quayshire-2028"
        load_election(document)
    else:
        party = Party.objects.get(slug="harbour")
        party.colour = "#123456"
        party.save()
        save_in_admin(party)
    for election in (borough_night, rehearsal):
        first = live_board(election)["contests"][0]["candidacies"][0]
        assert first["party"]["colour"] == "#123456"


def test_an_electorate_corrected_by_the_administrator_is_in_every_turnout(borough_night):
    declare_outturn(borough_night, "northquay")
    contest = Contest.objects.get(slug="northquay")
    contest.electorate = 12_000
    contest.save()
    save_in_admin(contest)
    assert live_board(borough_night)["contests"][0]["turnout"]["percentage"] == 50.3
    assert_stored_is_worked_out(borough_night)


def test_a_turnout_without_an_electorate_is_in_no_sum(borough_night):
    contest = Contest.objects.get(slug="northquay")
    Contest.objects.filter(pk=contest.pk).update(electorate=None)
    report_turnout(contest, percentage="60.4", ballots=6_040, announced_at=at("00:30"))
    shown = live_board(borough_night)
    assert (shown["turnout"], shown["contests"][0]["turnout"]["percentage"]) == (None, 60.4)


def test_a_contest_that_the_administrator_takes_away_is_no_longer_counted(borough_night):
    contest = Contest.objects.get(slug="fenside")
    site.get_model_admin(Contest).delete_model(administrator(), contest)
    assert live_board(borough_night)["seats"] == 4
    assert_stored_is_worked_out(borough_night)


@pytest.fixture
def shire(db):
    """Sixty seats, each fought as Northquay is."""
    seats = range(60)
    northquay = {**FIVE_SEATS["contests"][0], "ballot_paper_id": None}
    return load_election(
        {
            **FIVE_SEATS,
            "election": {**FIVE_SEATS["election"], "slug": "shire", "seats": len(seats)},
            "contests": [
                {**northquay, "slug": f"seat-{number}", "name": f"Seat {number}"}
                for number in seats
            ],
        }
    )


def declare_seat(election: Election, number: int) -> None:
    contest = election.contests.get(slug=f"seat-{number}")
    votes = FIVE_SEATS["contests"][0]["outturn"]["votes"]
    declare(contest, votes=votes, declared_at=at(f"01:{number:02}"))


def test_a_board_of_many_contests_has_the_newest_results_and_the_leading_parties(shire):
    for number in range(50):
        declare_seat(shire, number)
    shown = live_board(shire)
    assert len(shire.contests.all()) > MOST_CARDS
    assert shown["contests"] == []
    assert [each["slug"] for each in shown["newest"]] == [
        f"seat-{number}" for number in range(49, 49 - NEWEST, -1)
    ]
    first = shown["newest"][0]
    assert (first["outcome"]["text"], first["majority"]) == ("Harbour hold", 200)
    assert first["url"] == "/elections/shire/seat-49/"
    assert [each["party"]["slug"] for each in shown["parties"]] == ["harbour", "orchard", "lantern"]
    whole = board(shire.contests.with_results(), election=shire)
    assert shown["parties"] == [each for each in whole["parties"] if not each["candidate"]]
    independents = [each["votes"] for each in whole["parties"] if each["candidate"]]
    assert shown["others"] == {"count": 50, "votes": sum(independents), "share": 5.0}
    assert {**shown, "parties": 0, "others": 0, "newest": 0} == {
        **whole,
        "parties": 0,
        "others": 0,
        "newest": 0,
        "contests": [],
    }


def test_a_declaration_costs_the_same_number_of_queries_however_many_have_declared(
    shire, django_assert_max_num_queries
):
    def queries(number: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            declare_seat(shire, number)
        return len(asked)

    # A dozen first, with whom the comparison to the seats around begins.
    costs = [queries(number) for number in range(40)]
    assert max(costs[30:]) <= costs[12]
    with django_assert_max_num_queries(12):
        live_board(shire)


def test_rebuilding_changes_nothing(borough_night):
    declare_everything(borough_night)
    before = live_board(borough_night)
    rebuild(borough_night)
    assert live_board(borough_night) == before
    assert_stored_is_worked_out(borough_night)


def administrator():
    request = RequestFactory().get("/")
    request.user, _ = get_user_model().objects.get_or_create(username="edith", is_superuser=True)
    return request


def save_in_admin(changed):
    """What the administrator's page does once its form is saved."""
    form = type("Form", (), {"instance": changed, "save_m2m": lambda self: None})()
    site.get_model_admin(type(changed)).save_related(administrator(), form, [], True)
