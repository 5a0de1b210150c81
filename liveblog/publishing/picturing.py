"""The deeds of pictures: take one in, let an entry carry it, throw away what nobody posted."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from liveblog.models import Blog, Entry, Picture
from liveblog.pictures.developing import cleaned
from liveblog.pictures.limits import MAX_ALT, MAX_CAPTION, MAX_CREDIT, MAX_IN_ENTRY
from liveblog.publishing.refusals import Conflict, Fault
from liveblog.publishing.wording import NOT_TEXT, as_shown, is_text

UNUSED = timedelta(days=7)  # a phone may be in a drawer for a weekend, with its entry in it

_LIMITS = (("alt", MAX_ALT), ("credit", MAX_CREDIT), ("caption", MAX_CAPTION))
_FILE_NAME = re.compile(r"[^\s/]*\.(?:jpe?g|png|webp|avif|heic|gif)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PictureWords:
    """A picture as an entry is to carry it: `id` is the device's id for it, or our public one."""

    id: str
    alt: str = ""
    credit: str = ""
    caption: str = ""

    def __post_init__(self) -> None:
        for name, _ in _LIMITS:
            object.__setattr__(self, name, as_shown(getattr(self, name)))


def add_picture(
    *, blog: Blog, file: Path, client_id: uuid.UUID, by: User | None = None
) -> tuple[Picture, bool]:
    """Take a file in as a picture that no entry carries yet: (picture, whether it is new).

    What is kept is made anew from what can be seen; of the file itself nothing is. A `client_id`
    that the blog has seen is the picture that it was. Takes seconds of a processor, in another
    process, and locks nothing meanwhile. Raises pictures.Unfit (no picture, too much), Busy and
    Conflict (the blog is archived).
    """
    if existing := _with_id(blog, client_id):
        return existing, False
    if blog.is_archived:
        raise Conflict("This blog is archived: nothing in it changes any more.")
    picture = Picture(blog=blog, client_id=client_id, uploaded_by=by)
    with cleaned(file) as clean, clean.open("rb") as content:
        try:
            picture.file.save("picture.jpg", File(content), save=False)
            with transaction.atomic():
                picture.save(force_insert=True)
        except BaseException as error:
            _discard(picture)
            existing = _with_id(blog, client_id) if isinstance(error, IntegrityError) else None
            if existing is None:
                raise
            return existing, False  # it came twice at the same time
    return picture, True


def copy_pictures(*, of: Entry, blog: Blog) -> list[PictureWords]:
    """The pictures of an entry, to be carried by one of `blog` as well: a replay of its night.

    The copies have the same files at the same addresses. So what is taken down in one place is not
    to be seen in the other, either.
    """
    copies = []
    for old in of.pictures.all():
        copy = Picture(
            blog=blog,
            client_id=uuid.uuid5(old.client_id, blog.feed.epoch),
            width=old.width,
            height=old.height,
        )
        copy.file.name = old.file.name
        copy.save(force_insert=True)
        words = {name: getattr(old, name) for name, _ in _LIMITS}
        copies.append(PictureWords(id=str(copy.client_id), **words))
    return copies


def check_pictures(
    blog: Blog, asked: Sequence[PictureWords], *, entry: Entry | None = None
) -> tuple[list[Picture], list[Fault]]:
    """The pictures in their order, with these words but not saved, and every fault of them.

    A fault's field is `pictures.0.alt` and the like. `entry` is who may carry them already.
    """
    found: list[Picture] = []
    faults: list[Fault] = []
    if len(asked) > MAX_IN_ENTRY:
        faults.append(Fault("pictures", f"{len(asked)} pictures; the limit is {MAX_IN_ENTRY}."))
    for number, words in enumerate(asked[:MAX_IN_ENTRY]):
        place = f"pictures.{number}"
        faults += [Fault(f"{place}.{name}", why) for name, why in _wrong_words(words)]
        picture = _asked_for(blog, words.id)
        if picture is None:
            faults.append(Fault(f"{place}.id", "This picture is not here: choose it again."))
        elif picture.entry_id and (entry is None or picture.entry_id != entry.pk):
            faults.append(Fault(f"{place}.id", "This picture is in another entry already."))
        elif picture in found:
            faults.append(Fault(f"{place}.id", "This picture is here twice."))
        else:
            for name, _ in _LIMITS:
                setattr(picture, name, getattr(words, name))
            found.append(picture)
    return found, faults


def are_carried(entry: Entry, pictures: Sequence[Picture]) -> bool:
    """Whether the entry carries just these, in this order and with these words."""
    return [each.words for each in entry.pictures.all()] == [each.words for each in pictures]


def carry(entry: Entry, pictures: Sequence[Picture]) -> None:
    """Let the entry carry these and no others. The entry is locked, or new."""
    kept = {each.pk for each in pictures}
    gone = Picture.objects.filter(entry=entry).exclude(pk__in=kept)
    gone.update(entry=None, order=0, removed_at=timezone.now())
    for order, picture in enumerate(pictures):
        picture.entry, picture.order, picture.removed_at = entry, order, None
        picture.save(update_fields=["entry", "order", "removed_at", "alt", "credit", "caption"])
    # What was fetched with the entry before is not so any more.
    getattr(entry, "_prefetched_objects_cache", {}).pop("pictures", None)


def sweep_pictures(*, now: datetime | None = None) -> int:
    """Throw away what was uploaded and never posted within a week; how many that were."""
    old = Picture.objects.unused().filter(created__lt=(now or timezone.now()) - UNUSED)
    swept = 0
    for picture in old:
        with transaction.atomic():
            gone, _ = Picture.objects.unused().filter(pk=picture.pk).delete()
        # A replay's copies have the file of the picture that they are copies of.
        if gone and not Picture.objects.filter(file=picture.file.name).exists():
            _discard(picture)
        swept += bool(gone)
    return swept


def _discard(picture: Picture) -> None:
    """Delete its files, as far as there are any."""
    kept = picture.file
    if kept:
        for size in kept.get_picture_files_list():
            kept.storage.delete(size.name)
        kept.storage.delete(kept.name)


def _with_id(blog: Blog, client_id: uuid.UUID) -> Picture | None:
    return Picture.objects.filter(blog=blog, client_id=client_id).first()


def _asked_for(blog: Blog, name: str) -> Picture | None:
    try:
        return _with_id(blog, uuid.UUID(name))
    except ValueError:
        return Picture.objects.filter(blog=blog, public_id=name).first() if is_text(name) else None


def _wrong_words(words: PictureWords) -> list[tuple[str, str]]:
    wrong = []
    if not words.alt:
        wrong.append(("alt", "Say what can be seen, for those who do not see it."))
    elif _FILE_NAME.fullmatch(words.alt):
        wrong.append(("alt", "This is the name of a file: say what can be seen."))
    for name, limit in _LIMITS:
        value = getattr(words, name)
        if len(value) > limit:
            wrong.append((name, f"{len(value):,} characters; the limit is {limit}."))
        if not is_text(value):
            wrong.append((name, NOT_TEXT))
    return wrong
