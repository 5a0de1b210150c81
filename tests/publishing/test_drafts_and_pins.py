import logging
from datetime import timedelta

import pytest

from liveblog import publishing
from liveblog.models import Entry
from liveblog.publishing import Conflict, Refused
from results.models import Contest, Declaration
from tests.publishing.hall import corrected, events, head, northquay, told
from tests.results.night import at


def publish(blog, **wording):
    return publishing.publish_entry(blog=blog, **wording)[0]


@pytest.fixture
def scheduled(blog, clock):
    """Due in five minutes."""
    return publish(
        blog, body="Five past.", status="scheduled", publish_at=clock.now + timedelta(minutes=5)
    )


def test_a_draft_is_published_now_with_its_figures(blog, clock, cast):
    draft = publish(blog, status="draft", result=northquay())
    clock.tick(10)
    entry = publishing.publish_draft(entry=draft, by=cast.edith)
    assert (entry.status, entry.at, entry.version) == ("published", clock.now, 2)
    assert entry.declaration.recorded_by == cast.edith
    assert told(blog) == ["board", "put published"]
    assert "majority" in entry.body.lower()


def test_a_draft_is_published_at_a_time_that_has_been(blog):
    draft = publish(blog, body="One.", status="draft")
    with pytest.raises(Refused) as refused:
        publishing.publish_draft(entry=draft, at=at("03:00"))
    assert [fault.field for fault in refused.value.faults] == ["at"]
    assert publishing.publish_draft(entry=draft, at=at("01:00")).at == at("01:00")


def test_a_draft_whose_figures_do_not_hold_stays_a_draft(blog):
    draft = publish(blog, status="draft", result=northquay(votes={"ada-quill": 1}))
    with pytest.raises(Refused) as refused:
        publishing.publish_draft(entry=draft)
    assert {fault.field for fault in refused.value.faults} >= {"result.votes.ben-marsh"}
    draft.refresh_from_db()
    assert (draft.status, head(blog)) == ("draft", 0)


def test_it_is_published_once(blog):
    draft = publish(blog, body="One.", status="draft")
    publishing.publish_draft(entry=draft)
    with pytest.raises(Conflict, match="published already"):
        publishing.publish_draft(entry=draft)


def test_a_blog_that_is_over_takes_no_drafts(blog):
    draft = publish(blog, body="One.", status="draft")
    publishing.close_blog(blog=blog)
    with pytest.raises(Conflict, match="over"):
        publishing.publish_draft(entry=draft)


class TestDue:
    def test_nothing_is_published_before_its_time(self, blog, scheduled, clock):
        clock.tick(4)
        assert publishing.publish_due() == 0
        assert head(blog) == 0

    def test_it_is_published_at_its_time_and_once(self, blog, scheduled, clock):
        clock.tick(6)
        assert publishing.publish_due() == 1
        assert publishing.publish_due() == 0
        entry = Entry.objects.get(pk=scheduled.pk)
        assert (entry.status, entry.at) == ("published", at("02:35"))
        assert told(blog) == ["put published"]

    def test_figures_that_do_not_hold_any_more_wait_for_a_person(self, blog, clock, caplog):
        entry = publish(
            blog,
            status="scheduled",
            publish_at=clock.now + timedelta(minutes=5),
            result=corrected(),
        )
        publish(blog, result=northquay())
        after = publish(
            blog, body="Next.", status="scheduled", publish_at=clock.now + timedelta(minutes=6)
        )
        clock.tick(10)
        with caplog.at_level(logging.ERROR):
            assert publishing.publish_due() == 1
        entry.refresh_from_db()
        after.refresh_from_db()
        assert (entry.status, entry.publish_at, after.status) == ("draft", None, "published")
        assert "already declared" in caplog.text
        assert Declaration.objects.count() == 1

    def test_a_blog_that_was_closed_meanwhile_keeps_it_as_a_draft(self, blog, scheduled, clock):
        publishing.close_blog(blog=blog)
        clock.tick(10)
        assert publishing.publish_due() == 0
        scheduled.refresh_from_db()
        assert scheduled.status == "draft"

    def test_a_contest_that_is_followed_no_more_makes_it_a_draft(self, blog, clock):
        entry = publish(
            blog,
            status="scheduled",
            publish_at=clock.now + timedelta(minutes=5),
            result=northquay(),
        )
        publishing.follow_contests(blog=blog, contests=[])
        clock.tick(10)
        assert publishing.publish_due() == 0
        entry.refresh_from_db()
        assert entry.status == "draft"


class TestPins:
    def test_a_pin_is_an_event_of_the_blog_and_not_of_the_entry(self, blog):
        entry = publish(blog, headline="Guide")
        assert publishing.pin_entry(entry=entry).version == 1
        assert told(blog) == ["put published", "blog"]
        assert [each["id"] for each in events(blog)[-1]["pinned"]] == [entry.public_id]
        publishing.unpin_entry(entry=entry)
        assert events(blog)[-1]["pinned"] == []

    def test_pinning_twice_tells_once(self, blog):
        entry = publish(blog, headline="Guide")
        publishing.pin_entry(entry=entry)
        publishing.pin_entry(entry=entry)
        assert told(blog) == ["put published", "blog"]

    @pytest.mark.parametrize("deed", [publishing.pin_entry, publishing.unpin_entry])
    def test_only_what_is_published_is_pinned(self, blog, deed):
        with pytest.raises(Conflict):
            deed(entry=publish(blog, headline="Draft", status="draft"))


class TestDeclaringWithoutAnEntry:
    def contest(self):
        return Contest.objects.get(slug="northquay")

    def test_only_the_board_moves(self, blog, cast):
        publishing.declare_result(
            contest=self.contest(), figures=northquay(), at=at("02:00"), by=cast.edith
        )
        assert told(blog) == ["board"]
        assert self.contest().declaration.recorded_by == cast.edith

    @pytest.mark.parametrize(
        ("figures", "instant", "field"),
        [
            (northquay(rejected="x"), "02:00", "rejected"),
            (northquay(votes={"ada-quill": 1}), "02:00", "votes.ben-marsh"),
            (northquay(), "02:40", "declared_at"),
            (northquay(reason="x" * 301), "02:00", "reason"),
        ],
    )
    def test_its_faults_are_named_as_the_feed_sent_them(self, blog, figures, instant, field):
        with pytest.raises(Refused) as refused:
            publishing.declare_result(contest=self.contest(), figures=figures, at=at(instant))
        assert field in {fault.field for fault in refused.value.faults}
        assert head(blog) == 0
