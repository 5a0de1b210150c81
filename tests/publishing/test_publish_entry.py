import uuid

import pytest

from liveblog import publishing
from liveblog.models import Entry, EntryRevision
from liveblog.publishing import Conflict, ResultFigures, TurnoutFigures
from liveblog.realtime import log
from results.models import Declaration
from tests.publishing.hall import board, events, head, northquay, offsets, told
from tests.results.night import at


def publish(blog, **wording):
    return publishing.publish_entry(blog=blog, **wording)[0]


def test_an_entry_is_one_event_with_its_fragment_and_a_first_revision(blog, cast):
    entry = publish(blog, body="The doors are *open*.", by=cast.rosa)
    (event,) = events(blog)
    assert (event["type"], event["why"], event["offset"]) == ("put", "published", 1)
    assert event["entry"]["id"] == entry.public_id
    assert "<em>open</em>" in event["entry"]["html"]
    assert event["entry"]["authors"] == ["Rosa Reyes"]
    (revision,) = entry.revisions.all()
    assert (revision.version, revision.why, revision.by) == (1, "published", cast.rosa)


def test_offsets_are_gapless_over_every_deed(blog):
    entry = publish(blog, result=northquay())
    publish(blog, body="Words.", corrects=entry)
    publishing.pin_entry(entry=entry)
    entry.refresh_from_db()
    publishing.revise_entry(entry=entry, version=entry.version, body="Other words.")
    publishing.retract_entry(entry=entry, reason="No.")
    publishing.close_blog(blog=blog)
    assert offsets(blog) == list(range(1, head(blog) + 1))
    assert len(offsets(blog)) > 8


def test_a_result_moves_the_board_and_writes_its_own_sentence(blog):
    entry = publish(blog, result=northquay())
    assert told(blog) == ["board", "put published"]
    assert board(blog)["northquay"]["majority"] == 200
    assert (
        entry.headline
        == "RESULT for Northquay: Ada Quill (Harbour) holds the seat with 2,800 votes"
    )
    assert entry.body.startswith("Majority 200 over Ben Marsh (Orchard, 2,600 votes)")
    assert entry.key_event
    assert entry.kind == "result"


def test_counts_may_be_typed_with_commas_and_named_by_number(blog):
    candidacies = blog.contests.get(slug="northquay").candidacies.all()
    votes = {str(each.pk): f"{1_000 + number:,}" for number, each in enumerate(candidacies)}
    seen = ("startling_turnout", "startling_swing", "startling_share")
    entry = publish(blog, result=northquay(votes=votes, rejected="0", confirm=seen))
    assert entry.declaration.total_votes == 4_006
    assert entry.declaration.rejected == 0


def test_a_turnout_writes_its_own_sentence(blog):
    entry = publish(blog, turnout=TurnoutFigures("northquay", percentage="60.4", ballots="6,040"))
    assert entry.body.startswith("Turnout in Northquay is 60.4 per cent: 6,040 ballot papers")
    assert told(blog) == ["board", "put published"]


def test_our_own_words_are_kept_beside_figures(blog):
    entry = publish(blog, headline="She did it", body="What a night.", result=northquay())
    assert (entry.headline, entry.body) == ("She did it", "What a night.")


def test_every_blog_that_follows_the_contest_gets_the_board_and_only_one_the_entry(blog):
    beside = publishing.create_blog(
        slug="northquay-only", title="Northquay", polling_day=blog.polling_day, status="live",
        contests=[blog.contests.get(slug="northquay")],
    )  # fmt: skip
    elsewhere = publishing.create_blog(
        slug="elsewhere", title="Elsewhere", polling_day=blog.polling_day, status="live",
        contests=[blog.contests.get(slug="fenside")],
    )  # fmt: skip
    publish(blog, result=northquay())
    assert told(blog) == ["board", "put published"]
    assert told(beside) == ["board"]
    assert told(elsewhere) == []
    assert len(board(beside)) == 1
    assert len(board(blog)) == 5


@pytest.mark.parametrize("broken_at", [1, 2])
def test_a_failure_in_the_middle_leaves_nothing(blog, monkeypatch, broken_at):
    append, calls = log.append, []

    def breaks(*args, **kwargs):
        calls.append(args)
        if len(calls) == broken_at:
            raise ConnectionError("the database went away")
        return append(*args, **kwargs)

    monkeypatch.setattr(log, "append", breaks)
    with pytest.raises(ConnectionError):
        publish(blog, result=northquay())
    assert len(calls) == broken_at
    assert (Entry.objects.count(), EntryRevision.objects.count()) == (0, 0)
    assert (Declaration.objects.count(), head(blog), events(blog)) == (0, 0, [])


def test_the_same_client_id_returns_the_entry_it_made_whatever_is_said_now(blog):
    client_id = uuid.uuid4()
    first, created = publishing.publish_entry(blog=blog, body="Once.", client_id=client_id)
    assert created
    for again in (
        {"body": "Once."},
        {"body": "Other words."},
        {"body": ""},
        {"result": northquay()},
        {"result": ResultFigures("nowhere", {})},
    ):
        entry, created = publishing.publish_entry(blog=blog, client_id=client_id, **again)
        assert (entry.pk, entry.body, created) == (first.pk, "Once.", False)
    assert offsets(blog) == [1]
    publishing.close_blog(blog=blog)
    assert not publishing.publish_entry(blog=blog, body="Once.", client_id=client_id)[1]


def test_the_same_client_id_in_another_blog_is_another_entry(blog):
    other = publishing.create_blog(
        slug="other", title="Other", polling_day=blog.polling_day, status="live"
    )
    client_id = uuid.uuid4()
    publish(blog, body="Here.", client_id=client_id)
    assert publishing.publish_entry(blog=other, body="There.", client_id=client_id)[1]


def test_a_correction_and_what_it_corrects_show_each_other(blog):
    wrong = publish(blog, body="Nine boxes.", at=at("01:00"))
    right = publish(blog, kind="correction", body="Ten boxes.", corrects=wrong, at=at("01:30"))
    assert told(blog) == ["put published", "put published", "put corrected"]
    *_, correction, corrected_one = events(blog)
    assert wrong.get_absolute_url() in correction["entry"]["html"]
    assert "1.00am" in correction["entry"]["html"]
    assert corrected_one["entry"]["id"] == wrong.public_id
    assert corrected_one["entry"]["version"] == 2
    assert right.get_absolute_url() in corrected_one["entry"]["html"]
    assert "Corrected at" in corrected_one["entry"]["html"]
    assert [each.why for each in wrong.revisions.all()] == ["published", "corrected"]


def test_a_draft_tells_nobody_and_declares_nothing(blog):
    entry = publish(blog, status="draft", result=northquay())
    assert (entry.status, head(blog), Declaration.objects.count()) == ("draft", 0, 0)
    assert [each.why for each in entry.revisions.all()] == ["draft"]


@pytest.mark.parametrize("close", ["close", "archive"])
def test_a_blog_that_is_over_takes_no_entries(blog, close):
    publishing.close_blog(blog=blog)
    if close == "archive":
        publishing.archive_blog(blog=blog)
    with pytest.raises(Conflict, match="takes no entries"):
        publish(blog, body="Too late.")
