"""A roster of a made-up county, and the device's parser running beside ours."""

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from liveblog.oneline import Roster
from tests.servers import need

HERE = Path(__file__).parent
ROSTER: dict[str, Any] = json.loads((HERE / "roster.json").read_text(encoding="utf-8"))

Device = Callable[[dict[str, Any] | None, Sequence[str]], Any]


@pytest.fixture(scope="session")
def roster() -> Roster:
    return Roster.from_json(ROSTER)


@pytest.fixture(scope="session")
def device() -> Iterator[Device]:
    """What static/liveblog/desk/oneline.js makes of lines, from one node process."""
    process = subprocess.Popen(
        [need("node"), str(HERE / "device.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin
    assert process.stdout

    def read(roster: dict[str, Any] | None, lines: Sequence[str]) -> Any:
        process.stdin.write(json.dumps([roster, list(lines)]) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        assert answer, "the device's parser threw"
        return json.loads(answer)

    yield read
    process.stdin.close()
    process.wait(timeout=10)
