"""Deeds of many threads at once, on the databases that the site runs on."""

import json

import pytest

from tests.publishing.contenders import ROUNDS, THREADS
from tests.servers import Site


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request, make_site) -> Site:
    if request.param == "sqlite":
        return make_site()
    return make_site(DATABASE_URL=request.getfixturevalue("postgres_url"))


@pytest.mark.servers
@pytest.mark.alone
def test_of_deeds_at_once_each_is_done_once_and_none_waits_for_ever(site: Site) -> None:
    told = json.loads(site.run("-m", "tests.publishing.contenders", seconds=180))
    assert told["same client id"] == {"entries": 1, "created": 1, "texts": 1}
    assert told["one version"] == {"won": ["Entry"], "stale": THREADS - 1}
    assert told["due"] == {"published": 4, "left": 0}
    assert told["second looks"] == {
        "confirmed": ["Conflict"] * (THREADS - 1) + ["Entry"],
        "declared": 1,
        "decided": ["Conflict"] * (THREADS - 1) + ["Entry"],
        "agreed": True,
    }
    assert told["crossing"] == {"deeds": [ROUNDS] * THREADS}
    for offsets, head in zip(told["offsets"], told["heads"], strict=True):
        assert offsets == list(range(1, head + 1))
        assert head > THREADS * ROUNDS
