"""The page as it was + the frames that a deed caused == the page fetched afresh."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.glance import INTRODUCTION, article
from liveblog.models import Awaited, Blog, Entry, Proposal, Shift
from liveblog.publishing import (
    Conflict,
    ForecastFigures,
    Refused,
    ResultFigures,
    TurnoutFigures,
)
from results.loading import load_election
from results.models import Contest
from tests.page import Page
from tests.pictures.shots import added, words
from tests.publishing.hall import FENSIDE, NORTHQUAY, SOUTHQUAY, Clock, corrected, northquay
from tests.results.night import FIVE_SEATS, at


@dataclass
class Night:
    """A blog in the middle of its night, with an entry of every sort, and the hall's clock."""

    blog: Blog
    clock: Clock
    entries: dict[str, Entry] = field(default_factory=dict)

    def publish(self, name: str, **wording: Any) -> None:
        self.clock.tick()
        self.entries[name], _ = publishing.publish_entry(blog=self.blog, **wording)

    def __getitem__(self, name: str) -> Entry:
        return Entry.objects.get(pk=self.entries[name].pk)


Deed = Callable[[Night], object]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def night(blog: Blog, clock: Clock) -> Night:
    night = Night(blog, clock)
    fenside, southquay = ResultFigures("fenside", FENSIDE), ResultFigures("southquay", SOUTHQUAY)
    test_count = ResultFigures("millbrook", {"hana-wells": 9, "ivo-crane": 8})
    night.publish("opening", headline="The doors are open", body="Boxes, at last.", at=at("00:05"))
    night.publish("plain", body="A **long** wait.", at=at("00:40"))
    night.publish("quote", kind="quote", body="No comment.", speaker="Ada Quill", at=at("00:41"))
    night.publish("turnout", turnout=TurnoutFigures("northquay", ballots=6_040), at=at("00:50"))
    night.publish("result", result=northquay(), at=at("01:10"))
    night.publish("own words", result=southquay, body="Drama!")
    night.publish("correction", kind="correction", body="One box.", corrects=night["opening"])
    night.publish("gone", body="A slip.")
    publishing.retract_entry(entry=night["gone"], reason="It was another hall.")
    night.publish("gone result", result=test_count)
    publishing.retract_entry(entry=night["gone result"], reason="A test count.")
    night.publish("pinned", headline="How the night works", body="…", at=at("00:01"))
    publishing.pin_entry(entry=night["pinned"])
    night.publish("draft", body="Not yet.", status="draft")
    night.publish("draft result", status="draft", result=fenside)
    night.publish("draft correction", body="Two.", status="draft", corrects=night["plain"])
    night.publish("forecast", forecast=exit_poll(harbour=2, orchard=2, lantern=1), at=at("00:02"))
    night.publish("scheduled", body="Soon.", status="scheduled", publish_at=at("03:00"))
    clock.tick()
    return night


def exit_poll(source: str = "Quay TV", reason: str = "", **seats: int) -> ForecastFigures:
    return ForecastFigures("quayshire-2024", source, seats, reason=reason)


def publish(*, correcting: str = "", **wording: Any) -> Deed:
    return lambda night: night.publish(
        "new", corrects=night[correcting] if correcting else None, **wording
    )


def revise(name: str, **changes: Any) -> Deed:
    return lambda night: publishing.revise_entry(
        entry=night[name], version=night[name].version, **changes
    )


def revise_contests(name: str, *slugs: str) -> Deed:
    return lambda night: revise(name, contests=contests(*slugs))(night)


def on_entry(verb: Callable[..., object], name: str, **more: Any) -> Deed:
    return lambda night: verb(entry=night[name], **more)


def on_blog(verb: Callable[..., object], **more: Any) -> Deed:
    return lambda night: verb(blog=night.blog, **more)


def declare(figures: ResultFigures) -> Deed:
    return lambda night: publishing.declare_result(
        contest=contests(figures.contest)[0], figures=figures, at=night.clock()
    )


