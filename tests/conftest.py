"""The house in which every test runs: its database, its cast, its blog and its real servers."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.db import connections

from liveblog import publishing
from liveblog.models import Blog, Membership
from liveblog.realtime.hub import Hub, current_hub
from results.loading import load_election
from tests import environment
from tests.databases import postgres, redis
from tests.results.night import FIVE_SEATS
from tests.servers import Site


@dataclass(frozen=True)
class Cast:
    """Rosa reports, Edith edits, Stan is a stranger."""

    rosa: User
    edith: User
    stan: User


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' database is a file, as the site's is: memory has other locks and no WAL."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    database.setdefault("TEST", {})["NAME"] = f"{environment.VAR_DIR}/tests.sqlite3"
    # A test that loses its database has lost nothing.
    database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"


@pytest.fixture(autouse=True)
def _plain_static_files(settings) -> None:
    """Pages are rendered without a collected manifest."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """A hash that is slow on purpose would be most of what the tests do."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:
    def person(name: str, surname: str) -> User:
        return User.objects.create_user(
            name.lower(), password=f"{name}-{surname}-1852", first_name=name, last_name=surname
        )

    return Cast(person("Rosa", "Reyes"), person("Edith", "Ellis"), person("Stan", "Stone"))


@pytest.fixture
def blog(cast: Cast) -> Blog:
    """A live blog on the five-seat night, edited by Edith, with Rosa as its reporter."""
    election = load_election(FIVE_SEATS)
    made = publishing.create_blog(
        slug="quayshire",
        title="The Quayshire count",
        standfirst="Five seats, one sports hall.",
        byline="Rosa Reyes",
        place="Northquay Sports Hall",
        polling_day=date(2024, 5, 2),
        status=Blog.Status.LIVE,
        contests=list(election.contests.all()),
        by=cast.edith,
    )
    Membership.objects.create(blog=made, user=cast.rosa, role=Membership.Role.REPORTER)
    return made


@pytest.fixture
async def hub(transactional_db: None) -> AsyncIterator[Hub]:
    """The hub of the test's event loop, over when the test is."""
    started = current_hub()
    yield started
    await started.close()
    await sync_to_async(connections.close_all)()


@pytest.fixture(scope="session")
def make_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    """Makes sites with a folder and environment of their own, and ends their servers."""
    sites: list[Site] = []

    def make(**variables: str) -> Site:
        sites.append(Site.made(tmp_path_factory.mktemp("site"), **variables))
        return sites[-1]

    yield make
    for site in sites:
        site.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator:
    with redis(tmp_path / "redis") as server:
        yield server
