"""`manage.py serve`, told of an event by the API or by somebody else's commit."""

import contextlib
import json
import shutil
import signal
import tempfile
import urllib.request
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.stream.machine import CLIENT_CORE, SERVER_CORE, on_core
from bench.stream.peers import Peer, listens, post
from tests.databases import redis
from tests.realtime.newsroom_orders import Newsroom
from tests.servers import Daphne, Running, Site, free_port

WORDS = "The hall is quiet and fills. "


class Serve(Peer):
    """The whole path: log-in by token, checks, commit, rendering, and the answer."""

    name = "serve"
    title = "serve, by its API"
    path = "/ws/blogs/quayshire/"
    is_plain = False

    def __init__(self, *, has_static: bool = False) -> None:
        super().__init__()
        self._has_static = has_static  # pages name the files that were collected
        self._token = ""
        self._overhead = 0  # of a frame, beside its words
        self.epoch = ""
        self.daphne: Daphne

    @property
    def version(self) -> str:
        packages = ("Django", "channels", "daphne", "Twisted", "autobahn")
        return ", ".join(f"{package} {version(package)}" for package in packages)

    def environment(self) -> dict[str, str]:
        return {}

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        with tempfile.TemporaryDirectory(prefix="declared-bench-") as folder:
            # Beats would be counted as work that events make.
            site = Site.made(
                Path(folder),
                API_WRITE_RATE="1000000/m",
                FEED_BEAT_SECONDS="3600",
                **self.environment(),
            )
            if self._has_static:
                site.manage("collectstatic", "--noinput", "--verbosity", "0")
            opened = Newsroom(site).open()
            self._token, self.epoch = opened["token"], opened["epoch"]
            try:
                with on_core(SERVER_CORE):
                    self.daphne = site.daphne(plain=self.is_plain)
                self.port, self.pid = self.daphne.port, self.daphne.pid
                self.head = self.asked("/api/blogs/quayshire")["offset"]
                yield
            finally:
                site.close()

    def asked(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.daphne.url}{path}", timeout=30) as answer:
            return json.load(answer)

    def requests(self, count: int, size: int) -> list[bytes]:
        if not self._overhead:
            self._overhead = self._measured()
        self.head += count
        return [self._entry(max(1, size - self._overhead)) for _ in range(count)]

    def _measured(self) -> int:
        """The bytes that a frame has beside its words. Takes an entry, which is lost on nobody."""
        request = urllib.request.Request(
            f"{self.daphne.url}/api/blogs/quayshire/entries",
            data=json.dumps({"body": WORDS[:-2]}).encode(),
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
        )
        urllib.request.urlopen(request, timeout=30).close()
        self.head += 1
        (event,) = self.asked(f"/api/blogs/quayshire/events?after={self.head - 1}")["events"]
        frame = json.dumps(event, separators=(",", ":"), ensure_ascii=False)
        return len(frame.encode()) - len(WORDS[:-2])

    def _entry(self, size: int) -> bytes:
        words = WORDS * (size // len(WORDS) + 1)
        body = words[: size - 1] + "."  # no space at the end, which would be taken away
        path = "/api/blogs/quayshire/entries"
        bearer = f"Authorization: Bearer {self._token}"
        return post(path, json.dumps({"body": body}).encode(), bearer)


class PlainServe(Serve):
    """The same on Daphne's own command: by ASGI, without the fast path."""

    name = "asgi"
    title = "ours on plain Daphne"
    is_plain = True


class ServeByLog(Serve):
    """Told by another process that commits: what is left is looking, reading and sending.

    The clock begins at the commit, since the peers' triggers have nothing to commit.
    """

    name = "log"
    title = "serve, from the commit"

    def __init__(self) -> None:
        super().__init__()
        self._redis_url = ""
        self._teller_port = 0

    @property
    def version(self) -> str:
        return "rung for by Redis" if shutil.which("redis-server") else "looks 50 times a second"

    @property
    def trigger_port(self) -> int:
        return self._teller_port

    def environment(self) -> dict[str, str]:
        bell = {"REDIS_URL": self._redis_url} if self._redis_url else {}
        return {"FEED_LOOK_SECONDS": "0.02", **bell}

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            if shutil.which("redis-server"):
                with on_core(CLIENT_CORE):
                    folder = tempfile.TemporaryDirectory(prefix="declared-redis-")
                    server = stack.enter_context(redis(Path(stack.enter_context(folder)) / "redis"))
                self._redis_url = server.url
            stack.enter_context(super().running())
            stack.callback(self._start_teller().stop, signal.SIGTERM)
            yield

    def requests(self, count: int, size: int) -> list[bytes]:
        requests = []
        for _ in range(count):
            self.head += 1
            frame: dict[str, object] = {"type": "put", "offset": self.head, "html": ""}
            room = size - len(json.dumps(frame, separators=(",", ":")))
            requests.append(post("/", json.dumps({"type": "put", "html": "x" * room}).encode()))
        return requests

    def _start_teller(self) -> Running:
        self._teller_port = free_port()
        with on_core(CLIENT_CORE):
            teller = self.daphne.site.start(
                "-m", "bench.peers.teller", str(self._teller_port), log="teller"
            )
        teller.wait_until(lambda: listens(self._teller_port), what="The teller did not answer")
        return teller
