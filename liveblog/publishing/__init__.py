"""The deeds: the only writer of blogs, entries and events.

Each deed is one transaction. It locks the blog's feed first, so deeds on one blog queue; it ends by
appending the events that announce it, so nobody can save without telling or tell without saving.
"""

from liveblog.publishing.awaiting import await_figure, drop_awaited, settle_awaited
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
from liveblog.publishing.confirming import (
    amend_proposal,
    confirm_proposal,
    send_back_proposal,
    withdraw_proposal,
)
from liveblog.publishing.counting import expect_declaration, move_count
from liveblog.publishing.declaring import declare_result, report_turnout, withdraw_result
from liveblog.publishing.figures import ForecastFigures, ResultFigures, TurnoutFigures
from liveblog.publishing.glance import (
    SectionWords,
    StaleGlance,
    publish_glance,
    save_glance,
    take_down_glance,
)
from liveblog.publishing.members import seat_member, unseat_member
from liveblog.publishing.picturing import (
    PictureWords,
    add_picture,
    copy_pictures,
    sweep_pictures,
)
from liveblog.publishing.pinning import pin_entry, unpin_entry
from liveblog.publishing.presence import leave, note_presence, take_over
from liveblog.publishing.previewing import Preview, preview_entry
from liveblog.publishing.refusals import (
    Conflict,
    Doubtful,
    Fault,
    NotEntitled,
    Refused,
    SamePerson,
    StaleVersion,
)
from liveblog.publishing.retracting import restore_entry, retract_entry
from liveblog.publishing.scheduling import (
    bring_back_draft,
    discard_draft,
    publish_draft,
    publish_due,
    time_to_next_due,
)
from liveblog.publishing.shifts import begin_shift, end_shift, hear_by_phone
from liveblog.publishing.writing import publish_entry, revise_entry

__all__ = [
    "Conflict",
    "Doubtful",
    "Fault",
    "ForecastFigures",
    "NotEntitled",
    "PictureWords",
    "Preview",
    "Refused",
    "ResultFigures",
    "SamePerson",
    "SectionWords",
    "StaleGlance",
    "StaleVersion",
    "TurnoutFigures",
    "add_picture",
    "amend_proposal",
    "archive_blog",
    "await_figure",
    "begin_shift",
    "bring_back_draft",
    "close_blog",
    "confirm_proposal",
    "copy_pictures",
    "create_blog",
    "declare_result",
    "discard_draft",
    "drop_awaited",
    "edit_blog",
    "end_shift",
    "expect_declaration",
    "follow_contests",
    "hear_by_phone",
    "leave",
    "move_count",
    "note_presence",
    "open_blog",
    "pin_entry",
    "preview_entry",
    "publish_draft",
    "publish_due",
    "publish_entry",
    "publish_glance",
    "reopen_blog",
    "report_turnout",
    "restore_entry",
    "retract_entry",
    "revise_entry",
    "save_glance",
    "seat_member",
    "send_back_proposal",
    "settle_awaited",
    "sweep_pictures",
    "take_down_glance",
    "take_over",
    "time_to_next_due",
    "unpin_entry",
    "unseat_member",
    "wipe_rehearsal",
    "withdraw_proposal",
    "withdraw_result",
]
