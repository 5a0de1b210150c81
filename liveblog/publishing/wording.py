"""What an entry's words and time must be before they are kept."""

from datetime import datetime, timedelta

from liveblog.models import Entry
from liveblog.prose import MAX_BODY
from liveblog.publishing.refusals import Fault, Refused
from results.lettering import visible

CLOCK_SKEW = timedelta(minutes=2)  # a phone's clock may be a little fast
EARLIEST = timedelta(days=60)  # coverage may begin weeks before the poll, not years
MAX_REASON = 300

NOT_TEXT = "There is a character in it that no database keeps; take it out."


def is_text(value: str) -> bool:
    """Whether it can be stored: PostgreSQL keeps no NUL, and half a surrogate pair is no text."""
    return "\x00" not in value and not any("\ud800" <= each <= "\udfff" for each in value)


def as_shown(text: str) -> str:
    """The text as it is kept where it stands on one line; what is no text stays to be refused."""
    return visible(text).strip() if is_text(text) else text


def check_wording(
    entry: Entry, *, has_figures: bool, now: datetime, has_pictures: bool = False
) -> list[Fault]:
    """Every fault of the entry's own text and time; its figures are checked by `results`."""
    faults: list[Fault] = []

    def fault(field: str, message: str) -> None:
        faults.append(Fault(field, message))

    if entry.kind not in Entry.Kind.values:
        fault("kind", f"“{entry.kind}” is not one of {', '.join(Entry.Kind.values)}.")
    if entry.status not in {Entry.Status.PUBLISHED, Entry.Status.DRAFT, Entry.Status.SCHEDULED}:
        fault("status", f"“{entry.status}” is not one of published, draft, scheduled.")
    if entry.provenance and entry.provenance not in Entry.Provenance.values:
        known = ", ".join(Entry.Provenance.values)
        fault("provenance", f"“{entry.provenance}” is not one of {known}.")
    says = visible(entry.body).strip() or visible(entry.headline).strip()
    if not (says or has_figures or has_pictures):
        fault("body", "Write something: an entry has a text, a headline, figures or a picture.")
    if len(entry.body) > MAX_BODY:
        fault("body", f"{len(entry.body):,} characters; an entry has {MAX_BODY:,} at most.")
    if entry.kind == Entry.Kind.QUOTE and not entry.body:
        fault("body", "Write what was said.")
    for name, limit in (("headline", 200), ("speaker", 120), ("speaker_role", 160)):
        if len(getattr(entry, name)) > limit:
            fault(name, f"{len(getattr(entry, name)):,} characters; the limit is {limit}.")
    for name in ("body", "headline", "speaker", "speaker_role"):
        if not is_text(getattr(entry, name)):
            fault(name, NOT_TEXT)
    faults += _author_faults(entry)
    faults += _time_faults(entry, now)
    return faults


def check_links(entry: Entry) -> list[Fault]:
    """What is wrong with the entry that this one says it corrects."""
    corrected = entry.corrects
    if corrected is not None and corrected.blog_id != entry.blog_id:
        return [Fault("corrects", "That entry is in another blog.")]
    if corrected is not None and not corrected.is_visible:
        return [Fault("corrects", "That entry is not published: change it instead.")]
    return []


def check_reason(reason: str, *, required: bool = True) -> str:
    """The reason, trimmed. Raises Refused if it is missing, too long or not text."""
    reason = reason.strip()
    if required and not reason:
        raise Refused.one("reason", "Say why: readers are shown the reason.")
    if len(reason) > MAX_REASON:
        raise Refused.one("reason", f"{len(reason):,} characters; the limit is {MAX_REASON}.")
    if not is_text(reason):
        raise Refused.one("reason", NOT_TEXT)
    return visible(reason)


def _author_faults(entry: Entry) -> list[Fault]:
    if not all(isinstance(name, str) for name in entry.authors):
        return [Fault("authors", "Authors are names.")]
    if len(entry.authors) > 8 or any(
        len(name) > 120 or not is_text(name) for name in entry.authors
    ):
        return [Fault("authors", "At most 8 names of at most 120 characters.")]
    return []


def _time_faults(entry: Entry, now: datetime) -> list[Fault]:
    faults: list[Fault] = []
    at, local_now = _local(entry.at, entry, "at", faults), now.astimezone(entry.blog.zone)
    if at and entry.status == Entry.Status.PUBLISHED and at > now + CLOCK_SKEW:
        message = (
            f"{_spoken(at)} is in the future (it is {_spoken(local_now)})."
            " Schedule the entry, or correct its time."
        )
        faults.append(Fault("at", message))
    if at and at.date() < entry.blog.polling_day - EARLIEST:
        message = (
            f"{_spoken(at)} is more than {EARLIEST.days} days before polling day,"
            f" {entry.blog.polling_day:%-d %B %Y}."
        )
        faults.append(Fault("at", message))
    if entry.status == Entry.Status.SCHEDULED:
        due = entry.publish_at and _local(entry.publish_at, entry, "publish_at", faults)
        if entry.publish_at is None or (due and due <= now):
            message = "Say when to publish it: a time that is still to come."
            faults.append(Fault("publish_at", message))
    elif entry.publish_at is not None:
        # Published at once, an embargo would be broken by a forgotten word.
        faults.append(Fault("publish_at", "Only an entry of status “scheduled” has one."))
    return faults


def _local(instant: datetime, entry: Entry, field: str, faults: list[Fault]) -> datetime | None:
    if instant.tzinfo is None:
        message = "The time needs its offset from UTC, such as 2010-05-07T05:30+01:00."
        faults.append(Fault(field, message))
        return None
    try:
        return instant.astimezone(entry.blog.zone)
    except OverflowError:
        faults.append(Fault(field, f"{instant.isoformat()} is not a time of this world."))
        return None


def _spoken(instant: datetime) -> str:
    return f"{instant:%H:%M on %-d %B %Y}"
