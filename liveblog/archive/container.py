"""The one zip around a bag: written so that the same bag is the same bytes, and read with distrust.

Files are stored, not compressed. An archive of text is small enough, one bad byte spoils one file,
and the bytes do not depend on the version of a compression library.
"""

import os
import stat
import struct
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

BLOCK = 1 << 20
DateTime = tuple[int, int, int, int, int, int]
Stored = tuple[str, int, Iterable[bytes]]  # name, size, content

# What zipfile and the modules under it raise on bytes that are not a sound zip.
_DAMAGE = (
    zipfile.BadZipFile, struct.error, OSError, EOFError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip


class Unreadable(Exception):
    """What was given is no archive that could be looked into; the message says why in one line."""


def pack(folder: Path, *, top: str, at: datetime, to: Path) -> None:
    """Zip a folder's files as `top/…`, all dated `at` (UTC). `to` must not exist yet."""
    stamp = at.astimezone(UTC).timetuple()[:6]
    files = sorted(
        (f"{top}/{file.relative_to(folder).as_posix()}", file)
        for file in folder.rglob("*")
        if file.is_file()
    )
    with to.open("xb") as sink:
        _write(sink, ((name, file.stat().st_size, _blocks(file)) for name, file in files), stamp)
        sink.flush()
        os.fsync(sink.fileno())


class Folder:
    """A bag that was unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files: dict[str, Path] = {}
        for file in sorted(path.rglob("*")):
            name = file.relative_to(path).as_posix()
            if file.is_symlink():
                raise Unreadable(f"{name}: a symbolic link, and so not a file of this archive.")
            if file.is_file():
                self._files[name] = file

    def names(self) -> list[str]:
        return list(self._files)

    def blocks(self, name: str) -> Iterator[bytes]:
        """The file's bytes. Raises Unreadable."""
        try:
            yield from _blocks(self._files[name])
        except OSError as error:
            raise Unreadable(f"{name}: cannot be read ({error.strerror}).") from error

    def wrapping(self) -> list[str]:
        """A folder has nothing around its files that could be wrong."""
        return []


class Zip:
    """A bag in its zip. Nothing is unpacked: names and sizes are judged before a byte is read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with zipfile.ZipFile(path) as archive:
                infos = archive.infolist()
        except _DAMAGE as error:
            raise Unreadable(f"{path.name}: not a zip that can be read ({error}).") from error
        for info in infos:
            _refuse_unsafe(info)
        if sum(info.file_size for info in infos) > path.stat().st_size:
            raise Unreadable(f"{path.name}: its files claim more bytes than the zip has.")
        self._top = self._only_folder(infos)
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            if info.filename in self._infos:
                raise Unreadable(f"{info.filename}: is in the zip twice.")
            self._infos[info.filename] = info

    def names(self) -> list[str]:
        return [name.removeprefix(self._top) for name in self._infos]

    def blocks(self, name: str) -> Iterator[bytes]:
        """The file's bytes, right or wrong: manifests judge them. Raises Unreadable."""
        try:
            yield from self._stored(self._infos[self._top + name])
        except _DAMAGE as error:
            raise Unreadable(f"{name}: cannot be read from the zip ({error}).") from error

    def wrapping(self) -> list[str]:
        """What was changed in the zip around the files: packed anew, they give the same bytes."""
        infos = list(self._infos.values())
        files = ((info.filename, info.file_size, self._stored(info)) for info in infos)
        with tempfile.TemporaryFile() as anew, self.path.open("rb") as found:
            _write(anew, files, infos[0].date_time)
            anew.seek(0)
            place = _first_difference(anew, found)
        if place is None:
            return []
        return [f"{self.path.name}: the zip around the files was changed, first at byte {place:,}."]

    def _stored(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        # zipfile's own reader stops at the first wrong byte, before a checksum is complete.
        with self.path.open("rb") as file:
            file.seek(info.header_offset)
            name, extra = struct.unpack("<26xHH", file.read(30))
            file.seek(name + extra, os.SEEK_CUR)
            left = info.file_size
            while block := file.read(min(BLOCK, left)):
                left -= len(block)
                yield block

    def _only_folder(self, infos: list[zipfile.ZipInfo]) -> str:
        tops = {info.filename.partition("/")[0] for info in infos if "/" in info.filename}
        if len(tops) != 1 or not all("/" in info.filename for info in infos):
            raise Unreadable(f"{self.path.name}: an archive is one folder, this zip holds others.")
        return f"{tops.pop()}/"


def _write(sink: BinaryIO | IO[bytes], files: Iterable[Stored], stamp: DateTime) -> None:
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, size, blocks in files:
            info = zipfile.ZipInfo(name, stamp)
            info.create_system = 3  # Unix, wherever it is written
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            info.file_size = size
            with archive.open(info, "w") as member:
                for block in blocks:
                    member.write(block)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(BLOCK), b"")


def _refuse_unsafe(info: zipfile.ZipInfo) -> None:
    """A name that leaves the folder, or a size that is not the size in the zip: look no further."""
    name = info.orig_filename
    if (
        info.is_dir()
        or info.compress_type != zipfile.ZIP_STORED
        or info.compress_size != info.file_size
    ):
        raise Unreadable(
            f"{name!r}: not stored as an archive stores its files. If you zipped it yourself,"
            " unpack it and verify the folder."
        )
    parts = PurePosixPath(name).parts
    if (
        name != info.filename
        or name != "/".join(parts)
        or name.startswith("/")
        or ".." in parts
        or any(sign in name for sign in "\\:\x00")
        or not name.isprintable()
    ):
        raise Unreadable(f"{name!r}: not the name of a file inside an archive.")


def _first_difference(one: IO[bytes], other: IO[bytes]) -> int | None:
    """The offset of the first byte in which two files differ, None if they are the same."""
    place = 0
    while True:
        ours, theirs = one.read(BLOCK), other.read(BLOCK)
        if ours != theirs:
            pairs = zip(ours, theirs, strict=False)
            same = next(
                (at for at, (a, b) in enumerate(pairs) if a != b), min(len(ours), len(theirs))
            )
            return place + same
        if not ours:
            return None
        place += len(ours)
