"""A serving process as systemd sees it: it says when it is ready, and which process follows it."""

import contextlib
import os
import signal
import socket
import struct
from dataclasses import dataclass, field

from tests.servers import Daphne, Site, free_port, wait_until

PATIENCE = 30  # seconds for a process to start beside others


@dataclass
class Supervised:
    """A `serve` process of a site and those that follow it at its port."""

    site: Site
    port: int = field(default_factory=free_port)
    arguments: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    pids: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.site.daphnes.append(self)  # it is stopped with the site
        self._notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = str(self.site.folder / f"notify-{self.port}")
        self._notices.bind(path)
        self._notices.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._notices.settimeout(PATIENCE)
        environment = {**self.environment, "NOTIFY_SOCKET": path}
        self.first = Daphne(self.site, self.port, arguments=self.arguments, environment=environment)
        self.url, self.ws_url = self.first.url, self.first.ws_url

    @property
    def pid(self) -> int:
        """The process that serves now."""
        return self.pids[-1]

    @property
    def log(self) -> str:
        """What all of them said."""
        return self.first.log

    def start(self) -> "Supervised":
        self.first.start()
        pid = self.first.pid
        assert self.told() == (pid, ["READY=1", f"MAINPID={pid}"])
        self.pids.append(self.first.pid)
        return self

    def told(self) -> tuple[int, list[str]]:
        """What the supervisor is told next, and by which process."""
        said, ((_, _, credentials),), _, _ = self._notices.recvmsg(4096, 64)
        sender, _, _ = struct.unpack("3i", credentials)
        return sender, said.decode().splitlines()

    def reload(self) -> list[int]:
        """`systemctl reload`: SIGUSR2, until the next process is ready and the one before is gone.

        By which processes the supervisor was told of the next one. The first has to be the one
        before: a supervisor whose main process ends first takes the service to have ended.
        """
        before = self.pid
        os.kill(before, signal.SIGUSR2)
        tellers, told = [], []
        while "READY=1" not in told:
            teller, told = self.told()
            tellers.append(teller)
            (following,) = [int(line[8:]) for line in told if line.startswith("MAINPID=")]
        assert following == teller != before
        self.pids.append(following)
        wait_until(lambda: not self._runs(before), what=f"{before} is still there")
        return tellers

    def stop(self) -> None:
        for pid in self.pids[1:]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        self.first.stop()
        for pid in self.pids[1:]:
            wait_until(lambda pid=pid: not is_running(pid), what=f"{pid} did not stop")
        self._notices.close()

    def _runs(self, pid: int) -> bool:
        if pid == self.first.pid:
            return self.first.running.process.poll() is None
        return is_running(pid)


def is_running(pid: int) -> bool:
    """Whether there is such a process, other than as an entry that nobody has asked for (Linux)."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
