"""The deeds: the only writer of blogs, entries and events.

Each deed is one transaction. It locks the blog's feed first, so deeds on one blog queue; it ends by
appending the events that announce it, so nobody can save without telling or tell without saving.
"""

from liveblog.publishing.blogs import (
    archive_blog,
    close_blog,
    create_blog,
    edit_blog,
    follow_contests,
    open_blog,
    reopen_blog,
    wipe_rehearsal,
)
from liveblog.publishing.declaring import declare_result, report_turnout
from liveblog.publishing.figures import ForecastFigures, ResultFigures, TurnoutFigures
from liveblog.publishing.pinning import pin_entry, unpin_entry
from liveblog.publishing.refusals import Conflict, Doubtful, Fault, Refused, StaleVersion
from liveblog.publishing.retracting import restore_entry, retract_entry
from liveblog.publishing.scheduling import publish_draft, publish_due
from liveblog.publishing.writing import publish_entry, revise_entry

__all__ = [
    "Conflict",
    "Doubtful",
    "Fault",
    "ForecastFigures",
    "Refused",
    "ResultFigures",
    "StaleVersion",
    "TurnoutFigures",
    "archive_blog",
    "close_blog",
    "create_blog",
    "declare_result",
    "edit_blog",
    "follow_contests",
    "open_blog",
    "pin_entry",
    "publish_draft",
    "publish_due",
    "publish_entry",
    "reopen_blog",
    "report_turnout",
    "restore_entry",
    "retract_entry",
    "revise_entry",
    "unpin_entry",
    "wipe_rehearsal",
]
