"""In a blog that asks for a second look, a result is public once somebody else has confirmed it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, Entry, Proposal
from liveblog.publishing import (
    Conflict,
    Doubtful,
    Refused,
    ResultFigures,
    SamePerson,
    TurnoutFigures,
)
from results.models import Contest, Declaration
from tests.publishing.hall import (
    NORTHQUAY,
    NORTHQUAY_CORRECTED,
    board,
    corrected,
    head,
    northquay,
    told,
)
from tests.results.night import at


@pytest.fixture(autouse=True)
def careful(blog: Blog) -> Blog:
    return publishing.edit_blog(blog=blog, needs_second_look=True)


@pytest.fixture
def proposed(careful: Blog, cast) -> Proposal:
    """Northquay, by Rosa."""
    publishing.publish_entry(blog=careful, result=northquay(), by=cast.rosa)
    return Proposal.objects.get()


@pytest.fixture
def published(proposed: Proposal, cast) -> Entry:
    """Northquay, by Rosa, confirmed by Edith."""
    return publishing.confirm_proposal(proposal=proposed, by=cast.edith)


@pytest.fixture
def correction(published: Entry, cast) -> Proposal:
    """Ten more votes for Northquay, by Rosa."""
    revise(published, by=cast.rosa)
    return Proposal.objects.get(outcome="")


def revise(entry: Entry, **more) -> Entry:
    figures = northquay(votes=NORTHQUAY_CORRECTED)
    entry = Entry.objects.get(pk=entry.pk)
    asked = {"version": entry.version, "result": figures, "reason": "Ten more.", **more}
    return publishing.revise_entry(entry=entry, **asked)


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


class TestAResult:
    def test_is_kept_and_told_to_no_reader(self, careful, proposed, client: Client, cast):
        entry = proposed.entry
        assert (entry.status, entry.published_at, entry.declaration) == ("proposed", None, None)
        assert (proposed.by, proposed.created) == (cast.rosa, entry.at)
        assert head(careful) == 0
        assert not Declaration.objects.exists()
        assert entry.headline not in client.get(careful.get_absolute_url()).text
        assert client.get(entry.get_absolute_url()).status_code == 404
        assert client.get("/api/blogs/quayshire/entries").json()["entries"] == []
        assert proposed.card["majority"] == 200
        assert proposed.card["sentence"]["headline"] == entry.headline

    def test_is_published_by_another_as_of_the_moment_of_the_press(
        self, careful, proposed, clock, cast, client
    ):
        pressed = clock.now
        clock.tick(4)
        entry = publishing.confirm_proposal(proposal=proposed, by=cast.edith)
        assert (entry.status, entry.at, entry.published_at) == ("published", pressed, clock.now)
        assert (entry.authors, entry.created_by) == (["Rosa Reyes"], cast.rosa)
        declaration = Declaration.objects.get()
        assert (declaration.recorded_by, declaration.confirmed_by) == (cast.rosa, cast.edith)
        assert told(careful) == ["board", "put published"]
        assert board(careful)["northquay"]["majority"] == 200
        assert "Confirmed" in client.get(careful.get_absolute_url()).text
        assert [(each.why, each.by) for each in entry.revisions.all()] == [
            ("proposed", cast.rosa),
            ("confirmed", cast.edith),
        ]

    def test_is_not_confirmed_by_who_proposed_it_be_it_a_superuser(self, careful, cast):
        cast.edith.is_superuser = True
        cast.edith.save()
        publishing.publish_entry(blog=careful, result=northquay(), by=cast.edith)
        with pytest.raises(SamePerson, match="Somebody else"):
            publishing.confirm_proposal(proposal=Proposal.objects.get(), by=cast.edith)
        assert head(careful) == 0

    def test_is_checked_before_it_is_kept(self, careful, cast):
        with pytest.raises(Refused) as refused:
            publishing.publish_entry(blog=careful, result=northquay(votes={"ada-quill": 1}))
        assert "result.votes.ben-marsh" in refused.value.by_field()
        publishing.publish_entry(blog=careful, turnout=TurnoutFigures("northquay", ballots=6_040))
        with pytest.raises(Doubtful):
            publishing.publish_entry(blog=careful, result=corrected(confirm=()))
        assert not Proposal.objects.exists()

    def test_keeps_what_its_writer_confirmed(self, careful, cast):
        publishing.publish_entry(blog=careful, turnout=TurnoutFigures("northquay", ballots=6_040))
        publishing.publish_entry(blog=careful, result=corrected(), by=cast.rosa)
        publishing.confirm_proposal(proposal=Proposal.objects.get(), by=cast.edith)
        assert [each["code"] for each in Declaration.objects.get().confirmed] == [
            "differs_from_ballots"
        ]

    def test_sent_again_is_the_same(self, careful, cast):
        asked = {"blog": careful, "result": northquay(), "client_id": uuid4(), "by": cast.rosa}
        first, _ = publishing.publish_entry(**asked)
        again, created = publishing.publish_entry(**asked)
        assert (again, created, Proposal.objects.count()) == (first, False, 1)

    def test_is_not_changed_while_it_waits(self, proposed):
        with pytest.raises(Conflict, match="take it back"):
            publishing.revise_entry(entry=proposed.entry, version=1, body="Quick, another word.")

    def test_of_a_draft_or_a_schedule_waits_too(self, careful, clock, cast):
        asked = {"blog": careful, "by": cast.rosa}
        draft, _ = publishing.publish_entry(**asked, status="draft", result=northquay())
        assert publishing.publish_draft(entry=draft, by=cast.edith).status == "proposed"
        assert Proposal.objects.get().by == cast.edith
        soon, later = clock.now + timedelta(minutes=5), clock.now + timedelta(minutes=9)
        fenside = ResultFigures("fenside", {"lu-heron": 1_400, "max-rudd": 1_000, "nia-teal": 100})
        scheduled, _ = publishing.publish_entry(
            **asked, status="scheduled", publish_at=soon, result=fenside
        )
        publishing.publish_entry(**asked, status="scheduled", publish_at=later, body="Words.")
        publishing.revise_entry(entry=scheduled, version=1, by=cast.edith, headline="Fenside!")
        clock.tick(10)
        assert publishing.publish_due() == 1
        scheduled.refresh_from_db()
        assert (scheduled.status, scheduled.at) == ("proposed", soon)
        with pytest.raises(SamePerson):  # hers was the last hand on it
            publishing.confirm_proposal(proposal=scheduled.proposals.get(), by=cast.edith)
        assert publishing.confirm_proposal(proposal=scheduled.proposals.get(), by=cast.rosa)

    def test_turnouts_words_and_figures_of_record_are_public_at_once(self, careful):
        for given in (
            {"turnout": TurnoutFigures("northquay", ballots=6_040)},
            {"body": "A long wait."},
            {"result": northquay(confirm=None)},
        ):
            assert publishing.publish_entry(blog=careful, **given)[0].status == "published"


class TestConfirming:
    def test_twice_is_once(self, careful, proposed, cast):
        entry = publishing.confirm_proposal(proposal=proposed, by=cast.edith)
        assert publishing.confirm_proposal(proposal=proposed, by=cast.edith) == entry
        with pytest.raises(Conflict, match="confirmed already, by Edith Ellis"):
            publishing.confirm_proposal(proposal=proposed, by=cast.stan)
        with pytest.raises(Conflict, match="confirmed already"):
            publishing.send_back_proposal(proposal=proposed, by=cast.stan, reason="Wait.")
        assert head(careful) == 2

    def test_what_somebody_else_has_declared_meanwhile_is_refused(self, careful, proposed, cast):
        publishing.publish_entry(blog=careful, result=corrected(confirm=None))
        with pytest.raises(Refused, match="already declared"):
            publishing.confirm_proposal(proposal=proposed, by=cast.edith)
        assert fresh(proposed).is_waiting

    def test_a_doubt_that_came_meanwhile_asks_whoever_confirms(self, careful, proposed, cast):
        publishing.publish_entry(blog=careful, turnout=TurnoutFigures("northquay", ballots=6_050))
        with pytest.raises(Doubtful) as doubtful:
            publishing.confirm_proposal(proposal=proposed, by=cast.edith)
        codes = doubtful.value.codes
        publishing.confirm_proposal(proposal=proposed, by=cast.edith, confirm=codes)
        assert [each["code"] for each in Declaration.objects.get().confirmed] == codes

    def test_a_blog_that_is_over_takes_none(self, careful, proposed, cast):
        publishing.close_blog(blog=careful)
        with pytest.raises(Conflict, match="over"):
            publishing.confirm_proposal(proposal=proposed, by=cast.edith)
        publishing.archive_blog(blog=careful)
        for deed in (publishing.confirm_proposal, publishing.withdraw_proposal):
            with pytest.raises(Conflict, match="archived"):
                deed(proposal=proposed, by=cast.edith)

    def test_once_nobody_asks_for_it_who_proposed_it_publishes_it(self, careful, proposed, cast):
        publishing.edit_blog(blog=careful, needs_second_look=False)
        entry = publishing.confirm_proposal(proposal=proposed, by=cast.rosa)
        assert (entry.status, entry.declaration.confirmed_by) == ("published", None)


class TestSendingBack:
    def test_it_is_a_draft_again_with_the_reason(self, careful, proposed, cast):
        with pytest.raises(Refused, match="Say why"):
            publishing.send_back_proposal(proposal=proposed, by=cast.edith, reason=" ")
        entry = publishing.send_back_proposal(
            proposal=proposed, by=cast.edith, reason="Two swapped?"
        )
        assert (entry.status, entry.body, entry.card) == ("draft", "", None)
        back = Proposal.objects.returned_to(cast.rosa, careful).get()
        assert (back.reason, back.decided_by) == ("Two swapped?", cast.edith)
        assert publishing.publish_draft(entry=entry, by=cast.rosa).status == "proposed"
        assert not Proposal.objects.returned_to(cast.rosa, careful).exists()
        assert Proposal.objects.waiting(careful).count() == 1
        assert head(careful) == 0

    def test_who_proposed_it_takes_it_back_and_nobody_else(self, proposed, cast):
        with pytest.raises(SamePerson, match="take it back"):
            publishing.send_back_proposal(proposal=proposed, by=cast.rosa, reason="Oh.")
        with pytest.raises(SamePerson, match="send it back"):
            publishing.withdraw_proposal(proposal=proposed, by=cast.edith)
        entry = publishing.withdraw_proposal(proposal=proposed, by=cast.rosa)
        assert (entry.status, fresh(proposed).outcome) == ("draft", "withdrawn")
        with pytest.raises(Conflict, match="withdrawn already"):
            publishing.confirm_proposal(proposal=proposed, by=cast.edith)

    def test_who_proposed_it_can_be_done_with_it(self, careful, proposed, cast):
        publishing.send_back_proposal(proposal=proposed, by=cast.edith, reason="No.")
        entry = publishing.withdraw_proposal(proposal=proposed, by=cast.rosa)
        assert (entry.status, entry.version) == ("draft", 2)
        assert not Proposal.objects.returned_to(cast.rosa, careful).exists()


class TestAChangeOfFigures:
    def test_waits_beside_the_entry_that_stays_as_it_is(self, careful, published, cast):
        before = head(careful)
        entry = revise(published, by=cast.rosa, headline="Quill by 210", at=at("02:29"))
        proposal = Proposal.objects.get(outcome="")
        assert (entry.version, entry.card["majority"]) == (2, 200)
        assert (proposal.card["majority"], proposal.version) == (210, 2)
        assert head(careful) == before
        assert Declaration.objects.count() == 1
        revised = publishing.confirm_proposal(proposal=proposal, by=cast.edith)
        assert (revised.version, revised.headline, revised.at) == (3, "Quill by 210", at("02:29"))
        newest = Declaration.objects.last()
        assert (newest.stage, newest.reason) == ("corrected", "Ten more.")
        assert (newest.recorded_by, newest.confirmed_by) == (cast.rosa, cast.edith)
        assert told(careful, after=before) == ["board", "put revised"]

    def test_asked_again_is_the_same_and_another_waits_its_turn(self, published, correction, cast):
        revise(published, by=cast.rosa)
        assert Proposal.objects.filter(outcome="").get() == correction
        with pytest.raises(Conflict, match="waits for confirmation"):
            revise(published, by=cast.edith)

    def test_is_overtaken_by_a_change_of_the_entry(self, published, correction, cast):
        publishing.revise_entry(entry=published, version=2, body="She wins.", by=cast.rosa)
        with pytest.raises(Conflict, match="now at version 3"):
            publishing.confirm_proposal(proposal=correction, by=cast.edith)

    def test_sent_back_changes_nothing(self, careful, published, correction, cast):
        before = head(careful)
        publishing.send_back_proposal(proposal=correction, by=cast.edith, reason="Which ten?")
        published.refresh_from_db()
        assert (published.status, published.version, head(careful)) == ("published", 2, before)
        assert Proposal.objects.returned_to(cast.rosa, careful).get() == correction

    def test_does_not_keep_the_entry_from_being_retracted(self, published, correction, cast):
        publishing.retract_entry(entry=published, reason="The wrong hall.", by=cast.rosa)
        with pytest.raises(Conflict):
            publishing.confirm_proposal(proposal=correction, by=cast.edith)
        restored = publishing.restore_entry(entry=published, by=cast.rosa)
        assert restored.declaration.confirmed_by == cast.edith

    def test_in_a_closed_blog_can_still_be_confirmed(self, careful, correction, cast):
        publishing.close_blog(blog=careful)
        assert publishing.confirm_proposal(proposal=correction, by=cast.edith).version == 3


class TestNoWayRound:
    def test_another_blog_proposes_too_what_would_be_on_the_board(self, blog, cast):
        other = publishing.create_blog(
            slug="north",
            title="Northquay only",
            polling_day=blog.polling_day,
            status="live",
            contests=list(Contest.objects.filter(slug="northquay")),
        )
        entry, _ = publishing.publish_entry(blog=other, result=northquay(), by=cast.edith)
        assert entry.status == "proposed"
        publishing.close_blog(blog=blog)
        publishing.archive_blog(blog=blog)
        assert publishing.confirm_proposal(proposal=entry.proposals.get(), by=cast.edith)

    def test_a_results_feed_is_told_which_blog_asks(self, blog, cast):
        with pytest.raises(Conflict, match="“The Quayshire count” asks for a second look"):
            publishing.declare_result(
                contest=Contest.objects.get(slug="northquay"),
                figures=ResultFigures("northquay", NORTHQUAY, 40),
                at=at("02:10"),
            )
        assert not Declaration.objects.exists()

    def test_a_correction_by_a_new_entry_waits_too(self, careful, published, cast):
        figures = northquay(votes=NORTHQUAY_CORRECTED, reason="Ten more.")
        entry, _ = publishing.publish_entry(blog=careful, result=figures, by=cast.rosa)
        assert (entry.status, entry.corrects) == ("proposed", None)
        made = publishing.confirm_proposal(proposal=entry.proposals.get(), by=cast.edith)
        assert made.corrects == published
