"""How much a picture may be, and what it is called when it is too much."""

MAX_BYTES = 20_000_000  # as it is sent; what a phone's browser has compressed is a fortieth of it
MAX_PIXELS = 100_000_000
MAX_SIDE = 20_000
MIN_SIDE = 16
KEPT_SIDE = 2_560  # the longest side of what is kept, in pixels
MAX_ALT, MAX_CREDIT, MAX_CAPTION = 500, 120, 500
MAX_IN_ENTRY = 20


class Unfit(Exception):
    """This file will never be taken as a picture; `str()` says why, for who chose it."""


def megabytes(size: int) -> str:
    """`23.4 MB`, of a number of bytes; never one that looks allowed and is not."""
    tenths = -(-size * 10 // 1_000_000) if size > MAX_BYTES else size * 10 // 1_000_000
    return f"{tenths / 10:g} MB"


def check_size(size: int) -> None:
    """Raises Unfit for more bytes than a picture may have, or none."""
    if size <= 0:
        raise Unfit("The file is empty.")
    if size > MAX_BYTES:
        raise Unfit(f"{megabytes(size)}: a picture has {megabytes(MAX_BYTES)} at most.")
