"""The load test notices what it is there to notice."""

import json
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench.stream.crowd import Crowd, program
from bench.stream.machine import cpu_seconds
from bench.stream.others import CoalescingLoop, Loop
from bench.stream.page import command
from bench.stream.parts import fire
from bench.stream.peers import Program, post
from bench.stream.plot import curves
from bench.stream.results import Case, Results, spaced
from bench.stream.tables import report
from liveblog.realtime.framing import Opcode, framed
from tests.servers import need

HELLO = framed(b'{"type":"hello","blog":"quayshire","offset":1}')


@pytest.fixture(scope="module")
def crowd_program() -> Path:
    need("gcc")
    return program()


def put(offset: int, size: int = 0) -> bytes:
    return framed(b'{"type":"put","offset":%d,"html":"%s"}' % (offset, b"x" * size))


def read(crowd_program: Path, wire: bytes, *, cut: int = 1 << 16, first: int = 2, count: int = 2):
    """What one reader makes of these bytes, so many at a time."""
    command = [crowd_program, "frames", str(cut), str(first), str(count)]
    return json.loads(subprocess.run(command, input=wire, capture_output=True, check=True).stdout)


@pytest.mark.parametrize(
    ("heard", "faults"),
    [
        ((2, 3), (0, 0, 0, 0)),
        ((2,), (1, 0, 0, 0)),
        ((), (2, 0, 0, 0)),
        ((2, 3, 3), (0, 1, 0, 0)),
        ((3, 2), (0, 0, 1, 0)),
        ((2, 3, 4), (0, 0, 0, 1)),
    ],
)
def test_what_is_lost_twice_out_of_order_or_unasked_is_counted(crowd_program, heard, faults):
    found = read(crowd_program, HELLO + b"".join(map(put, heard)))
    kinds = ("lost", "twice", "disordered", "strange")
    assert tuple(found[kind] for kind in kinds) == faults


@pytest.mark.parametrize("cut", [1, 2, 3, 5, 7, 64, 1000, 65_536])
def test_frames_of_every_length_are_read_however_they_were_cut(crowd_program, cut):
    sizes = [0, 1, 88, 89, 90, 91, 1_200, 65_498, 65_499, 65_500, 70_000]
    ping = framed(b"p" * 125, Opcode.PING)
    wire = HELLO + b"".join(ping + put(offset, size) for offset, size in enumerate(sizes, 1))
    found = read(crowd_program, wire, cut=cut, first=1, count=len(sizes))
    whole = [len(b'{"type":"put","offset":%d,"html":""}' % n) + s for n, s in enumerate(sizes, 1)]
    assert found["texts"] == [[-1, 46], *map(list, enumerate(whole, 1))]
    assert found["pings"] == len(sizes)
    assert (found["lost"], found["sound"]) == (0, True)


@pytest.mark.parametrize("cut", [1, 4, 65_536])
def test_a_text_in_fragments_is_one_event(crowd_program, cut):
    text = b'{"type":"put","offset":2,"html":""}'
    begin = bytes((Opcode.TEXT, 12)) + text[:12]
    end = framed(text[12:], Opcode.CONTINUATION)
    wire = begin + framed(b"", Opcode.PING) + end + put(3)
    found = read(crowd_program, wire, cut=cut)
    assert found["texts"] == [[2, len(text)], [3, len(text)]]
    assert found["lost"] == 0


@pytest.mark.parametrize("flags", [0x40, 0x20, 0x10])
def test_what_nobody_offered_is_not_taken(crowd_program, flags):
    assert not read(crowd_program, put(2) + framed(b"?", flags=flags))["sound"]


@contextmanager
def server(tell: Callable[[bytes], tuple[list[bytes], bytes]]) -> Iterator[int]:
    """Readers are let in; for a POST's body `tell` says what they get, and what the answer is."""
    readers = []

    class Door(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            head = b""
            while b"\r\n\r\n" not in head:
                if not (more := self.request.recv(4096)):
                    return
                head += more
            if head.startswith(b"GET"):
                self.request.sendall(b"HTTP/1.1 101 Come in\r\nUpgrade: websocket\r\n\r\n" + HELLO)
                readers.append(self.request)
                self.request.recv(1)  # until it leaves
                return
            frames, answer = tell(head.partition(b"\r\n\r\n")[2])
            for frame in frames:
                for reader in readers:
                    reader.sendall(frame)
            self.request.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + answer)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        request_queue_size = 64

    with Server(("127.0.0.1", 0), Door) as opened:
        threading.Thread(target=opened.serve_forever, daemon=True).start()
        yield opened.server_address[1]
        opened.shutdown()


def fired(port: int, bodies: list[bytes], **options: Any):
    with Crowd(port, "/", patience=1) as crowd:
        assert crowd.connect(10).opened == 10
        requests = [post("/", body) for body in bodies]
        return crowd.fire(requests, port=port, first=1, pause=0, **options)


