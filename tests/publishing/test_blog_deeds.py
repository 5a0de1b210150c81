import pytest

from liveblog import publishing
from liveblog.models import Blog, Entry, Membership
from liveblog.publishing import Conflict, Refused
from results.models import Contest
from tests.publishing.hall import events, head, northquay, told


def test_who_makes_a_blog_edits_it(blog, cast):
    assert Membership.objects.role_of(cast.edith, blog) == "editor"
    assert Membership.objects.role_of(cast.rosa, blog) == "reporter"
    assert Membership.objects.role_of(cast.stan, blog) is None
    assert (blog.feed.name, blog.feed.head, blog.feed.status) == (blog.slug, 0, "live")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "quayshire"}, "slug"),
        ({"slug": "api"}, "slug"),
        ({"slug": "a b"}, "slug"),
        ({"title": ""}, "title"),
        ({"title": "t" * 201}, "title"),
        ({"time_zone": "Europe/Ilford"}, "time_zone"),
        ({"status": "closed"}, "status"),
    ],
)
def test_a_blog_that_could_not_be_is_refused_field_by_field(blog, changes, field):
    wanted = {"slug": "fresh-night", "title": "Fresh", "polling_day": blog.polling_day, **changes}
    with pytest.raises(Refused) as refused:
        publishing.create_blog(**wanted)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert Blog.objects.count() == 1


def test_the_head_changes_on_every_open_page(blog):
    publishing.edit_blog(blog=blog, title=" A longer night ", standfirst="Still counting.")
    (event,) = events(blog)
    assert (event["type"], event["title"], event["summary"]) == (
        "blog", "A longer night", "Still counting.",
    )  # fmt: skip
    publishing.edit_blog(blog=blog, title="A longer night")
    assert head(blog) == 1
    with pytest.raises(Refused):
        publishing.edit_blog(blog=blog, title=" ")
    with pytest.raises(TypeError):
        publishing.edit_blog(blog=blog, slug="other")


def test_a_night_from_its_opening_to_its_seal(blog, clock):
    Blog.objects.filter(pk=blog.pk).update(status="upcoming")
    opened = publishing.open_blog(blog=blog)
    assert (opened.status, opened.opened_at) == ("live", clock.now)
    clock.tick(60)
    closed = publishing.close_blog(blog=blog)
    assert (closed.status, closed.closed_at, closed.feed.is_open) == ("closed", clock.now, False)
    reopened = publishing.reopen_blog(blog=blog)
    assert (reopened.status, reopened.closed_at, reopened.feed.is_open) == ("live", None, True)
    publishing.close_blog(blog=blog)
    sealed = publishing.archive_blog(blog=blog)
    assert (sealed.status, sealed.feed.status, sealed.feed.is_open) == (
        "archived", "archived", False,
    )  # fmt: skip
    assert [event["status"] for event in events(blog)] == [
        "live", "closed", "live", "closed", "archived",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        ("upcoming", ["reopen_blog", "archive_blog"]),
        ("live", ["open_blog", "reopen_blog", "archive_blog"]),
        ("closed", ["open_blog", "close_blog"]),
        ("archived", ["open_blog", "close_blog", "reopen_blog", "archive_blog"]),
    ],
)
def test_a_step_that_is_not_the_next_is_a_conflict(blog, status, refused):
    Blog.objects.filter(pk=blog.pk).update(status=status)
    for name in refused:
        with pytest.raises(Conflict):
            getattr(publishing, name)(blog=blog)
    assert head(blog) == 0


def test_an_archived_blog_is_not_edited_and_follows_nothing_else(blog):
    publishing.close_blog(blog=blog)
    publishing.archive_blog(blog=blog)
    with pytest.raises(Conflict):
        publishing.edit_blog(blog=blog, title="Other")
    with pytest.raises(Conflict):
        publishing.follow_contests(blog=blog, contests=[])
    publishing.declare_result(
        contest=Contest.objects.get(slug="northquay"),
        figures=northquay(),
        at=blog.opened_at,
    )
    assert told(blog) == ["blog", "blog"]


def test_a_contest_named_twice_is_followed_once(blog):
    northquay_ = Contest.objects.get(slug="northquay")
    publishing.follow_contests(blog=blog, contests=[northquay_, northquay_])
    assert list(blog.contests.all()) == [northquay_]


def test_only_a_rehearsal_is_wiped_and_then_goes_on_under_another_epoch(blog):
    publishing.publish_entry(blog=blog, result=northquay())
    with pytest.raises(Conflict, match="stays on record"):
        publishing.wipe_rehearsal(blog=blog)
    Blog.objects.filter(pk=blog.pk).update(is_rehearsal=True)
    epoch = blog.feed.epoch
    publishing.close_blog(blog=blog)
    wiped = publishing.wipe_rehearsal(blog=blog)
    assert (wiped.status, wiped.closed_at, Entry.objects.count()) == ("live", None, 0)
    assert (wiped.feed.head, wiped.feed.is_open) == (0, True)
    assert wiped.feed.epoch != epoch