def report(figures: TurnoutFigures) -> Deed:
    return lambda night: publishing.report_turnout(
        contest=contests(figures.contest)[0], figures=figures, at=night.clock()
    )


def follow(*slugs: str) -> Deed:
    return lambda night: publishing.follow_contests(blog=night.blog, contests=contests(*slugs))


def save_glance(night: Night) -> None:
    words = publishing.SectionWords("A night of two recounts.", "", "")
    publishing.save_glance(
        blog=night.blog, version=article(night.blog).version, sections={INTRODUCTION: words}
    )


def contests(*slugs: str) -> list[Contest]:
    """Of the night, by slug; “mayor” is another election's."""
    if "mayor" in slugs:
        election = {"slug": "mayor-2024", "name": "Mayor 2024", "seats": 1}
        mayor = {"slug": "mayor", "name": "Mayor of Quayshire"}
        document = {
            **FIVE_SEATS,
            "election": {**FIVE_SEATS["election"], **election},
            "contests": [{**FIVE_SEATS["contests"][2], **mayor}],
        }
        load_election(document)
    return [Contest.objects.get(slug=slug) for slug in slugs]


def move(slug: str, stage: str, **more: Any) -> Deed:
    return lambda night: publishing.move_count(
        contest=contests(slug)[0], stage=stage, at=night.clock(), **more
    )


def expect(slug: str, clock: str | None, **more: Any) -> Deed:
    return lambda night: publishing.expect_declaration(
        contest=contests(slug)[0], at=at(clock) if clock else None, **more
    )


def wait_for(what: str = "", *, slug: str = "", **more: Any) -> Deed:
    return lambda night: publishing.await_figure(
        blog=night.blog, what=what, contest=contests(slug)[0] if slug else None, **more
    )


def promised(night: Night) -> Awaited:
    return night.blog.awaited.still_open().first() or wait_for("ward figures")(night)


def settle(night: Night, **more: Any) -> None:
    publishing.settle_awaited(awaited=promised(night), **more)


def drop(night: Night) -> None:
    publishing.drop_awaited(awaited=promised(night), reason="It never came.")


def upcoming(night: Night) -> None:
    Blog.objects.filter(pk=night.blog.pk).update(status=Blog.Status.UPCOMING)


def propose(name: str = "") -> Deed:
    """A result waits: Fenside's, or ten more votes in the entry of this name."""

    def deed(night: Night) -> None:
        publishing.edit_blog(blog=night.blog, needs_second_look=True)
        try:
            if name:
                revise(name, result=corrected(), reason="Ten more.")(night)
            else:
                on_entry(publishing.publish_draft, "draft result")(night)
        finally:
            publishing.edit_blog(blog=night.blog, needs_second_look=False)

    return deed


def on_proposal(verb: Callable[..., object], **more: Any) -> Deed:
    def deed(night: Night) -> None:
        edith = night.blog.memberships.get(role="editor").user
        waiting = Proposal.objects.waiting(night.blog).first()
        if waiting is None:
            raise Conflict("An earlier deed has decided it.")
        if verb is publishing.withdraw_proposal:
            Proposal.objects.filter(pk=waiting.pk).update(by=edith)
        verb(proposal=waiting, by=edith, **more)

    return deed


def contribute(night: Night) -> None:
    """A contributor's words wait."""
    blog = night.blog
    cleo, _ = User.objects.get_or_create(username="cleo", first_name="Cleo")
    blog.memberships.get_or_create(user=cleo, defaults={"role": "contributor"})
    night.publish("contributed", body="Heard at the door.", by=cleo)


def amend(night: Night) -> None:
    on_proposal(publishing.amend_proposal, changes={"body": "Seen at the door."})(night)


def rosa(night: Night) -> User:
    return night.blog.memberships.get(user__username="rosa").user


def come_in(night: Night) -> Shift:
    return publishing.begin_shift(blog=night.blog, user=rosa(night), place="The hall")


