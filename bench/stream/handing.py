"""A process of ours that hands its readers to the next one while events are told."""

import contextlib
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench.stream.ours import Serve
from bench.stream.parts import Plan, let_in, serving
from bench.stream.results import Case, Results, together

EVENTS, EVERY_SECONDS = 60, 0.2  # long enough for the next process to start beside them
SOON_SECONDS = 1.0
PATIENCE = 60.0


class HandingServe(Serve):
    """It tells a supervisor which process serves, as it would tell systemd."""

    def __init__(self, *, has_static: bool = False) -> None:
        super().__init__(has_static=has_static)
        self._notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._address = ""

    def environment(self) -> dict[str, str]:
        return {"NOTIFY_SOCKET": self._address}

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        with tempfile.TemporaryDirectory(prefix="declared-notify-") as folder:
            self._address = str(Path(folder) / "notify")
            self._notices.bind(self._address)
            self._notices.settimeout(PATIENCE)
            with super().running():
                self._next()
                try:
                    yield
                finally:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(self.pid, signal.SIGTERM)
            self._notices.close()

    def hand_over(self) -> float:
        """Start the next process; the seconds until it serves."""
        began = time.monotonic()
        os.kill(self.pid, signal.SIGUSR2)
        self.pid = self._next()
        return time.monotonic() - began

    def _next(self) -> int:
        """The process that says that it is ready."""
        pid = 0
        while True:
            told = self._notices.recv(4096).decode().splitlines()
            pid = next((int(line[8:]) for line in told if line.startswith("MAINPID=")), pid)
            if "READY=1" in told:
                return pid


def handover(plan: Plan, results: Results) -> None:
    """Events are told all the while; nobody's socket may close, and nothing may be missed."""
    peer = HandingServe()
    with serving(peer) as crowd:
        let_in(peer, crowd, plan.storm)
        took: list[float] = []
        timer = threading.Timer(SOON_SECONDS, lambda: took.append(peer.hand_over()))
        timer.start()
        requests = peer.requests(EVENTS, plan.size)
        first = peer.head - EVENTS + 1
        volley = crowd.fire(requests, port=peer.trigger_port, first=first, every=EVERY_SECONDS)
        timer.join(PATIENCE)
        if not took:
            raise RuntimeError("Nothing was handed over.")
        case = Case("handover", peer.name, plan.storm)
        results.add(case, **together(volley), seconds=took[0])
