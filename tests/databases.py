"""PostgreSQL and Redis for tests: servers of their own on the loopback, gone when the test is."""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.servers import Running, free_port, need


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL cluster of its own; the DATABASE_URL of an empty database in it."""
    folders = "/usr/lib/postgresql/*/bin"
    initdb, server = need("initdb", folders=folders), need("postgres", folders=folders)
    # Not in pytest's folder: that is closed to the account under which PostgreSQL has to run.
    with (
        tempfile.TemporaryDirectory(prefix="declared-postgres-") as folder,
        _running(initdb, server, Path(folder)) as port,
    ):
        yield f"postgres://declared@127.0.0.1:{port}/postgres"


@dataclass
class Redis:
    """A Redis server of its own, which can be taken away and brought back on the same port."""

    folder: Path
    port: int
    running: Running | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [need("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        log = self.folder / "redis.log"
        with log.open("ab") as written:
            process = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT)
        self.running = Running(process, log)
        self.running.wait_until(self.answers, what="Redis did not answer")

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def freeze(self) -> None:
        """It is there and does not answer: worse than being gone."""
        assert self.running is not None, "Redis is not running"
        self.running.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.running is not None, "Redis is not running"
        self.running.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        assert self.running is not None, "Redis is not running"
        self.running.stop(signal.SIGKILL)


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    """A Redis server of its own, running."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Redis(folder, free_port())
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextlib.contextmanager
def _running(initdb: str, server: str, folder: Path) -> Iterator[int]:
    cluster, log, port = folder / "cluster", folder / "postgres.log", free_port()
    cluster.mkdir()
    owner: dict[str, object] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        account = pwd.getpwnam("postgres")
        for path in (folder, cluster):
            os.chown(path, account.pw_uid, account.pw_gid)
        owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    common = {"cwd": "/", "stdin": subprocess.DEVNULL, **owner}
    ways = ["--username", "declared", "--auth", "trust", "--encoding", "UTF8", "--no-sync"]
    subprocess.run(
        [initdb, "--pgdata", str(cluster), *ways], check=True, stdout=subprocess.DEVNULL, **common
    )
    options = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "fsync": "off",
        "max_connections": "200",
    }
    arguments = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [server, "-D", str(cluster), *arguments],
            stdout=written,
            stderr=subprocess.STDOUT,
            **common,
        )
    running = Running(process, log)
    try:
        running.wait_until(lambda: _answers_sql(port), what="PostgreSQL did not answer")
        yield port
    finally:
        running.stop(signal.SIGINT)  # its "fast" shutdown: connections are not waited for


def _answers_sql(port: int) -> bool:
    try:
        with psycopg.connect(host="127.0.0.1", port=port, user="declared", dbname="postgres"):
            return True
    except psycopg.OperationalError:
        return False
