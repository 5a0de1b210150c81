"""The nouns of the newsroom, with their facts. Their deeds are in `liveblog.publishing`."""

from liveblog.models.awaited import Awaited
from liveblog.models.blog import Blog, BlogContest
from liveblog.models.entry import Entry, EntryRevision
from liveblog.models.glance import Glance, GlanceEdit
from liveblog.models.membership import AccessToken, Membership

__all__ = [
    "AccessToken",
    "Awaited",
    "Blog",
    "BlogContest",
    "Entry",
    "EntryRevision",
    "Glance",
    "GlanceEdit",
    "Membership",
]
