"""`/healthz`: whether a load balancer may send readers to this process."""

import sqlite3

import httpx
import pytest

from liveblog.realtime import state
from tests.servers import wait_until


async def test_a_process_that_is_well_says_so_to_anybody_by_any_name(monitor, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["live.example.org"]
    told = await monitor.get("/healthz")
    assert (told.status_code, told.json()) == (200, {"status": "ok"})
    assert told.headers["Cache-Control"] == "no-store"
    head = await monitor.head("/healthz")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == told.headers["Content-Length"]
    assert (await monitor.get("/login/")).status_code == 400


async def test_nothing_else_is_done_there(monitor):
    assert (await monitor.post("/healthz")).status_code == 400  # Django's, and of no host of ours


async def test_what_is_wrong_is_named_and_nothing_of_it_is_told(monitor, monkeypatch):
    def broken(_names):
        raise OSError("No space left on /srv/secret-folder.")

    really = state._try_log
    monkeypatch.setattr(state, "_try_log", broken)
    told = await monitor.get("/healthz")
    assert told.status_code == 503
    assert told.json() == {"status": "failing", "failed": {"log": "cannot be written"}}
    monkeypatch.setattr(state, "_try_log", really)
    assert (await monitor.get("/healthz")).json() == {"status": "ok"}


async def test_every_check_that_fails_is_named(monitor, hub, monkeypatch):
    monkeypatch.setattr(state, "LATE_SECONDS", -1.0)
    for name in ("look", "doorbell"):
        hub._stumbling[name] = 0.0
    told = (await monitor.get("/healthz")).json()
    assert told == {"status": "failing", "failed": {"tasks": "look"}}


@pytest.mark.servers
def test_a_real_process_loses_its_log_and_finds_it_again(make_site):
    site = make_site()
    daphne = site.daphne()
    plain = site.daphne(plain=True)

    def told(server) -> tuple[int, dict]:
        answer = httpx.get(f"{server.url}/healthz", headers={"Host": "10.1.2.3"}, timeout=10)
        return answer.status_code, answer.json()

    lost = (503, {"status": "failing", "failed": {"log": "cannot be written"}})
    with sqlite3.connect(site.folder / "declared.sqlite3", isolation_level=None) as database:
        database.execute("PRAGMA legacy_alter_table=ON")
        for server in (daphne, plain):
            assert told(server) == (200, {"status": "ok"})
        database.execute("ALTER TABLE realtime_feed RENAME TO elsewhere")
        for server in (daphne, plain):
            wait_until(lambda: told(server) == lost, what="it was not missed", seconds=10)  # noqa: B023
        database.execute("ALTER TABLE elsewhere RENAME TO realtime_feed")
        for server in (daphne, plain):
            wait_until(lambda: told(server)[0] == 200, what="it was not found", seconds=10)  # noqa: B023
    assert daphne.log.count("The log cannot be written; this is said once.") == 1
