"""One serving process: Daphne, the gate before it, and how it follows another and is followed."""

import asyncio
import gc
import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from channels.db import database_sync_to_async
from channels.routing import get_default_application
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server  # noqa: F401 - the first import of it chooses the reactor
from django.conf import settings
from twisted.internet import reactor
from twisted.internet.defer import Deferred

from liveblog import publishing
from liveblog.pictures import incoming
from liveblog.realtime.gate.daphne import DaphneBehindTheGate
from liveblog.realtime.gate.entrance import Entrance, listen
from liveblog.realtime.gate.handover import CannotTakeOver, Seated
from liveblog.realtime.gate.succession import Succession, take_over
from liveblog.realtime.hub import current_hub, say_farewell
from liveblog.realtime.sockets import feed_finder

logger = logging.getLogger(__name__)

RETURN_SECONDS = 5.0  # over which the readers of a stopping process are asked to come back
LOOK_SECONDS = 0.5  # what is scheduled at the last moment is no later for that
SWEEP_SECONDS = 1_800  # between two looks for pictures that nobody wants any more
DRAIN_SECONDS = 30  # for requests that are under way when the next process has taken over


@dataclass(frozen=True, slots=True)
class How:
    """What `manage.py serve` was told."""

    host: str
    port: int
    proxy_headers: bool = False
    plain: bool = False
    replace: bool = False

    @property
    def next_command(self) -> list[str]:
        """How to start the process that follows this one."""
        command = [sys.executable, sys.argv[0], "serve", "--host", self.host]
        command += ["--port", str(self.port), "--replace"]
        return command + ["--proxy-headers"] * self.proxy_headers

    @property
    def meeting_point(self) -> Path:
        """Where a process that serves this address can be called by the next one."""
        return Path(settings.VAR_DIR) / f"serve-{self.host}-{self.port}.sock"


