"""Appends an event to the log for every request, and nothing else: a trigger without the newsroom.

    python -m bench.peers.teller PORT

The request's body is the event's frame; its answer says at which nanosecond of CLOCK_MONOTONIC the
event was committed, from when on a server could know of it.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import django

django.setup()

from django.db import transaction  # noqa: E402

from liveblog.realtime import log  # noqa: E402
from liveblog.realtime.models import Feed  # noqa: E402

SLUG = "quayshire"


class Desk(HTTPServer):
    request_queue_size = 128  # a burst's calls are all there before its first request


class Teller(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        frame = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        committed: list[int] = []
        with transaction.atomic():
            # Before the bell, which is rung on commit as well.
            transaction.on_commit(lambda: committed.append(time.monotonic_ns()))
            log.append(Feed.objects.get(name=SLUG).pk, frame)
        answer = json.dumps({"committed": committed[0]}, separators=(",", ":")).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    Desk(("127.0.0.1", int(sys.argv[1])), Teller).serve_forever()