@pytest.mark.usefixtures("crowd_program")
def test_a_server_that_loses_doubles_and_swaps_is_found_out():
    said = {b"a": [put(1)], b"b": [put(3), put(2), put(2)], b"c": []}
    with server(lambda body: (said[body], b"{}")) as port:
        volley = fired(port, [b"a", b"b", b"c"])
    assert (volley.lost, volley.twice, volley.disordered) == (0, 10, 10)
    with server(lambda body: (said[body], b"{}")) as port:
        volley = fired(port, [b"a", b"c", b"c"], every=0.01)
    assert (volley.lost, volley.twice, volley.disordered) == (20, 0, 0)


@pytest.mark.usefixtures("crowd_program")
def test_time_runs_from_sending_or_from_the_commit_that_the_answer_names():
    def slow(body: bytes) -> tuple[list[bytes], bytes]:
        time.sleep(0.1)
        committed = time.monotonic_ns()
        time.sleep(0.05)
        named = b'{"committed":%d}' % committed if body == b"named" else b"{}"
        return [put(1)], named

    with server(slow) as port:
        (event,) = fired(port, [b"not named"]).events
        assert event.begun == 0
        assert 150 <= event.first <= event.p50 <= event.p99 <= event.last
    with server(slow) as port:
        (event,) = fired(port, [b"named"]).events
        assert event.begun >= 100
        assert 50 <= event.first <= event.last
        assert event.answered >= 50


@pytest.mark.usefixtures("crowd_program")
def test_a_trigger_that_is_refused_ends_the_measurement():
    with (
        server(lambda _: ([], b"{}")) as port,
        Crowd(port, "/", patience=1) as crowd,
        pytest.raises(RuntimeError, match="answered 101"),
    ):
        crowd.fire([b"GET / HTTP/1.1\r\n\r\n"], port=port, first=1)


@pytest.mark.usefixtures("crowd_program")
@pytest.mark.parametrize("peer", [Loop(), CoalescingLoop()], ids=lambda peer: peer.name)
def test_the_loops_tell_everybody_everything_and_wait_for_nobody(peer: Program):
    with peer.running(), Crowd(peer.port, peer.path) as crowd:
        assert crowd.connect(30).refused == 0
        assert crowd.connect(5, is_deaf=True).opened == 5
        one_by_one = fire(peer, crowd, 20, 8192)
        burst = fire(peer, crowd, 20, 1200, every=0.001)
        assert cpu_seconds(peer.pid) >= 0
    for volley in (one_by_one, burst):
        assert volley.readers == 30
        assert volley.deliveries == 600
        assert (volley.lost, volley.twice, volley.disordered, volley.strange) == (0, 0, 0, 0)
    assert burst.frame_bytes == 1200


@pytest.mark.usefixtures("crowd_program")
def test_a_reader_that_comes_back_is_owed_what_lies_behind_its_position():
    with server(lambda _: ([], b"{}")) as port, Crowd(port, "/", patience=1) as crowd:
        crowd.expect(7, 4)
        # Three at 7 and three at 8, of whom nobody is told anything in time.
        came = crowd.connect(6, path="/?offset={offset}", positions=(7, 2))
    assert (came.opened, came.told, came.lost) == (6, 0, 3 * 3 + 3 * 2)


def test_rounds_become_medians_and_ratios_and_faults_of_ours_are_told_from_others():
    results = Results()
    for last in (10, 30, 20):
        results.add(Case("fanout", "log", 1000), last=last, lost=0)
        results.add(Case("fanout", "loop", 1000), last=last / 4, lost=2)
    lines = [list(map(str.strip, row.split("|"))) for row in report(results, {}).splitlines()]
    titles, ours = lines[2], lines[4]
    row = dict(zip(titles, ours, strict=True))
    assert (row["last"], row["last ÷ ours"], row["last ÷ C loop"]) == ("20.0", "1.00", "4.00")
    assert results.faults_of(["log"]) == 0
    assert results.faults_of(["log", "loop"]) == 6


@pytest.mark.usefixtures("crowd_program")
def test_one_events_figures_are_the_median_events():
    with server(lambda body: ([put(int(body))], b"{}")) as port:
        volley = fired(port, [b"1", b"2", b"3"])
    lasts = sorted(event.last for event in volley.events)
    assert (spaced(volley)["last"], spaced(volley)["worst"]) == (lasts[1], lasts[2])


def test_the_drawing_is_an_image_with_a_line_for_each_server():
    drawn = curves({"ours & co": [(1000, 10), (5000, 60)], "other": [(1000, 700)]}, title="ms")
    root = ElementTree.fromstring(drawn)
    assert len(root.findall("{http://www.w3.org/2000/svg}polyline")) == 2
    with pytest.raises(ValueError, match="nothing to draw"):
        curves({"ours": []}, title="ms")


def test_the_command_is_told_without_where_the_figures_were_kept():
    assert command(["--quick", "--json", "a/b"]) == 'make bench ARGS="--quick"'
    assert command(["--json=a/b", "--quick"]) == 'make bench ARGS="--quick"'
    assert command([]) == "make bench"