def open_a_page(night: Night) -> None:
    about = {"blog": night.blog, "user": rosa(night), "entry": night["plain"]}
    publishing.note_presence(**about, tab=A_PAGE, page=A_PAGE, is_writing=True)


def close_the_page(night: Night) -> None:
    publishing.leave(blog=night.blog, user=rosa(night), tab=A_PAGE, page=A_PAGE)


def on_shift(verb: Callable[..., object]) -> tuple[Deed, Deed]:
    """Of a reporter who is in the hall."""
    return come_in, lambda night: verb(shift=come_in(night), by=rosa(night))


def seat(night: Night) -> None:
    User.objects.get_or_create(username="cleo")
    publishing.seat_member(blog=night.blog, username="cleo", role="contributor")


def unseat(night: Night) -> None:
    seat(night)
    editor = night.blog.memberships.get(role="editor").user
    publishing.unseat_member(member=night.blog.memberships.get(user__username="cleo"), by=editor)


A_PAGE = uuid.UUID("0e7b8f1c-6a35-4f0e-9d0b-0d5a5a1c7e42")

close = on_blog(publishing.close_blog)

SENT_AGAIN = {"body": "Other words.", "client_id": "5f8cf5bc-2f0e-4a0e-9b59-3a4d4e9a7c10"}
CASTLE_HILL = {"jo-tarn": 1_500, "kit-alder": 1_400}
TIE = {"jo-tarn": 1_500, "kit-alder": 1_500}
DRAMA_CORRECTED = ResultFigures("southquay", {**SOUTHQUAY, "gus-pike": 301}, reason="One more.")
HEAD = {"title": "Quayshire <decides>", "standfirst": "", "byline": "The desk", "place": ""}


# What each deed does; where something was done before the page was opened, a pair of both.
def pictured(night: Night, number: int) -> None:
    pictures = [words(added(night.blog), f"<{n}>") for n in range(number)]
    night.publish("pictured", body="Look.", pictures=pictures)


def repictured(night: Night, number: int) -> None:
    entry = night["pictured"]
    pictures = [words(added(night.blog), "New") for _ in range(number)]
    publishing.revise_entry(entry=entry, version=entry.version, pictures=pictures)


def copy_none(night: Night) -> None:
    assert publishing.copy_pictures(of=night["plain"], blog=night.blog) == []


