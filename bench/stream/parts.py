"""The parts of the load test: each measures one peer once, from its start to its end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.stream.crowd import PATIENCE, Crowd, Volley
from bench.stream.machine import cpu_seconds, forget_peak, peak_bytes, resident_bytes
from bench.stream.ours import Serve
from bench.stream.peers import Peer
from bench.stream.results import Case, Results, faults, joined, spaced, together
from tests.realtime.newsroom_orders import Newsroom

WARM_UP = 5  # events: Node compiles what it does often, Python reads what it does first
FILLING = 40  # events, of 8 KB, after which a reader that never reads takes nothing more
CHUNKS = 10  # in which those who never read stand among the others
SETTLE_SECONDS = 0.3
FEW = 2  # events, where each takes many seconds


@dataclass(frozen=True)
class Plan:
    """How much of everything."""

    readers: tuple[int, ...]
    rounds: int
    events: int
    size: int
    burst: int
    herd: int
    growth: tuple[int, ...]
    storm: int
    behind: int
    deaf: float
    with_burst: bool = True


class Fell(Exception):
    """A peer did not let everybody in."""


@contextmanager
def serving(peer: Peer, *, patience: float = PATIENCE) -> Iterator[Crowd]:
    """The peer, having told nobody of an event, and a crowd that has not called yet."""
    with peer.running(), Crowd(peer.port, peer.path, patience=patience) as crowd:
        fire(peer, crowd, WARM_UP, 1200)
        yield crowd


def fire(
    peer: Peer, crowd: Crowd, count: int, size: int, *, every: float = 0, pause: float = 0.1
) -> Volley:
    """Let the peer tell of so many events: one by one, or else `every` so many seconds."""
    requests = peer.requests(count, size)
    first = peer.head - count + 1
    port = peer.trigger_port
    return crowd.fire(requests, port=port, first=first, every=every, pause=pause)


def let_in(peer: Peer, crowd: Crowd, count: int) -> dict[str, float]:
    """So many readers more, at no hurry; how it went, and what each costs the server."""
    before = resident_bytes(peer.pid)
    came = crowd.connect(count)
    if came.refused:
        raise Fell(f"{peer.title} refused {came.refused} of {count} readers")
    time.sleep(SETTLE_SECONDS)
    return {**joined(came), "kilobytes": (resident_bytes(peer.pid) - before) / count / 1024}


def fanout(peer: Peer, readers: int, plan: Plan, results: Results) -> None:
    """Events one by one; then, where asked for, a burst of them within a second."""
    is_too_much = readers > peer.most
    with serving(peer, patience=5 * PATIENCE if is_too_much else PATIENCE) as crowd:
        came = let_in(peer, crowd, readers)
        fire(peer, crowd, 1 if is_too_much else WARM_UP, plan.size)
        before = cpu_seconds(peer.pid)
        volley = fire(peer, crowd, FEW if is_too_much else plan.events, plan.size)
        cost = 1000 * (cpu_seconds(peer.pid) - before) / max(1, volley.deliveries)
        case = Case("fanout", peer.name, readers)
        results.add(case, **came, **spaced(volley), cpu=1000 * cost)
        if plan.with_burst and not is_too_much:
            volley = fire(peer, crowd, plan.burst, plan.size, every=1 / plan.burst)
            results.add(Case("burst", peer.name, readers), **together(volley))


def herd(peer: Peer, plan: Plan, results: Results) -> None:
    """Everybody calls at once."""
    with serving(peer) as crowd:
        before = cpu_seconds(peer.pid)
        came = crowd.connect(plan.herd, flight=plan.herd)
        cost = 1e6 * (cpu_seconds(peer.pid) - before) / max(1, came.opened)
        results.add(Case("connects", peer.name, plan.herd), **joined(came), cpu=cost)


def growth(peer: Peer, plan: Plan, results: Results) -> None:
    """One process, and more and more readers."""
    with serving(peer) as crowd:
        here = 0
        for readers in plan.growth:
            came = let_in(peer, crowd, readers - here)
            here = readers
            fire(peer, crowd, 1, plan.size)
            volley = fire(peer, crowd, max(3, plan.events // 2), plan.size)
            memory = resident_bytes(peer.pid) / 1024**2
            case = Case("growth", peer.name, readers)
            results.add(case, **came, **spaced(volley), megabytes=memory)


def storm(peer: Serve, plan: Plan, results: Results) -> None:
    """Everybody is dropped and comes back at once, each from another position."""
    with serving(peer) as crowd:
        peer.head = Newsroom(peer.daphne.site).burst(plan.behind, size=plan.size - 50)
        let_in(peer, crowd, plan.storm)
        crowd.drop()
        time.sleep(3 * SETTLE_SECONDS)
        forget_peak(peer.pid)
        resident, before = resident_bytes(peer.pid), cpu_seconds(peer.pid)
        first = peer.head - plan.behind
        crowd.expect(first + 1, plan.behind)
        came = crowd.connect(
            plan.storm,
            flight=plan.storm,
            path=f"{peer.path}?epoch={peer.epoch}&offset={{offset}}",
            positions=(first, plan.behind),
        )
        results.add(
            Case("resume", peer.name, plan.storm),
            **joined(came),
            **faults(came),
            told_p50=came.told_p50,
            told_p99=came.told_p99,
            told_last=came.told_last,
            cpu_total=cpu_seconds(peer.pid) - before,
            megabytes=resident / 1024**2,
            peak=peak_bytes(peer.pid) / 1024**2,
            missed=(plan.behind + 1) / 2,
        )


def slow(peer: Peer, readers: int, plan: Plan, results: Results) -> None:
    """The same readers alone, and among others that never read."""
    readers = min(readers, peer.most)
    deaf = round(readers * plan.deaf)
    for part, crowds in (
        ("brisk", ((readers - deaf, False),)),
        ("slow", ((readers - deaf, False), (deaf, True))),
    ):
        with serving(peer) as crowd:
            for chunk in range(CHUNKS):
                for count, is_deaf in crowds:
                    some = count * (chunk + 1) // CHUNKS - count * chunk // CHUNKS
                    if some and crowd.connect(some, is_deaf=is_deaf).refused:
                        raise Fell(f"{peer.title} refused readers")
            fire(peer, crowd, FILLING, 8192, pause=0)
            volley = fire(peer, crowd, plan.events, plan.size)
            results.add(Case(part, peer.name, readers), **spaced(volley))
