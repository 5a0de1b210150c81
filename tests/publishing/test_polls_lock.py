"""Before the polls close nothing is public that tells of them, whichever way it comes."""

from datetime import timedelta

import pytest

from liveblog import publishing
from liveblog.models import Entry, EntryRevision
from liveblog.publishing import Conflict, ForecastFigures, Refused, ResultFigures, SectionWords
from liveblog.publishing.pollslock import OVERRIDDEN
from results.models import Contest, Declaration, Election
from tests.publishing.hall import FENSIDE, Clock, head, northquay
from tests.results.night import at

CLOSE = at("01:00") - timedelta(hours=3)  # 10pm
TOLD = "We hear the Harbour Party has held Northquay."
PLAIN = "The queue is eighty long."


@pytest.fixture(autouse=True)
def quarter_to_eight(clock: Clock) -> None:
    clock.now = CLOSE - timedelta(hours=2, minutes=14)


def publish(blog, **asked) -> Entry:
    return publishing.publish_entry(blog=blog, **asked)[0]


def refused(deed, **asked) -> dict[str, publishing.Fault]:
    before = Entry.objects.count(), EntryRevision.objects.count(), Declaration.objects.count()
    with pytest.raises(Refused) as refusal:
        deed(**asked)
    assert before == (
        Entry.objects.count(), EntryRevision.objects.count(), Declaration.objects.count(),
    )  # fmt: skip
    return {fault.field: fault for fault in refusal.value.faults}


def test_the_words_the_contest_the_law_and_the_time_are_named(blog):
    found = refused(publish, blog=blog, body=TOLD)
    assert found["body"].message == (
        "“the Harbour Party has held Northquay” gives a result while the poll in Northquay is open."
        " Polls close at 10.00pm: 2 h 14 min from now. Before that it may not be published"
        " (Representation of the People Act 1983, section 66A)."
    )
    assert (found["body"].code, found["body"].overridable) == ("polls_open", True)
    wait = found["publish_at"]
    assert (wait.severity, wait.proposals) == ("info", (CLOSE.isoformat(),))


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("headline", {"headline": "LAB HOLD NORTHQUAY", "body": PLAIN}),
        ("body", {"body": f"{PLAIN}\n\n{TOLD}"}),
        ("speaker", {"kind": "quote", "body": "Thanks!", "speaker": "Ada Quill, MP-elect"}),
        (
            "speaker_role",
            {
                "kind": "quote",
                "body": "Thanks!",
                "speaker": "Ada Quill",
                "speaker_role": "newly elected member",
            },
        ),
        ("body", {"body": "Exit poll: Orchard largest party."}),
        ("body", {"body": "Most voters told us they voted Lantern."}),
    ],
    ids=["headline", "body", "speaker", "role", "exit poll", "votes"],
)
def test_every_part_of_an_entry_counts(blog, field, asked):
    assert field in refused(publish, blog=blog, **asked)


def test_plain_words_and_the_second_of_the_close(blog, clock: Clock):
    publish(blog, body=PLAIN)
    clock.now = CLOSE - timedelta(seconds=1)
    assert "less than a minute from now" in refused(publish, blog=blog, body=TOLD)["body"].message
    clock.now = CLOSE
    publish(blog, body=TOLD)


def test_no_typed_time_makes_it_later(blog, clock: Clock):
    clock.now = CLOSE - timedelta(minutes=1)
    assert "body" in refused(publish, blog=blog, body=TOLD, at=CLOSE + timedelta(seconds=30))
    found = refused(publish, blog=blog, result=northquay(), at=CLOSE + timedelta(seconds=30))
    assert found["at"].code in {"polls_open", "very_early"}
    assert all(each.severity == "info" or each.overridable for each in found.values())


def test_figures_of_a_result_are_one_even_when_provisional(blog):
    for provisional in (False, True):
        found = refused(publish, blog=blog, result=northquay(provisional=provisional))
        assert found["at"].code == "polls_open"
    assert not Declaration.objects.exists()


