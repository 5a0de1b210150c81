"""The page's pure modules, tested by Node's own test runner."""

import subprocess
from pathlib import Path

import pytest

from tests.servers import ROOT, need

SUITES = sorted(Path(__file__).with_name("js").glob("*.test.*js"))


@pytest.mark.parametrize("suite", SUITES, ids=[suite.stem for suite in SUITES])
def test_the_modules_do_as_their_tests_say(suite: Path) -> None:
    done = subprocess.run(
        [need("node"), "--test", str(suite)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout
    assert "# pass 0" not in done.stdout
