"""How a test tells the newsroom's program what to do in a site."""

import json
from dataclasses import dataclass
from typing import Any

from tests.servers import Running, Site

PROGRAM = ("-m", "tests.realtime.newsroom")


@dataclass(frozen=True)
class Newsroom:
    """The newsroom of one site's blog, in processes of its own."""

    site: Site
    slug: str = "quayshire"

    def open(self) -> dict[str, str]:
        """Open the blog: its `epoch`, and a `token` for the API."""
        return self._told("open")[0]

    def burst(self, count: int, *, size: int) -> int:
        """Append so many opaque events in one transaction; the head."""
        return self._told("burst", "--count", str(count), "--size", str(size))[0]["head"]

    def append(self, *, threads: int, times: int) -> dict[str, int]:
        """Append from threads, with some transactions rolled back; how many were committed."""
        return self._told("append", "--threads", str(threads), "--times", str(times))[0]

    def write(self, *, seed: int = 1, deeds: int = 1, writers: int = 1) -> dict[str, int]:
        options = {"seed": seed, "deeds": deeds, "writers": writers}
        return self._told("write", *_as_options(options))[0]

    def close(self) -> None:
        self._told("close")

    def dump(self) -> dict[int, str]:
        """The frames of the log by their offsets, in the order of the offsets."""
        return {row["offset"]: row["frame"] for row in self._told("dump")}

    def written(self) -> dict[int, float]:
        """When the events were written (seconds since 1970), a moment before their commit."""
        return {row["offset"]: row["written"] for row in self._told("dump")}

    def start_writing(self, *, api: list[str], **options: Any) -> Running:
        """Let a process write, and go on."""
        addresses = [word for address in api for word in ("--api", address)]
        return self.site.start(
            *PROGRAM, "write", *_as_options(options), *addresses, log=f"writers-{options['seed']}"
        )

    def finished(self, writing: Running) -> dict[str, int]:
        """What that process did, once it has done it."""
        status = writing.process.wait(120)
        said = writing.log.read_text()
        assert status == 0, said
        return json.loads(said.splitlines()[-1])

    def _told(self, *order: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.site.run(*PROGRAM, *order).splitlines()]


def _as_options(options: dict[str, Any]) -> list[str]:
    return [word for name, value in options.items() for word in (f"--{name}", str(value))]
