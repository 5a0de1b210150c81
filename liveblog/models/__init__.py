"""The nouns of the newsroom, with their facts. Their deeds are in `liveblog.publishing`."""

from liveblog.models.awaited import Awaited
from liveblog.models.blog import Blog, BlogContest
from liveblog.models.chathook import ChatHook
from liveblog.models.electionfeed import ElectionFeed
from liveblog.models.entry import Entry, EntryRevision
from liveblog.models.glance import Glance, GlanceEdit
from liveblog.models.membership import AccessToken, Membership
from liveblog.models.picture import Picture
from liveblog.models.presence import Presence
from liveblog.models.proposal import Proposal
from liveblog.models.seal import Seal
from liveblog.models.shift import Shift

__all__ = [
    "AccessToken",
    "Awaited",
    "Blog",
    "BlogContest",
    "ChatHook",
    "ElectionFeed",
    "Entry",
    "EntryRevision",
    "Glance",
    "GlanceEdit",
    "Membership",
    "Picture",
    "Presence",
    "Proposal",
    "Seal",
    "Shift",
]
