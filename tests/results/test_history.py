"""What a contest's page and article may say of its earlier results, on the made-up night."""

import pytest

from results.history import certain_majority, claims, history
from results.loading import load_election
from results.models import Baseline, BaselineVotes, Contest, Election, Party
from tests.results.night import FIVE_SEATS, declare_outturn

pytestmark = pytest.mark.django_db


@pytest.fixture
def northquay() -> Contest:
    """Declared: 2,800 to 2,600 of 6,000 valid votes, 6,040 papers, 10,000 electors."""
    declare_outturn(load_election(FIVE_SEATS), "northquay")
    Baseline.objects.filter(contest__slug="northquay").update(same_area=True)
    return fresh()


def fresh() -> Contest:
    return Contest.objects.with_results().get(slug="northquay")


def earlier(contest, year, *, harbour, orchard, ballots=None, other=0, **more):
    parties = {each.slug: each for each in Party.objects.all()}
    winner = parties["harbour" if harbour > orchard else "orchard"]
    given = {"same_area": True, "electorate": 10_000, "winner_party": winner, **more}
    valid = harbour + orchard + other
    made = Baseline.objects.create(
        contest=contest, year=year, label=str(year), valid_votes=valid, ballots=ballots, **given
    )
    rows = [(parties["harbour"], harbour), (parties["orchard"], orchard), (None, other)]
    BaselineVotes.objects.bulk_create(
        BaselineVotes(baseline=made, party=party, votes=votes) for party, votes in rows if votes
    )
    return made


def told(kind):
    return [each["text"] for each in claims(fresh()) if each["kind"] == kind]


def test_one_result_before_makes_no_history_and_no_record(northquay):
    assert history(northquay) == []
    assert claims(northquay) == []


def test_the_record_of_a_seat_states_how_far_it_reaches(northquay):
    earlier(northquay, 2017, harbour=3_000, orchard=2_500)
    earlier(northquay, 2015, harbour=3_900, orchard=3_000)
    assert told("majority") == [
        "The majority of 200 is the smallest of the four on record for these boundaries, 2015–2024."
    ]


def test_a_record_reaches_to_the_last_time_that_beat_it(northquay):
    earlier(northquay, 2017, harbour=3_000, orchard=2_500)
    earlier(northquay, 2015, harbour=3_000, orchard=2_900)
    assert told("majority") == [
        "The majority of 200 is the smallest in Northquay since 2015, of the results on record for "
        "its boundaries."
    ]


def test_a_missing_year_ends_the_record(northquay):
    earlier(northquay, 2015, harbour=3_000, orchard=2_500)
    earlier(northquay, 2010, harbour=3_000, orchard=2_500)
    assert claims(fresh()) == []


def test_a_tie_is_no_record(northquay):
    earlier(northquay, 2017, harbour=3_000, orchard=2_500)
    earlier(northquay, 2015, harbour=3_000, orchard=2_800)
    assert told("majority") == []


def test_other_boundaries_make_no_record(northquay):
    earlier(northquay, 2017, harbour=3_000, orchard=2_500, same_area=False)
    earlier(northquay, 2015, harbour=3_900, orchard=3_000)
    assert told("majority") == []


def test_a_notional_result_is_shown_and_makes_no_record(northquay):
    earlier(northquay, 2017, harbour=3_000, orchard=2_500, kind="notional")
    earlier(northquay, 2015, harbour=3_900, orchard=3_000)
    assert told("majority") == []
    assert [(row["year"], row["notional"]) for row in history(fresh())] == [
        (2024, False), (2019, False), (2017, True), (2015, False),
    ]  # fmt: skip


def test_turnouts_are_ranked_under_one_definition(northquay):
    earlier(northquay, 2017, harbour=3_000, orchard=2_500, ballots=5_600)
    earlier(northquay, 2015, harbour=2_900, orchard=2_500, ballots=5_500)
    assert told("turnout") == [], "2019 had as many papers, and as many valid votes"
    Baseline.objects.filter(year=2019).update(ballots=6_030)
    assert told("turnout") == [
        "Turnout by ballot papers verified, 60.4 per cent, is the highest of the four on record "
        "for these boundaries, 2015–2024."
    ]
    Baseline.objects.filter(year=2017).update(ballots=None)
    assert told("turnout") == [], "by papers one is beaten, by valid votes 2019 had as many"
    Baseline.objects.filter(year=2019).update(electorate=10_001)
    assert told("turnout") == [
        "Turnout by valid votes, 60.0 per cent, is the highest of the four on record for "
        "these boundaries, 2015–2024."
    ]


def test_a_win_after_others_won_is_the_first_since(northquay):
    Baseline.objects.filter(year=2019).update(winner_party=Party.objects.get(slug="orchard"))
    earlier(northquay, 2017, harbour=2_500, orchard=3_000)
    earlier(northquay, 2015, harbour=3_000, orchard=2_500)
    assert told("win") == [
        "It is the first Harbour win in Northquay since 2015, of the results on record for its "
        "boundaries."
    ]


def test_an_independents_win_is_nobodys_first(northquay):
    Party.objects.filter(slug="harbour").update(is_independent=True)
    Baseline.objects.filter(year=2019).update(winner_party=Party.objects.get(slug="orchard"))
    earlier(northquay, 2017, harbour=2_500, orchard=3_000)
    assert told("win") == []


def test_local_elections_claim_nothing(northquay):
    earlier(northquay, 2017, harbour=3_000, orchard=2_500)
    earlier(northquay, 2015, harbour=3_900, orchard=3_000)
    Election.objects.update(kind="local")
    assert claims(fresh()) == []


def test_a_majority_over_somebody_who_is_not_named_is_not_known(northquay):
    certain = earlier(northquay, 2017, harbour=3_000, orchard=2_500, other=2_500)
    doubtful = earlier(northquay, 2015, harbour=3_000, orchard=2_500, other=2_501)
    assert certain_majority(certain) == 500
    assert certain_majority(doubtful) is None
