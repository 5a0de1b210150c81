"""django-pictures' field as this site uses it: widths for a column and for phones, our addresses.

Names of files are the library's: `pictures/{blog}/{public_id}.jpg` is what is kept, and
`pictures/{blog}/{public_id}/{width}w.avif` one of its sizes.
"""

from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any

from django.urls import reverse
from pictures.models import Picture, PictureField, PictureFieldFile, PillowPicture

FILE_TYPES = ["AVIF", "WEBP", "JPEG"]  # in the order in which a browser is to prefer them
COLUMN = 720  # CSS pixels: the column of text at its widest, rounded up
WIDEST = 3 * COLUMN


class SizedPicture(PillowPicture):
    """One size of a picture; its address is the site's, which asks whether it may be seen.

    `tall` is its height in pixels, where it was found by its picture.
    """

    tall = 0

    @property
    def url(self) -> str:
        kept = PurePosixPath(self.parent_name)
        name = PurePosixPath(self.name).name
        return reverse("reader:picture", args=[kept.parent.name, kept.stem, name])


class SizedFile(PictureFieldFile):
    @staticmethod
    def get_picture_files(
        *, file_name: str, img_width: int, img_height: int, storage: Any, field: PictureField
    ) -> dict[Fraction | None, dict[str, dict[int, Picture]]]:
        """The library's widths, 360 to 2,160, ascending; and the picture's own where that is more.

        Otherwise a picture of 340 pixels would have no size, and one of 700 only that of 360.
        """
        found = PictureFieldFile.get_picture_files(
            file_name=file_name,
            img_width=img_width,
            img_height=img_height,
            storage=storage,
            field=field,
        )
        own = min(img_width, WIDEST)
        for sizes in found.values():
            for file_type, by_width in sizes.items():
                if max(by_width, default=0) < 0.85 * own:
                    by_width[own] = SizedPicture(file_name, file_type, None, storage, own)
                for width, each in by_width.items():
                    each.tall = max(1, round(width * img_height / img_width))
                sizes[file_type] = dict(sorted(by_width.items()))
        return found


class SizedPictureField(PictureField):
    """A PictureField for the site's column: 1, 2 or 3 times as dense, whole or half."""

    attr_class = SizedFile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("file_types", FILE_TYPES)
        kwargs.setdefault("container_width", COLUMN)
        kwargs.setdefault("grid_columns", 2)
        kwargs.setdefault("pixel_densities", [1, 2, 3])
        kwargs.setdefault("breakpoints", {})
        super().__init__(*args, **kwargs)