DEEDS: dict[str, dict[str, Deed | tuple[Deed, Deed]]] = {
    "publish_entry": {
        "newest": publish(body="New & <b>bold</b>.", headline="<i>New</i>"),
        "in the middle": publish(body="Late.", at=at("00:45")),
        "at the same instant": publish(body="Too.", at=at("00:40")),
        "quote": publish(kind="quote", body="Y.", speaker="Ben Marsh", speaker_role="Orchard"),
        "turnout": publish(turnout=TurnoutFigures("fenside", percentage="51.5")),
        "result": publish(result=ResultFigures("castle-hill", CASTLE_HILL)),
        "exit poll": publish(forecast=exit_poll("Fen Radio", harbour=5)),
        "exit poll changed": publish(
            forecast=exit_poll(reason="A late box.", harbour=3, lantern=2)
        ),
        "exit poll as a draft": publish(forecast=exit_poll("Fen", harbour=5), status="draft"),
        "after lots": publish(result=ResultFigures("castle-hill", TIE, lot_winner="jo-tarn")),
        "correction": publish(kind="correction", body="No.", correcting="plain"),
        "correction of what is pinned": publish(body="No.", correcting="pinned"),
        "correction of what is gone": publish(body="No.", correcting="gone"),
        "result that corrects an entry": publish(result=corrected(reason="Recounted.")),
        "draft": publish(body="Unseen.", status="draft"),
        "the same again": (publish(**SENT_AGAIN), publish(**SENT_AGAIN)),
        "overheard": publish(body="Soon, they say.", provenance="overheard"),
        "pictures": lambda night: pictured(night, 2),
        "what was awaited": (
            wait_for(slug="castle-hill", kind="result"),
            publish(result=ResultFigures("castle-hill", CASTLE_HILL)),
        ),
    },
    "revise_entry": {
        "body": revise("plain", body="A *short* wait."),
        "kind": revise("plain", kind="national", key_event=True),
        "time": revise("plain", at=at("02:00")),
        "time of a correction": revise("correction", at=at("02:01")),
        "time of what was corrected": revise("opening", at=at("00:07")),
        "contests": revise_contests("plain", "fenside"),
        "a picture, and another": (
            lambda night: pictured(night, 1),
            lambda night: repictured(night, 2),
        ),
        "no picture": (lambda night: pictured(night, 1), lambda night: repictured(night, 0)),
        "pinned headline": revise("pinned", headline="A guide"),
        "pinned time": revise("pinned", at=at("00:02")),
        "figures": revise("result", result=corrected(), reason="Typed 2,800 for 2,810."),
        "figures that wait": propose("result"),
        "figures under own words": revise("own words", result=DRAMA_CORRECTED),
        "turnout": revise("turnout", turnout=TurnoutFigures("northquay", ballots=6_041)),
        "provenance": revise("plain", provenance="agent"),
        "turnout of another contest": revise(
            "turnout", turnout=TurnoutFigures("fenside", ballots=3_000), reason="The other table."
        ),
        "exit poll": revise("forecast", forecast=exit_poll(harbour=5), reason="A slip."),
        "draft": revise("draft", body="Still not."),
        "nothing": revise("plain", body="A **long** wait."),
        "after the close": (close, revise("plain", body="Looking back.")),
    },
    "retract_entry": {
        "a result that was awaited": (
            lambda night: (
                wait_for(slug="castle-hill", kind="result")(night),
                publish(result=ResultFigures("castle-hill", CASTLE_HILL))(night),
            ),
            on_entry(publishing.retract_entry, "new", reason="Too early."),
        ),
        "plain": on_entry(publishing.retract_entry, "plain", reason="No <i>."),
        "result": on_entry(publishing.retract_entry, "result", reason="Recount."),
        "turnout": on_entry(publishing.retract_entry, "turnout", reason="No."),
        "exit poll": on_entry(publishing.retract_entry, "forecast", reason="Embargo."),
        "pinned": on_entry(publishing.retract_entry, "pinned", reason="Old."),
        "correction": on_entry(publishing.retract_entry, "correction", reason="It was right."),
        "what was corrected": on_entry(publishing.retract_entry, "opening", reason="Wrong."),
    },
    "restore_entry": {
        "plain": on_entry(publishing.restore_entry, "gone"),
        "result": on_entry(publishing.restore_entry, "gone result"),
        "result that was declared otherwise since": (
            lambda night: (
                on_entry(publishing.retract_entry, "result", reason="Recount.")(night),
                declare(corrected())(night),
            ),
            on_entry(publishing.restore_entry, "result"),
        ),
        "correction": (
            on_entry(publishing.retract_entry, "correction", reason="A slip."),
            on_entry(publishing.restore_entry, "correction", reason="It was one."),
        ),
    },
    "publish_draft": {
        "plain": on_entry(publishing.publish_draft, "draft"),
        "result": on_entry(publishing.publish_draft, "draft result"),
        "result that waits": propose(),
        "correction": on_entry(publishing.publish_draft, "draft correction"),
        "in the past": on_entry(publishing.publish_draft, "draft", at=at("00:30")),
    },
    "publish_due": {
        "one": (lambda night: night.clock.tick(60), lambda night: publishing.publish_due()),
        "none": lambda night: publishing.publish_due(),
    },
    "confirm_proposal": {
        "new": (propose(), on_proposal(publishing.confirm_proposal)),
        "correction": (propose("result"), on_proposal(publishing.confirm_proposal)),
        "contributed": (contribute, on_proposal(publishing.confirm_proposal)),
    },
    "send_back_proposal": {
        "new": (propose(), on_proposal(publishing.send_back_proposal, reason="No.")),
        "correction": (propose("result"), on_proposal(publishing.send_back_proposal, reason="No.")),
    },
    "amend_proposal": {"words": (contribute, amend)},
    "discard_draft": {"": on_entry(publishing.discard_draft, "draft")},
    "bring_back_draft": {
        "": (
            on_entry(publishing.discard_draft, "scheduled"),
            on_entry(publishing.bring_back_draft, "scheduled"),
        )
    },
    "preview_entry": {"a result": on_blog(publishing.preview_entry, result=northquay())},
    "time_to_next_due": {"": lambda night: publishing.time_to_next_due()},
    # What is the desk's own business, and no reader's.
    "begin_shift": {"": come_in},
    "end_shift": {"": on_shift(publishing.end_shift)},
    "hear_by_phone": {"": on_shift(publishing.hear_by_phone)},
    "note_presence": {"writing": open_a_page},
    "leave": {"": (open_a_page, close_the_page)},
    "take_over": {
        "": (
            open_a_page,
            lambda night: publishing.take_over(entry=night["plain"], user=rosa(night)),
        )
    },
    "seat_member": {"": seat},
    "unseat_member": {"": unseat},
    "withdraw_proposal": {"new": (propose(), on_proposal(publishing.withdraw_proposal))},
    "pin_entry": {
        "one more": on_entry(publishing.pin_entry, "result"),
        "again": on_entry(publishing.pin_entry, "pinned"),
    },
    "add_picture": {"that nobody posts": lambda night: added(night.blog)},
    "copy_pictures": {"of none": copy_none},
    "sweep_pictures": {"": lambda night: publishing.sweep_pictures()},
    "unpin_entry": {"the only one": on_entry(publishing.unpin_entry, "pinned")},
    "move_count": {
        "on": move("fenside", "counting"),
        "there already": (move("fenside", "counting"), move("fenside", "counting")),
        "back": (move("fenside", "recount"), move("fenside", "verifying", reason="A <box>.")),
        "postponed": move("fenside", "postponed", reason="The hall is flooded."),
    },
    "expect_declaration": {
        "new": expect("fenside", "04:00", source="<agency>"),
        "taken back": (expect("fenside", "04:00"), expect("fenside", None)),
        "nothing": expect("fenside", None),
    },
    "await_figure": {
        "of a contest": wait_for(slug="fenside", kind="turnout", due_at=at("05:00")),
        "of another sort": wait_for("ward <figures>"),
    },
    "settle_awaited": {
        "by hand": (promised, settle),
        "with its entry": (
            promised,
            lambda night: settle(night, entry=night["plain"]),
        ),
    },
    "drop_awaited": {"": (promised, drop)},
    "declare_result": {
        "new": declare(ResultFigures("fenside", FENSIDE)),
        "corrected": declare(corrected(reason="Recounted.")),
        "provisional": declare(ResultFigures("fenside", FENSIDE, provisional=True)),
    },
    "withdraw_result": {
        "declared by an entry": lambda night: publishing.withdraw_result(
            contest=contests("northquay")[0], reason="The wrong sheet.", at=night.clock()
        )
    },
    "report_turnout": {
        "new": report(TurnoutFigures("fenside", ballots=2_700)),
        "awaited": (
            wait_for(slug="fenside", kind="turnout"),
            report(TurnoutFigures("fenside", ballots=2_700)),
        ),
    },
    "edit_blog": {
        "head": on_blog(publishing.edit_blog, **HEAD),
        "nothing": on_blog(publishing.edit_blog, title="The Quayshire count"),
        "a second look": on_blog(publishing.edit_blog, needs_second_look=False),
    },
    "follow_contests": {
        "fewer": follow("northquay"),
        "none": follow(),
        "in another order": follow("fenside", "northquay"),
        "of another election too": follow("northquay", "mayor"),
        "of another election first": follow("mayor", "northquay"),
        "of another election only": follow("mayor"),
        "of two elections the other way round": (
            follow("northquay", "mayor"),
            follow("mayor", "northquay"),
        ),
    },
    "create_blog": {
        "beside it": lambda night: publishing.create_blog(
            slug="other",
            title="Other",
            polling_day=night.blog.polling_day,
            contests=contests("northquay"),
        )
    },
    "save_glance": {"": save_glance},
    "publish_glance": {
        "": on_blog(publishing.publish_glance),
        "again": (on_blog(publishing.publish_glance), on_blog(publishing.publish_glance)),
        "after the close": (close, on_blog(publishing.publish_glance)),
    },
    "take_down_glance": {
        "": (on_blog(publishing.publish_glance), on_blog(publishing.take_down_glance)),
        "never published": on_blog(publishing.take_down_glance),
    },
    "open_blog": {"": (upcoming, on_blog(publishing.open_blog))},
    "close_blog": {"": close},
    "reopen_blog": {"": (close, on_blog(publishing.reopen_blog))},
    "archive_blog": {"": (close, on_blog(publishing.archive_blog))},
}


