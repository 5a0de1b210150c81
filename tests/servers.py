"""Real sites for tests: each with a folder, a database, an environment and Daphnes of its own.

Everything listens on the loopback only, is ended by its process id, and leaves nothing behind.
"""

import glob
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60  # for a server to answer: the machine may be busy
STOP_SECONDS = 20

MISSING = (
    "{program} is not installed. `make servers` installs what the tests need;"
    " DECLARED_WITHOUT_SERVERS=1 skips the tests that need it."
)


def need(program: str, *, folders: str = "") -> str:
    """The program's path. Fails the test where it is missing, unless told to go without servers."""
    if os.environ.get("DECLARED_WITHOUT_SERVERS"):
        pytest.skip("told to go without servers")
    places = [os.environ.get("PATH", ""), *sorted(glob.glob(folders), reverse=True)]
    if found := shutil.which(program, path=os.pathsep.join(places)):
        return found
    pytest.fail(MISSING.format(program=program), pytrace=False)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(true: Callable[[], object], *, what: str, seconds: float = START_SECONDS) -> None:
    """Ask again and again. Raises TimeoutError that says what did not happen."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(f"{what} (waited {seconds:.0f} s)")
        time.sleep(0.05)


@dataclass
class Running:
    """A process that a test started."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        """End it, with SIGKILL if it does not listen; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()

    def wait_until(self, true: Callable[[], object], *, what: str) -> None:
        """As above, but does not wait for a process that has ended."""

        def ended_or_true() -> object:
            return self.process.poll() is not None or true()

        wait_until(ended_or_true, what=f"{what}\n{self.log.read_text()[-4000:]}")
        if self.process.poll() is not None:
            raise RuntimeError(f"{what}: it ended\n{self.log.read_text()[-4000:]}")


@dataclass
class Site:
    """A site with a folder, a database and an environment of its own, and its Daphne processes."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    daphnes: list["Daphne"] = field(default_factory=list)

    @classmethod
    def made(cls, folder: Path, **environment: str) -> "Site":
        """A migrated site. `environment` is added to the production settings without HTTPS."""
        site = cls(folder)
        site.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SECRET_KEY": "only-the-tests-know-this-and-they-tell-everybody",
            "DEBUG": "off",
            "HTTPS": "off",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "VAR_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "liveblog.settings",
            **environment,
        }
        site.manage("migrate", "--verbosity", "0")
        return site

    def run(self, *command: str, seconds: float = 120) -> str:
        """Run a Python command in the site's environment; its output. Raises with its errors."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} said {done.returncode}:\n{done.stderr}")
        return done.stdout

    def manage(self, *command: str) -> str:
        return self.run("manage.py", *command)

    def start(self, *command: str, log: str, **environment: str) -> Running:
        """Start a Python command in the site's environment and leave it running."""
        path = self.folder / f"{log}.log"
        with path.open("ab") as written:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env={**self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        return Running(process, path)

    def daphne(self, *, plain: bool = False, **environment: str) -> "Daphne":
        """Start one more Daphne: `manage.py serve`, or Daphne's own command if `plain`."""
        daphne = Daphne(self, free_port(), plain=plain, environment=environment)
        self.daphnes.append(daphne)
        daphne.start()
        return daphne

    def close(self) -> None:
        for daphne in self.daphnes:
            daphne.stop()


@dataclass
class Daphne:
    """One server process of a site, on a port that stays its own when it is started again."""

    site: Site
    port: int
    plain: bool = False
    arguments: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    running: Running | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self.running is not None, "Daphne is not running"
        return self.running.pid

    @property
    def log(self) -> str:
        assert self.running is not None, "Daphne was not started"
        return self.running.log.read_text()

    def start(self) -> None:
        port = str(self.port)
        command = ["manage.py", "serve", "--port", port, *self.arguments]
        if self.plain:
            address = ["--bind", "127.0.0.1", "--port", port]
            command = ["-m", "daphne", *address, "liveblog.asgi:application"]
        self.running = self.site.start(*command, log=f"daphne-{port}", **self.environment)
        self.running.wait_until(self.answers, what=f"Daphne did not answer on port {port}")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self) -> None:
        """An orderly shutdown."""
        if self.running is not None:
            self.running.stop()

    def kill(self) -> None:
        """SIGKILL: no goodbye, no flush."""
        assert self.running is not None, "Daphne is not running"
        self.running.stop(signal.SIGKILL)

    def resident_bytes(self) -> int:
        """The memory that the process has in use (Linux)."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
