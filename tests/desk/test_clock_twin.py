"""The clock on the device reads a stamp as the server does: both are asked the same questions."""

import json
import random
import subprocess
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from liveblog import nightclock
from liveblog.desk.stamps import Misread, read_due, read_stamp
from tests.servers import ROOT, need

QUESTIONS = 4_000
ZONES = ["Europe/London", "Europe/Paris", "Europe/Dublin", "America/New_York", "UTC"]
# Of days on which the clocks change, the day before and ordinary ones.
DAYS = [
    date(2010, 5, 6),
    date(2022, 3, 26),
    date(2022, 10, 29),
    date(2024, 7, 4),
    date(2019, 12, 12),
]


def question(dice: random.Random) -> dict[str, Any]:
    zone = dice.choice(ZONES)
    day = dice.choice(DAYS)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    now = start + timedelta(seconds=dice.randrange(-36 * 3600, 60 * 3600))
    hour, minute = dice.randrange(24), dice.randrange(60)
    text = dice.choice(
        [
            f"{hour % 12 or 12}.{minute:02}{dice.choice(['am', 'pm', ' pm', 'AM', 'p.m.'])}",
            f"{hour % 12 or 12}.{minute:02}",
            f"{hour:02}:{minute:02}",
            f"{hour % 12 or 12}{dice.choice(['am', 'pm'])}",
            f"{hour:02}{minute:02}hrs",
            f"{hour}:{minute:02} {dice.choice(['BST', 'GMT', 'UTC', 'CET', 'CEST', 'IST'])}",
            dice.choice(["midnight", "noon", "12 midnight", "midday"]),
            f"{minute} min ago",
            f"in {minute} minutes",
            f"{day + timedelta(days=dice.randrange(-1, 3))} {hour:02}:{minute:02}",
            dice.choice(["half an hour ago", "2 hours", "soon", "25:00", "5.07.30", "1.5", "now"]),
        ]
    )
    return {"text": text, "now": now, "day": day, "zone": zone}


@pytest.fixture(scope="module")
def asked() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each question with the device's answer."""
    dice = random.Random(1852)
    questions = [question(dice) for _ in range(QUESTIONS)]
    sent = [
        {
            "text": each["text"],
            "now": each["now"].timestamp() * 1000,
            "pollingDay": each["day"].isoformat(),
            "zone": each["zone"],
        }
        for each in questions
    ]
    done = subprocess.run(
        [need("node"), "tests/js/clock_twin.mjs"],
        cwd=ROOT,
        input=json.dumps(sent),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return list(zip(questions, json.loads(done.stdout), strict=True))


def milliseconds(instant: datetime) -> float:
    return instant.timestamp() * 1000


def test_a_stamp_means_the_same_instant_the_same_slip_and_the_same_doubts(asked):
    differ = []
    for each, answer in asked:
        zone = ZoneInfo(each["zone"])
        try:
            meant = nightclock.propose(
                each["text"], now=each["now"], polling_day=each["day"], tz=zone
            )
        except ValueError:
            ours = None
        else:
            slip = milliseconds(meant.slip.as_printed) if meant.slip else None
            ours = (milliseconds(meant.at), slip, [milliseconds(other) for other in meant.others])
        said = answer["proposed"]
        theirs = said and (said["at"], said["slip"], said["others"])
        if ours != theirs:
            differ.append((each, ours, theirs))
    assert not differ, f"{len(differ)} of {QUESTIONS}: {differ[:3]}"


@pytest.mark.parametrize("kind", ["stamp", "due"])
def test_the_hint_is_what_the_server_would_say(asked, kind: str):
    differ = []
    for each, answer in asked:
        blog = SimpleNamespace(polling_day=each["day"], zone=ZoneInfo(each["zone"]))
        hint = answer[kind]
        try:
            if kind == "stamp":
                meant = read_stamp(each["text"], blog=blog, near=each["now"])
            else:
                meant = read_due(each["text"], blog=blog, near=each["now"], now=each["now"])
        except Misread as misread:
            same = (hint or {"kind": "not"})["kind"] in {"ask", "not"}
            same = same and list(misread.proposals) == (hint or {"proposals": []})["proposals"]
        else:
            clock = nightclock.house_time(meant, blog.zone)
            local = meant.astimezone(blog.zone)
            said = f"= {clock} on {local:%A} {local.day} {local:%B}"
            same = hint is not None and hint["say"].startswith(said)
        if not same:
            differ.append((each, hint))
    assert not differ, f"{len(differ)} of {QUESTIONS}: {differ[:3]}"


def test_the_questions_reach_every_kind_of_answer(asked):
    """A comparison of nothing but errors would prove nothing."""
    kinds = [answer["stamp"] and answer["stamp"]["kind"] for _, answer in asked]
    assert {"is", "ask", "not"} <= set(kinds)
    assert sum(bool(answer["proposed"] and answer["proposed"]["slip"]) for _, answer in asked) > 200
    assert (
        sum(bool(answer["proposed"] and answer["proposed"]["others"]) for _, answer in asked) > 200
    )
