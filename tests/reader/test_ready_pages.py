"""The pages and answers that everybody comes for at once: made once by Django, by any server."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import brotli
import httpx
import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import get_user_model
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, ElectionFeed, Entry
from liveblog.realtime.hub import current_hub
from liveblog.realtime.lookout import Lookout
from results.models import Election
from tests.reader.conftest import Publish
from tests.results.night import declare_outturn

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/quayshire/"
ELECTION = "/elections/quayshire-2024/"
EVENTS = "/api/blogs/quayshire/events"
READY = [PAGE, ELECTION, EVENTS, "/api/elections/quayshire-2024/events", "/api/blogs/quayshire"]

Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that Django was asked for, one after the other."""
    from liveblog.asgi import django_application

    paths: list[str] = []
    create_request = django_application.create_request

    def created(scope: dict[str, Any], body_file: Any) -> Any:
        paths.append(scope["path"])
        return create_request(scope, body_file)

    monkeypatch.setattr(django_application, "create_request", created)
    return paths


@pytest.fixture
async def ask(blog: Blog, settings) -> AsyncIterator[Ask]:
    """Ask the site as a server would: `await ask("/quayshire/", host=…)`."""
    from liveblog.asgi import application

    settings.FEED_LOOK_SECONDS = 0.02

    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        client.headers.clear()

        async def ask(path: str = PAGE, method: str = "GET", **headers: str) -> httpx.Response:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.request(method, path, headers={"host": "testserver"} | named)

        yield ask
    await current_hub().close()
    await sync_to_async(connections.close_all)()


@pytest.fixture
def later(publish: Publish) -> Callable[..., Awaitable[Entry]]:
    return sync_to_async(publish)


