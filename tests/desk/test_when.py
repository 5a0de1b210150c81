"""Drafts, times to come and the close of poll, as they are chosen at the desk."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Entry
from tests.desk.sent import DESK, NOW, northquay, typed

TOLD = "Harbour has held Northquay."
CLOSE = datetime.fromisoformat("2024-05-02T22:00:00+01:00")


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(NOW)
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def eight(clock: Clock) -> Clock:
    """It is 8pm: the polls close in two hours."""
    clock.now = CLOSE - timedelta(hours=2)
    return clock


def only(blog: Blog) -> Entry:
    return blog.entries.get()


def taps(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<button class="button" name="(put|go)" value="([^"]+)"', page)


@pytest.mark.parametrize("kind", ["update", "quote", "turnout", "result", "forecast", "correction"])
def test_every_kind_can_be_kept_as_a_draft(desk: Client, blog: Blog, entry: Entry, kind: str):
    extra = {
        "result": northquay(),
        "turnout": {"turnout.contest": "northquay", "turnout.percentage": "60"},
        "forecast": {
            "forecast.election": "quayshire-2024",
            "forecast.source": "Quay TV",
            "forecast.seats": "Har 5",
        },
        "correction": {"corrects": entry.public_id},
    }.get(kind, {})
    sent = {**typed(kind, body="A draft."), **extra, "kind": kind, "when": "draft"}
    answer = desk.post(DESK, sent, follow=True)
    made = blog.entries.exclude(pk=entry.pk).get()
    assert (made.status, made.publish_at, made.kind) == ("draft", None, kind)
    page = answer.content.decode()
    assert "Kept as a draft, which readers do not see" in page
    assert "Draft: readers do not see it" in page


def test_without_the_choice_it_is_published_now(desk: Client, blog: Blog):
    assert desk.post(DESK, typed(body="Now.")).status_code == 302
    assert only(blog).status == "published"


@pytest.mark.parametrize(("text", "minutes"), [("10.15pm", 135), ("22:15", 135), ("in 20 min", 20)])
def test_it_comes_out_by_itself_at_the_time_given(desk, blog, eight, text, minutes):
    sent = typed(body="The boxes are coming.", when="at", publish_at=text)
    page = desk.post(DESK, sent, follow=True).content.decode()
    due = eight.now + timedelta(minutes=minutes)
    made = only(blog)
    assert (made.status, made.publish_at, made.at) == ("scheduled", due, due)
    assert "Comes out by itself at" in page
    assert f"in {minutes // 60} h {minutes % 60} min" in page or f"in {minutes} min" in page
    eight.now = due
    assert publishing.publish_due() == 1
    assert "The boxes are coming." in desk.get("/quay-night/").content.decode()


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"when": "at"}, "publish_at", "Say when"),
        ({"when": "at", "publish_at": "later"}, "publish_at", "is not a time"),
        ({"when": "at", "publish_at": "7pm"}, "publish_at", "is past today"),
        ({"when": "at", "publish_at": "5 minutes ago"}, "publish_at", "is past"),
        ({"when": "now", "publish_at": "10pm"}, "publish_at", "publish it at 10pm?"),
        ({"when": "someday"}, "when", "is not one of"),
        ({"when": "now", "at": "12.52am"}, "at", "Did you mean 12.52pm?"),
    ],
)
def test_what_is_refused_keeps_every_word(desk, blog, eight, fields, field, words):
    answer = desk.post(DESK, typed(body="Kept <b>here</b>.", **fields))
    assert answer.status_code in {409, 422}
    form = answer.context["form"]
    assert words in " ".join(form.errors[field])
    assert "Kept &lt;b&gt;here&lt;/b&gt;." in answer.content.decode()
    for name, value in fields.items():
        assert form[name].value() == value
    assert not blog.entries.exists()


class TestTaps:
    def test_a_slip_is_put_right_by_one_tap(self, desk: Client, blog: Blog):
        sent = typed(body="A box arrives.", at="12.52pm")
        refused = desk.post(DESK, sent)
        assert refused.status_code == 422
        offered = taps(refused.content.decode())
        assert offered == [("put", "at=12.52am"), ("put", "at=2024-05-02 12.52pm")]
        put = desk.post(DESK, {**sent, "put": "at=12.52am"})
        assert put.status_code == 200
        assert not blog.entries.exists()
        form = put.context["form"]
        assert (form["at"].value(), form["body"].value()) == ("12.52am", "A box arrives.")
        assert desk.post(DESK, {**sent, "at": form["at"].value()}).status_code == 302
        assert only(blog).at == datetime.fromisoformat("2024-05-03T00:52:00+01:00")

    def test_on_the_page_of_an_entry_too(self, desk: Client, entry: Entry):
        address = f"{DESK}{entry.public_id}/"
        sent = {"version": "1", "body": entry.body, "at": "2.07pm"}
        refused = desk.post(address, sent)
        assert ("put", "at=2.07am") in taps(refused.content.decode())
        put = desk.post(address, {**sent, "put": "at=2.07am"})
        assert put.status_code == 200
        assert put.context["form"]["at"].value() == "2.07am"
        entry.refresh_from_db()
        assert entry.version == 1

    def test_a_time_to_publish_that_could_be_two(self, desk, blog, eight):
        sent = typed(body="Later.", when="at", publish_at="9.30")
        offered = taps(desk.post(DESK, sent).content.decode())
        assert offered == [("put", "publish_at=9.30pm"), ("put", "publish_at=9.30am")]

    def test_nothing_else_is_put_anywhere(self, desk: Client, blog: Blog):
        sent = {**typed(body="Mine."), "go": "body=Theirs.", "put": ""}
        sent.pop("put")
        assert desk.post(DESK, sent).status_code == 302
        assert only(blog).body == "Mine."

    def test_json_answers_carry_them(self, desk: Client, blog: Blog):
        sent = typed(body="A box.", at="12.52pm")
        (fault,) = desk.post(DESK, sent, headers={"accept": "application/json"}).json()["faults"]
        assert fault["field"] == "at"
        assert fault["proposals"][0] == "12.52am"


class TestBeforeThePollsClose:
    def test_the_refusal_stands_beside_the_words_with_the_way_out(self, desk, blog, eight):
        answer = desk.post(DESK, typed(body=TOLD))
        page = answer.content.decode()
        assert answer.status_code == 422
        form = answer.context["form"]
        (message,) = form.errors["body"]
        assert message.startswith("“Harbour has held Northquay” gives a result while the poll in")
        assert "Polls close at 10.00pm: 2 h from now" in message
        assert taps(page) == [("go", "when=close")]
        assert "Publish when the polls close, at 10.00pm" in page
        assert form.told() == [
            {
                "field": "when",
                "message": "It may be published when the polls close, at 10.00pm.",
                "severity": "info",
                "proposals": ["close"],
            }
        ]

    def test_one_tap_schedules_it(self, desk, blog, eight):
        sent = {**typed(body=TOLD), "when": "now", "go": "when=close"}
        page = desk.post(DESK, sent, follow=True).content.decode()
        assert "Comes out by itself when the polls close, at 10.00pm" in page
        assert (only(blog).status, only(blog).publish_at) == ("scheduled", CLOSE)
        eight.now = CLOSE
        assert publishing.publish_due() == 1

    def test_who_waits_for_a_close_that_has_come_is_published(self, desk, blog):
        assert desk.post(DESK, typed(body=TOLD, when="close")).status_code == 302
        assert only(blog).status == "published"

    def test_an_editor_overrides_with_a_reason_that_is_kept(self, editor, blog, eight):
        sent = typed(body=TOLD)
        assert 'name="override_reason"' in editor.post(DESK, sent).content.decode()
        sent["override_reason"] = "The poll was countermanded."
        assert editor.post(DESK, sent).status_code == 302
        history = editor.get(f"{DESK}{only(blog).public_id}/history/").content.decode()
        assert "Published before the close of poll: The poll was countermanded." in history

    def test_a_reporter_is_told_to_ask_an_editor(self, desk, blog, eight):
        page = desk.post(DESK, typed(body=TOLD)).content.decode()
        assert 'name="override_reason"' not in page
        assert "an editor can publish it with a reason" in page
        answer = desk.post(DESK, typed(body=TOLD, override_reason="I insist."))
        assert "Only an editor" in answer.content.decode()
        assert not blog.entries.exists()

    def test_a_draft_says_when_it_may_be_out_and_is_stopped_until_then(self, desk, blog, eight):
        page = desk.post(DESK, typed(body=TOLD, when="draft"), follow=True).content.decode()
        assert "it may be published from" in page
        address = f"{DESK}{only(blog).public_id}/publish/"
        refused = desk.post(address, {"version": "1"})
        assert refused.status_code == 422
        assert "gives a result while" in refused.content.decode()
        assert desk.post(address, {"version": "1", "go": "when=close"}).status_code == 302
        assert only(blog).publish_at == CLOSE

    def test_an_editor_publishes_such_a_draft_with_a_reason(self, editor, blog, eight):
        editor.post(DESK, typed(body=TOLD, when="draft"))
        address = f"{DESK}{only(blog).public_id}/publish/"
        assert 'name="override_reason"' in editor.post(address).content.decode()
        assert editor.post(address, {"override_reason": "Countermanded."}).status_code == 302
        assert only(blog).status == "published"

    def test_the_head_of_the_blog(self, editor, blog, contests, eight):
        sent = {"title": "Harbour win Northquay", "contests": [each.pk for each in contests]}
        answer = editor.post(f"{DESK}settings/", sent)
        assert answer.status_code == 422
        assert "while the poll in Northquay is open" in answer.content.decode()
        assert 'name="override_reason"' not in answer.content.decode()

    def test_no_lock_without_an_open_poll(self, desk, blog):
        assert desk.post(DESK, typed(body=TOLD)).status_code == 302


class TestWhatIsNotOutYet:
    @pytest.fixture
    def scheduled(self, desk: Client, blog: Blog, eight: Clock) -> Entry:
        desk.post(DESK, typed(body="Boxes.", when="at", publish_at="9pm"))
        return only(blog)

    def sent(self, desk: Client, entry: Entry, **changed: str) -> dict[str, str]:
        form = desk.get(f"{DESK}{entry.public_id}/").context["form"]
        return {name: form[name].value() or "" for name in form.fields} | changed

    def test_its_time_is_changed_where_it_is_edited(self, desk, scheduled):
        address = f"{DESK}{scheduled.public_id}/"
        assert desk.get(address).context["form"]["publish_at"].value() == "9.00pm"
        changed = self.sent(desk, scheduled, publish_at="9.30pm")
        page = desk.post(address, changed, follow=True).content.decode()
        assert "It comes out by itself at 9.30pm." in page
        scheduled.refresh_from_db()
        assert scheduled.publish_at == CLOSE - timedelta(minutes=30)
        assert [each.why for each in scheduled.revisions.all()] == ["scheduled", "rescheduled"]

    def test_it_becomes_a_draft_or_waits_for_the_close(self, desk, scheduled):
        address = f"{DESK}{scheduled.public_id}/"
        desk.post(address, self.sent(desk, scheduled, when="close"))
        scheduled.refresh_from_db()
        assert scheduled.publish_at == CLOSE
        desk.post(address, self.sent(desk, scheduled, when="draft"))
        scheduled.refresh_from_db()
        assert (scheduled.status, scheduled.publish_at) == ("draft", None)

    def test_other_words_leave_the_time_as_it_is(self, desk, scheduled):
        due = CLOSE - timedelta(minutes=30, seconds=23)
        Entry.objects.filter(pk=scheduled.pk).update(publish_at=due)
        desk.post(f"{DESK}{scheduled.public_id}/", self.sent(desk, scheduled, body="More boxes."))
        scheduled.refresh_from_db()
        assert (scheduled.body, scheduled.publish_at) == ("More boxes.", due)

    def test_it_is_published_now(self, desk, scheduled):
        assert desk.post(f"{DESK}{scheduled.public_id}/publish/").status_code == 302
        scheduled.refresh_from_db()
        assert scheduled.status == "published"

    def test_a_draft_is_discarded_after_a_question_and_brought_back(self, desk, scheduled):
        address = f"{DESK}{scheduled.public_id}/discard/"
        page = desk.get(address).content.decode()
        assert "it would come out by itself at" in page
        assert "can be brought back" in page
        scheduled.refresh_from_db()
        assert scheduled.status == "scheduled"
        page = desk.post(address, follow=True).content.decode()
        assert "Discarded (1)" in page
        assert "Readers do not see these yet" not in page
        assert publishing.publish_due(now=CLOSE) == 0
        page = desk.post(f"{DESK}{scheduled.public_id}/bring-back/", follow=True).content.decode()
        assert "A draft again" in page
        scheduled.refresh_from_db()
        whys = [each.why for each in scheduled.revisions.all()]
        assert (scheduled.status, whys) == ("draft", ["scheduled", "discarded", "brought back"])

    def test_what_readers_have_seen_is_never_discarded(self, desk, entry):
        address = f"{DESK}{entry.public_id}/discard/"
        assert "Nothing to discard" in desk.get(address).content.decode()
        page = desk.post(address, follow=True).content.decode()
        assert "what readers have seen is retracted" in page
        entry.refresh_from_db()
        assert entry.status == "published"

    def test_somebody_elses_draft_is_theirs(self, desk, editor, blog, edith, rosa, seat, stan):
        editor.post(DESK, typed(body="Edith’s.", when="draft"))
        draft = only(blog)
        assert "Edith’s." not in desk.get(DESK).content.decode()
        assert desk.post(f"{DESK}{draft.public_id}/discard/").status_code == 403
        assert seat(stan).post(f"{DESK}{draft.public_id}/discard/").status_code == 404

    def test_what_was_held_back_says_why_until_somebody_sees_to_it(self, desk, blog, eight):
        desk.post(DESK, {**northquay(), "when": "at", "publish_at": "10.20pm"})
        eight.now = CLOSE + timedelta(minutes=20)
        assert publishing.publish_due() == 0
        entry = only(blog)
        newest = entry.revisions.last()
        assert (entry.status, newest.why) == ("draft", "held back")
        page = desk.get(DESK).content.decode()
        assert page.count("Less than half an hour after the close of poll") == 2
        assert "Not published at its time" in page
        eight.now += timedelta(hours=1)
        desk.post(f"{DESK}{entry.public_id}/publish/")
        assert "Not published at its time" not in desk.get(DESK).content.decode()


def test_lists_cost_the_same_with_many_drafts(desk, blog, rosa, django_assert_max_num_queries):
    for number in range(12):
        publishing.publish_entry(blog=blog, body=f"Draft {number}.", by=rosa, status="draft")
    with django_assert_max_num_queries(75):
        desk.get(DESK)
