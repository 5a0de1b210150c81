"""When an entry is public: now, later by itself, or not yet."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from liveblog import nightclock
from liveblog.desk.stamps import Misread, read_due
from liveblog.models import Blog, Entry
from liveblog.publishing import Fault, Refused

NOW, DRAFT, AT, CLOSE = "now", "draft", "at", "close"
NO_TIME = "Say when: 10pm, 22:00 or in 20 minutes."


def when_fields(blog: Blog, closes: datetime | None, *, is_new: bool) -> dict[str, forms.Field]:
    """The choice and the time; what is there already is published by a press of its own.

    `closes` is when the polls do: where it is still to come, an entry can wait for it.
    """
    choices = [(NOW, "Now")] if is_new else []
    choices += [(DRAFT, "Keep as draft"), (AT, "At a time")]
    if closes is not None:
        choices.append((CLOSE, f"When the polls close, {nightclock.house_time(closes, blog.zone)}"))
    return {
        "when": forms.CharField(
            required=False,
            label="When",
            initial=NOW if is_new else DRAFT,
            widget=forms.RadioSelect(choices=choices),
        ),
        "publish_at": forms.CharField(
            required=False,
            label="Publish at",
            help_text="10pm, 22:00 or in 20 minutes. It comes out by itself.",
            widget=forms.TextInput({"autocomplete": "off"}),
        ),
    }


def read_when(
    form: forms.Form, *, blog: Blog, closes: datetime | None, near: datetime
) -> dict[str, Any]:
    """The status and `publish_at` that were chosen. `near` is the press. Raises Refused.

    Who waits for a close of poll that has come meanwhile is published at once.
    """
    when = form.cleaned_data["when"] or NOW
    typed = form.cleaned_data["publish_at"]
    if when == CLOSE:
        if closes is None or closes <= timezone.now():
            return {"status": Entry.Status.PUBLISHED, "publish_at": None}
        return {"status": Entry.Status.SCHEDULED, "publish_at": closes}
    if when == AT:
        if not typed.strip():
            raise Refused.one("publish_at", NO_TIME)
        try:
            due = read_due(typed, blog=blog, near=near, now=timezone.now())
        except Misread as misread:
            raise misread.as_refused("publish_at") from misread
        return {"status": Entry.Status.SCHEDULED, "publish_at": due}
    if when not in {NOW, DRAFT}:
        raise Refused.one("when", f"“{when[:40]}” is not one of now, draft, at, close.")
    if when == NOW and typed.strip():
        # Published at once, an embargo would be broken by a forgotten tap.
        message = f"“Now” is chosen, and a time is given as well: publish it at {typed[:40]}?"
        raise Refused([Fault("publish_at", message, proposals=(typed.strip()[:40],))])
    status = Entry.Status.PUBLISHED if when == NOW else Entry.Status.DRAFT
    return {"status": status, "publish_at": None}
