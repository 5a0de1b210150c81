"""Two changes of one text put together, and what differs between two texts. Pure: knows nobody."""

from liveblog.merging.fields import Merging, merge_fields
from liveblog.merging.texts import Change, Merged, Piece, differences, merge_texts

__all__ = [
    "Change",
    "Merged",
    "Merging",
    "Piece",
    "differences",
    "merge_fields",
    "merge_texts",
]
