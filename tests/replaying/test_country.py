"""A whole election declared again in the order of its night, in its own or a simulated one."""

import re

import pytest

from bench.synthetic import make_election
from results.declarations import declare
from results.models import Election
from tests.publishing.hall import head, offsets
from tests.replaying.again import (
    ORDER,
    declare_all,
    declared_slugs,
    figures,
    record,
    replay,
    replayed,
    results,
)
from tests.results.night import at


class TestTheNightAgain:
    def test_every_contest_declares_in_the_order_and_at_the_time_of_the_record(self, election):
        told = replay(election)
        assert declared_slugs() == ORDER
        [copy] = {each.election for each in replayed().contests.all()}
        assert figures(copy) == figures(election)
        assert [entry.at for entry in results()] == [
            election.contests.get(slug=slug).declaration.declared_at for slug in ORDER
        ]
        assert "The order is that of the declarations, by the times on record." in told
        assert "5 of 5 contests declared." in told
        assert re.search(r"1/5 +1\.10am +Northquay: Harbour hold, majority ", told)
        assert re.search(r"Northquay: turnout [0-9.]+%", told)
        assert offsets(replayed()) == list(range(1, head(replayed()) + 1))

    def test_each_result_is_told_in_a_sentence_of_ours(self, election):
        replay(election)
        first = results()[0]
        assert first.headline.startswith("RESULT for Northquay: ")
        assert first.body
        assert not first.key_event

    def test_the_election_of_record_stays_as_it_was(self, election):
        before = record()
        replay(election)
        assert [now[: len(then)] for now, then in zip(record(), before, strict=True)] == before
        assert set(replayed().contests.all()).isdisjoint(election.contests.all())

    def test_the_replay_says_that_it_is_one_on_its_pages(self, election, client):
        replay(election)
        copy = replayed().contests.first().election
        entry = results()[0]
        pages = [
            replayed().get_absolute_url(), entry.get_absolute_url(), f"/elections/{copy.slug}/",
            f"/elections/{copy.slug}/northquay/",
        ]  # fmt: skip
        for page in pages:
            assert "Replay, not the real night" in client.get(page).content.decode(), page
        assert replayed().title.endswith(", replayed")
        assert replayed().standfirst.startswith(
            "A replay of the night of 2 May 2024, not the night"
        )
        assert copy.slug not in client.get("/elections/").content.decode()

    def test_the_papers_are_known_before_the_result(self, election):
        """As announced on the night, and else as the declaration accounts for them."""
        replay(election)
        for contest in replayed().contests.all():
            original = election.contests.get(slug=contest.slug)
            counted = original.declaration.ballots_counted
            if original.turnout:
                assert contest.turnout.ballots == original.turnout.ballots
                assert contest.turnout.announced_at == original.turnout.announced_at
            elif counted:
                assert contest.turnout.ballots == counted
            else:
                assert contest.turnout is None
                continue
            assert election.polls_close_at < contest.turnout.announced_at
            assert contest.turnout.announced_at < contest.declaration.declared_at

    def test_a_correction_of_the_record_is_declared_as_it_stands_at_its_first_time(self, election):
        contest = election.contests.get(slug="millbrook")
        first = contest.declaration
        declare(
            contest,
            votes={"hana-wells": 2_600, "ivo-crane": 2_000},
            stage="corrected",
            reason="A bundle was found.",
            declared_at=at("05:00"),
        )
        replay(election)
        again = next(each for each in results() if each.declaration.contest.slug == "millbrook")
        assert again.at == first.declared_at
        assert again.declaration.majority == 600
        assert declared_slugs() == ORDER


class TestAnOrderOfItsOwn:
    def declared(self, *options):
        replay(Election.objects.get(slug="general"), *options)
        return [(entry.declaration.contest.slug, entry.at) for entry in results()]

    @pytest.fixture
    def general(self, db):
        """Twelve contests whose results have come in one file, all with the one time."""
        election, outturns = make_election(contests=12)
        declare_all(election, outturns)
        return election

    def test_without_times_on_record_it_is_simulated_and_says_so(self, general):
        told = replay(general)
        sentence = "The order is simulated (seed 1), not that of the night."
        assert sentence in told
        assert sentence in replayed().standfirst
        times = [entry.at for entry in results()]
        assert times == sorted(times)
        assert len(set(times)) == 12

    def test_the_same_seed_gives_the_same_night_and_another_another(self, general):
        first = self.declared("--seed", 7)
        assert self.declared("--seed", 7) == first
        other = self.declared("--seed", 8)
        assert other != first
        assert sorted(slug for slug, _ in other) == sorted(slug for slug, _ in first)

    def test_it_may_be_asked_for_where_the_record_has_times(self, election):
        told = replay(election, "--order", "simulated", "--seed", 4)
        assert "The order is simulated (seed 4)" in told
        assert [entry.at for entry in results()] != [
            election.contests.get(slug=slug).declaration.declared_at for slug in ORDER
        ]
