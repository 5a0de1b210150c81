"""From a file that somebody sent to the pictures that readers get, in a process beside this one."""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage
from pictures.utils import reconstruct

from liveblog.pictures import darkroom, limits
from liveblog.pictures.limits import Unfit

SECONDS = 60  # for one order, however busy the machine is
PATIENCE = 20  # seconds that an upload waits for those before it

_at_work = threading.BoundedSemaphore(1)  # one at a time: what is left of the machine is readers'


class Busy(Exception):
    """Other pictures are being made, or the machine has no time for this one: ask again."""


@contextmanager
def cleaned(source: Path) -> Iterator[Path]:
    """A JPEG with what can be seen of the file at `source`, and nothing else; gone afterwards.

    Upright, in sRGB, KEPT_SIDE pixels at most: no place, no camera, no owner's name. Raises Unfit
    for what is no picture, is broken, or would take too much; and Busy.
    """
    with tempfile.TemporaryDirectory(prefix="declared-picture-") as folder:
        to = Path(folder) / "clean.jpg"
        _order(order_to_clean(source, to))
        yield to


def order_to_clean(source: Path, to: Path) -> dict[str, Any]:
    """What the darkroom is told."""
    return {
        "do": "clean",
        "source": str(source),
        "to": str(to),
        "side": limits.KEPT_SIDE,
        "max_pixels": limits.MAX_PIXELS,
        "max_side": limits.MAX_SIDE,
        "min_side": limits.MIN_SIDE,
    }


def develop(
    *,
    storage: tuple[str, list, dict],
    file_name: str,
    sender: tuple[str, str, str] | None = None,
    new: list[tuple[str, list, dict]] | None = None,
    old: list[tuple[str, list, dict]] | None = None,
) -> None:
    """django-pictures' PROCESSOR: make the sizes that are new, in the other process, and drop old
    ones. Raises Busy.
    """
    place: Storage = reconstruct(*storage)
    wanted = [reconstruct(*each) for each in new or []]
    if wanted:
        with tempfile.TemporaryDirectory(prefix="declared-sizes-") as folder:
            source = Path(folder) / "source"
            with place.open(file_name) as kept:
                source.write_bytes(kept.read())
            made = [Path(folder) / str(number) for number in range(len(wanted))]
            prints = [
                [each.width, each.file_type, str(path)]
                for each, path in zip(wanted, made, strict=True)
            ]
            _order({"do": "develop", "source": str(source), "prints": prints})
            for each, path in zip(wanted, made, strict=True):
                place.delete(each.name)
                with path.open("rb") as file:
                    place.save(each.name, File(file))
    for each in old or []:
        reconstruct(*each).delete()


def _order(order: dict[str, Any]) -> dict[str, Any]:
    if not _at_work.acquire(timeout=PATIENCE):
        raise Busy("Other pictures are being made.")
    try:
        done = subprocess.run(  # noqa: S603 - this program's own file
            [sys.executable, "-I", darkroom.__file__],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        # Not the picture's fault: its own limit is of a processor's time.
        raise Busy("The machine is busy.") from expired
    finally:
        _at_work.release()
    if done.returncode < 0:  # by a signal: its own limit of time, or a decoder that fell over
        raise Unfit("The picture took too much to open: open it, save it anew, and choose that.")
    if done.returncode:
        why = done.stderr.strip().rpartition("\n")[2]
        raise OSError(f"The picture could not be made: {why}")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "unfit" in answer:
        raise Unfit(answer["unfit"])
    return answer