async def heard(blog: Blog, *, name: str = "") -> None:
    """Wait until this process has heard all there is to hear."""
    head = await sync_to_async(lambda: type(blog.feed).objects.get(name=name or blog.slug).head)()
    async with asyncio.timeout(10):
        while True:
            held = current_hub().held(name or blog.slug)
            if held is None or held.head >= head:
                return
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("path", READY)
async def test_a_rush_costs_one_rendering_and_then_no_query(ask, rendered, path, monkeypatch):
    answers = await asyncio.gather(*(ask(path) for _ in range(200)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert rendered == [path]

    def no_query(*_args: Any) -> None:
        raise AssertionError("a page that is ready asks the database")

    monkeypatch.setattr(Lookout, "moved", lambda lookout, heads: [])
    monkeypatch.setattr(CursorWrapper, "execute", no_query)
    assert (await ask(path)).content == answers[0].content


@pytest.mark.parametrize("path", READY)
async def test_it_is_what_django_answers(ask, rendered, path, later):
    await later("Doors are shut.")
    if "events" in path:
        direct = await ask(path, authorization="None")  # which is nobody's, and not ours
    else:
        direct = await sync_to_async(Client().get)(path)
    before = len(rendered)
    ready = await ask(path)
    assert len(rendered) == before + 1
    assert ready.content == direct.content
    names = {"content-security-policy", "x-content-type-options", "referrer-policy"}
    names |= {"x-frame-options", "content-type", "cross-origin-opener-policy"}
    if "cache-control" in direct.headers:
        names.add("cache-control")
    for name in names:
        assert ready.headers[name] == direct.headers[name]
    assert "set-cookie" not in ready.headers
    for coding, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        packed = await ask_raw(path, accept_encoding=coding)
        if packed.coding:
            assert packed.coding == coding
            assert unpack(packed.body) == ready.content
        else:
            assert len(packed.body) < 512
    assert len(rendered) == before + 1


async def test_an_entry_is_on_the_next_page_that_anybody_gets(ask, rendered, later, blog):
    assert "The kettle" not in (await ask()).text
    await later("The kettle is on.")
    await heard(blog)
    pages = await asyncio.gather(*(ask() for _ in range(50)))
    assert all("The kettle is on." in page.text for page in pages)
    assert rendered == [PAGE, PAGE]


async def test_what_is_taken_back_is_gone_from_everywhere_at_once(ask, rendered, later, blog):
    entry = await later("A rumour about recounts.")
    paths = [PAGE, EVENTS, "/api/blogs/quayshire", entry.get_absolute_url()]
    for path in paths:
        assert "A rumour" in (await ask(path)).text
    await sync_to_async(publishing.retract_entry)(entry=entry, reason="Not so.")
    await heard(blog)
    assert "A rumour" not in "".join([(await ask(path)).text for path in paths])
    assert (await ask(paths[-1])).status_code == 410
    assert [rendered.count(path) for path in paths] == [2, 2, 2, 3], "a 410 is not kept"


async def test_a_declaration_is_on_the_next_page_of_its_election(ask, rendered, blog):
    assert "0 of 5 seats" in (await ask(ELECTION)).text
    election = await sync_to_async(Election.objects.get)()
    await sync_to_async(declare_outturn)(election, "northquay")
    await heard(blog, name=ElectionFeed.name_for(election.slug))
    assert "1 of 5 seats" in (await ask(ELECTION)).text
    assert "1 of 5 seats" in (await ask(ELECTION)).text
    assert rendered == [ELECTION, ELECTION]


async def test_who_is_logged_in_gets_a_page_from_django(ask, rendered, rosa):
    client = Client()
    await sync_to_async(client.force_login)(rosa)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    anonymous = await ask()
    for _ in range(2):
        known = await ask(cookie=cookie)
        assert known.content == anonymous.content
    assert rendered == [PAGE] * 3


@pytest.mark.parametrize("cookie", ["theme=dark", "csrftoken=abc", "_ga=GA1.2.3"])
async def test_other_cookies_make_no_difference(ask, rendered, cookie):
    await ask()
    await ask(cookie=cookie)
    assert rendered == [PAGE]


@pytest.mark.parametrize("path", ["/nowhere/", "/api/blogs/nowhere/events", "/elections/nowhere/"])
async def test_what_is_not_there_is_djangos_to_say_each_time(ask, rendered, path):
    assert [(await ask(path)).status_code for _ in range(3)] == [404, 404, 404]
    assert rendered == [path] * 3


async def test_a_blog_that_begins_later_is_not_remembered_as_missing(ask, blog):
    assert (await ask("/by-election/")).status_code == 404
    create = sync_to_async(publishing.create_blog)
    editor = await get_user_model().objects.afirst()
    await create(slug="by-election", title="X", polling_day=blog.polling_day, by=editor)
    assert (await ask("/by-election/")).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example"])
async def test_a_foreign_host_is_turned_away_each_time(ask, rendered, host):
    for _ in range(2):
        assert (await ask(host=host)).status_code == 400
    assert len(rendered) == 2
    assert host not in (await ask()).text


async def test_each_host_gets_its_own_addresses(ask, rendered):
    assert "http://localhost/quayshire/" in (await ask(host="localhost")).text
    assert "http://testserver/quayshire/" in (await ask()).text
    assert "http://localhost/quayshire/" in (await ask(host="localhost")).text
    assert rendered == [PAGE, PAGE]


async def test_nobody_can_put_another_host_or_scheme_into_the_page(ask):
    forwarded = {"x_forwarded_host": "evil.example", "x_forwarded_proto": "https"}
    text = (await ask(**forwarded)).text
    assert "evil.example" not in text
    assert "https://testserver" not in text
    assert (await ask()).text == text


async def test_plain_http_is_sent_to_https_and_https_by_the_proxy_is_served(
    ask, rendered, settings, monkeypatch
):
    from liveblog.asgi import django_application

    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    chain = django_application._middleware_chain
    monkeypatch.setattr(django_application, "_middleware_chain", chain)  # and back, afterwards
    django_application.load_middleware(is_async=True)
    for _ in range(2):
        plain = await ask(x_forwarded_proto="http")
        assert (plain.status_code, plain.headers["location"]) == (301, f"https://testserver{PAGE}")
    secure = [await ask(x_forwarded_proto="https") for _ in range(3)]
    assert {answer.status_code for answer in secure} == {200}
    assert f"https://testserver{PAGE}" in secure[0].text
    assert len(rendered) == 3


async def test_whoever_has_the_page_is_told_so_until_it_changes(ask, rendered, later, blog):
    etag = (await ask()).headers["etag"]
    known = await ask(if_none_match=etag)
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", etag)
    assert known.headers["cache-control"] == "public, max-age=0, s-maxage=1"
    assert known.headers["vary"] == "Accept-Encoding"
    assert rendered == [PAGE]
    await later("News.")
    await heard(blog)
    news = await ask(if_none_match=etag)
    assert (news.status_code, rendered) == (200, [PAGE, PAGE])
    assert news.headers["etag"] != etag


async def test_who_polls_with_nothing_new_is_told_so(ask, rendered, later, blog):
    await later("News.")
    first = await ask(f"{EVENTS}?after=1")
    again = await ask(f"{EVENTS}?after=1", if_none_match=first.headers["etag"])
    assert (again.status_code, len(rendered)) == (304, 1)
    await later("More.")
    await heard(blog)
    news = await ask(f"{EVENTS}?after=1", if_none_match=first.headers["etag"])
    assert [each["offset"] for each in json.loads(news.content)["events"]] == [2]


async def test_pollers_are_answered_from_where_they_are(ask, rendered, later):
    for number in range(3):
        await later(f"Entry {number}.")
    for _ in range(2):
        for after in range(4):
            page = (await ask(f"{EVENTS}?after={after}&from=here")).json()
            assert [each["offset"] for each in page["events"]] == list(range(after + 1, 4))
    assert len(rendered) == 4
    assert [(await ask(f"{EVENTS}?after=x")).status_code for _ in range(2)] == [422, 422]
    assert len(rendered) == 6


async def test_a_click_from_a_social_network_gets_the_page_that_is_ready(ask, rendered):
    plain = await ask()
    for number in range(5):
        assert (await ask(f"{PAGE}?fbclid={number}&utm_source=x")).content == plain.content
    assert rendered == [PAGE]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{PAGE}?before=x", 404),
        (f"{PAGE}?%62efore=x", 404),
        (f"{ELECTION}?q=quay", 200),
        ("/quayshire", 301),
        ("/", 200),
    ],
)
async def test_other_pages_are_djangos(ask, rendered, path, status):
    await ask()
    await ask(ELECTION)
    assert [(await ask(path)).status_code for _ in range(2)] == [status, status]
    assert len(rendered) == 4


