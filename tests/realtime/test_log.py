"""Offsets: from 1, one for each event that is committed, none for one that is not."""

import json

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from liveblog.realtime import log
from liveblog.realtime.models import Feed
from tests.realtime.newsroom_orders import Newsroom


@pytest.fixture
def count(db: None) -> Feed:
    return log.create_feed("count")


def appended(feed: Feed, times: int = 1) -> list[int]:
    with transaction.atomic():
        return [log.append(feed.pk, {"type": "put", "n": n}) for n in range(times)]


def test_offsets_begin_at_one_and_have_no_gap(count: Feed):
    assert appended(count, 3) == [1, 2, 3]
    assert appended(count, 2) == [4, 5]
    position = log.position("count")
    assert (position.epoch, position.head) == (count.epoch, 5)


def test_a_frame_begins_with_its_type_and_its_offset(count: Feed):
    with transaction.atomic():
        log.append(count.pk, {"why": "café", "type": "put"})
    assert log.frames_after("count", count.epoch, 0) == [
        (1, '{"type":"put","offset":1,"why":"café"}')
    ]


def test_what_is_rolled_back_gives_its_offset_back(count: Feed):
    appended(count)
    with transaction.atomic():
        assert log.append(count.pk, {"type": "put"}) == 2
        transaction.set_rollback(True)
    assert appended(count) == [2]
    assert [offset for offset, _ in log.frames_after("count", count.epoch, 0)] == [1, 2]


def test_each_feed_counts_for_itself(count: Feed):
    other = log.create_feed("other")
    assert appended(count, 2) == [1, 2]
    assert appended(other) == [1]
    assert {each.name: each.head for each in log.positions(["count", "other"])} == {
        "count": 2,
        "other": 1,
    }


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    feed = log.create_feed("count")
    with pytest.raises(TransactionManagementError):
        log.append(feed.pk, {"type": "put"})
    assert log.position("count").head == 0


def test_an_unknown_feed_is_an_error_and_not_a_new_feed(db: None):
    with pytest.raises(Feed.DoesNotExist), transaction.atomic():
        log.append(4_711, {"type": "put"})
    assert log.position("count") is None


def test_frames_are_read_by_pages_from_either_end(count: Feed):
    appended(count, 10)
    read = log.frames_after("count", count.epoch, 3, 4)
    assert [offset for offset, _ in read] == [4, 5, 6, 7]
    assert [offset for offset, _ in log.newest_frames("count", count.epoch, 3)] == [8, 9, 10]
    assert log.frames_after("count", count.epoch, 10) == []


def test_nothing_is_read_of_an_epoch_that_is_over(count: Feed):
    appended(count, 3)
    with transaction.atomic():
        log.restart(count.pk, status="live")
    appended(count, 2)
    assert log.frames_after("count", count.epoch, 0) == []
    assert log.newest_frames("count", count.epoch, 9) == []
    epoch = log.position("count").epoch
    assert epoch != count.epoch
    assert [offset for offset, _ in log.newest_frames("count", epoch, 9)] == [1, 2]


def test_the_bell_rings_after_the_commit_and_not_without_it(
    count: Feed, monkeypatch, django_capture_on_commit_callbacks
):
    rung: list[tuple[str, int]] = []
    monkeypatch.setattr("liveblog.realtime.doorbell.ring", lambda *how: rung.append(how))
    with django_capture_on_commit_callbacks(execute=True):
        appended(count, 3)
        assert rung == []
    assert rung == [("count", 3)], "once, however many events there were"
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        log.append(count.pk, {"type": "put"})
        transaction.set_rollback(True)
    assert rung == [("count", 3)]
    with django_capture_on_commit_callbacks(execute=True):
        appended(count)
    assert rung == [("count", 3), ("count", 4)]


@pytest.mark.servers
@pytest.mark.alone
@pytest.mark.parametrize("site", ["sqlite_site", "postgres_site"])
def test_many_writers_and_many_changes_of_mind_leave_no_gap(site: str, request):
    newsroom = Newsroom(request.getfixturevalue(site))
    newsroom.open()
    told = newsroom.append(threads=12, times=15)
    frames = newsroom.dump()
    assert 60 < told["committed"] < 170, "some are committed and some are not"
    assert told["different"] == told["committed"] == len(frames)
    assert list(frames) == list(range(1, len(frames) + 1))
    assert all(json.loads(frame)["offset"] == offset for offset, frame in frames.items())
