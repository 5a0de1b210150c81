"""The site behind nginx, as `deploy/nginx.conf` has it: what is passed on, kept, and never kept."""

import asyncio
import contextlib
import gzip
import json
import re
import time
import uuid

import brotli
import httpx
import pytest

from tests.deploy.conftest import METRICS_TOKEN, PASSWORD, Production
from tests.realtime.ears import ear
from tests.realtime.reporting import Reporter
from tests.realtime.test_handing_over import heard_everything_once, listening

pytestmark = pytest.mark.servers

PAGE, EVENTS = "/quayshire/", "/api/blogs/quayshire/events"
PUBLIC = ["/", PAGE, "/elections/", "/api/blogs/quayshire", f"{EVENTS}?after=0", "/api/elections"]
DOWN_WITHIN = 2.0  # seconds: the contract


def post(http: httpx.Client, production: Production, body: str) -> dict:
    answer = http.post(
        "/api/blogs/quayshire/entries",
        json={"client_id": str(uuid.uuid4()), "body": body},
        headers=production.bearer,
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


def early_in_a_second() -> None:
    """Wait until two requests will come within the same one."""
    while time.time() % 1 > 0.5:
        time.sleep(0.05)


def without_clock(text: str) -> str:
    return re.sub(r'"server_time":\s*"[^"]*"', "", text)


def canonical(page: httpx.Response) -> str:
    return re.search('<link rel="canonical" href="([^"]*)"', page.text)[1]


async def test_a_reader_is_told_everything_and_resumes_at_either_process(production, nginx):
    newsroom = production.newsroom
    await asyncio.to_thread(newsroom.burst, 5, size=2_000)
    log = await asyncio.to_thread(newsroom.dump)
    for _ in range(4):  # in turn at both
        resumed = f"?epoch={production.epoch}&offset={len(log) - 5}"
        async with ear(nginx, position=resumed, origin="http://localhost") as reader:
            assert reader.frames[0]["recovered"] is True
            await reader.hear(len(log))
            assert reader.events == list(log.values())[-5:]
    async with ear(nginx) as reader:
        begun = time.time()
        await asyncio.to_thread(newsroom.burst, 1, size=100_000)
        await reader.hear(len(log) + 1)
        assert reader.at[len(log) + 1] - begun < 5


def test_a_line_may_be_silent_for_longer_than_from_beat_to_beat(settings, nginx):
    sockets = nginx.configuration.partition("location /ws/ {")[2].partition("}")[0]
    patience = int(re.search(r"proxy_read_timeout (\d+)s;", sockets)[1])
    assert patience > 2 * settings.FEED_BEAT_SECONDS


def test_a_page_comes_packed_as_it_is_asked_for_and_is_the_same_every_way(production, nginx):
    def asked(accepted: str) -> tuple[str, str]:
        with httpx.Client(base_url=nginx.url, trust_env=False) as client:
            headers = {"Accept-Encoding": accepted}
            with client.stream("GET", PAGE, headers=headers) as answer:
                raw = b"".join(answer.iter_raw())
        coding = answer.headers.get("content-encoding", "identity")
        whole = {"gzip": gzip.decompress, "br": brotli.decompress, "identity": bytes}[coding](raw)
        assert "Accept-Encoding" in answer.headers["vary"]
        return coding, re.sub(r"<!-- .*? -->", "", whole.decode())

    wanted = {
        "gzip, deflate, br, zstd": "br",
        "gzip, deflate, br": "br",
        "br;q=1.0, gzip;q=0.8, *;q=0.1": "br",
        "br;q=0, gzip": "gzip",
        "gzip;q=0.5,br;q=0.0": "gzip",
        "gzip": "gzip",
        "deflate": "identity",
        "gzip;q=0": "identity",
        "": "identity",
    }
    given = {accepted: asked(accepted) for accepted in wanted}
    assert {accepted: coding for accepted, (coding, _) in given.items()} == wanted
    assert len({page for _, page in given.values()}) == 1


@pytest.mark.parametrize(("path", "each_second"), [(PAGE, 30), (f"{EVENTS}?after=0", 30), ("/", 1)])
async def test_a_rush_reaches_the_processes_with_the_seconds_first(nginx, path: str, each_second):
    """Once, or, where the processes have it ready, as often as it is asked for until it is here."""
    seconds, at_once = 2, 30
    statuses: list[int] = []
    started = time.monotonic()

    async def refresh(client: httpx.AsyncClient, accepted: str) -> None:
        # The machine may be busy: then the rush takes longer.
        while time.monotonic() < started + seconds or len(statuses) <= 5 * at_once:
            answer = await client.get(path, headers={"Accept-Encoding": accepted})
            statuses.append(answer.status_code)

    browsers = ["gzip, deflate, br, zstd", "gzip, deflate, br"]
    async with httpx.AsyncClient(base_url=nginx.url, trust_env=False, timeout=20) as client:
        begun = await asyncio.to_thread(nginx.reached_a_process, path)
        await asyncio.gather(*(refresh(client, browsers[n % 2]) for n in range(at_once)))
    took = time.monotonic() - started
    assert len(set(statuses)) == 1
    reached = nginx.reached_a_process(path) - begun
    assert 1 <= reached <= each_second * (took + 2)
    assert reached < len(statuses) / 3


def test_a_poller_who_has_it_already_is_told_so_by_nginx(nginx, http):
    path = f"{EVENTS}?after=0"
    first = http.get(path)
    assert first.headers["cache-control"] == "public, max-age=1"
    early_in_a_second()
    known = {"If-None-Match": first.headers["etag"]}
    answers = [http.get(path, headers=known) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {304}
    assert answers[-1].headers["x-cache"] == "HIT"


async def test_what_is_taken_down_is_gone_within_two_seconds_however_much_it_is_asked_for(
    production, nginx, http
):
    words = f"Taken-down-{uuid.uuid4()}"
    entry = await asyncio.to_thread(post, http, production, words)
    places = [PAGE, entry["url"], f"{EVENTS}?after=0", "/api/blogs/quayshire/entries", "/"]
    seen: dict[str, float] = {}
    enough = asyncio.Event()

    async def refresh(client: httpx.AsyncClient, path: str) -> None:
        while not enough.is_set():
            begun = time.time()
            answer = await client.get(path)
            if words in answer.text:
                seen[path] = begun
            await asyncio.sleep(0.02)

    async with httpx.AsyncClient(base_url=nginx.url, trust_env=False, timeout=20) as client:
        refreshing = [asyncio.create_task(refresh(client, path)) for path in places * 3]
        await asyncio.sleep(1.5)
        assert {PAGE, entry["url"]} <= set(seen)
        answer = await client.post(
            f"/api/blogs/quayshire/entries/{entry['id']}/retract",
            json={"reason": "It was another hall"},
            headers={**production.bearer, "If-Match": f'"{entry["version"]}"'},
        )
        taken_down = time.time()
        assert answer.status_code == 200, answer.text
        await asyncio.sleep(3)
        enough.set()
        await asyncio.gather(*refreshing)
    late = {path: round(at - taken_down, 2) for path, at in seen.items()}
    assert max(late.values()) < DOWN_WITHIN, late


def test_a_page_that_was_not_asked_for_lately_is_not_shown_once_more_as_it_was(production, http):
    words = f"Taken-down-{uuid.uuid4()}"
    entry = post(http, production, words)
    time.sleep(1)
    assert words in http.get(entry["url"]).text
    http.post(
        f"/api/blogs/quayshire/entries/{entry['id']}/retract",
        json={"reason": "It was another hall"},
        headers={**production.bearer, "If-Match": f'"{entry["version"]}"'},
    ).raise_for_status()
    time.sleep(DOWN_WITHIN)
    first = http.get(entry["url"])
    assert (first.status_code, words in first.text) == (410, False)


@pytest.mark.parametrize(
    "who",
    [
        {"Cookie": "sessionid=0123456789abcdef"},
        {"Cookie": "theme=dark; sessionid =0123456789abcdef"},
        {"Cookie": "csrftoken=0123456789abcdef0123456789abcdef"},
        {"Cookie": "messages=W10"},
        {"Authorization": "Bearer nothing"},
    ],
    ids=str,
)
def test_who_may_be_known_is_neither_answered_from_the_cache_nor_kept_in_it(nginx, http, who):
    early_in_a_second()
    path = f"/?{uuid.uuid4()}"
    assert http.get(path, headers=who).headers["x-cache"] == "BYPASS"
    assert http.get(path).headers["x-cache"] == "MISS"
    assert http.get(path).headers["x-cache"] == "HIT"
    assert http.get(path, headers=who).headers["x-cache"] == "BYPASS"
    assert http.get(path, headers={"Cookie": "theme=dark; consent=1"}).headers["x-cache"] == "HIT"


def test_a_reporter_logs_in_and_what_the_site_tells_her_reaches_nobody_else(production, nginx):
    production.site.run(
        "-c",
        "import django; django.setup(); from django.contrib.auth.models import User;"
        f"edith = User.objects.get(); edith.set_password({PASSWORD!r}); edith.save()",
    )
    with httpx.Client(base_url=nginx.url, trust_env=False, timeout=20) as edith:
        form = edith.get("/login/")
        assert "x-cache" not in form.headers
        assert "content-encoding" not in form.headers
        token = re.search('name="csrfmiddlewaretoken" value="([^"]*)"', form.text)[1]
        fields = {"username": "edith", "password": PASSWORD, "csrfmiddlewaretoken": token}
        entered = edith.post("/login/", data=fields)
        assert (entered.status_code, entered.headers["location"]) == (302, "/newsroom/")
        newsroom = edith.get("/newsroom/")
        assert newsroom.headers["x-asked-by"].startswith("edith 127.0.0.1 ")
        for path in PUBLIC:
            hers = edith.get(path)
            assert hers.headers["x-cache"] == "BYPASS"
            assert hers.headers["x-asked-by"].startswith("edith ")
            anybodys = httpx.get(f"{nginx.url}{path}", trust_env=False)
            assert anybodys.headers["x-cache"] in {"MISS", "HIT"}
            assert anybodys.headers["x-asked-by"].startswith("AnonymousUser ")
            assert "set-cookie" not in anybodys.headers
            # A cache that does not look at cookies has nothing to give away, either.
            assert without_clock(hers.text) == without_clock(anybodys.text)


def test_nothing_that_is_public_sets_a_cookie_or_differs_by_more_than_the_key(production, http):
    """`proxy_ignore_headers Vary` rests on this."""
    for path in PUBLIC:
        answer = http.get(production.processes[0].url + path)
        by = {name.strip().lower() for name in answer.headers.get("vary", "").split(",")}
        assert by <= {"", "accept-encoding", "cookie"}, path
        assert "set-cookie" not in answer.headers, path


def test_static_files_are_nginxs_own_packed_and_kept_for_ever(http):
    names = set(re.findall(r'"(/static/[^"]+\.(?:css|js))"', http.get(PAGE).text))
    assert len(names) > 3
    for name in names:
        plain = http.get(name, headers={"Accept-Encoding": "identity"})
        packed = http.get(name)
        for answer in (plain, packed):
            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert "x-asked-by" not in answer.headers
        assert packed.content == plain.content
        assert plain.headers["content-type"].partition(";")[0] in {
            "text/css",
            "application/javascript",
        }
        assert packed.headers["vary"] == "Accept-Encoding"
        assert packed.headers["content-encoding"] == "gzip"
    missing = http.get("/static/liveblog/site.000000000000.css")
    assert missing.status_code == 404
    assert "cache-control" not in missing.headers


def test_who_asks_and_how_is_believed_of_a_front_and_of_nobody_else(production, nginx):
    told = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
    forged = {**told, "X-Forwarded-Host": "evil.example"}

    def asked(path: str, address: str, headers: dict[str, str]) -> httpx.Response:
        # A session's, so that Django is asked and not what was kept for others.
        headers = {**headers, "Cookie": "sessionid=0"}
        transport = httpx.HTTPTransport(local_address=address)
        with httpx.Client(base_url=nginx.url, transport=transport, trust_env=False) as client:
            return client.get(path, headers=headers)

    for headers in (told, forged):
        answer = asked(PAGE, "127.0.0.1", headers)
        assert answer.headers["x-asked-by"] == "AnonymousUser 198.51.100.7 https 127.0.0.1"
        assert canonical(answer) == "https://127.0.0.1/quayshire/"
        answer = asked(PAGE, "127.0.0.9", headers)
        assert answer.headers["x-asked-by"] == "AnonymousUser 127.0.0.9 http 127.0.0.1"
        assert canonical(answer) == "http://127.0.0.1/quayshire/"


def test_both_schemes_have_pages_of_their_own_in_the_cache(http):
    for _ in range(3):
        page = http.get(PAGE, headers={"X-Forwarded-Proto": "https"})
        assert canonical(page) == "https://127.0.0.1/quayshire/"
        assert canonical(http.get(PAGE)) == "http://127.0.0.1/quayshire/"
        named = http.get(PAGE, headers={"Host": "LOCALHOST"})
        assert canonical(named) == "http://localhost/quayshire/"


def test_what_watches_asks_the_processes_and_no_cache(http):
    for _ in range(2):
        health = http.get("/healthz")
        assert (health.status_code, health.json()) == (200, {"status": "ok"})
        assert "x-cache" not in health.headers
    shown = http.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    assert "declared_readers" in shown.text
    assert "declared_readers" not in http.get("/metrics").text


def test_who_asks_for_another_site_is_not_answered(nginx):
    with pytest.raises(httpx.TransportError):
        httpx.get(nginx.url, headers={"Host": "another.example"}, trust_env=False)


def test_a_body_that_is_too_large_is_refused(production, http):
    answer = http.post(
        "/api/blogs/quayshire/entries", content=b" " * 4_000_000, headers=production.bearer
    )
    assert answer.status_code == 413


async def test_with_tls_everything_is_the_same_and_who_comes_without_is_sent_there(
    production, make_nginx, static_files
):
    secure = await asyncio.to_thread(
        make_nginx, production.processes, static=static_files, tls=True
    )
    plain = f"http://127.0.0.1:{secure.port}"
    sent = httpx.get(f"{plain}/quayshire/?before=1", trust_env=False)
    assert sent.status_code == 301
    assert sent.headers["location"] == "https://127.0.0.1/quayshire/?before=1"
    async with httpx.AsyncClient(base_url=secure.url, verify=secure.trust, trust_env=False) as http:
        assert canonical(await http.get(PAGE)) == "https://127.0.0.1/quayshire/"
    newsroom = production.newsroom
    async with ear(secure, ssl=secure.trust, origin="https://localhost") as reader:
        await asyncio.to_thread(newsroom.burst, 2, size=500)
        await heard_everything_once([reader], newsroom)


async def test_a_reload_of_nginx_closes_nobodys_socket(production, nginx):
    async with contextlib.AsyncExitStack() as stack:
        ears = await listening(stack, [nginx], 20)
        await asyncio.to_thread(nginx.reload)
        await asyncio.to_thread(production.newsroom.burst, 3, size=500)
        await heard_everything_once(ears, production.newsroom)
        async with ear(nginx) as another:
            assert another.frames[0]["type"] == "hello"


async def test_a_process_is_replaced_and_two_hundred_readers_behind_nginx_notice_nothing(
    production, nginx
):
    newsroom, (first, second) = production.newsroom, production.processes
    async with contextlib.AsyncExitStack() as stack:
        ears = await listening(stack, [nginx], 200)
        ears += await listening(stack, [first, second], 50)
        with (
            Reporter(nginx.url, production.token, pause=0.02).at_work() as reporter,
            Reporter(nginx.url, production.token, pause=0.05).at_work() as another,
        ):
            await asyncio.to_thread(first.reload)
            await asyncio.sleep(0.5)
        await heard_everything_once(ears, newsroom)
    posted = reporter.happened + another.happened
    assert posted["201"] > 20
    assert set(posted) == {"201"}, "an entry had to be posted twice"
    for process in (first, second):
        assert "Traceback" not in process.log


async def test_readers_are_spread_over_both_processes(production, nginx):
    async with contextlib.AsyncExitStack() as stack:
        await listening(stack, [nginx], 40)
        counts = [connections_of(process.port) for process in production.processes]
    assert min(counts) >= 15, counts


async def test_who_finds_no_place_polls_and_misses_nothing(production, make_nginx):
    """`FEED_READERS`: the first rung down."""
    full = await asyncio.to_thread(production.site.daphne, FEED_READERS="3")
    nginx = await asyncio.to_thread(make_nginx, [full, full])
    async with contextlib.AsyncExitStack() as stack:
        ears = await listening(stack, [nginx], 3)
        async with ear(nginx) as turned_away:
            assert [frame["type"] for frame in turned_away.frames] == ["bye"]
            assert turned_away.frames[0]["poll"] is True
            assert await turned_away.closed() == 1013
        await asyncio.to_thread(production.newsroom.burst, 2, size=100)
        await heard_everything_once(ears, production.newsroom)
        log = await asyncio.to_thread(production.newsroom.dump)
        async with httpx.AsyncClient(base_url=nginx.url, trust_env=False) as http:
            position = f"?after={len(log) - 2}&epoch={production.epoch}"
            polled = (await http.get(f"{EVENTS}{position}")).json()
    assert [json.dumps(event) for event in polled["events"]] == [
        json.dumps(json.loads(frame)) for frame in list(log.values())[-2:]
    ]


def connections_of(port: int) -> int:
    """Connections that a process at this port of the loopback interface has (Linux)."""
    with open("/proc/net/tcp") as table:
        rows = [line.split() for line in list(table)[1:]]
    address = f"0100007F:{port:04X}"
    return sum(row[1] == address and row[3] == "01" for row in rows)
