"""Pages a second: `wrk` on the live page and on the pollers' address, straight and by a cache."""

import contextlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.stream.crowd import Crowd
from bench.stream.machine import (
    CLIENT_CORE,
    SERVER_CORE,
    children_seconds,
    cpu_seconds,
    on_core,
)
from bench.stream.ours import Serve
from bench.stream.parts import Plan, fire
from bench.stream.peers import Missing
from bench.stream.results import Case, Results
from tests.deploy.nginx import Nginx

LIVE_PAGE = "/quayshire/"
ENTRIES = 30  # on the page
CONNECTIONS, SECONDS = 32, 4


def pages(plan: Plan, results: Results) -> None:
    """A night with some entries, asked for as fast as one core can."""
    if not shutil.which("wrk"):
        raise Missing("wrk")
    peer = Serve(has_static=True)
    with peer.running(), Crowd(peer.port, peer.path) as crowd:
        fire(peer, crowd, ENTRIES, plan.size, pause=0)
        poll = f"/api/blogs/quayshire/events?after={peer.head - 1}&epoch={peer.epoch}"
        for part, path in (("page", LIVE_PAGE), ("poll", poll)):
            case = Case(part, peer.name, CONNECTIONS)
            results.add(case, **asked(peer.port, path, server=peer.pid))
        if shutil.which("nginx"):
            with cached(peer.port) as port:
                case = Case("page", f"{peer.name}-cached", CONNECTIONS)
                results.add(case, **asked(port, LIVE_PAGE, server=peer.pid))


def asked(port: int, path: str, *, server: int) -> dict[str, float]:
    """What `wrk` makes of it, with one thread on the client's core."""
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--latency"]
    command += ["--header", "Accept-Encoding: gzip, br"]  # as every browser does
    command += ["--duration", f"{SECONDS}s", "--timeout", "10s", f"http://127.0.0.1:{port}{path}"]
    busy, spent = cpu_seconds(server), children_seconds()
    with on_core(CLIENT_CORE):
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=60 + SECONDS, check=True
        )
    busy, spent = cpu_seconds(server) - busy, children_seconds() - spent
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    late = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", done.stdout)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    if not rate or not late:
        raise RuntimeError(f"wrk said:\n{done.stdout}")
    scale = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[late[2]]
    return {
        "rate": float(rate[1]),
        "p99": float(late[1]) * scale,
        "failed": int(failed[1]) if failed else 0,
        "busy": 100 * busy / SECONDS,
        "client_busy": 100 * spent / SECONDS,
    }


@contextlib.contextmanager
def cached(upstream: int) -> Iterator[int]:
    """nginx before the site, by `deploy/nginx.conf`, on the server's core; its port."""
    with tempfile.TemporaryDirectory(prefix="declared-cache-") as folder:
        nginx = Nginx(Path(folder), processes=[upstream, upstream])
        try:
            with on_core(SERVER_CORE):
                nginx.start()
            yield nginx.port
        finally:
            nginx.stop()