def cases() -> dict[str, tuple[Deed, Deed]]:
    return {
        f"{verb}: {case}" if case else verb: deed
        if isinstance(deed, tuple)
        else (lambda night: None, deed)
        for verb, deeds in DEEDS.items()
        for case, deed in deeds.items()
    }


@pytest.mark.parametrize(("before", "deed"), cases().values(), ids=cases())
def test_the_page_and_the_frames_make_the_page_fetched_afresh(
    night: Night, client: Client, before: Deed, deed: Deed
) -> None:
    before(night)
    night.clock.tick()
    page = Page.fetched(client, night.blog)
    night.clock.tick()
    deed(night)
    page.follow(night.blog)
    assert page == Page.fetched(client, night.blog)


def test_every_deed_is_among_them() -> None:
    public = {name: getattr(publishing, name) for name in publishing.__all__}
    deeds = {name for name, each in public.items() if not isinstance(each, type)}
    # A rehearsal that is wiped goes on under another epoch: its page is loaded afresh.
    assert deeds - {"wipe_rehearsal"} == set(DEEDS)


def test_an_empty_page_that_followed_the_whole_night_is_the_page_of_its_end(
    blog: Blog, clock: Clock, client: Client, request: pytest.FixtureRequest
) -> None:
    page = Page.fetched(client, blog)
    night = request.getfixturevalue("night")
    for _before, deed in cases().values():
        clock.tick()
        try:
            deed(night)
        except (Conflict, Refused):
            continue  # an earlier deed has overtaken it
    assert len(page.follow(blog)) > 60
    assert page == Page.fetched(client, blog)


