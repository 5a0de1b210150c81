"""A feed without a blog, the hub that serves it, and readers who connect to it."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from liveblog.realtime import log
from liveblog.realtime.hub import Hub, current_hub
from liveblog.realtime.models import Feed
from tests.realtime.listening import Listening, append_events, listen
from tests.servers import Site


@pytest.fixture
def feed(transactional_db: None, settings) -> Feed:
    """An empty feed called “count”; its hub looks at the log at once and keeps 500 events."""
    settings.FEED_WINDOW = 500
    settings.FEED_LOOK_SECONDS = 0.05
    return log.create_feed("count", status="live")


@pytest.fixture
async def hub(feed: Feed) -> AsyncIterator[Hub]:
    started = current_hub()
    yield started
    await started.close()
    await sync_to_async(connections.close_all)()


@pytest.fixture
def append(feed: Feed) -> Callable:
    """Append so many events in one transaction, from another thread: `await append(3)`."""
    return sync_to_async(lambda count=1, **how: append_events(feed, count, **how))


@pytest.fixture
async def reader(hub: Hub) -> AsyncIterator[Callable]:
    """Connect a reader: `await reader(offset=3)`; they are disconnected when the test is over."""
    readers: list[Listening] = []

    async def connect(name: str = "count", **how) -> Listening:
        readers.append(await listen(name, **how))
        return readers[-1]

    yield connect
    for listening in readers:
        await listening.leave()


@pytest.fixture(scope="module")
def sqlite_site(make_site: Callable[..., Site]) -> Site:
    return make_site(API_WRITE_RATE="100000/m", FEED_WINDOW="500")


@pytest.fixture
def postgres_site(
    make_site: Callable[..., Site], postgres_url: str, redis_server, request
) -> Iterator[Site]:
    """A site on PostgreSQL and Redis, with a database of its own."""
    import psycopg

    name = f"night_{abs(hash(request.node.nodeid)) % 10**10}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    site = make_site(
        DATABASE_URL=f"{postgres_url.rpartition('/')[0]}/{name}",
        REDIS_URL=redis_server.url,
        API_WRITE_RATE="100000/m",
        FEED_WINDOW="500",
    )
    yield site
    site.close()
