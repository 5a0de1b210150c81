"""Scheduled entries come out by themselves, on time and once, whatever happens to the servers."""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.servers import Site, wait_until

pytestmark = pytest.mark.servers

COUNT = 60
SECONDS = 12.0


def told(site: Site) -> list[dict[str, Any]]:
    return json.loads(site.run("-m", "tests.realtime.timetabled", "tell"))


def all_are_out(site: Site, count: int) -> bool:
    return [each["status"] for each in told(site)] == ["published"] * count


def test_two_servers_one_of_them_killed_publish_each_entry_once_and_in_time(
    make_site: Callable[..., Site],
) -> None:
    site = make_site()
    site.run("-m", "tests.realtime.newsroom", "open")
    servers = [site.daphne(), site.daphne()]
    site.run("-m", "tests.realtime.timetabled", "schedule", "4", str(SECONDS), str(COUNT))
    time.sleep(SECONDS / 2)
    servers[0].kill()
    time.sleep(SECONDS / 3)
    servers[0].start()
    wait_until(lambda: all_are_out(site, COUNT), what="not every entry was published")
    entries = told(site)
    assert [each["times"] for each in entries] == [1] * COUNT
    assert entries[0]["events"] == COUNT
    late = sorted(each["late"] for each in entries)
    middle, most = statistics.median(late), late[-1]
    print(f"\n{COUNT} entries: late by {middle:.2f} s in the middle, {most:.2f} s at most")
    assert late[0] >= 0
    assert late[int(COUNT * 0.95)] < 1.0

    # With nobody there at its time, it comes out when somebody is there again.
    for each in servers:
        each.kill()
    site.run("-m", "tests.realtime.timetabled", "schedule", "0.5", "1", "5")
    time.sleep(2)
    servers[1].start()
    wait_until(lambda: all_are_out(site, COUNT + 5), what="what was due was not published")
    assert [each["times"] for each in told(site)] == [1] * (COUNT + 5)
