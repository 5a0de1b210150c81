"""A hall's wifi between a browser and a server: a proxy on the loopback that fails as wifi does.

It knows of HTTP only where a request ends and an answer begins. A socket's bytes go through as they
are, slowed and cut like everything else.
"""

import contextlib
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from enum import Enum

CHUNK = 65536
PATIENCE = 60  # seconds after which a silent connection is given up


class Mode(Enum):
    PASS = "pass"
    REFUSE = "refuse"  # nobody answers: what is open is cut, what comes is turned away
    LOSS = "loss"  # of 100 exchanges 30 are lost, half of them after the server has answered
    SLOW = "slow"  # every answer takes three seconds longer


class BadWifi:
    """Listens on a port of its own and passes to `port` on the same machine, as `mode` lets it."""

    def __init__(self, port: int, *, seed: int = 1852, loss: float = 0.3, delay: float = 3) -> None:
        self.to = port
        self.loss, self.delay = loss, delay
        self.lost_on_the_way, self.lost_answers, self.slowed = 0, 0, 0
        self.asked: Counter[str] = Counter()  # such as “POST /login/”, lost or not
        self._mode = Mode.PASS
        self._chance = random.Random(seed)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._server = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def mode(self) -> Mode:
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._mode = mode
        if mode is Mode.REFUSE:
            with self._lock:
                cut, self._open = self._open, set()
            for each in cut:
                _cut(each)

    def close(self) -> None:
        self.mode = Mode.REFUSE
        self._server.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            if self._mode is Mode.REFUSE:
                _cut(near)
                continue
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        far = None
        try:
            far = socket.create_connection(("127.0.0.1", self.to), timeout=PATIENCE)
            near.settimeout(PATIENCE)
            with self._lock:
                self._open |= {near, far}
            self._exchanges(near, far)
        except OSError:
            pass
        finally:
            with self._lock:
                self._open -= {near, far}
            for each in (near, far):
                if each is not None:
                    _cut(each)

    def _exchanges(self, near: socket.socket, far: socket.socket) -> None:
        """One request and its answer after another, until either side has enough."""
        from_near, from_far = _Messages(near), _Messages(far)
        while request := from_near.head():
            self.asked[" ".join(request.decode("latin-1").split(" ")[:2])] += 1
            is_lost = self._mode is Mode.LOSS and self._chance.random() < self.loss
            on_the_way = is_lost and self._chance.random() < 0.5
            if on_the_way:
                self.lost_on_the_way += 1
                return  # the server never hears of it
            far.sendall(request)
            from_near.body(request, far.sendall)
            answer = from_far.head()
            if not answer:
                return
            if self._mode is Mode.SLOW:
                self.slowed += 1
                time.sleep(self.delay)
            if is_lost:
                from_far.body(answer, lambda _: None)
                self.lost_answers += 1
                return  # the server has done it, and nobody is told
            near.sendall(answer)
            if b" 101 " in answer.split(b"\r\n", 1)[0]:
                self._tunnel(near, from_near, far, from_far)
                return
            from_far.body(answer, near.sendall, to_head=request.startswith(b"HEAD "))

    def _tunnel(
        self, near: socket.socket, from_near: "_Messages", far: socket.socket, from_far: "_Messages"
    ) -> None:
        there = threading.Thread(target=_pour, args=(from_near, far), daemon=True)
        there.start()
        _pour(from_far, near)
        there.join(PATIENCE)


class _Messages:
    """The bytes of one side, cut into heads and bodies."""

    def __init__(self, peer: socket.socket) -> None:
        self._peer, self._rest = peer, b""

    def read(self) -> bytes:
        if self._rest:
            read, self._rest = self._rest, b""
            return read
        return self._peer.recv(CHUNK)

    def head(self) -> bytes:
        """Up to the empty line; nothing where the peer has gone."""
        read = b""
        while b"\r\n\r\n" not in read:
            more = self.read()
            if not more:
                return b""
            read += more
        end = read.index(b"\r\n\r\n") + 4
        self._rest = read[end:] + self._rest
        return read[:end]

    def body(self, head: bytes, write: Callable[[bytes], None], *, to_head: bool = False) -> None:
        lines = head.lower().split(b"\r\n")
        status = lines[0].split(b" ")[1] if lines[0].startswith(b"http/") else b""
        if to_head or status in {b"204", b"304"}:
            return
        fields = dict(line.split(b":", 1) for line in lines[1:] if b":" in line)
        if b"chunked" in fields.get(b"transfer-encoding", b""):
            self._chunks(write)
            return
        left = int(fields.get(b"content-length", b"0"))
        while left:
            read = self.read()
            if not read:
                raise ConnectionError("cut short")
            self._rest = read[left:]
            write(read[:left])
            left -= len(read[:left])

    def _chunks(self, write: Callable[[bytes], None]) -> None:
        while True:
            line = self._line()
            write(line)
            size = int(line.split(b";")[0], 16)
            left = size + 2
            while left:
                read = self.read()
                if not read:
                    raise ConnectionError("cut short")
                self._rest = read[left:]
                write(read[:left])
                left -= len(read[:left])
            if size == 0:
                return

    def _line(self) -> bytes:
        read = b""
        while b"\r\n" not in read:
            more = self.read()
            if not more:
                raise ConnectionError("cut short")
            read += more
        end = read.index(b"\r\n") + 2
        self._rest = read[end:] + self._rest
        return read[:end]


def _pour(source: _Messages, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while read := source.read():
            target.sendall(read)
    _cut(target)


def _cut(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
