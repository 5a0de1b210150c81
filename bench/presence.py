"""Whether twenty pages that say they are open keep a reporter's post waiting, on SQLite.

    python -m bench.presence [--tabs 20] [--posts 60]

A real server with the settings of production. Entries are posted one after another, while as many
pages as asked for say every 15 seconds that they are open, as the desk's pages do; then while they
say it twice a second and something has changed each time, so that every sign of life is written.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import tempfile
import threading
import time
import urllib.parse
import uuid
from pathlib import Path

from tests.servers import Site

SLUG = "quayshire"
HIRE = f"""
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from liveblog.models import AccessToken, Blog, Membership
blog = Blog.objects.get(slug="{SLUG}")
for number in range(TABS):
    user = User.objects.create_user(f"reporter{{number}}")
    Membership.objects.create(blog=blog, user=user)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    print("session", session.session_key)
print("token", AccessToken.issue(user=User.objects.get(username="rosa"), name="bench")[1])
"""
CSRF = "b" * 32


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tabs", type=int, default=20)
    parser.add_argument("--posts", type=int, default=60)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="declared-presence-") as folder:
        site = Site.made(Path(folder), API_WRITE_RATE="100000/m")
        site.run("-m", "tests.browser.setting", "12")
        said = site.manage("shell", "-v0", "-c", HIRE.replace("TABS", str(told.tabs)))
        words = [
            line.split() for line in said.splitlines() if line.startswith(("session", "token"))
        ]
        sessions = [word for name, word in words if name == "session"]
        token = next(word for name, word in words if name == "token")
        daphne = site.daphne()
        try:
            measure(daphne.port, sessions, token, posts=told.posts)
        finally:
            site.close()


def measure(port: int, sessions: list[str], token: str, *, posts: int) -> None:
    """Print the three rows."""
    post(port, token, posts=10)  # what is slow only once
    for name, every, changes in (
        ("nobody else", 0.0, False),
        (f"{len(sessions)} pages, every 15 s", 15.0, False),
        (f"{len(sessions)} pages, twice a second, each a change", 0.5, True),
    ):
        over = threading.Event()
        beats: list[float] = []
        tabs = [
            threading.Thread(
                target=keep_beating, args=(port, each, every, changes, number, over, beats)
            )
            for number, each in enumerate(sessions if every else [])
        ]
        for tab in tabs:
            tab.start()
        time.sleep(2 if every else 0)
        took = post(port, token, posts=posts)
        over.set()
        for tab in tabs:
            tab.join()
        print(row(name, took, beats), flush=True)


def post(port: int, token: str, *, posts: int) -> list[float]:
    """Post entries one after another, a fifth of a second apart; seconds that each took."""
    took = []
    for number in range(posts):
        began = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request(
            "POST",
            f"/api/blogs/{SLUG}/entries",
            json.dumps({"body": f"Box {number} is open.", "client_id": str(uuid.uuid4())}),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        answer = line.getresponse()
        answer.read()
        if answer.status != 201:
            raise SystemExit(f"The server answered {answer.status}.")
        took.append(time.perf_counter() - began)
        line.close()
        time.sleep(0.2)
    return took


def keep_beating(
    port: int,
    session: str,
    every: float,
    changes: bool,
    number: int,
    over: threading.Event,
    beats: list[float],
) -> None:
    """One open page, until it is `over`."""
    tab, page = str(uuid.uuid4()), str(uuid.uuid4())
    over.wait(every * (number % 20) / 20)
    writing = False
    while not over.is_set():
        writing = changes and not writing
        said = {"tab": tab, "page": page, "entry": "", "writing": "1" if writing else "0"}
        said["csrfmiddlewaretoken"] = CSRF
        began = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        address = f"/newsroom/{SLUG}/presence/"
        line.request("POST", address, urllib.parse.urlencode(said), headers)
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"A page was answered {answer.status}.")
        beats.append(time.perf_counter() - began)
        line.close()
        over.wait(every)


def row(name: str, posts: list[float], beats: list[float]) -> str:
    """What was measured, in milliseconds."""

    def told(seconds: list[float]) -> str:
        if len(seconds) < 2:
            return "–"
        cuts = statistics.quantiles(seconds, n=20)
        middle, late, last = (1000 * each for each in (cuts[9], cuts[18], max(seconds)))
        return f"median {middle:.0f}, 95th {late:.0f}, longest {last:.0f} ms"

    return f"{name}: {len(posts)} posts {told(posts)}; {len(beats)} signs of life {told(beats)}"


if __name__ == "__main__":
    main()
