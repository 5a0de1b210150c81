"""Seats that nobody contests: inside the totals of seats, outside every total of votes."""

import pytest

from liveblog.glance.writing import contest_paragraphs
from results.board import board
from results.card import contest_card
from results.declarations import FiguresRefused, declare, declare_unopposed, withdraw
from results.exporting import results_rows
from results.models import Contest, Declaration
from tests.results.night import at, declare_outturn


@pytest.fixture
def castle_hill(borough_night):
    """Harbour's candidate alone, where Orchard held the seat."""
    contest = borough_night.contests.get(slug="castle-hill")
    contest.candidacies.get(slug="kit-alder").delete()
    return contest


def fresh(contest):
    return Contest.objects.with_results().get(pk=contest.pk)


def test_the_only_candidate_takes_the_seat(castle_hill, borough_night):
    declare_unopposed(castle_hill, declared_at=at("00:10"), source="Notice of poll")
    card = contest_card(fresh(castle_hill))
    assert card["outcome"]["text"] == "Harbour gain from Orchard, unopposed"
    assert (card["state"], card["majority"], card["valid_votes"]) == ("declared", None, None)
    made = board(borough_night.contests.with_results())
    harbour = next(each for each in made["parties"] if each["party"]["slug"] == "harbour")
    assert (made["declared"], harbour["seats"], harbour["gains"]) == (1, 1, 1)
    assert (harbour["votes"], harbour["share"]) == (0, None)


def test_it_is_in_no_swing_change_or_turnout(castle_hill, borough_night):
    declare_outturn(borough_night, "northquay")
    before = board(borough_night.contests.with_results())
    declare_unopposed(castle_hill, declared_at=at("00:10"))
    after = board(borough_night.contests.with_results())
    assert (after["swing"], after["turnout"]) == (before["swing"], before["turnout"])
    changes = [
        {row["party"]["slug"]: row["change"] for row in one["parties"]} for one in (before, after)
    ]
    assert changes[0]["harbour"] == changes[1]["harbour"]


def test_a_contested_seat_is_not_unopposed(borough_night):
    with pytest.raises(FiguresRefused, match="4 candidates for 1 seat: it is contested"):
        declare_unopposed(borough_night.contests.get(slug="northquay"), declared_at=at("00:10"))


def test_a_seat_without_candidates_or_with_a_result_is_refused(castle_hill, borough_night):
    declare_unopposed(castle_hill, declared_at=at("00:10"))
    with pytest.raises(FiguresRefused, match="already declared"):
        declare_unopposed(castle_hill, declared_at=at("00:10"))
    withdraw(castle_hill, reason="Another nomination was valid.", at=at("00:20"))
    castle_hill.candidacies.all().delete()
    with pytest.raises(FiguresRefused, match="no candidates yet"):
        declare_unopposed(castle_hill, declared_at=at("00:30"))


def test_votes_may_correct_it(castle_hill):
    declare_unopposed(castle_hill, declared_at=at("00:10"))
    declare(
        castle_hill,
        votes={"jo-tarn": 1_500},
        stage=Declaration.Stage.CORRECTED,
        reason="There was a poll.",
        declared_at=at("03:20"),
    )
    assert fresh(castle_hill).declaration.total_votes == 1_500


def test_pages_articles_and_exports_say_so(castle_hill, client):
    declare_unopposed(castle_hill, declared_at=at("00:10"))
    contest = fresh(castle_hill)
    page = client.get("/elections/quayshire-2024/castle-hill/").content.decode()
    assert "Harbour gain from Orchard, unopposed" in page
    assert "nobody voted" in page
    paragraphs = contest_paragraphs(contest).paragraphs
    assert paragraphs[0] == "Jo Tarn (Harbour) was elected unopposed in Castle Hill."
    header, row = results_rows([contest])
    exported = dict(zip(header, row, strict=True))
    assert (exported["votes"], exported["elected"], exported["stage"]) == (None, "true", "declared")


def test_every_page_of_a_night_with_one_answers(castle_hill, borough_night, client):
    castle_hill.candidacies.update(sitting=True)
    declare_unopposed(castle_hill, declared_at=at("00:10"))
    for each in borough_night.contests.exclude(pk=castle_hill.pk):
        declare_outturn(borough_night, each.slug)
    assert client.get("/elections/quayshire-2024/").status_code == 200
