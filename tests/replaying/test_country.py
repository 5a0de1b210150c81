"""`replay_election`: a whole election declared again in the order of its night."""

import re
import signal
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bench.synthetic import Outturn, make_election
from liveblog import publishing
from liveblog.models import Blog, Entry
from liveblog.publishing import ResultFigures
from results.declarations import declare
from results.loading import load_election
from results.models import Declaration, Election, TurnoutReport
from tests.publishing.hall import head, offsets
from tests.results.night import FIVE_SEATS, at, declare_everything, declare_outturn

REPLAY = "five-replay"
ORDER = ["northquay", "southquay", "millbrook", "fenside", "castle-hill"]


@pytest.fixture
def election(db: None) -> Election:
    """The five seats as they came out."""
    election = load_election(FIVE_SEATS)
    declare_everything(election)
    return election


def replay(election: Election, *options: object) -> str:
    told = StringIO()
    call_command(
        "replay_election", election.slug, "--as", REPLAY, "--speed", "0", *map(str, options),
        stdout=told,
    )  # fmt: skip
    return told.getvalue()


def blog() -> Blog:
    return Blog.objects.get(slug=REPLAY)


def results() -> list[Entry]:
    return list(blog().entries.filter(kind="result").oldest_first())


def declared_slugs() -> list[str]:
    return [entry.declaration.contest.slug for entry in results()]


def national() -> dict[str, str]:
    told = blog().entries.filter(kind="national").order_by("pk")
    return dict(told.values_list("headline", "body"))


def record() -> list[object]:
    return [
        list(kind.objects.order_by("pk").values())
        for kind in (Election, Declaration, TurnoutReport)
    ]


def figures(election: Election) -> dict[str, object]:
    """Contest -> votes, rejected papers, the lot, when and by how much, as they stand."""
    return {
        contest.slug: (
            {each.candidacy.slug: each.votes for each in now.votes.all()},
            now.rejected,
            now.lot_winner.slug if now.lot_winner else None,
            now.declared_at,
            now.majority,
        )
        for contest in election.contests.all()
        if (now := contest.declaration)
    }


class TestTheNightAgain:
    def test_every_contest_declares_in_the_order_and_at_the_time_of_the_record(self, election):
        told = replay(election)
        assert declared_slugs() == ORDER
        [copy] = {each.election for each in blog().contests.all()}
        assert figures(copy) == figures(election)
        assert [entry.at for entry in results()] == [
            election.contests.get(slug=slug).declaration.declared_at for slug in ORDER
        ]
        assert "The order is that of the declarations, by the times on record." in told
        assert "5 of 5 contests declared." in told
        assert re.search(r"1/5 +1\.10am +Northquay: Harbour hold, majority ", told)
        assert re.search(r"Northquay: turnout [0-9.]+%", told)
        assert offsets(blog()) == list(range(1, head(blog()) + 1))

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
        assert set(blog().contests.all()).isdisjoint(election.contests.all())

    def test_the_replay_says_that_it_is_one_on_its_pages(self, election, client):
        replay(election)
        copy = blog().contests.first().election
        entry = results()[0]
        pages = [
            blog().get_absolute_url(), entry.get_absolute_url(), f"/elections/{copy.slug}/",
            f"/elections/{copy.slug}/northquay/",
        ]  # fmt: skip
        for page in pages:
            assert "Replay, not the real night" in client.get(page).content.decode(), page
        assert blog().title.endswith(", replayed")
        assert blog().standfirst.startswith("A replay of the night of 2 May 2024, not the night")
        assert copy.slug not in client.get("/elections/").content.decode()

    def test_the_papers_are_known_before_the_result(self, election):
        """As announced on the night, and else as the declaration accounts for them."""
        replay(election)
        for contest in blog().contests.all():
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


