"""Files that somebody may choose as a picture, made in memory: good, broken and wicked ones."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from PIL import Image, ImageDraw

from liveblog import publishing
from liveblog.models import Blog, Picture

SECRET = b"Agnes Penrose"  # the owner of the camera, whom nobody has to know
NASTY = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{ 7 * 7 }}&lt;b"
PLACE = (51.0, 30.0, 26.0)


def photo(
    width: int = 480,
    height: int = 320,
    *,
    kind: str = "JPEG",
    mode: str = "RGB",
    orientation: int = 0,
    place: bool = False,
    **more: Any,
) -> bytes:
    """A hall with a red corner at the top left of what the camera's sensor saw."""
    image = Image.new("RGB", (width, height), (90, 120, 150))
    ImageDraw.Draw(image).rectangle((0, 0, width // 3, height // 3), fill=(220, 30, 30))
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    if place:
        exif[0x013B] = SECRET.decode()
        exif.get_ifd(0x8825).update({1: "N", 2: PLACE, 3: "E", 4: PLACE})
    if len(exif):
        more["exif"] = exif
    file = io.BytesIO()
    image.convert(mode).save(file, kind, **more)
    return file.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels: a bomb, where they are many."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(min(width, 999) + 1) * min(height, 64), 9)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def added(
    blog: Blog, file: bytes = b"", *, by: Any = None, client_id: UUID | None = None
) -> Picture:
    """A picture of the blog that no entry carries yet."""
    import tempfile

    with tempfile.NamedTemporaryFile() as sent:
        sent.write(file or photo())
        sent.flush()
        return publishing.add_picture(
            blog=blog, file=Path(sent.name), client_id=client_id or uuid4(), by=by
        )[0]


def words(picture: Picture, alt: str = "A hall full of tables", **more: str) -> Any:
    return publishing.PictureWords(id=str(picture.client_id), alt=alt, **more)


def kept(picture: Picture) -> Image.Image:
    """What is kept of it."""
    with picture.file.storage.open(picture.file.name) as file:
        image = Image.open(file)
        image.load()
    return image
