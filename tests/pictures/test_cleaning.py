"""What is kept of a file is what can be seen of it; what is no picture is refused in words."""

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from liveblog.pictures import darkroom, limits
from liveblog.pictures.developing import cleaned, order_to_clean
from liveblog.pictures.limits import Unfit, megabytes
from tests.pictures.shots import PLACE, SECRET, photo, png_of


def answer(file: bytes, folder: Path) -> dict:
    """What the darkroom says, here in this process: it starts a hundred times as fast."""
    (folder / "sent").write_bytes(file)
    return darkroom.answer(order_to_clean(folder / "sent", folder / "clean.jpg"))


def clean(file: bytes, folder: Path) -> Image.Image:
    assert "unfit" not in answer(file, folder)
    image = Image.open(folder / "clean.jpg")
    image.load()
    return image


def refusal(file: bytes, folder: Path) -> str:
    return answer(file, folder)["unfit"]


def refusal_by_the_process(file: bytes, folder: Path) -> str:
    (folder / "sent").write_bytes(file)
    with pytest.raises(Unfit) as refused, cleaned(folder / "sent"):
        pass
    return str(refused.value)


def is_red(image: Image.Image, x: float, y: float) -> bool:
    red, green, blue = image.getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    return red > 180 and green < 80 and blue < 80


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_kind_that_is_taken_becomes_a_jpeg(kind, tmp_path):
    image = clean(photo(kind=kind), tmp_path)
    assert (image.format, image.size, image.mode) == ("JPEG", (480, 320), "RGB")
    assert is_red(image, 0.1, 0.1)
    assert not is_red(image, 0.9, 0.9)


def test_the_place_the_owner_and_everything_else_that_was_written_is_gone(tmp_path):
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = photo(place=True, xmp=xmp, icc_profile=profile, comment=SECRET)
    sent = Image.open(io.BytesIO(file))
    assert sent.getexif().get_ifd(0x8825)[2] == PLACE
    assert file.count(SECRET) == 3
    source = tmp_path / "sent"
    source.write_bytes(file)
    with cleaned(source) as path:
        data = path.read_bytes()
    assert SECRET not in data
    image = Image.open(io.BytesIO(data))
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [
        (1, (480, 320), (0, 0)), (2, (480, 320), (1, 0)), (3, (480, 320), (1, 1)),
        (4, (480, 320), (0, 1)), (5, (320, 480), (0, 0)), (6, (320, 480), (1, 0)),
        (7, (320, 480), (1, 1)), (8, (320, 480), (0, 1)),
    ],
)  # fmt: skip
def test_it_is_upright_however_the_phone_was_held(orientation, size, corner, tmp_path):
    image = clean(photo(orientation=orientation), tmp_path)
    assert image.size == size
    assert is_red(image, *(0.1 + 0.8 * each for each in corner))
    assert not is_red(image, *(0.9 - 0.8 * each for each in corner))


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "I;16", "1"])
def test_every_way_of_writing_colours_becomes_one(mode, tmp_path):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert clean(photo(kind=kind, mode=mode), tmp_path).mode == "RGB"


def test_what_shines_through_is_white_and_a_profile_of_nonsense_is_none(tmp_path):
    file = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(file, "PNG")
    assert clean(file.getvalue(), tmp_path).getpixel((20, 20)) == (255, 255, 255)
    assert is_red(clean(photo(icc_profile=b"\x00" * 300), tmp_path), 0.1, 0.1)


def test_of_what_moves_the_first_frame_stands(tmp_path):
    frames = [Image.new("RGB", (64, 64), colour) for colour in ((220, 30, 30), (0, 0, 255))]
    file = io.BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert is_red(clean(file.getvalue(), tmp_path), 0.5, 0.5)


def test_a_picture_larger_than_is_kept_is_made_smaller(tmp_path):
    assert clean(photo(6_000, 3_000), tmp_path).size == (limits.KEPT_SIDE, limits.KEPT_SIDE // 2)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (b"GIF89a" + bytes(40), "GIFs are not taken"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "HEIC"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(40), "a film"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", "SVG"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "HTML"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"MZ\x90\x00" + bytes(64), "not a picture that we know"),
        (b"", "not a picture that we know"),
        (b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script>" * 9, "broken or not whole"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "broken or not whole"),
        (b"RIFF\x00\x01\x00\x00WEBPVP8 " + bytes(200), "broken or not whole"),
        (b"\x00\x00\x00\x1cftypavif" + bytes(200), "broken or not whole"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_picture_is_refused_in_words_of_its_own(file, told, tmp_path):
    assert told in refusal(file, tmp_path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_half_a_picture_is_none(kind, part, tmp_path):
    file = photo(800, 600, kind=kind)
    assert "broken or not whole" in refusal(file[: int(len(file) * part)], tmp_path)


def test_bombs_are_refused_before_a_pixel_is_decoded(tmp_path):
    assert png_of(19_000, 19_000).__sizeof__() < 5_000
    assert "19,000 × 19,000 pixels" in refusal(png_of(19_000, 19_000), tmp_path)
    assert "at most" in refusal(png_of(2**31 - 1, 2**31 - 1), tmp_path)
    assert "at most" in refusal(png_of(50_000, 16), tmp_path)
    assert "too small" in refusal(png_of(1, 1), tmp_path)


def test_what_needs_too_much_memory_ends_the_other_process_and_not_this_one(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_PIXELS", 2**40)
    monkeypatch.setattr(limits, "MAX_SIDE", 2**31)
    assert "too much" in refusal_by_the_process(png_of(60_000, 60_000), tmp_path)


def test_the_process_says_what_it_found(tmp_path):
    assert "HTML" in refusal_by_the_process(b"<html>", tmp_path)
    assert "not whole" in refusal_by_the_process(photo()[:999], tmp_path)
    with pytest.raises(OSError, match="could not be made"), cleaned(tmp_path / "nowhere"):
        pass


def test_what_is_hidden_behind_a_picture_stays_behind(tmp_path):
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("evil.html", "<script>alert(1)</script>")
    file = photo() + b"<script>alert(1)</script>" + hidden.getvalue()
    source = tmp_path / "sent"
    source.write_bytes(file)
    with cleaned(source) as path:
        data = path.read_bytes()
    assert b"<script" not in data
    assert b"PK\x03\x04" not in data
    assert not zipfile.is_zipfile(io.BytesIO(data))


def test_sizes_are_told_so_that_the_limit_makes_sense():
    assert megabytes(limits.MAX_BYTES) == "20 MB"
    assert megabytes(23_400_000) == "23.4 MB"
    assert megabytes(limits.MAX_BYTES + 1) == "20.1 MB"