def test_a_turnout_is_no_result(blog):
    turnout = publishing.TurnoutFigures("northquay", percentage="41", confirm=None)
    assert publish(blog, turnout=turnout).status == Entry.Status.PUBLISHED


def test_it_is_the_contest_that_is_named_or_any_that_is_open(blog):
    """A by-election of last month is over; the poll of today is not."""
    other = Election.objects.create(
        slug="by-2024",
        name="By-election",
        kind="by-election",
        polling_day=CLOSE.date() - timedelta(days=28),
        polls_close_at=CLOSE - timedelta(days=28),
    )
    over = Contest.objects.create(election=other, slug="westquay", name="Westquay")
    publishing.follow_contests(blog=blog, contests=[*blog.contests.all(), over])
    publish(blog, body="Harbour has held Westquay.")
    publish(blog, body="Harbour has held on by 200 votes.", contests=[over])
    assert "5 more" not in refused(publish, blog=blog, body=TOLD)["body"].message
    anywhere = refused(publish, blog=blog, body="Harbour has lost its seat.")["body"].message
    assert "while the polls in Northquay and 4 more are open" in anywhere


def test_a_blog_without_contests_has_no_lock(blog):
    publishing.follow_contests(blog=blog, contests=[])
    publish(blog, body=TOLD)


class TestWhatIsNotPublicYet:
    def test_a_draft_is_never_refused_until_it_is_published(self, blog, cast, clock):
        draft = publish(blog, body=TOLD, status="draft", by=cast.rosa)
        draft = publishing.revise_entry(entry=draft, version=1, body=f"{TOLD} Well!")
        assert "body" in refused(publishing.publish_draft, entry=draft, by=cast.rosa)
        clock.now = CLOSE
        assert publishing.publish_draft(entry=draft, by=cast.rosa).status == "published"

    def test_a_scheduled_entry_is_judged_by_its_time(self, blog, clock):
        early = CLOSE - timedelta(seconds=1)
        found = refused(publish, blog=blog, body=TOLD, status="scheduled", publish_at=early)
        assert "is open at 9.59pm" in found["body"].message
        entry = publish(blog, body=TOLD, status="scheduled", publish_at=CLOSE)
        assert "body" in refused(
            publishing.revise_entry, entry=entry, version=1, publish_at=early
        )  # brought forward
        clock.now = CLOSE
        assert publishing.publish_due() == 1

    def test_words_that_come_into_a_scheduled_entry_later(self, blog):
        early = CLOSE - timedelta(minutes=30)
        entry = publish(blog, body=PLAIN, status="scheduled", publish_at=early)
        assert "body" in refused(publishing.revise_entry, entry=entry, version=1, body=TOLD)
        late = publishing.revise_entry(entry=entry, version=1, body=TOLD, publish_at=CLOSE)
        assert (late.status, late.publish_at, late.at) == ("scheduled", CLOSE, CLOSE)

    def test_polls_that_stay_open_longer_hold_it_back(self, blog, clock):
        entry = publish(blog, body=TOLD, status="scheduled", publish_at=CLOSE)
        Election.objects.update(polls_close_at=CLOSE + timedelta(hours=1))
        clock.now = CLOSE
        assert publishing.publish_due() == 0
        entry.refresh_from_db()
        assert entry.status == "draft"

    def test_a_result_cannot_be_scheduled_for_an_open_poll(self, blog):
        asked = {"result": northquay(), "status": "scheduled"}
        early = CLOSE - timedelta(minutes=5)
        assert "at" in refused(publish, blog=blog, publish_at=early, **asked)

    def test_an_exit_poll_in_figures_says_when_it_may_be_out(self, blog):
        seats = {"harbour": 2, "orchard": 2, "lantern": 1}
        poll = ForecastFigures("quayshire-2024", "Quay TV", seats)
        found = refused(publish, blog=blog, forecast=poll)
        assert (found["at"].code, found["at"].overridable) == ("polls_open", False)
        assert found["publish_at"].proposals == (CLOSE.isoformat(),)
        entry = publish(blog, forecast=poll, status="scheduled", publish_at=CLOSE)
        assert entry.status == "scheduled"


