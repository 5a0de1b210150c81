"""A reporter who posts through the API all the while, and tries again until it is answered."""

import contextlib
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator

import httpx


class Reporter:
    """Posts to one address at a pace. The same `client_id` twice is one entry."""

    def __init__(self, url: str, token: str, *, pause: float = 0.1) -> None:
        self.happened: Counter[str] = Counter()
        self.failure: Exception | None = None
        self._address = f"{url}/api/blogs/quayshire/entries"
        self._token = token
        self._pause = pause
        self._enough = threading.Event()

    @contextlib.contextmanager
    def at_work(self) -> Iterator["Reporter"]:
        """Raises afterwards what went wrong meanwhile."""
        thread = threading.Thread(target=self._work)
        thread.start()
        try:
            yield self
        finally:
            self._enough.set()
            thread.join()
        if self.failure:
            raise self.failure

    def _work(self) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            with httpx.Client(headers=headers, timeout=20, trust_env=False) as http:
                while not self._enough.is_set():
                    self._post(http)
                    self._enough.wait(self._pause)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test is to be told
            self.failure = error

    def _post(self, http: httpx.Client) -> None:
        entry = {"client_id": str(uuid.uuid4()), "body": "The bundles grow, *slowly*. " * 8}
        for _ in range(50):
            try:
                answer = http.post(self._address, json=entry)
            except httpx.TransportError as error:
                self.happened[type(error).__name__] += 1
                time.sleep(0.05)
                continue
            self.happened[str(answer.status_code)] += 1
            if answer.is_success:
                return
            if answer.status_code not in {502, 504}:
                raise RuntimeError(f"{answer.status_code}: {answer.text[:300]}")
            time.sleep(0.05)
        raise RuntimeError("Nobody answers any more.")
