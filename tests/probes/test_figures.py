"""`/metrics`: who is told, and what."""

import re
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_families
from prometheus_client.parser import text_string_to_metric_families

import liveblog
from liveblog import publishing
from liveblog.realtime import state
from tests.realtime.listening import listen

TOKEN = "as-long-as-it-is-wide"


@pytest.fixture
def token(settings) -> dict[str, str]:
    settings.METRICS_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


def samples(text: str) -> dict[tuple[str, ...], float]:
    """What was told, by name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_a_monitor_with_the_token_is_told_by_any_name_of_the_host(monitor, token, settings):
    settings.SECURE_SSL_REDIRECT = True
    told = await monitor.get("/metrics", headers=token)
    assert told.status_code == 200
    assert told.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert told.headers["Cache-Control"] == "no-store"
    figures = samples(told.text)
    assert figures["declared_info", liveblog.__version__] == 1
    assert figures["declared_newcomers_poll",] == 0
    assert figures["declared_doorbell_up", "memory"] == 1
    assert figures["process_resident_memory_bytes",] > 1_000_000
    for check in ("log", "tasks", "feeds"):
        assert figures["declared_check_failing", check] == 0
    for task in ("doorbell", "look", "beat"):
        assert figures["declared_task_failures_total", task] == 0


async def test_a_monitor_that_prefers_openmetrics_gets_it(monitor, token):
    accept = {"Accept": "application/openmetrics-text; version=1.0.0"}
    told = await monitor.get("/metrics", headers=token | accept)
    assert told.headers["Content-Type"].startswith("application/openmetrics-text")
    assert "declared_readers_sent_away" in {family.name for family in open_families(told.text)}


@pytest.mark.parametrize(
    "shown",
    ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN],
)
@pytest.mark.parametrize("known", [TOKEN, ""])
async def test_nobody_else_is_told(async_client, hub, settings, shown, known):
    settings.METRICS_TOKEN = known
    told = await async_client.get("/metrics", headers={"Authorization": shown} if shown else {})
    assert told.status_code == 401
    assert told["WWW-Authenticate"].startswith("Bearer")
    assert b"declared_" not in told.content


async def test_without_a_token_configured_none_is_good(monitor, settings):
    settings.ALLOWED_HOSTS = ["10.1.2.3"]
    settings.METRICS_TOKEN = ""
    for shown in ("Bearer ", "Bearer x", "Bearer None"):
        told = await monitor.get("/metrics", headers={"Authorization": shown})
        assert told.status_code == 401, shown


async def test_staff_are_told_and_editors_are_not(async_client, hub, blog, cast, token):
    chief = await User.objects.acreate(username="chief", is_staff=True)
    for user, status in [(cast.stan, 403), (cast.rosa, 403), (cast.edith, 403), (chief, 200)]:
        await async_client.aforce_login(user)
        told = await async_client.get("/metrics")
        assert (told.status_code, b"declared_" in told.content) == (status, status == 200), user
    assert "private" in told["Cache-Control"]
    wrong = await async_client.get("/metrics", headers={"Authorization": "Bearer wrong"})
    assert wrong.status_code == 401, "a wrong token is not made good by a session"


async def test_what_happens_is_in_the_figures(monitor, token, hub, blog, cast, settings):
    async def figures() -> dict[tuple[str, ...], float]:
        return samples((await monitor.get("/metrics", headers=token)).text)

    readers = [await listen("quayshire") for _ in range(3)]
    for reader in readers:
        assert (await reader.frame())["type"] == "hello"
    head = (await figures())["declared_feed_head", "quayshire"]
    await sync_to_async(publishing.publish_entry)(blog=blog, body="It opens.", by=cast.rosa)
    for reader in readers:
        await reader.frame()
    told = await figures()
    assert told["declared_readers", "quayshire"] == 3
    assert told["declared_feed_head", "quayshire"] == head + 1
    assert told["declared_feed_behind_events", "quayshire"] == 0
    assert told["declared_feed_late_seconds", "quayshire"] == 0
    assert told["declared_feed_round_seconds", "quayshire"] > 0
    assert told["declared_feed_newest_event_timestamp_seconds", "quayshire"] > 1.7e9
    assert told["declared_doorbell_heard_timestamp_seconds",] > 1.7e9
    settings.FEED_READERS = 3
    away = await listen("quayshire")
    await away.frame()
    told = await figures()
    assert told["declared_newcomers_poll",] == 1
    assert told["declared_readers_sent_away_total",] == 1
    for reader in readers:
        await reader.leave()


async def test_what_is_wrong_is_in_the_figures_and_they_are_still_told(
    monitor, token, hub, monkeypatch
):
    def broken(_names):
        raise OSError

    monkeypatch.setattr(state, "_try_log", broken)
    next(task for task in hub._tasks if task.get_name() == "hub-beat").cancel()
    await monitor.get("/healthz")
    told = samples((await monitor.get("/metrics", headers=token)).text)
    assert told["declared_check_failing", "log"] == 1
    assert told["declared_check_failing", "tasks"] == 1
    assert told["declared_check_failing", "feeds"] == 0
    assert told["declared_task_stumbling_seconds", "beat"] == float("inf")


def test_the_version_is_that_of_the_project() -> None:
    project = (Path(liveblog.__file__).parent.parent / "pyproject.toml").read_text()
    assert re.search(r'^version = "(.+)"$', project, re.M)[1] == liveblog.__version__
