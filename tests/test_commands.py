"""`demo` and `replay`: a night to show, and the same night live."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from liveblog import publishing, replaying
from liveblog.demo import night as demo_night
from liveblog.models import Blog, Entry, Membership
from liveblog.publishing import TurnoutFigures
from results.loading import load_election
from results.models import Contest, Declaration, Election, TurnoutReport
from tests.publishing.hall import NORTHQUAY_CORRECTED, corrected, head, northquay, offsets
from tests.results.night import at

MAJORITIES = {
    "ilford-north": 5_404,
    "ilford-south": 11_287,
    "chingford-and-woodford-green": 12_963,
    "leyton-and-wanstead": 6_416,
}


def run(*command: object, **options: object) -> str:
    told = StringIO()
    call_command(*map(str, command), stdout=told, **options)
    return told.getvalue()


def passwords(told: str) -> dict[str, str]:
    return dict(re.findall(r"^ +(rosa|edith) +(\S+)$", told, flags=re.MULTILINE))


def standing(blog: Blog) -> dict[str, int]:
    """Contest -> majority as declared now, of the contests that the blog follows."""
    contests = blog.contests.all()
    return {each.slug: each.declaration.majority for each in contests if each.declaration}


class TestDemo:
    def test_it_tells_the_night_with_its_true_figures(self, db):
        run("demo")
        blog = Blog.objects.get(slug="ilford-2010")
        assert (blog.status, blog.is_rehearsal, blog.entries.count()) == ("closed", False, 35)
        assert standing(blog) == MAJORITIES
        turnouts = {each.slug: each.turnout for each in blog.contests.all() if each.turnout}
        assert turnouts["ilford-north"].ballots == 47_210
        assert turnouts["ilford-south"].ballots == 51_505
        assert offsets(blog) == list(range(1, head(blog) + 1))

    def test_it_tells_how_far_the_counts_were_and_what_never_came(self, db):
        run("demo", "--no-replay")
        blog = Blog.objects.get(slug="ilford-2010")
        north = blog.contests.get(slug="ilford-north")
        assert list(north.moves.values_list("stage", flat=True)) == [
            *("boxes", "verifying", "turnout", "counting", "spoilt", "declared"),
        ]
        south, wards = blog.awaited.all()
        assert south.closed_with_entry.turnout.ballots == 51_505
        assert wards.is_open
        assert "wards" in wards.what

    def test_a_site_that_holds_the_real_election_keeps_its_ballots(self, db):
        document = json.loads((demo_night.HERE / "election.json").read_text(encoding="utf-8"))
        document["election"]["slug"] = "the-real-one"
        load_election(document)
        run("demo", "--no-replay")
        ballot = Contest.objects.get(ballot_paper_id="parl.ilford-north.2010-05-06")
        assert ballot.election.slug == "the-real-one"
        assert standing(Blog.objects.get(slug="ilford-2010")) == MAJORITIES

    def test_its_entries_stand_in_the_order_of_the_night(self, db):
        run("demo", "--no-replay")
        times = [entry.at for entry in Entry.objects.order_by("pk")]
        assert times == sorted(times)
        assert max(times) - min(times) < timedelta(hours=12)

    def test_a_correction_names_what_it_corrects(self, db):
        run("demo", "--no-replay")
        assert Entry.objects.exclude(corrects=None).count() >= 1

    def test_rosa_and_edith_can_log_in_with_what_it_prints(self, db):
        told = passwords(run("demo"))
        assert set(told) == {"rosa", "edith"}
        for name, password in told.items():
            assert authenticate(username=name, password=password).username == name
        roles = {"rosa": "reporter", "edith": "editor"}
        for blog in Blog.objects.all():
            found = {each.user.username: each.role for each in blog.memberships.all()}
            assert found == roles
        assert not get_user_model().objects.filter(is_staff=True).exists()

    def test_run_again_it_changes_nothing_but_the_passwords(self, db):
        def state():
            return [
                list(model.objects.order_by("pk").values())
                for model in (Contest, Declaration, TurnoutReport, Membership)
                if model is not Contest
            ] + [
                list(night.entries.order_by("pk").values()),
                list(night.feed.events.order_by("offset").values()),
                list(night.contests.values_list("pk", flat=True)),
                sorted(Blog.objects.values_list("slug", flat=True)),
                sorted(Election.objects.values_list("slug", flat=True)),
            ]

        first = passwords(run("demo"))
        night = Blog.objects.get(slug="ilford-2010")
        before = state()
        second = passwords(run("demo"))
        assert state() == before
        assert authenticate(username="rosa", password=first["rosa"]) is None
        assert authenticate(username="rosa", password=second["rosa"]) is not None

    def test_it_finishes_what_was_begun(self, db, monkeypatch):
        from liveblog.demo import night

        publish, calls = night._publish, []

        def breaks(*args):
            calls.append(args)
            if len(calls) == 10:
                raise KeyboardInterrupt
            return publish(*args)

        monkeypatch.setattr(night, "_publish", breaks)
        with pytest.raises(KeyboardInterrupt):
            run("demo")
        run("demo")
        assert Blog.objects.get(slug="ilford-2010").entries.count() == 35

    def test_without_a_replay_there_is_one_blog(self, db):
        run("demo", "--no-replay")
        assert [blog.slug for blog in Blog.objects.all()] == ["ilford-2010"]


@pytest.fixture
def night(blog: Blog) -> Blog:
    """A finished night with a corrected result, a correction, a tombstone and a draft."""

    def publish(clock, **wording):
        return publishing.publish_entry(blog=blog, at=at(clock), **wording)[0]

    wrong = publish("00:10", body="Nine boxes.")
    publish("00:20", kind="correction", body="Ten boxes.", corrects=wrong)
    publish("00:40", turnout=TurnoutFigures("northquay", ballots=6_050))
    publishing.retract_entry(entry=publish("00:41", body="A slip."), reason="A slip.")
    result = publish("01:10", result=northquay(confirm=["differs_from_ballots"]))
    publishing.revise_entry(
        entry=result, version=1, result=corrected(reason="Ten papers were found.")
    )
    publish("01:20", kind="quote", body="At last.", speaker="Ada Quill")
    publish("01:30", body="Never.", status="draft")
    return publishing.close_blog(blog=blog)


class TestReplay:
    def replay(self, night, *options):
        return run("replay", night.slug, "--speed", 1_000_000, *options)

    def test_every_published_entry_is_told_again_in_order_at_its_own_time(self, night):
        told = self.replay(night)
        again = Blog.objects.get(slug="quayshire-replay")
        assert (again.is_rehearsal, again.status) == (True, "live")
        first = night.entries.filter(status="published").order_by("at", "pk")
        second = again.entries.order_by("at", "pk")
        wording = ("kind", "headline", "body", "at", "speaker", "authors", "key_event")
        assert list(second.values_list(*wording)) == list(first.values_list(*wording))
        assert "5 entries replayed" in told
        assert second[1].corrects == second[0]
        assert offsets(again) == list(range(1, head(again) + 1))

    def test_results_land_in_copies_and_the_record_stays_as_it_was(self, night):
        before = list(Declaration.objects.order_by("pk").values())
        turnouts, log = list(TurnoutReport.objects.order_by("pk").values()), head(night)
        self.replay(night)
        again = Blog.objects.get(slug="quayshire-replay")
        assert list(Declaration.objects.order_by("pk").values())[: len(before)] == before
        assert list(TurnoutReport.objects.order_by("pk").values())[: len(turnouts)] == turnouts
        assert head(night) == log
        assert standing(again) == standing(night) == {"northquay": 210}
        assert set(again.contests.all()).isdisjoint(night.contests.all())
        copy = again.contests.get(slug="northquay")
        assert (copy.name, copy.ballot_paper_id) == ("Northquay", None)
        assert copy.baseline.majority == night.contests.get(slug="northquay").baseline.majority
        assert sum(NORTHQUAY_CORRECTED.values()) == copy.declaration.total_votes

    def test_run_again_it_is_wiped_and_goes_on_under_another_epoch(self, night):
        self.replay(night)
        again = Blog.objects.get(slug="quayshire-replay")
        epoch, elections = again.feed.epoch, Election.objects.count()
        publishing.publish_entry(blog=again, body="Written into the replay.")
        self.replay(night)
        again = Blog.objects.get(slug="quayshire-replay")
        assert again.entries.count() == 5
        assert again.feed.epoch != epoch
        assert Election.objects.count() == elections
        assert Declaration.objects.count() == 3
        assert offsets(again) == list(range(1, head(again) + 1))

    def test_two_replays_of_one_night_do_not_disturb_each_other(self, night):
        self.replay(night, "--as", "first")
        self.replay(night, "--as", "second")
        self.replay(night, "--as", "second")
        assert standing(Blog.objects.get(slug="first")) == {"northquay": 210}
        assert Blog.objects.get(slug="first").contests.count() == 5

    def test_prepared_it_is_empty_and_follows_what_the_night_followed(self, night):
        run("replay", night.slug, "--prepare-only")
        again = Blog.objects.get(slug="quayshire-replay")
        assert (again.entries.count(), again.title) == (0, night.title)
        names = [each.name for each in again.contests.order_by("blogcontest__order")]
        assert names == [each.name for each in night.contests.order_by("blogcontest__order")]

    def test_it_keeps_the_nights_pace_divided_by_its_speed(self, night):
        replay, waits = replaying.prepare(night, slug="again"), []
        replaying.play(
            night,
            replay,
            speed=60,
            longest_gap=20,
            told=lambda *_: None,
            sleep=waits.append,
        )
        assert waits == [0, 10, 20, 20, 10]

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["nowhere"], "There is no blog “nowhere”"),
            (["quayshire", "--speed", 0], "--speed must be more than 0"),
            (["quayshire", "--speed", -1], "--speed must be more than 0"),
            (["quayshire", "--longest-gap", -1], "--longest-gap cannot be less than 0"),
            (["quayshire", "--as", "quayshire"], "Only a rehearsal can be wiped"),
            (["quayshire", "--as", "api"], "an address of the site itself"),
        ],
    )
    def test_what_cannot_be_replayed_is_said_in_one_line(self, night, options, words):
        before = head(night), Election.objects.count()
        with pytest.raises(CommandError, match=re.escape(words)) as error:
            run("replay", *options)
        assert "\n" not in str(error.value)
        assert (head(night), Election.objects.count()) == before

    def test_a_night_that_is_not_over_is_not_replayed(self, blog):
        with pytest.raises(CommandError, match="is live: only a finished night"):
            run("replay", blog.slug)