class Serving:
    """Serves until it is told to stop, or until another process has taken over from it."""

    def __init__(self, how: How, *, say: Callable[[str], None]) -> None:
        """Raises OSError where it cannot listen."""
        self._how = how
        self._say = say
        self._site = get_default_application()
        self._error = ""
        self._entrance: Entrance | None = None
        self._succession: Succession | None = None
        self._next: subprocess.Popen[bytes] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._listener: socket.socket | None = None
        if not how.plain and not how.replace:
            self._listener = listen(how.host, how.port)
        at = build_endpoint_description_strings(host=how.host, port=how.port)
        self._daphne = DaphneBehindTheGate(
            application=self._site,
            endpoints=at if how.plain else None,
            server_name="declared",
            ping_interval=10,
            ping_timeout=10,
            websocket_connect_timeout=20,
            websocket_handshake_timeout=20,
            websocket_max_message_size=4096,  # readers never speak
            websocket_max_frame_size=4096,
            proxy_forwarded_address_header="X-Forwarded-For" if how.proxy_headers else None,
            proxy_forwarded_proto_header="X-Forwarded-Proto" if how.proxy_headers else None,
            verbosity=1,
        )

    def run(self) -> str:
        """Serve; what went wrong, in a sentence, or nothing."""
        reactor.addSystemEventTrigger("before", "shutdown", self._leave)
        reactor.callLater(0, lambda: self._hold(self._begin()))  # the event loop runs by then
        self._daphne.run()
        if self._how.plain and not self._daphne.listening_addresses:
            return f"Could not listen on {self._how.host}:{self._how.port}."
        return self._error

    async def _begin(self) -> None:
        seated: list[Seated] = []
        if self._how.replace:
            try:
                self._listener, seated = await take_over(self._how.meeting_point, current_hub())
            except CannotTakeOver as error:
                self._error = str(error)
                reactor.stop()
                return
        if self._listener is not None:
            self._open(self._listener, seated)
        # Who is not ready for it would be ended by the signal.
        loop = asyncio.get_running_loop()
        signal.signal(signal.SIGUSR2, lambda *_: loop.call_soon_threadsafe(self._start_next))
        self._hold(publish_on_time())
        self._hold(sweep_pictures())
        # What is loaded now stays: the collector need not walk through it again and again.
        gc.collect()
        gc.freeze()
        tell_supervisor(f"READY=1\nMAINPID={os.getpid()}")
        self._say(f"Serving on http://{self._how.host}:{self._how.port}/ (Ctrl+C stops)")

    def _open(self, listener: socket.socket, seated: list[Seated]) -> None:
        self._entrance = Entrance(
            listener,
            hub=current_hub(),
            ready=self._site.application_mapping["http"].ready,
            feed_at=feed_finder(self._site.application_mapping["websocket"]),
            hand_on=self._daphne.adopt,
            behind_proxy=self._how.proxy_headers,
        )
        self._entrance.admit(seated)
        self._entrance.open()
        try:
            self._succession = Succession(
                self._how.meeting_point, self._entrance, succeeded=self._drain
            )
        except OSError as error:
            logger.warning("No process can take over from this one: %s.", error)

    def _start_next(self) -> None:
        """Start the process that is to follow this one, with whatever code lies there now."""
        if self._succession is None:
            logger.error("No process can take over from this one; it serves on.")
        elif self._next is None:
            self._next = subprocess.Popen(self._how.next_command)  # noqa: S603 - this program
            self._hold(self._watch_next(self._next))

    async def _watch_next(self, process: subprocess.Popen[bytes]) -> None:
        # Not in a thread: this process could not end before it, that is, before the next one does.
        while (status := process.poll()) is None:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        logger.error("The process that was to follow ended with %s; this one serves on.", status)
        self._next = None

    def _drain(self, process: int) -> None:
        """Another process has taken over: finish what is under way, and stop."""
        self._succession = None
        # Before this one is gone: a supervisor whose main process ends, ends all of them.
        tell_supervisor(f"MAINPID={process}")
        self._hold(self._stop_when_idle())

    async def _stop_when_idle(self) -> None:
        until = time.monotonic() + DRAIN_SECONDS
        while self._daphne.is_busy and time.monotonic() < until:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.1)
        reactor.stop()

    def _leave(self) -> Deferred[Any] | None:
        """The reactor stops: readers are told to come back, and waited for."""
        if self._succession is not None:
            self._succession.close()
        say_farewell(RETURN_SECONDS)
        if self._entrance is None:
            return None
        return Deferred.fromFuture(asyncio.ensure_future(self._entrance.close()))

    def _hold(self, work: Any) -> None:
        """Run a coroutine as a task that is referenced: one that nobody holds may vanish."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._error = f"The server stumbled: {task.exception()}."
            logger.error("The server stumbled.", exc_info=task.exception())
            reactor.stop()


async def publish_on_time() -> None:
    """Publish scheduled entries at their time, whether or not a page is open."""
    publish_due = database_sync_to_async(_publish_due)
    while True:
        pause = LOOK_SECONDS
        try:
            pause = await publish_due()
        except Exception:
            logger.exception("Scheduled entries could not be published; trying again.")
        await asyncio.sleep(pause)


def _publish_due() -> float:
    """Publish what is due; how long to wait for the next, in seconds."""
    publishing.publish_due()
    left = publishing.time_to_next_due()
    seconds = left.total_seconds() if left is not None else LOOK_SECONDS
    # What is long due cannot be published just now: it is not tried without a breath between.
    return LOOK_SECONDS if seconds < -0.1 else min(max(seconds, 0.0), LOOK_SECONDS)


async def sweep_pictures() -> None:
    """Throw away, now and then, uploads that were given up and pictures that nobody posted."""
    sweep_unused = database_sync_to_async(publishing.sweep_pictures)
    while True:
        try:
            await asyncio.to_thread(incoming.sweep, now=time.time())
            await sweep_unused()
        except Exception:
            logger.exception("Old pictures could not be swept; trying again.")
        await asyncio.sleep(SWEEP_SECONDS)


def allow_files() -> None:
    """As many connections as the system allows, rather than the 1,024 that a shell starts with."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def tell_supervisor(state: str) -> None:
    """Tell systemd, where it is that started this process (sd_notify(3))."""
    if address := os.environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.connect(f"\0{address[1:]}" if address.startswith("@") else address)
            notify.send(state.encode())