class TestTheMomentsOfTheNight:
    def test_the_first_result_the_first_gain_the_marks_and_the_last_are_entries(self, election):
        replay(election)
        told = national()
        assert next(iter(told)) == "The first result: Northquay"
        assert "It declares at 1.10am, the first of 5 seats." in told["The first result: Northquay"]
        assert "1 of 5 seats declared" not in told
        assert "The first seat to change hands: Southquay" in told
        assert told["2 of 5 seats declared"].startswith("Seats: ")
        last = told["The last result: Castle Hill"]
        assert "at 3.20am, with 5 of 5 seats declared" in last
        assert "5 of 5 seats declared" not in told
        assert all(entry.key_event for entry in blog().entries.filter(kind="national"))

    def test_where_nobody_has_a_majority_that_is_told_at_the_end(self, election):
        replay(election)
        assert [each for each in national() if each.startswith("A majority for")] == []
        last = national()["The last result: Castle Hill"]
        assert "No party has the 3 seats of a majority." in last

    def test_a_majority_is_told_with_the_seat_that_makes_it(self, db):
        election, outturns = make_election(contests=12, seed=10)
        declare_all(election, outturns)
        replay(election)
        won, passed = Counter(), None
        for number, entry in enumerate(results(), start=1):
            [winner] = entry.declaration.elected()
            won[winner.party] += 1
            if won[winner.party] == 7 and not passed:
                passed = (winner.party, entry.declaration.contest, number)
        party, contest, number = passed
        body = national()[f"A majority for {party.in_prose}: 7 of 12 seats"]
        assert body.startswith(f"{contest.name}, {party.short_name} ")
        assert f"with {number} declared. More than half of 12 is 7." in body
        [last] = [body for headline, body in national().items() if "last result" in headline]
        assert f"The overall majority is {2 * won[party] - 12}." in last


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
        assert sentence in blog().standfirst
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


class TestHowFarItGoes:
    def test_run_again_it_begins_afresh_and_leaves_nothing_behind(self, election):
        replay(election)
        epoch, counts = blog().feed.epoch, [len(rows) for rows in record()]
        publishing.publish_entry(blog=blog(), body="Written into the replay.")
        replay(election)
        assert blog().feed.epoch != epoch
        assert declared_slugs() == ORDER
        assert [len(rows) for rows in record()] == counts
        assert not blog().entries.filter(kind="update").exists()

    def test_another_order_is_said_when_it_is_run_again(self, election):
        replay(election)
        replay(election, "--order", "simulated")
        assert "simulated" in blog().standfirst

    def test_until_a_time_of_the_night_it_goes_and_no_further(self, election):
        told = replay(election, "--until", "02:10")
        assert declared_slugs() == ORDER[:3]
        assert "3 of 5 contests declared." in told
        assert [each for each in national() if "last" in each] == []

    def test_until_an_evening_hour_means_before_midnight(self, election):
        replay(election, "--until", "23:00")
        assert declared_slugs() == []

    def test_prepared_it_is_empty_and_follows_every_contest(self, election):
        told = replay(election, "--prepare-only")
        assert f"Ready: /{REPLAY}/" in told
        assert (blog().entries.count(), blog().contests.count()) == (0, 5)

    def test_without_entries_only_the_boards_move(self, election):
        replay(election, "--no-entries")
        assert blog().entries.count() == 0
        assert figures(blog().contests.first().election) == figures(election)
        frames = blog().feed.events.values_list("frame", flat=True)
        assert not [frame for frame in frames if frame.startswith('{"type":"put"')]

    def test_what_was_not_declared_stays_open(self, db):
        election = load_election(FIVE_SEATS)
        declare_outturn(election, "millbrook")
        told = replay(election)
        assert "1 of 5 contests declared." in told
        assert "at 2.05am, with 1 of 5 seats declared" in national()["The last result: Millbrook"]

    def test_without_waiting_it_says_what_a_declaration_took(self, election):
        told = replay(election)
        found = re.search(
            r"([0-9.]+) declarations a second; a declaration’s transaction takes ([0-9.]+) ms at "
            r"the median, ([0-9.]+) ms at the 95th of a hundred",
            told,
        )
        rate, median, late = map(float, found.groups())
        assert rate > 0
        assert 0 < median <= late

    def test_stopped_by_ctrl_c_it_stays_as_far_as_it_came(self, make_site):
        site = make_site()
        site.run("-c", _RECORD)
        playing = site.start(
            "manage.py", "replay_election", "quayshire-2024", "--speed", "1000", log="replay"
        )
        playing.wait_until(lambda: "2/5" in playing.log.read_text(), what="no second declaration")
        assert playing.stop(signal.SIGINT) == 1
        *_, last = playing.log.read_text().splitlines()
        assert re.fullmatch(
            r"CommandError: Stopped after [2-4] declarations; the replay stays as far as it came\.",
            last,
        )
        told = int(re.search(r"after (\d)", last)[1])
        # It may be stopped after a commit and before it has said so.
        assert int(site.run("-c", _DECLARED)) in {told, told + 1}


