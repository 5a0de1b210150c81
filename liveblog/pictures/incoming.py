"""Uploads that are under way: a file each, which is as long as what has come of it.

Nothing of it is in the database, so that pieces of pictures never stand in the way of an entry. The
folder is private, and shared by the processes of one machine; the file's lock lets one of them
write. How far an upload is can be asked of the file alone, also after a power cut.
"""

import fcntl
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from liveblog.pictures.limits import check_size

AT_ONCE = 30  # uploads that one person may have begun and not finished
STALE = 24 * 60 * 60  # seconds after its last piece until an unfinished upload is thrown away
_BLOCK = 1 << 16


class Mismatch(Exception):
    """The piece does not begin where the upload stands. `offset` is where it does."""

    def __init__(self, offset: int, why: str) -> None:
        self.offset = offset
        super().__init__(why)


class TooMany(Exception):
    """Somebody has begun more uploads than they may at once."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload by one person; `length` is what was announced."""

    path: Path
    length: int

    @property
    def offset(self) -> int:
        """How many bytes have come. Raises FileNotFoundError once it is taken or thrown away."""
        return self.path.stat().st_size

    @property
    def is_whole(self) -> bool:
        return self.offset == self.length


def find(whose: int, key: str, upload: uuid.UUID) -> Upload | None:
    """The upload that `whose` has under way under this id, in the place named `key`."""
    prefix = f"{key}-{upload.hex}-"
    for path in _folder(whose).glob(f"{prefix}*.part"):
        with suppress(ValueError):
            return Upload(path, int(path.stem.removeprefix(prefix)))
    return None


def begin(whose: int, key: str, upload: uuid.UUID, length: int) -> tuple[Upload, bool]:
    """(upload, begun): the upload under way with this id, or a new one of `length` bytes.

    Raises Unfit (nothing, or more than a picture may have), Mismatch (begun with another length)
    and TooMany.
    """
    check_size(length)
    if found := find(whose, key, upload):
        if found.length != length:
            raise Mismatch(found.offset, f"This upload was begun as one of {found.length:,} bytes.")
        return found, False
    folder = _folder(whose)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if sum(1 for _ in folder.glob("*.part")) >= AT_ONCE:
        sweep(now=time.time())
        if sum(1 for _ in folder.glob("*.part")) >= AT_ONCE:
            raise TooMany(f"{AT_ONCE} uploads are under way already: finish those first.")
    path = folder / f"{key}-{upload.hex}-{length}.part"
    path.touch(mode=0o600)
    return Upload(path, length), True


def append(upload: Upload, offset: int, body: BinaryIO) -> int:
    """Add a piece that begins at `offset`; how many bytes there are then.

    Raises Mismatch, and FileNotFoundError where the upload is there no more.
    """
    with locked(upload) as file:
        stands = os.fstat(file.fileno()).st_size
        if offset != stands:
            raise Mismatch(stands, f"The upload stands at {stands:,}, not at {offset:,}.")
        while piece := body.read(_BLOCK):
            if stands + len(piece) > upload.length:
                file.truncate(offset)
                raise Mismatch(offset, f"More than the {upload.length:,} bytes announced.")
            file.write(piece)
            stands += len(piece)
        return stands


@contextmanager
def locked(upload: Upload) -> Iterator[BinaryIO]:
    """The upload's file, for this process and thread alone, at its end.

    Raises FileNotFoundError where it is gone once the lock is had.
    """
    with upload.path.open("r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not os.fstat(file.fileno()).st_nlink:
            raise FileNotFoundError(upload.path)
        file.seek(0, os.SEEK_END)
        yield file


def drop(upload: Upload) -> None:
    """Be done with an upload, taken or refused."""
    upload.path.unlink(missing_ok=True)


def sweep(*, now: float) -> int:
    """Throw away what nobody has gone on with for a day; how many that were."""
    gone = 0
    for path in _root().glob("*/*.part"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < now - STALE:
                path.unlink()
                gone += 1
    return gone


def _root() -> Path:
    return Path(settings.UPLOADS_DIR)


def _folder(whose: int) -> Path:
    return _root() / str(whose)
