"""A process of its own in which files from outside are opened: `python darkroom.py < order`.

What decodes a picture is a lot of C that was fed by a stranger. Here it has little memory, little
time, the lowest claim to a processor, and no more of the site than the folder it is given: if it
falls over, one upload is refused. It imports Pillow and nothing of ours, so it starts in 50 ms.

The order is JSON on the standard input, the answer JSON on the standard output: either what was
asked for, or `{"unfit": sentence}`.
"""

import io
import json
import os
import resource
import sys
import warnings
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MEMORY = 1_500_000_000  # bytes
SECONDS = 40  # of a processor
TAKEN = ("JPEG", "PNG", "WEBP", "AVIF")

_SVG_OR_TEXT = "This is no photograph but a text ({}). Choose a JPEG, PNG, WebP or AVIF file."
_UNKNOWN = "This is not a picture that we know: choose a JPEG, PNG, WebP or AVIF file."
_BROKEN = "The picture is broken or not whole: choose it again, or open it and save it anew."


class Unfit(Exception):
    """The file is refused, with a sentence for who chose it."""


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Do what the order asks, `{"do": "clean" | "develop", …}`."""
    try:
        return {"clean": clean, "develop": develop}[order["do"]](order)
    except Unfit as unfit:
        return {"unfit": str(unfit)}
    except MemoryError:
        return {"unfit": "The picture takes too much memory: make it smaller, and choose that."}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        # Pillow has no one word for a broken file. Of our own disk, the parent hears.
        if isinstance(error, OSError) and error.errno:
            raise
        return {"unfit": _BROKEN}


def clean(order: dict[str, Any]) -> dict[str, Any]:
    """Write what can be seen of a file, and nothing else of it, as an upright sRGB JPEG."""
    with open(order["source"], "rb") as file:
        kind = _kind(file.read(64))
        file.seek(0)
        image = _opened(file, kind, order)
        # A photograph is decoded at a half or a quarter, where that is enough: so much less memory.
        image.draft("RGB", (order["side"], order["side"]))
        image = ImageOps.exif_transpose(_first_frame(image))
        image = _in_srgb(image)
    image.thumbnail((order["side"], order["side"]), Image.Resampling.LANCZOS, reducing_gap=3.0)
    _bare(image).save(order["to"], "JPEG", quality=90, subsampling=0, optimize=True)
    return {"width": image.width, "height": image.height, "kind": kind}


def develop(order: dict[str, Any]) -> dict[str, Any]:
    """Write a picture that was cleaned before in sizes: `prints` are width, file type and path."""
    with Image.open(order["source"]) as file:
        image = file.convert("RGB")
    sized: dict[int, Image.Image] = {}
    for width, file_type, path in sorted(order["prints"], key=lambda each: -each[0]):
        if width not in sized:
            # From the next larger one: its pixels are enough, and there are fewer of them.
            larger = min((w for w in sized if w >= 2 * width), default=0)
            sized[width] = _at(width, sized.get(larger, image), image.size)
        sized[width].save(path, file_type, **_settings(file_type, width))
    return {"made": len(order["prints"])}


def _kind(head: bytes) -> str:
    """What the file is by its first bytes; its name and what the sender calls it count nothing."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    brand = head[8:12] if head[4:8] == b"ftyp" else b""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if brand in {b"avif", b"avis"}:
        return "AVIF"
    if brand in {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}:
        raise Unfit(
            "This is a HEIC picture, which browsers do not show. Set the phone’s camera to"
            " “Most compatible”, or save it as JPEG and choose that."
        )
    if brand:
        raise Unfit("This is a film, not a picture: choose a JPEG, PNG, WebP or AVIF file.")
    if head.startswith((b"GIF87a", b"GIF89a")):
        raise Unfit("GIFs are not taken: save the picture as JPEG or PNG and choose that.")
    if text.startswith((b"<svg", b"<?xml")):
        raise Unfit(_SVG_OR_TEXT.format("SVG or XML"))
    if text.startswith((b"<!doctype", b"<html", b"<script")):
        raise Unfit(_SVG_OR_TEXT.format("HTML"))
    if head.startswith(b"%PDF"):
        raise Unfit(_SVG_OR_TEXT.format("PDF"))
    raise Unfit(_UNKNOWN)


def _opened(file: Any, kind: str, order: dict[str, Any]) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # we count by ourselves, before a pixel is decoded
    image = Image.open(file, formats=[kind])
    width, height = image.size
    if max(width, height) > order["max_side"] or width * height > order["max_pixels"]:
        raise Unfit(
            f"{width:,} × {height:,} pixels: a picture has"
            f" {order['max_pixels'] // 1_000_000} million pixels at most, and"
            f" {order['max_side']:,} on a side."
        )
    if min(width, height) < order["min_side"]:
        raise Unfit(f"{width:,} × {height:,} pixels: too small to be seen.")
    return image


def _first_frame(image: Image.Image) -> Image.Image:
    image.seek(0)  # of what moves, the first frame stands
    image.load()
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """As RGB on white, with the colours that its profile means, where it has a profile of sense."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            return _by_profile(image, profile)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile that makes no sense is as good as none
    return image.convert("RGB")


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    converted = ImageCms.profileToProfile(
        image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    return converted or image.convert("RGB")


def _bare(image: Image.Image) -> Image.Image:
    """The same pixels, with no word of the file that they came from."""
    image.info = {}
    return image


def _at(width: int, image: Image.Image, whole: tuple[int, int]) -> Image.Image:
    height = max(1, round(width * whole[1] / whole[0]))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _settings(file_type: str, width: int) -> dict[str, Any]:
    """Chosen by eye and clock: docs/pictures.md has the sizes and the times."""
    if file_type == "AVIF":
        # One thread: the second processor is the readers'. The largest is made the quickest way.
        return {"quality": 60, "speed": 8 if width <= 1_440 else 9, "max_threads": 1}
    if file_type == "WEBP":
        return {"quality": 76, "method": 2}
    return {"quality": 78, "progressive": True, "optimize": True}


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def main() -> None:
    _confine()
    warnings.simplefilter("ignore")  # of odd metadata, which is not kept anyhow
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
