"""Which public pages are the same for everybody between two events, and of which feed."""

from urllib.parse import parse_qsl

from liveblog.models import ElectionFeed
from liveblog.realtime.ready import Subject


def _live_page(query: str, slug: str) -> Subject | None:
    return None if "before" in _fields(query) else Subject(slug)


def _entry(_query: str, slug: str, public_id: str) -> Subject:
    return Subject(slug)


def _election(query: str, slug: str) -> Subject | None:
    return None if "q" in _fields(query) else Subject(ElectionFeed.name_for(slug))


def _fields(query: str) -> set[str]:
    return {name for name, _ in parse_qsl(query, keep_blank_values=True)}


# By the name of the view. Other fields than those asked for, such as the one that a social network
# gives to each of its clicks, make no other page.
SUBJECTS = {
    "reader:live_page": _live_page,
    "reader:entry": _entry,
    "reader:election": _election,
}
