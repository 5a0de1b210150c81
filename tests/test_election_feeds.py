"""An election's feed from its first day to its last, and both ways to follow it."""

import json

import pytest
from asgiref.sync import sync_to_async
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.urls import reverse

from liveblog.models import ElectionFeed
from liveblog.realtime import log
from liveblog.realtime.hub import current_hub
from results.loading import load_election
from results.models import Election
from tests.electionpage import feed_of
from tests.realtime.listening import Listening
from tests.results.night import FIVE_SEATS, declare_outturn

EVENTS = "/api/elections/quayshire-2024/events"


@pytest.fixture
def election(db: None) -> Election:
    return load_election(FIVE_SEATS)


def test_an_election_that_is_set_up_by_hand_has_a_feed_from_the_first(db):
    head = FIVE_SEATS["election"]
    made = Election.objects.create(
        slug="by-hand",
        name="By hand",
        polling_day=head["polling_day"],
        polls_close_at=head["polls_close_at"],
    )
    assert log.position("elections/by-hand").status == "open"
    assert ElectionFeed.objects.get(election=made).feed.head == 0


def test_the_feed_goes_with_its_election(election):
    name = feed_of(election).name
    assert log.position(name) is not None
    Election.objects.filter(pk=election.pk).delete()
    assert log.position(name) is None


def test_the_slug_is_chosen_once(election):
    request = RequestFactory().get("/")
    request.user = get_user_model()(is_superuser=True, is_staff=True, is_active=True)
    admin = site.get_model_admin(Election)
    assert "slug" in admin.get_form(request).base_fields
    assert "slug" not in admin.get_form(request, election, change=True).base_fields


def test_the_administrator_opens_an_election_that_is_there(election, admin_client):
    page = reverse("admin:results_election_change", args=[election.pk])
    assert admin_client.get(page).status_code == 200


@pytest.mark.django_db(transaction=True)
async def test_the_events_by_http_are_those_of_the_log(async_client):
    election = await sync_to_async(load_election)(FIVE_SEATS)
    await sync_to_async(declare_outturn)(election, "southquay")
    feed = await sync_to_async(feed_of)(election)
    try:
        answer = await async_client.get(EVENTS, {"epoch": feed.epoch, "after": 0})
        page = json.loads(answer.content)
        assert [each["type"] for each in page["events"]] == ["standings"]
        assert (page["offset"], page["status"], page["more"]) == (1, "open", False)
        assert answer["Cache-Control"] == "public, max-age=1"
        known = {"If-None-Match": answer["ETag"]}
        again = await async_client.get(EVENTS, {"epoch": feed.epoch, "after": 0}, headers=known)
        assert again.status_code == 304
        assert (await async_client.get("/api/elections/nowhere/events")).status_code == 404
    finally:
        await current_hub().close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "code"),
    [("elections/quayshire-2024", None), ("elections/nowhere", 4404), ("blogs/elections", 4404)],
)
async def test_a_socket_tells_of_a_declaration_in_the_election_it_names(path, code):
    from channels.testing import WebsocketCommunicator

    from liveblog.asgi import application

    election = await sync_to_async(load_election)(FIVE_SEATS)
    connection = WebsocketCommunicator(application, f"/ws/{path}/")
    accepted, _ = await connection.connect(timeout=10)
    socket = Listening(connection, accepted)
    try:
        if code:
            assert await socket.close_code() == code
            return
        hello = await socket.frame()
        assert (hello["blog"], hello["offset"]) == ("elections/quayshire-2024", 0)
        await sync_to_async(declare_outturn)(election, "southquay")
        frame = await socket.frame()
        assert (frame["type"], frame["contest"]["slug"]) == ("standings", "southquay")
        assert "Orchard gain from Harbour" in frame["html"]["seat:southquay"]
        await socket.leave()
    finally:
        await current_hub().close()


def test_the_pages_say_where_they_stand_in_the_log(election):
    declare_outturn(election, "southquay")
    for path in ("", "southquay/"):
        html = Client().get(f"/elections/quayshire-2024/{path}").content.decode()
        assert f'data-epoch="{feed_of(election).epoch}" data-offset="1"' in html
        assert 'data-ws="/ws/elections/quayshire-2024/"' in html
