"""Who is here, who is writing, and whose the entry is that two people have open."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Entry, Membership, Presence
from tests.desk.sent import DESK, NOW

HERE = f"{DESK}presence/"
SECOND = timedelta(seconds=1)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now

    def tick(self, seconds: float) -> None:
        self.now += seconds * SECOND


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, half_past_two: None) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


class Tab:
    """A tab of somebody's browser; `reload` is another page in it."""

    def __init__(self, browser: Client, entry: Entry | None = None) -> None:
        self.browser, self.entry, self.tab = browser, entry, uuid4()
        self.reload()

    def reload(self) -> None:
        self.page = uuid4()

    def beat(self, **more: str) -> str:
        answer = self.browser.post(HERE, {**self.says(), **more})
        assert answer.status_code == (204 if "leaving" in more else 200)
        return " ".join(answer.content.decode().split())

    def says(self) -> dict[str, str]:
        entry = self.entry.public_id if self.entry else ""
        return {"tab": str(self.tab), "page": str(self.page), "entry": entry}


@pytest.fixture
def rosa_here(desk: Client, clock: Clock) -> Tab:
    return Tab(desk)


@pytest.fixture
def edith_here(editor: Client, clock: Clock) -> Tab:
    return Tab(editor)


@pytest.fixture
def rosa_edits(desk: Client, entry: Entry, clock: Clock) -> Tab:
    return Tab(desk, entry)


@pytest.fixture
def edith_edits(editor: Client, entry: Entry, clock: Clock) -> Tab:
    return Tab(editor, entry)


def test_each_is_told_of_the_others_and_not_of_themselves(rosa_here: Tab, edith_here: Tab):
    assert "Here with you" not in rosa_here.beat()
    told = edith_here.beat()
    assert "<b>Rosa</b>" in told
    assert "Edith" not in told
    assert "<b>Edith</b>" in rosa_here.beat()


def test_who_is_writing_and_what_is_edited_is_said(rosa_here, edith_here, rosa_edits):
    rosa_here.beat(writing="1")
    assert "writing…" in edith_here.beat()
    rosa_here.beat(writing="0")
    assert "writing…" not in edith_here.beat()
    rosa_edits.beat(writing="1")
    told = edith_here.beat()
    assert "editing the entry of" in told
    assert "2.30am" in told
    assert told.count("<b>Rosa</b>") == 1  # on two pages, and yet one person


def test_a_tab_that_died_is_gone_within_a_minute(rosa_here, edith_here, clock):
    rosa_here.beat()
    clock.tick(59)
    assert "Rosa" in edith_here.beat()
    clock.tick(1)
    assert "Rosa" not in edith_here.beat()


def test_a_page_that_was_shut_is_gone_in_a_breath(rosa_here, edith_here, clock):
    rosa_here.beat(writing="1")
    rosa_here.beat(leaving="1")
    assert "writing…" not in edith_here.beat()
    clock.tick(6)
    assert "Rosa" not in edith_here.beat()


def test_a_reload_is_no_new_arrival_whichever_message_comes_first(
    rosa_edits, edith_edits, clock, entry
):
    rosa_edits.beat()
    clock.tick(2)
    edith_edits.beat()
    rosa_edits.beat(leaving="1")
    old_page = rosa_edits.page
    rosa_edits.reload()
    clock.tick(2)
    assert "You are editing this." in rosa_edits.beat()  # she was first, and still is
    new_page, rosa_edits.page = rosa_edits.page, old_page
    rosa_edits.beat(leaving="1")  # of the old page, on a slow way
    rosa_edits.page = new_page
    clock.tick(20)
    assert "Rosa has been editing this since" in edith_edits.beat()


def test_most_signs_of_life_write_nothing(rosa_here, clock, django_assert_num_queries, blog):
    rosa_here.beat()
    written = 0
    for _ in range(8):  # two minutes
        clock.tick(15)
        before = Presence.objects.get().seen
        rosa_here.beat()
        written += Presence.objects.get().seen != before
        assert clock.now - Presence.objects.get().seen < timedelta(seconds=45)
    assert written == 4


def test_a_change_is_written_at_once(rosa_here, clock):
    rosa_here.beat()
    clock.tick(1)
    rosa_here.beat(writing="1")
    assert Presence.objects.get().is_writing


def test_what_died_is_swept_by_whoever_writes(rosa_here, edith_here, clock):
    rosa_here.beat()
    clock.tick(61)
    edith_here.beat()
    assert [each.user.username for each in Presence.objects.all()] == ["edith"]


def test_nothing_of_it_reaches_the_log(rosa_edits, edith_edits, blog, editor, entry):
    head = Blog.objects.get().feed.head
    rosa_edits.beat(writing="1")
    edith_edits.beat()
    editor.post(f"{DESK}{entry.public_id}/take-over/")
    assert Blog.objects.get().feed.head == head


def test_names_are_text(rosa_here, edith_here, rosa: User):
    User.objects.filter(pk=rosa.pk).update(first_name="<img src=x>")
    rosa_here.beat()
    assert "&lt;img src=x&gt;" in edith_here.beat()


