"""Load test of the stream: how long until the last of so many readers has an event.

    python -m bench.stream [--quick] [--parts fanout,burst] [--peers log,loop] [--write]

Ours and others are measured in turns, in one run: the server on one core, the readers on another.
Exit status 1 if a reader of ours lost an event, had one twice or had two in the wrong order.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bench.stream import parts
from bench.stream.handing import handover
from bench.stream.machine import CLIENT_CORE, allow_files
from bench.stream.others import Channels, CoalescingLoop, Loop, Nchan, Ws
from bench.stream.ours import PlainServe, Serve, ServeByLog
from bench.stream.page import drawings, section, write
from bench.stream.pages import pages
from bench.stream.parts import Fell, Plan
from bench.stream.peers import Missing, Peer
from bench.stream.results import Results

PEERS = (Serve, ServeByLog, Channels, Nchan, Ws, Loop, CoalescingLoop, PlainServe)
USUAL = [peer.name for peer in PEERS if peer is not PlainServe]
PARTS = ("fanout", "burst", "connects", "growth", "resume", "handover", "slow", "pages")
ALIKE = {ServeByLog, CoalescingLoop}  # as another one, but for how they tell of an event
TROUBLE = (Fell, Missing, RuntimeError, TimeoutError, OSError)


def main() -> None:
    told = parsed(sys.argv[1:])
    room = allow_files()
    load = os.getloadavg()[0]
    os.sched_setaffinity(0, {CLIENT_CORE})
    plan = planned(told, room)
    peers = present([peer() for peer in PEERS if peer.name in told.peers])
    results = Results()
    fallen = run(told, plan, peers, results)

    text = section(results, plan, peers, load)
    print(text)
    if told.json:
        results.write(told.json)
    if told.write:
        write(text, drawings(results, {peer.name: peer.title for peer in peers}))
    ours = [peer.name for peer in peers if isinstance(peer, Serve)]
    if fallen & set(ours):
        raise SystemExit("Ours could not be measured in every part.")
    if results.faults_of(ours):
        raise SystemExit("Readers were not told exactly what happened.")


def run(told: argparse.Namespace, plan: Plan, peers: Sequence[Peer], results: Results) -> set[str]:
    """Every part for every peer, round by round; who could not be measured somewhere."""
    fallen = set()
    for number in range(1, plan.rounds + 1):
        for name, peer, measure in steps(told, plan, peers, results, is_first=number == 1):
            began = time.monotonic()
            try:
                measure()
                how = ""
            except TROUBLE as trouble:
                how = f" FAILED: {trouble}"
                fallen.add(peer.name)
            took = f"{time.monotonic() - began:.0f} s"
            print(f"{number}/{plan.rounds} {name}, {peer.title}: {took}{how}", file=sys.stderr)
    return fallen


def steps(
    told: argparse.Namespace,
    plan: Plan,
    peers: Sequence[Peer],
    results: Results,
    *,
    is_first: bool = True,
) -> list[tuple[str, Peer, Callable[[], None]]]:
    """One round: what is measured of whom. Peers take turns within each measurement."""
    ours = [peer for peer in peers if isinstance(peer, Serve)][:1]
    single = [peer for peer in peers if type(peer) not in ALIKE or peer in ours]
    plenty = max(plan.readers)
    todo: list[tuple[str, Peer, Callable[[], None]]] = []
    if {"fanout", "burst"} & told.parts:
        for readers in plan.readers:
            for peer in peers:
                if readers > peer.most and not is_first:
                    continue  # it takes minutes, and says the same every time
                measure = partial(parts.fanout, peer, readers, plan, results)
                todo.append((f"fanout {readers:,}", peer, measure))
    if "connects" in told.parts:
        todo += [("connects", peer, partial(parts.herd, peer, plan, results)) for peer in single]
    if "growth" in told.parts:
        todo += [("growth", peer, partial(parts.growth, peer, plan, results)) for peer in ours]
    if "resume" in told.parts:
        todo += [("resume", peer, partial(parts.storm, peer, plan, results)) for peer in ours]
    if "handover" in told.parts:
        todo += [("handover", peer, partial(handover, plan, results)) for peer in ours]
    if "slow" in told.parts:
        others = (Loop, Channels)  # neither has readers whom others could wait for
        crowds = [peer for peer in single if not isinstance(peer, others) and not told.quick]
        readers = min(plenty, 5000)
        todo += [
            ("slow", peer, partial(parts.slow, peer, readers, plan, results))
            for peer in crowds or ours
        ]
    if "pages" in told.parts:
        todo += [("pages", peer, partial(pages, plan, results)) for peer in ours]
    return todo


def present(peers: Sequence[Peer]) -> list[Peer]:
    """Those that are installed here."""
    found = []
    for peer in peers:
        try:
            _ = peer.version
            found.append(peer)
        except Missing as missing:
            print(f"Without {peer.title}: {missing} not installed.", file=sys.stderr)
    return found


def planned(told: argparse.Namespace, room: int) -> Plan:
    """What was asked for, as far as there are files for it."""

    def within(numbers: Sequence[int]) -> tuple[int, ...]:
        if max(numbers) > room:
            print(f"The limit of open files leaves room for {room:,} readers.", file=sys.stderr)
        return tuple(sorted({min(number, room) for number in numbers}))

    return Plan(
        readers=within(told.readers),
        rounds=told.rounds,
        events=told.events,
        size=told.size,
        burst=told.burst,
        herd=min(told.herd, room),
        growth=within(told.growth),
        storm=min(told.storm, room),
        behind=told.behind,
        deaf=told.deaf,
        with_burst="burst" in told.parts,
    )


def parsed(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.stream", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="Two minutes at 1,000 readers.")
    parser.add_argument("--parts", type=chosen(PARTS), default=set(PARTS))
    parser.add_argument("--peers", type=chosen([p.name for p in PEERS]), default=set(USUAL))
    parser.add_argument("--readers", type=numbers, help="1000,5000,10000")
    parser.add_argument("--rounds", type=int, help="The servers take turns (3).")
    parser.add_argument("--events", type=int, help="Of each server, one by one (20).")
    parser.add_argument("--size", type=int, default=1200, help="Bytes of an event (1200).")
    parser.add_argument("--burst", type=int, default=20, help="Events within a second (20).")
    parser.add_argument("--herd", type=int, help="Readers who call at once (5000).")
    parser.add_argument("--growth", type=numbers, help="1000,2000,5000,10000,15000,20000")
    parser.add_argument("--storm", type=int, help="Readers dropped and back (10000).")
    parser.add_argument("--behind", type=int, default=200, help="Events that some lack (200).")
    parser.add_argument("--deaf", type=float, default=0.1, help="Share that never reads (0.1).")
    parser.add_argument("--json", type=Path, metavar="FILE", help="Every figure of every round.")
    parser.add_argument("--write", action="store_true", help="Into docs/performance.md.")
    told = parser.parse_args(words)
    usual, quick = (
        {"readers": (1000, 5000, 10000), "rounds": 3, "events": 20, "herd": 5000, "storm": 10000},
        {"readers": (1000,), "rounds": 1, "events": 6, "herd": 1000, "storm": 1000},
    )
    growth = (500, 1000) if told.quick else (1000, 2000, 5000, 10000, 15000, 20000)
    for name, value in {**(quick if told.quick else usual), "growth": growth}.items():
        if getattr(told, name) is None:
            setattr(told, name, value)
    counts = (told.rounds, told.events, told.burst, told.herd, told.storm, told.behind)
    if min(*counts, *told.readers, *told.growth) < 1 or told.size < 200 or not 0 < told.deaf < 1:
        parser.error("Counts are at least 1, --size is at least 200, --deaf between 0 and 1.")
    return told


def numbers(words: str) -> tuple[int, ...]:
    return tuple(int(word) for word in words.split(","))


def chosen(names: Sequence[str]) -> Callable[[str], set[str]]:
    """Reads some of these names."""

    def read(words: str) -> set[str]:
        picked = set(words.split(","))
        if unknown := picked - set(names):
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(names)}")
        return picked

    return read


if __name__ == "__main__":
    main()
