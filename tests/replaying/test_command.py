"""`replay_election`: how far it goes, what it says, and what it refuses."""

import re
import signal
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from liveblog import publishing
from liveblog.publishing import ResultFigures
from results.loading import load_election
from results.models import Election
from tests.publishing.hall import head
from tests.replaying.again import (
    ORDER,
    REPLAY,
    declared_slugs,
    figures,
    national,
    record,
    replay,
    replayed,
)
from tests.results.night import FIVE_SEATS, at, declare_everything, declare_outturn

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


class TestHowFarItGoes:
    def test_run_again_it_begins_afresh_and_leaves_nothing_behind(self, election):
        replay(election)
        epoch, counts = replayed().feed.epoch, [len(rows) for rows in record()]
        publishing.publish_entry(blog=replayed(), body="Written into the replay.")
        replay(election)
        assert replayed().feed.epoch != epoch
        assert declared_slugs() == ORDER
        assert [len(rows) for rows in record()] == counts
        assert not replayed().entries.filter(kind="update").exists()

    def test_another_order_is_said_when_it_is_run_again(self, election):
        replay(election)
        replay(election, "--order", "simulated")
        assert "simulated" in replayed().standfirst

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
        assert (replayed().entries.count(), replayed().contests.count()) == (0, 5)

    def test_without_entries_only_the_boards_move(self, election):
        replay(election, "--no-entries")
        assert replayed().entries.count() == 0
        assert figures(replayed().contests.first().election) == figures(election)
        frames = replayed().feed.events.values_list("frame", flat=True)
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
        copy = replayed().contests.first().election.slug
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
            contests=list(replayed().contests.all()), is_rehearsal=True,
        )  # fmt: skip
        result = ResultFigures("millbrook", {"hana-wells": 2_500, "ivo-crane": 2_000}, confirm=None)
        publishing.publish_entry(blog=other, at=at("02:05"), result=result)
        with pytest.raises(CommandError, match="Another blog has entries on the contests"):
            replay(election)
        assert other.entries.get().declaration.contest.declaration.majority == 500