class TestWhatIsPublic:
    def test_a_revision_is_refused_and_the_reason_that_readers_see(self, blog, cast):
        entry = publish(blog, body=PLAIN, by=cast.rosa)
        ask = {"entry": entry, "version": 1, "by": cast.rosa}
        assert "headline" in refused(publishing.revise_entry, headline="Harbour hold", **ask)
        found = refused(publishing.revise_entry, body="Long queue.", reason=TOLD, **ask)
        assert not found["reason"].overridable

    def test_retracting_is_never_refused_but_for_its_reason(self, blog, cast):
        entry = publish(blog, body=TOLD, by=cast.edith, override_reason="Counsel agrees.")
        assert "reason" in refused(publishing.retract_entry, entry=entry, reason=TOLD)
        gone = publishing.retract_entry(entry=entry, reason="Too early.", by=cast.edith)
        assert "body" in refused(publishing.restore_entry, entry=gone, by=cast.edith)
        back = publishing.restore_entry(entry=gone, by=cast.edith, override_reason="It is not.")
        assert back.revisions.last().reason == f"{OVERRIDDEN}It is not."

    def test_what_stands_on_the_page_is_not_asked_about_again(self, blog, cast):
        entry = publish(blog, body=TOLD, by=cast.edith, override_reason="Counsel agrees.")
        again = publishing.revise_entry(entry=entry, version=1, body=f"{TOLD} Rain.", by=cast.edith)
        assert again.version == 2
        more = f"{TOLD} Dov Reed lost his deposit."
        assert (
            "lost his deposit"
            in refused(publishing.revise_entry, entry=entry, version=2, body=more, by=cast.edith)[
                "body"
            ].message
        )

    def test_an_entry_of_the_night_before_can_be_pinned(self, blog, cast):
        entry = publish(blog, body=PLAIN, by=cast.edith)
        assert publishing.pin_entry(entry=entry).pinned


class TestAnEditorOverrides:
    def test_with_a_reason_that_is_kept(self, blog, cast):
        entry = publish(blog, body=TOLD, by=cast.edith, override_reason=" The poll was cancelled. ")
        kept = entry.revisions.get()
        assert (kept.reason, kept.by) == (f"{OVERRIDDEN}The poll was cancelled.", cast.edith)

    def test_a_reporter_does_not(self, blog, cast):
        found = refused(publish, blog=blog, body=TOLD, by=cast.rosa, override_reason="I insist.")
        assert "Only an editor" in found["override_reason"].message
        assert "body" in found

    def test_nor_does_a_stranger_or_nobody(self, blog, cast):
        for by in (cast.stan, None):
            assert "body" in refused(publish, blog=blog, body=TOLD, by=by, override_reason="Well.")

    @pytest.mark.parametrize("reason", ["x" * 300, "\x00"], ids=["long", "no text"])
    def test_not_with_any_reason(self, blog, cast, reason):
        found = refused(publish, blog=blog, body=TOLD, by=cast.edith, override_reason=reason)
        assert set(found) == {"override_reason"}

    def test_a_reason_where_nothing_is_locked_is_not_kept(self, blog, cast):
        entry = publish(blog, body=PLAIN, by=cast.edith, override_reason="Just in case.")
        assert entry.revisions.get().reason == ""

    def test_ahead_for_the_server_to_publish(self, blog, cast, clock):
        early = CLOSE - timedelta(minutes=5)
        asked = {"body": TOLD, "status": "scheduled", "publish_at": early}
        entry = publish(blog, by=cast.edith, override_reason="Cancelled.", **asked)
        moved = publishing.revise_entry(
            entry=entry, version=1, publish_at=early + timedelta(minutes=1), by=cast.edith
        )
        clock.now = early + timedelta(minutes=1)
        assert publishing.publish_due() == 1
        reasons = [each.reason for each in moved.revisions.all()]
        assert reasons == [f"{OVERRIDDEN}Cancelled."] * 3

    def test_a_draft_that_is_published_now(self, blog, cast):
        draft = publish(blog, body=TOLD, status="draft", by=cast.rosa)
        done = publishing.publish_draft(entry=draft, by=cast.edith, override_reason="Cancelled.")
        assert done.revisions.last().reason == f"{OVERRIDDEN}Cancelled."

    def test_figures_with_the_reason_that_they_bring(self, blog, cast):
        result = northquay(override_reason="The register was wrong.")
        entry = publish(blog, result=result, by=cast.edith)
        assert entry.declaration.override_reason == "The register was wrong."
        assert entry.revisions.get().reason == f"{OVERRIDDEN}The register was wrong."
        assert "override_reason" in " ".join(
            refused(publish, blog=blog, result=result, by=cast.rosa)
        )