def test_a_contributor_is_seen_and_sees_nobody(rosa_here, seat, stan, blog, clock):
    Membership.objects.create(blog=blog, user=stan, role=Membership.Role.CONTRIBUTOR)
    rosa_here.beat()
    assert "Rosa" not in Tab(seat(stan)).beat()
    assert "<b>stan</b>" in rosa_here.beat()


def test_a_contributor_locks_only_what_is_their_own(seat, stan, blog, entry, clock, rosa_edits):
    Membership.objects.create(blog=blog, user=stan, role=Membership.Role.CONTRIBUTOR)
    Tab(seat(stan), entry).beat()
    assert Presence.objects.get(user=stan).entry is None


@pytest.mark.parametrize("said", [{}, {"tab": "x", "page": "y"}, {"tab": str(uuid4())}])
def test_a_page_without_an_id_is_refused(desk: Client, blog, said):
    assert desk.post(HERE, said).status_code == 400
    assert not Presence.objects.exists()


def test_at_a_closed_blog_nobody_is_waited_for(desk: Client, blog, clock):
    assert "data-together" in desk.get(DESK).content.decode()
    publishing.close_blog(blog=blog)
    assert "data-together" not in desk.get(DESK).content.decode()
    assert desk.post(HERE, {"tab": str(uuid4()), "page": str(uuid4())}).status_code == 410


def test_a_database_that_is_busy_costs_a_sign_of_life_and_no_more(
    rosa_here, edith_here, monkeypatch
):
    edith_here.beat()

    def busy(**_said: object) -> bool:
        raise OperationalError("database is locked")

    monkeypatch.setattr(publishing, "note_presence", busy)
    assert "Edith" in rosa_here.beat()


def test_two_pages_of_a_tab_at_once_are_one_row(blog, rosa, clock):
    from liveblog.publishing.presence import _insert

    tab = UUID(int=7)
    for page in (UUID(int=1), UUID(int=2)):
        _insert(Presence(blog=blog, user=rosa, tab=tab, page=page, seen=clock.now, since=clock.now))
    assert Presence.objects.get().page == UUID(int=2)


class TestLock:
    """It advises and stops nobody."""

    def test_who_opens_the_same_entry_sees_since_when_it_is_edited(
        self, rosa_edits, edith_edits, editor, entry, clock
    ):
        rosa_edits.beat()
        clock.tick(120)
        rosa_edits.beat()
        page = editor.get(f"{DESK}{entry.public_id}/").content.decode()
        for told in (page, edith_edits.beat()):
            assert "Rosa has been editing this since" in told
            assert "2.30am" in told
            assert "Take over" in told
        assert "Edith has it open as well." in rosa_edits.beat()

    def test_it_is_taken_over_deliberately_and_the_other_page_is_told(
        self, rosa_edits, edith_edits, editor, entry, clock
    ):
        rosa_edits.beat(writing="1")
        edith_edits.beat()
        clock.tick(30)
        assert editor.post(f"{DESK}{entry.public_id}/take-over/").status_code == 302
        told = rosa_edits.beat(writing="1")
        assert "Edith took this over at" in told
        assert "your text is kept here." in told
        assert "Take it back" in told
        assert "You are editing this. Rosa has it open as well." in edith_edits.beat()

    def test_and_taken_back(self, rosa_edits, edith_edits, desk, editor, entry, clock):
        rosa_edits.beat()
        edith_edits.beat()
        editor.post(f"{DESK}{entry.public_id}/take-over/")
        clock.tick(30)
        desk.post(f"{DESK}{entry.public_id}/take-over/")
        assert "Rosa took this over at" in edith_edits.beat()
        assert "You are editing this." in rosa_edits.beat()

    def test_who_took_over_and_left_is_said_to_have_left(
        self, rosa_edits, edith_edits, editor, entry, clock
    ):
        rosa_edits.beat()
        edith_edits.beat()
        editor.post(f"{DESK}{entry.public_id}/take-over/")
        for _ in range(3):
            clock.tick(30)
            rosa_edits.beat()
        assert "Edith has left it since." in rosa_edits.beat()

    def test_it_blocks_neither_saving_nor_taking_back(self, rosa_edits, desk, editor, entry, clock):
        rosa_edits.beat()
        form = {"version": 1, "body": "Ajar.", "at": "2.30am"}
        assert editor.post(f"{DESK}{entry.public_id}/", form).status_code == 302
        sent = {"version": 2, "reason": "Wrong hall."}
        assert editor.post(f"{DESK}{entry.public_id}/retract/", sent).status_code == 302

    def test_it_ends_with_the_tab(self, rosa_edits, edith_edits, clock):
        rosa_edits.beat()
        clock.tick(60)
        assert "Rosa" not in edith_edits.beat()

    def test_one_is_not_in_ones_own_way(self, rosa_edits, desk, entry):
        rosa_edits.beat()
        assert "data-lock" not in Tab(desk, entry).beat()

    def test_an_entry_of_another_blog_is_none(self, rosa_here, edith, entry, contests):
        other = publishing.create_blog(
            slug="other", title="Other", polling_day=NOW.date(), by=edith
        )
        far, _ = publishing.publish_entry(blog=other, body="Far.")
        rosa_here.entry = far
        rosa_here.beat()
        assert Presence.objects.get().entry is None
