"""Connie contributes: what she writes is public once a reporter or an editor has approved of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from liveblog import publishing
from liveblog.models import Blog, Entry, Membership, Proposal
from liveblog.publishing import (
    Conflict,
    Doubtful,
    ForecastFigures,
    NotEntitled,
    Refused,
    SamePerson,
    TurnoutFigures,
)
from results.models import Declaration, TurnoutReport
from tests.publishing.hall import NORTHQUAY_CORRECTED, Clock, corrected, head, northquay, told

Status = Entry.Status


@pytest.fixture
def connie(blog: Blog) -> User:
    user = User.objects.create_user("connie", first_name="Connie", last_name="Cole")
    Membership.objects.create(blog=blog, user=user, role=Membership.Role.CONTRIBUTOR)
    return user


@pytest.fixture
def words(blog: Blog, connie: User) -> Proposal:
    publishing.publish_entry(blog=blog, body="The hall is full.\n\nTea is served.", by=connie)
    return Proposal.objects.get()


@pytest.fixture
def published(words: Proposal, cast) -> Entry:
    return publishing.confirm_proposal(proposal=words, by=cast.rosa)


SENT = {
    "words": {"body": "The hall is full."},
    "a quote": {"kind": "quote", "body": "We are counting.", "speaker": "Rae Ortolan"},
    "a result": {"result": northquay()},
    "a turnout": {"turnout": TurnoutFigures("northquay", ballots="6,050")},
    "a forecast": {"forecast": ForecastFigures("quayshire-2024", "The Quay Post", {"harbour": 5})},
}


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
def test_nothing_of_it_is_public_until_it_is_approved(blog, connie, cast, clock, sent):
    before = head(blog)
    entry, created = publishing.publish_entry(blog=blog, by=connie, **sent)
    assert (created, entry.status, entry.published_at) == (True, Status.PROPOSED, None)
    assert head(blog) == before
    assert not Declaration.objects.exists()
    assert not TurnoutReport.objects.exists()
    clock.tick(7)
    done = publishing.confirm_proposal(proposal=Proposal.objects.get(), by=cast.rosa)
    assert done.status == Status.PUBLISHED
    assert (done.at, done.authors) == (entry.at, ["Connie Cole"])  # the press, and the by-line
    assert done.published_at == entry.at + timedelta(minutes=7)
    assert "put published" in told(blog, after=before)


def test_the_same_press_again_is_the_same_proposal(blog, connie, words):
    again, created = publishing.publish_entry(
        blog=blog, body="The hall is full.", by=connie, client_id=words.entry.client_id
    )
    assert (created, again) == (False, words.entry)
    assert Proposal.objects.count() == 1


def test_a_draft_is_her_own_until_she_sends_it(blog, connie, cast):
    draft, _ = publishing.publish_entry(blog=blog, body="Later.", by=connie, status=Status.DRAFT)
    assert draft.status == Status.DRAFT
    assert not Proposal.objects.exists()
    assert publishing.publish_draft(entry=draft, by=connie).status == Status.PROPOSED
    assert publishing.confirm_proposal(proposal=Proposal.objects.get(), by=cast.edith).is_visible


def test_an_editor_who_publishes_her_draft_has_approved_of_it(blog, connie, cast):
    draft, _ = publishing.publish_entry(blog=blog, body="Later.", by=connie, status=Status.DRAFT)
    assert publishing.publish_draft(entry=draft, by=cast.edith).status == Status.PUBLISHED


def test_what_she_schedules_is_approved_beforehand_and_comes_out_at_its_time(
    blog, connie, cast, clock: Clock
):
    when = clock() + timedelta(hours=1)
    ask = {"status": Status.SCHEDULED, "publish_at": when}
    entry, _ = publishing.publish_entry(blog=blog, body="At last.", by=connie, **ask)
    assert (entry.status, entry.publish_at) == (Status.PROPOSED, when)
    assert publishing.publish_due(now=when) == 0
    done = publishing.confirm_proposal(proposal=Proposal.objects.get(), by=cast.rosa)
    assert (done.status, done.publish_at) == (Status.SCHEDULED, when)
    clock.tick(60)
    assert publishing.publish_due() == 1


def test_what_she_changes_in_it_is_approved_again(blog, connie, cast, clock):
    when = clock() + timedelta(hours=1)
    ask = {"status": Status.SCHEDULED, "publish_at": when}
    publishing.publish_entry(blog=blog, body="At last.", by=connie, **ask)
    entry = publishing.confirm_proposal(proposal=Proposal.objects.get(), by=cast.rosa)
    publishing.revise_entry(entry=entry, version=entry.version, body="Otherwise.", by=connie)
    entry.refresh_from_db()
    assert (entry.status, entry.publish_at) == (Status.PROPOSED, when)
    clock.tick(61)
    assert publishing.publish_due() == 0
    waiting = Proposal.objects.get(outcome="")
    assert publishing.confirm_proposal(proposal=waiting, by=cast.rosa).body == "Otherwise."


def test_approved_too_late_it_is_public_at_once(blog, connie, cast, clock):
    ask = {"status": Status.SCHEDULED, "publish_at": clock() + timedelta(minutes=5)}
    publishing.publish_entry(blog=blog, body="At last.", by=connie, **ask)
    clock.tick(9)
    done = publishing.confirm_proposal(proposal=Proposal.objects.get(), by=cast.rosa)
    assert (done.status, done.publish_at) == (Status.PUBLISHED, None)


def test_neither_she_nor_another_contributor_decides(blog, connie, words):
    carl = User.objects.create_user("carl")
    Membership.objects.create(blog=blog, user=carl, role=Membership.Role.CONTRIBUTOR)
    for who in (connie, carl):
        with pytest.raises(NotEntitled):
            publishing.confirm_proposal(proposal=words, by=who)
        with pytest.raises(NotEntitled):
            publishing.amend_proposal(proposal=words, by=who, changes={"body": "Mine."})
        with pytest.raises(NotEntitled):
            publishing.send_back_proposal(proposal=words, by=who, reason="No.")
    with pytest.raises(SamePerson):
        publishing.withdraw_proposal(proposal=words, by=carl)
    assert Proposal.objects.get().is_waiting


def test_sent_back_it_is_her_draft_with_the_reason(words, connie, cast):
    entry = publishing.send_back_proposal(proposal=words, by=cast.rosa, reason="Which hall?")
    assert entry.status == Status.DRAFT
    assert Proposal.objects.returned_to(connie, entry.blog).get().reason == "Which hall?"
    entry = publishing.revise_entry(
        entry=entry, version=entry.version, body="Northquay is full.", by=connie
    )
    assert entry.status == Status.DRAFT
    assert publishing.publish_draft(entry=entry, by=connie).status == Status.PROPOSED


def test_she_takes_it_back(words, connie):
    assert publishing.withdraw_proposal(proposal=words, by=connie).status == Status.DRAFT


def test_what_she_changes_in_a_published_entry_waits_and_the_entry_stays(
    published, connie, cast, blog
):
    before = head(blog)
    revised = publishing.revise_entry(
        entry=published, version=published.version, body="The hall is half full.", by=connie
    )
    assert (revised.version, revised.body) == (published.version, published.body)
    assert head(blog) == before
    waiting = Proposal.objects.get(outcome="")
    assert (waiting.is_revision, waiting.card) == (True, None)
    with pytest.raises(Conflict, match="Another change of this entry waits"):
        publishing.revise_entry(entry=published, version=published.version, body="x", by=connie)
    done = publishing.confirm_proposal(proposal=waiting, by=cast.edith)
    assert done.body == "The hall is half full."
    assert done.revisions.last().by == connie
    assert told(blog, after=before) == ["put revised"]


def test_a_change_overtaken_by_another_is_not_published_over_it(published, connie, cast):
    publishing.revise_entry(entry=published, version=published.version, body="Full.", by=connie)
    publishing.revise_entry(
        entry=published, version=published.version, body="Edith's.", by=cast.edith
    )
    with pytest.raises(Conflict, match="changed since this was proposed"):
        publishing.confirm_proposal(proposal=Proposal.objects.get(outcome=""), by=cast.rosa)


def test_the_approver_may_change_it_on_its_way_out(words, cast, clock):
    pressed = words.entry.at
    clock.tick(3)
    entry = publishing.amend_proposal(
        proposal=words, by=cast.rosa, changes={"body": "The hall is nearly full."}
    )
    assert (entry.status, entry.body) == (Status.PUBLISHED, "The hall is nearly full.")
    assert (entry.at, entry.authors) == (pressed, ["Connie Cole"])
    assert [each.by.first_name for each in entry.revisions.all()] == ["Connie", "Rosa"]
    words.refresh_from_db()
    assert (words.outcome, words.decided_by) == ("amended", cast.rosa)


def test_an_amendment_that_is_refused_leaves_it_waiting(words, cast):
    with pytest.raises(Refused):
        publishing.amend_proposal(proposal=words, by=cast.rosa, changes={"body": "x" * 20_001})
    assert Proposal.objects.get().is_waiting
    assert Entry.objects.get().status == Status.PROPOSED


def test_a_change_is_amended_beside_its_entry(published, connie, cast):
    publishing.revise_entry(entry=published, version=published.version, body="Full.", by=connie)
    waiting = Proposal.objects.get(outcome="")
    done = publishing.amend_proposal(proposal=waiting, by=cast.rosa, changes={"headline": "Full"})
    assert (done.body, done.headline) == ("Full.", "Full")


@pytest.mark.parametrize("careful", [False, True])
def test_who_approves_a_result_is_its_second_person(blog, connie, cast, careful):
    publishing.edit_blog(blog=blog, needs_second_look=careful)
    publishing.publish_entry(blog=blog, result=northquay(), by=connie)
    publishing.confirm_proposal(proposal=Proposal.objects.get(), by=cast.rosa)
    declared = Declaration.objects.get()
    assert (declared.recorded_by, declared.confirmed_by) == (connie, cast.rosa)


def test_figures_changed_on_the_way_out_take_a_third_person_where_two_are_asked_for(
    blog, connie, cast
):
    publishing.edit_blog(blog=blog, needs_second_look=True)
    publishing.publish_entry(blog=blog, result=northquay(), by=connie)
    first = Proposal.objects.get()
    entry = publishing.amend_proposal(
        proposal=first, by=cast.rosa, changes={}, given=northquay(votes=NORTHQUAY_CORRECTED)
    )
    assert entry.status == Status.PROPOSED
    assert not Declaration.objects.exists()
    second = Proposal.objects.get(outcome="")
    assert second.by == cast.rosa
    for who in (connie, cast.rosa):
        with pytest.raises(NotEntitled):
            publishing.confirm_proposal(proposal=second, by=who)
    publishing.confirm_proposal(proposal=second, by=cast.edith)
    assert Declaration.objects.get().confirmed_by == cast.edith
    assert "Majority 210" in Entry.objects.get().body


def test_elsewhere_they_are_published_with_the_press(blog, connie, cast):
    publishing.publish_entry(blog=blog, result=northquay(), by=connie)
    entry = publishing.amend_proposal(
        proposal=Proposal.objects.get(), by=cast.rosa, changes={}, given=corrected()
    )
    assert entry.status == Status.PUBLISHED
    assert "Majority 210" in entry.body


def test_doubtful_words_are_asked_about_again_when_they_are_approved(blog, connie, cast):
    said = "A swing of 9 points to Harbour in Northquay."
    publishing.publish_entry(blog=blog, result=northquay())
    with pytest.raises(Doubtful) as doubtful:
        publishing.publish_entry(blog=blog, body=said, by=connie, confirm=())
    codes = doubtful.value.codes
    publishing.publish_entry(blog=blog, body=said, by=connie, confirm=codes)
    with pytest.raises(Doubtful):
        publishing.confirm_proposal(proposal=Proposal.objects.get(), by=cast.rosa)
    done = publishing.confirm_proposal(proposal=Proposal.objects.get(), by=cast.rosa, confirm=codes)
    assert done.status == Status.PUBLISHED


def test_a_blog_that_closed_meanwhile_takes_nothing(words, blog, cast):
    publishing.close_blog(blog=blog)
    with pytest.raises(Conflict, match="takes no entries"):
        publishing.confirm_proposal(proposal=words, by=cast.rosa)


class TestMembers:
    def test_an_editor_gives_a_place_and_another_role(self, blog, cast):
        seated = publishing.seat_member(blog=blog, username="stan", role="contributor")
        assert seated.role == "contributor"
        assert publishing.seat_member(blog=blog, username="stan", role="reporter") == seated
        assert Membership.objects.role_of(cast.stan, blog) == "reporter"

    @pytest.mark.parametrize(
        ("username", "role", "field"),
        [
            ("nobody", "reporter", "username"),
            ("", "reporter", "username"),
            ("stan", "king", "role"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(self, blog, username, role, field):
        with pytest.raises(Refused) as refused:
            publishing.seat_member(blog=blog, username=username, role=role)
        assert [fault.field for fault in refused.value.faults] == [field]

    def test_a_desk_is_never_without_an_editor(self, blog, cast):
        edith = blog.memberships.get(user=cast.edith)
        with pytest.raises(Conflict):
            publishing.seat_member(blog=blog, username="edith", role="reporter")
        with pytest.raises(Conflict):
            publishing.unseat_member(member=edith, by=cast.edith)
        publishing.seat_member(blog=blog, username="rosa", role="editor")
        publishing.unseat_member(member=edith, by=cast.edith)
        assert Membership.objects.role_of(cast.edith, blog) is None