class TestWordsOfNoEntry:
    """They have no history in which a reason would be kept: nobody overrides it."""

    @pytest.mark.parametrize("field", ["title", "standfirst", "byline", "place"])
    def test_the_head_of_a_blog(self, blog, field):
        before = head(blog)
        with pytest.raises(Refused) as refusal:
            publishing.edit_blog(blog=blog, **{field: TOLD})
        assert [(f.field, f.overridable) for f in refusal.value.faults] == [(field, False)]
        assert head(blog) == before
        publishing.edit_blog(blog=blog, **{field: "Five seats, one hall."})

    def test_a_new_blog_on_these_contests(self, blog):
        asked = {"slug": "other", "polling_day": blog.polling_day, "title": "Labour win Northquay"}
        with pytest.raises(Refused):
            publishing.create_blog(contests=list(blog.contests.all()), **asked)
        publishing.create_blog(contests=[], **asked)

    def test_what_is_waited_for(self, blog):
        with pytest.raises(Refused):
            publishing.await_figure(blog=blog, what="Official word that Quill has won")
        awaited = publishing.await_figure(blog=blog, what="The last boxes")
        with pytest.raises(Refused):
            publishing.drop_awaited(awaited=awaited, reason="Quill has won anyway.")

    def test_the_article(self, blog, clock):
        clock.now = at("02:30")
        publish(blog, result=northquay(confirm=None))
        publishing.publish_glance(blog=blog)
        Election.objects.update(polls_close_at=at("03:30"))  # a poll that was reopened
        words = {"introduction": SectionWords("Harbour has lost its seat.", "", "")}
        with pytest.raises(Refused):
            publishing.save_glance(blog=blog, version=1, sections=words)
        publishing.take_down_glance(blog=blog)
        publishing.save_glance(blog=blog, version=1, sections=words)
        with pytest.raises(Conflict, match="Polls close"):
            publishing.publish_glance(blog=blog)


def test_a_feed_with_a_fast_clock_is_no_earlier(blog, clock: Clock):
    clock.now = CLOSE - timedelta(minutes=1)
    fenside = blog.contests.get(slug="fenside")
    figures = ResultFigures("fenside", votes=FENSIDE, rejected=0)
    with pytest.raises(Refused) as refusal:
        publishing.declare_result(contest=fenside, figures=figures, at=CLOSE)
    assert "no result before then" in str(refusal.value)


def test_the_lock_costs_one_question_once_the_polls_are_closed(
    blog, clock: Clock, django_assert_max_num_queries
):
    clock.now = at("02:30")
    with django_assert_max_num_queries(18):
        publish(blog, body=TOLD)


def test_six_hundred_and_fifty_seats_are_no_burden(blog):
    election = blog.contests.first().election
    made = Contest.objects.bulk_create(
        Contest(election=election, slug=f"seat-{n}", name=f"Seat Number {n}") for n in range(645)
    )
    publishing.follow_contests(blog=blog, contests=[*blog.contests.all(), *made])
    found = refused(publish, blog=blog, body="Labour has held Seat Number 77")
    assert "while the poll in Seat Number 77 is open" in found["body"].message