class TestWhatCannotBeReplayed:
    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["nowhere"], "There is no election “nowhere”"),
            (["quayshire-2024", "--speed", "-1"], "--speed cannot be less than 0"),
            (["quayshire-2024", "--speed", "nan"], "--speed cannot be less than 0"),
            (["quayshire-2024", "--longest-gap", "-1"], "--longest-gap cannot be less than 0"),
            (["quayshire-2024", "--until", "25:00"], "--until: “25:00” is not a time such as"),
            (["quayshire-2024", "--as", "quayshire"], "Only a rehearsal can be wiped"),
            (["quayshire-2024", "--as", "api"], "an address of the site itself"),
        ],
    )
    def test_it_is_said_in_one_line_and_nothing_is_changed(self, blog, options, words):
        declare_everything(blog.contests.first().election)
        before = record(), head(blog)
        with pytest.raises(CommandError, match=re.escape(words)) as error:
            call_command("replay_election", *options, stdout=StringIO())
        assert "\n" not in str(error.value)
        assert (record(), head(blog)) == before

    def test_an_election_without_results(self, blog):
        with pytest.raises(CommandError, match="Nothing is declared in “quayshire-2024”"):
            call_command("replay_election", "quayshire-2024", stdout=StringIO())

    def test_a_rehearsal_of_an_election(self, election):
        replay(election)
        copy = blog().contests.first().election.slug
        with pytest.raises(CommandError, match="is a rehearsal itself"):
            call_command("replay_election", copy, stdout=StringIO())

    def test_the_place_of_another_nights_replay(self, election):
        publishing.create_blog(
            slug=REPLAY, title="Another", polling_day=date(2019, 5, 2), is_rehearsal=True
        )
        with pytest.raises(CommandError, match="is the replay of another night, 2019-05-02"):
            replay(election)
        assert not Election.objects.filter(slug__endswith="-rehearsal").exists()

    def test_a_replay_on_whose_contests_another_blog_has_written(self, election):
        replay(election, "--prepare-only")
        other = publishing.create_blog(
            slug="other", title="Other", polling_day=election.polling_day, status="live",
            contests=list(blog().contests.all()), is_rehearsal=True,
        )  # fmt: skip
        result = ResultFigures("millbrook", {"hana-wells": 2_500, "ivo-crane": 2_000}, confirm=None)
        publishing.publish_entry(blog=other, at=at("02:05"), result=result)
        with pytest.raises(CommandError, match="Another blog has entries on the contests"):
            replay(election)
        assert other.entries.get().declaration.contest.declaration.majority == 500


def declare_all(election: Election, outturns: list[Outturn]) -> None:
    for outturn in outturns:
        declare(
            election.contests.get(slug=outturn.contest),
            votes=outturn.votes,
            rejected=outturn.rejected,
            declared_at=election.polls_close_at + timedelta(hours=8),
        )


_SETUP = "import django; django.setup()\n"
_RECORD = f"""{_SETUP}
from results.loading import load_election
from tests.results.night import FIVE_SEATS, declare_everything
declare_everything(load_election(FIVE_SEATS))
"""
_DECLARED = f"""{_SETUP}
from liveblog.models import Blog
blog = Blog.objects.get(slug="quayshire-2024-replay")
print(sum(1 for contest in blog.contests.all() if contest.declaration))
"""
