"""Which of the API's answers are the same for everybody between two events, and of which feed."""

import re
from urllib.parse import parse_qsl, urlencode

from liveblog.models import ElectionFeed
from liveblog.realtime.ready import Subject

_OFFSET = re.compile(r"[0-9]{1,18}").fullmatch
_EPOCH = re.compile(r"[0-9a-z]{0,16}").fullmatch


def _blog_events(query: str, slug: str) -> Subject | None:
    return _events(slug, query)


def _election_events(query: str, slug: str) -> Subject | None:
    return _events(ElectionFeed.name_for(slug), query)


def _snapshot(_query: str, slug: str) -> Subject:
    return Subject(slug)


def _events(feed: str, query: str) -> Subject | None:
    """None for a position that is none: the API says what is wrong with it."""
    fields = dict(parse_qsl(query, keep_blank_values=True))
    after, epoch = fields.get("after", "0"), fields.get("epoch", "")
    if not _OFFSET(after) or not _EPOCH(epoch):
        return None
    # One spelling, so that whatever else is in the query makes no other answer.
    return Subject(feed, urlencode({"after": int(after), "epoch": epoch}), exact=True)


# By the name of the view.
SUBJECTS = {
    "api:blog": _snapshot,
    "api:blog_events": _blog_events,
    "api:election_events": _election_events,
}