@pytest.mark.parametrize(
    "deed",
    [
        revise("result", result=corrected(votes=NORTHQUAY), reason="It was right at first."),
        declare(northquay(reason="It was right at first.")),
        publish(result=northquay(reason="It was right at first.")),
        lambda night: publishing.withdraw_result(
            contest=contests("northquay")[0], reason="A recount.", at=night.clock()
        ),
    ],
    ids=["revised", "by a feed", "by a new entry", "withdrawn"],
)
def test_another_blogs_page_follows_a_correction_too(
    night: Night, client: Client, deed: Deed
) -> None:
    other = publishing.create_blog(
        slug="other",
        title="Other",
        polling_day=night.blog.polling_day,
        status="live",
        contests=contests("northquay"),
    )
    recounted = corrected(reason="Recounted.")
    entry, _ = publishing.publish_entry(blog=other, result=recounted, at=at("02:20"))
    night.clock.tick()
    page = Page.fetched(client, other)
    deed(night)
    page.follow(other)
    assert page == Page.fetched(client, other)
    assert Entry.objects.get(pk=entry.pk).superseded_by is not None


def test_a_page_that_missed_a_frame_is_not_the_page_fetched_afresh(
    night: Night, client: Client
) -> None:
    """The comparison can fail."""
    page = Page.fetched(client, night.blog)
    night.publish("new", body="New.")
    page.offset += 1
    page.follow(night.blog)
    assert page != Page.fetched(client, night.blog)
