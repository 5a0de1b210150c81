"""House style in templates: times of the night, counts, percentages and points."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from liveblog import nightclock, prose
from liveblog.models import Entry, Picture
from results import arithmetic

register = template.Library()


@register.filter
def house_time(instant: datetime, zone: ZoneInfo) -> str:
    """`5.30am`, on the clock of the hall."""
    return nightclock.house_time(instant, zone)


@register.filter
def full_time(instant: datetime, zone: ZoneInfo) -> str:
    """`Friday 7 May 2010, 5.30am BST`: what the short form leaves out."""
    local = instant.astimezone(zone)
    day = nightclock.house_date(instant, zone)
    return f"{day}, {nightclock.house_time(instant, zone)} {local:%Z}"


@register.simple_tag
def moment(instant: datetime, zone: ZoneInfo) -> SafeString:
    """The instant as a `<time>`: short to read, whole to a machine and on hovering."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        iso(instant, zone),
        full_time(instant, zone),
        house_time(instant, zone),
    )


@register.filter
def instant(written: str) -> datetime:
    """An instant as a card has it, in ISO 8601, for `moment`."""
    return datetime.fromisoformat(written)


@register.filter
def iso(instant: datetime, zone: ZoneInfo) -> str:
    """ISO 8601 to the second, with the offset that the hall's clock had then."""
    return instant.astimezone(zone).isoformat(timespec="seconds")


@register.filter
def until(due: datetime) -> str:
    """`in 2 h 14 min`, for what is still to come; `due now`."""
    left = due - timezone.now()
    return f"in {nightclock.span_in_words(left)}" if left > timedelta() else "due now"


@register.filter
def printed_otherwise(entry: Entry) -> str:
    """The stamp as printed, where it names another time than the true one; else empty."""
    if not entry.stamp:
        return ""
    try:
        clock = nightclock.read_clock(entry.stamp)
    except ValueError:
        return entry.stamp
    local = entry.at.astimezone(entry.blog.zone)
    if clock.meridiem:
        hour = clock.hour % 12 + (12 if clock.meridiem == "pm" else 0)
        same_hour = hour == local.hour
    else:
        same_hour = clock.hour == local.hour or (
            not clock.exact and clock.hour % 12 == local.hour % 12
        )
    return "" if same_hour and clock.minute == local.minute else entry.stamp


@register.filter
def thousands(count: int | None) -> str:
    """`21,506`; empty where there is no figure, which is not 0."""
    return "" if count is None else arithmetic.thousands(count)


@register.filter
def signed(count: int | None) -> str:
    """`+3`, `−2`, `0`: a change in whole seats or votes."""
    if count is None:
        return ""
    return f"+{count:,}" if count > 0 else arithmetic.thousands(count)


@register.filter
def percent(figure: float | None) -> str:
    """`65.2%`, of a figure that is in hundredths and rounded already."""
    return "" if figure is None else f"{figure:.1f}%"


@register.filter
def points(figure: float | None) -> str:
    """`+2.0`, `−5.4`, `0.0`: a change in percentage points, rounded already."""
    if figure is None:
        return ""
    return f"{figure:+.1f}".replace("-", arithmetic.MINUS) if figure else "0.0"


@register.filter
def in_points(figure: float | None) -> str:
    """`up 6.1 points`, `down 1.0 point`, `level`: the same change in words."""
    if figure is None:
        return ""
    if not figure:
        return "level"
    size = f"{abs(figure):.1f}"
    return f"{'up' if figure > 0 else 'down'} {size} {'point' if size == '1.0' else 'points'}"


@register.filter
def length_beside(votes: int | None, most: int | None) -> str:
    """The length of a bar as a percentage of the longest one's."""
    return f"{100 * votes / most:.1f}%" if votes and most else "0%"


@register.filter
def in_contention(parties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parties of a board that have won or lost a seat; the rest would only be noughts."""
    return [each for each in parties if each["seats"] or each["gains"] or each["losses"]]


@register.filter
def trusted(html: str) -> SafeString:
    """Body HTML that `prose.render` made when the entry was written."""
    return prose.trusted(html)


@register.filter
def sizes_among(picture: Picture, pictures: Sequence[Picture]) -> str:
    """How wide one of an entry's pictures is shown, for the browser to choose a file by.

    One, and the first of three, has the whole column, others have half of it, in fragments.css; the
    column is 36rem, or the screen but for its margins.
    """
    if len(pictures) == 1 or (len(pictures) == 3 and picture == pictures[0]):
        return "(min-width: 46rem) 36rem, 92vw"
    return "(min-width: 46rem) 18rem, 46vw"


@register.filter
def opening(entry: Entry) -> str:
    """What to call the entry in a list: its headline, contest, first words or first picture."""
    if entry.headline:
        return entry.headline
    if entry.card and not entry.body.strip():
        return f"{entry.get_kind_display()}: {entry.card['name']}"
    if not entry.body.strip() and (picture := next(iter(entry.pictures.all()), None)):
        return f"Picture: {Truncator(picture.caption or picture.alt).words(16, truncate='…')}"
    return Truncator(prose.plain(entry.body)).words(18, truncate="…")