async def test_who_asks_for_the_head_gets_the_head(ask, rendered):
    page = await ask()
    head = await ask(method="HEAD")
    assert head.content == b""
    assert head.headers == page.headers
    assert int(head.headers["content-length"]) == len(page.content)
    assert rendered == [PAGE]


async def test_nothing_can_be_sent_to_what_is_ready(ask, rendered):
    await ask()
    assert (await ask(method="POST")).status_code == 403, "without a token"
    assert rendered == [PAGE, PAGE]


class Packed:
    """An answer as it was sent, which the client would have unpacked."""

    def __init__(self, coding: str | None, body: bytes) -> None:
        self.coding = coding
        self.body = body


async def ask_raw(path: str, *, accept_encoding: str) -> Packed:
    from asgiref.testing import ApplicationCommunicator

    from liveblog.asgi import application

    path, _, query = path.partition("?")
    headers = [(b"host", b"testserver"), (b"accept-encoding", accept_encoding.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode()}
    communicator = ApplicationCommunicator(application, scope | {"headers": headers})
    await communicator.send_input({"type": "http.request", "body": b""})
    start = await communicator.receive_output(timeout=10)
    body = await communicator.receive_output(timeout=10)
    await communicator.wait()
    coding = dict(start["headers"]).get(b"content-encoding")
    return Packed(coding and coding.decode(), body["body"])
