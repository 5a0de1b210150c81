"""A site on PostgreSQL and Redis: two processes, and nginx before them as `deploy/` has it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.databases import redis
from tests.deploy.nginx import Nginx
from tests.realtime.newsroom_orders import Newsroom
from tests.servers import Site
from tests.succession import Supervised

PASSWORD = "Northquay-1852"
METRICS_TOKEN = "only-the-monitor-knows-this"


@dataclass
class Production:
    """The whole of it. `token` is Edith's, for the API."""

    site: Site
    processes: list[Supervised]
    nginx: Nginx
    newsroom: Newsroom
    epoch: str
    token: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture(scope="module")
def static_files(make_site: Callable[..., Site]) -> Path:
    site = make_site(DJANGO_SETTINGS_MODULE="tests.deploy.telling")
    others = ("--ignore", "admin", "--ignore", "ninja")
    site.manage("collectstatic", "--noinput", "--verbosity", "0", *others)
    return site.folder / "static"


@pytest.fixture(scope="module")
def make_nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Nginx]]:
    started: list[Nginx] = []

    def make(processes: list[Supervised], **how) -> Nginx:
        ports = [process.port for process in processes]
        started.append(Nginx(tmp_path_factory.mktemp("nginx"), ports, **how))
        return started[-1].start()

    yield make
    for nginx in started:
        nginx.stop()


@pytest.fixture(scope="module")
def production(
    make_site: Callable[..., Site],
    postgres_url: str,
    static_files: Path,
    make_nginx: Callable[..., Nginx],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Production]:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE production")
    with redis(tmp_path_factory.mktemp("redis")) as bell:
        site = make_site(
            DJANGO_SETTINGS_MODULE="tests.deploy.telling",
            DATABASE_URL=f"{postgres_url.rpartition('/')[0]}/production",
            REDIS_URL=bell.url,
            API_WRITE_RATE="100000/m",
            BEHIND_PROXY="on",
            METRICS_TOKEN=METRICS_TOKEN,
            STATIC_ROOT=str(static_files),
        )
        newsroom = Newsroom(site)
        opened = newsroom.open()
        processes = [Supervised(site, arguments=("--proxy-headers",)).start() for _ in range(2)]
        nginx = make_nginx(processes, static=static_files, front="127.0.0.1/32")
        yield Production(site, processes, nginx, newsroom, **opened)
        nginx.stop()
        site.close()


@pytest.fixture
def nginx(production: Production) -> Nginx:
    return production.nginx


@pytest.fixture
def http(nginx: Nginx) -> Iterator[httpx.Client]:
    """A browser that says how it takes its pages, and has no cookies yet."""
    with httpx.Client(base_url=nginx.url, trust_env=False, timeout=20) as client:
        client.headers["Accept-Encoding"] = "gzip, deflate, br, zstd"
        yield client
