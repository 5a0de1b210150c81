"""What every deed on an entry does: lock it, keep the version, tell of it."""

from collections.abc import Collection, Iterable, Sequence

from django.contrib.auth.models import User

from liveblog import frames, prose
from liveblog.models import Entry, EntryRevision, Picture
from liveblog.publishing import awaiting
from liveblog.publishing.locking import lock_feeds
from liveblog.publishing.picturing import carry
from liveblog.publishing.refusals import Conflict, StaleVersion
from liveblog.realtime import log
from results.lettering import visible
from results.models import Contest

_ON_ONE_LINE = ("headline", "speaker", "speaker_role", "stamp", "retraction_reason")


def locked(
    entry: Entry,
    contests: Sequence[Contest] = (),
    *,
    elections: Collection[int] = (),
    version: int | None = None,
) -> Entry:
    """The entry as it stands under the lock of its blog. Raises Conflict and StaleVersion."""
    lock_feeds(entry.blog, contests, elections)
    entry = fresh(entry)
    if entry.blog.is_archived:
        raise Conflict("This blog is archived: nothing in it changes any more.")
    if version is not None and entry.version != version:
        raise StaleVersion(entry.version)
    return entry


def fresh(entry: Entry) -> Entry:
    """The entry as the transaction sees it now, with what its fragment shows."""
    return Entry.objects.for_fragments().get(pk=entry.pk)


def keep(
    entry: Entry,
    *,
    why: str,
    by: User | None,
    reason: str = "",
    pictures: Sequence[Picture] | None = None,
) -> None:
    """Write the entry, and this version of it for ever; with these pictures, or those it has.

    Its body is kept as it was typed and cleaned where it is rendered; what stands on one line has
    no other rendering than itself.
    """
    entry.body_html = prose.render(entry.body)
    for name in _ON_ONE_LINE:
        setattr(entry, name, visible(getattr(entry, name)))
    entry.authors = [visible(name) for name in entry.authors]
    entry.save()
    if pictures is not None:
        carry(entry, pictures)
    awaiting.credit(entry)
    EntryRevision.objects.create(
        entry=entry,
        version=entry.version,
        why=why,
        kind=entry.kind,
        status=entry.status,
        headline=entry.headline,
        body=entry.body,
        speaker=entry.speaker,
        speaker_role=entry.speaker_role,
        provenance=entry.provenance,
        authors=entry.authors,
        pictures=[each.words for each in entry.pictures.all()],
        at=entry.at,
        figures=entry.figures,
        reason=reason,
        by=by,
    )


def tell(entry: Entry, why: str) -> None:
    """Append the entry as it is now, and the pinned links where it is one of them."""
    entry = fresh(entry)
    log.append(entry.blog.feed_id, frames.put(entry, why))
    if entry.pinned:
        log.append(entry.blog.feed_id, frames.blog(entry.blog))


def tell_again(
    linked: Iterable[Entry | None], *, why: str, of: Entry, but: Collection[Entry] = ()
) -> None:
    """Tell of entries whose fragments name `of`, which has changed; `but` were told of already.

    Each goes to its next version, since an open page replaces only what is older.
    """
    for each in linked:
        if each is None or each in but or (entry := fresh(each)).status != Entry.Status.PUBLISHED:
            continue
        entry.version += 1
        keep(entry, why=why, by=None, reason=f"See {of.public_id}")
        tell(entry, why)
