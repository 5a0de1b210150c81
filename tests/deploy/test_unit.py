"""`deploy/declared@.service`: what systemd makes of it, and that a reload leaves the readers alone.

What it does at a reload is tried by `tests/realtime/test_handing_over.py`, which stands in for it.
"""

import shutil
import signal
import subprocess
import sys
from configparser import RawConfigParser

import pytest

from liveblog.management.commands.serve import Command
from tests.servers import ROOT

UNIT = ROOT / "deploy" / "declared@.service"


@pytest.fixture
def service() -> dict[str, str]:
    unit = RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(UNIT)
    return dict(unit["Service"])


def test_a_reload_starts_the_next_process_which_may_speak_for_itself(service):
    assert service["ExecReload"] == f"/bin/kill -{signal.SIGUSR2.name[3:]} $MAINPID"
    assert (service["Type"], service["NotifyAccess"]) == ("notify", "all")


def test_it_serves_behind_a_proxy_with_options_that_there_are(service):
    python, program, command, *options = service["ExecStart"].split()
    assert (python, program, command) == (
        "/srv/declared/.venv/bin/python",
        "/srv/declared/manage.py",
        "serve",
    )
    told = (
        Command()
        .create_parser("manage.py", "serve")
        .parse_args([option.replace("%i", "8001") for option in options])
    )
    assert (told.port, told.proxy_headers, told.plain) == (8001, True, False)


def test_systemd_finds_nothing_wrong_with_it(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    copy = tmp_path / "declared@8001.service"
    # The site does not lie there, on this machine.
    copy.write_text(UNIT.read_text().replace("/srv/declared/.venv/bin/python", sys.executable))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
