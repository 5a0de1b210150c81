"""A picture that was uploaded into a blog, and the words that it needs beside an entry."""

from typing import Any

from django.conf import settings
from django.db import models

from liveblog.models.blog import Blog
from liveblog.models.entry import Entry, new_public_id
from liveblog.pictures.field import SizedPictureField
from liveblog.pictures.limits import MAX_ALT, MAX_CAPTION, MAX_CREDIT


def new_picture_id() -> str:
    """Nobody guesses the address of a picture that is not public: 90 bits of chance."""
    return new_public_id() + new_public_id()


def kept_at(picture: "Picture", _filename: str) -> str:
    """Where its file is. What the sender called it is not used for anything."""
    return f"pictures/{picture.blog.slug}/{picture.public_id}.jpg"


class PictureQuerySet(models.QuerySet["Picture"]):
    def unused(self) -> "PictureQuerySet":
        """Uploaded and never posted. What was in an entry once is part of its history."""
        return self.filter(entry=None, removed_at=None)


class Picture(models.Model):
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="pictures")
    client_id = models.UUIDField(
        help_text="Given by the device: sent again, it is the same picture."
    )
    public_id = models.CharField(max_length=24, default=new_picture_id, unique=True, editable=False)
    entry = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="pictures"
    )
    order = models.PositiveSmallIntegerField(default=0)
    file = SizedPictureField(
        upload_to=kept_at, width_field="width", height_field="height", max_length=200
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alt = models.CharField(max_length=MAX_ALT, blank=True)
    credit = models.CharField(max_length=MAX_CREDIT, blank=True)
    caption = models.CharField(max_length=MAX_CAPTION, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was taken out of an entry."
    )

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["blog", "client_id"], name="liveblog_picture_once"),
        ]

    def __str__(self) -> str:
        return f"{self.blog_id}/{self.public_id}"

    @property
    def is_public(self) -> bool:
        """Whether a reader may see it: as long as a published entry carries it."""
        return self.entry is not None and self.entry.status == Entry.Status.PUBLISHED

    @property
    def sources(self) -> dict[str, list[Any]]:
        """Its sizes by file type, in the order in which a browser is to prefer them, ascending."""
        by_type = self.file.aspect_ratios[None]
        return {file_type: list(sizes.values()) for file_type, sizes in by_type.items()}

    @property
    def plain(self) -> Any:
        """The size that stands for all where only one can: a JPEG of about 1,080 pixels."""
        sizes = self.sources["JPEG"]
        return next((each for each in sizes if each.width >= 1_080), sizes[-1])

    @property
    def small(self) -> Any:
        """A JPEG for a thumbnail."""
        return self.sources["JPEG"][0]

    @property
    def words(self) -> dict[str, str]:
        """What a revision keeps of it."""
        return {
            "id": self.public_id,
            "alt": self.alt,
            "credit": self.credit,
            "caption": self.caption,
        }
