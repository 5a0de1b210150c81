"""The forms of the count page: move a contest, say when it is expected, wait for a figure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from liveblog import nightclock
from liveblog.desk.forms.faults import FaultForm
from liveblog.desk.forms.figures import contest_keys
from liveblog.desk.stamps import read_stamp
from liveblog.models import Awaited, Blog, Entry
from liveblog.publishing import Refused
from results import stages
from results.models import Contest
from results.progress import Progress
from results.stages import Stage

NAMED = 40  # how many of the newest entries can be named as the one that brings a figure

_TIME = {"placeholder": "now", "autocomplete": "off"}


class TimeForm(FaultForm):
    """A form of one row of the page, where other rows have the same fields."""

    blog: Blog

    def read_time(self, name: str) -> datetime | None:
        try:
            return read_stamp(self.cleaned_data[name], blog=self.blog, near=timezone.now())
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class MoveForm(TimeForm):
    """A contest to another stage of its count."""

    stage = forms.CharField(required=False, label="Stage", widget=forms.Select)
    at = forms.CharField(required=False, label="Time", widget=forms.TextInput(_TIME))
    reason = forms.CharField(
        required=False, label="Reason", help_text="Needed to go back, or to postpone."
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        blog: Blog,
        contest: Contest,
        known: Progress,
    ) -> None:
        newest = max((each.pk for each in contest.moves.all()), default=0)
        super().__init__(data, initial={"seen": newest}, auto_id=f"move-{contest.pk}-%s")
        self.blog = blog
        self.likely = [
            (each.value, self._label(known, each)) for each in stages.likely(known.stage)
        ]
        others = [(each.value, each.label) for each in stages.others(known.stage)]
        self.fields["stage"].widget.choices = [*others, *self.likely]

    def clean_at(self) -> datetime | None:
        return self.read_time("at")

    @staticmethod
    def _label(known: Progress, stage: Stage) -> str:
        return "Another recount" if stage is known.stage else str(stage.label)


class ExpectForm(TimeForm):
    """When a declaration is expected, and who says so."""

    shown_at = {"at": "expected_at"}

    expected_at = forms.CharField(
        required=False,
        label="Expected about",
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "4am"}),
    )
    source = forms.CharField(required=False, label="Who says so")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        blog: Blog,
        contest: Contest,
        known: Progress,
    ) -> None:
        self.blog, self.standing = blog, known.expected_at
        self.stamp = nightclock.house_time(self.standing, blog.zone) if self.standing else ""
        source = known.expectation.source if known.expectation and self.standing else ""
        initial = {"expected_at": self.stamp, "source": source}
        super().__init__(data, initial=initial, auto_id=f"expect-{contest.pk}-%s")

    def clean_expected_at(self) -> datetime | None:
        # The stamp shows no day: left as it is, the instant stays what it was.
        if self.standing and self.cleaned_data["expected_at"] == self.stamp:
            return self.standing
        return self.read_time("expected_at")


class AwaitForm(TimeForm):
    """A figure that was promised."""

    kind = forms.ChoiceField(label="What is promised", choices=Awaited.Kind.choices)
    contest = forms.CharField(required=False, label="Contest", widget=forms.Select)
    what = forms.CharField(
        required=False,
        label="In words",
        help_text="Such as “ward figures for Monkhams”. A turnout or result needs none.",
    )
    due_at = forms.CharField(
        required=False,
        label="Promised for",
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "4.30am"}),
    )
    from_entry = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, blog: Blog, entry: Entry | None = None
    ) -> None:
        self.blog = blog
        followed = blog.contests.order_by("blogcontest__order", "blogcontest__pk")
        self.contests = contest_keys(followed.select_related("election"))
        about = set(entry.contests.all()) if entry else set()
        keys = [key for key, contest in self.contests.items() if contest in about]
        initial = {
            "from_entry": entry.public_id if entry else "",
            "contest": keys[0] if len(keys) == 1 else "",
        }
        super().__init__(data, initial=initial, auto_id="wait-%s")
        choices = [(key, str(contest)) for key, contest in self.contests.items()]
        self.fields["contest"].widget.choices = [("", "None of them"), *choices]

    def clean_due_at(self) -> datetime | None:
        return self.read_time("due_at")

    def arguments(self) -> dict[str, Any]:
        """What the reporter asks `await_figure` to do. Raises Refused."""
        typed = self.cleaned_data
        key, public_id = typed["contest"], typed["from_entry"]
        if key and key not in self.contests:
            raise Refused.one("contest", f"This blog follows no contest “{key[:80]}”.")
        if not key and typed["kind"] != Awaited.Kind.OTHER:
            raise Refused.one("contest", f"Choose the contest of which the {typed['kind']} is due.")
        return {
            **{name: typed[name] for name in ("what", "kind", "due_at")},
            "contest": self.contests.get(key),
            "from_entry": self.blog.entries.filter(public_id=public_id[:16]).first(),
        }


class SettleForm(FaultForm):
    """It has come; the entry that brings it may be named."""

    entry = forms.CharField(required=False, label="In the entry", widget=forms.Select)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        awaited: Awaited,
        entries: list[tuple[str, str]],
    ) -> None:
        super().__init__(data, auto_id=f"settle-{awaited.pk}-%s")
        self.awaited = awaited
        self.fields["entry"].widget.choices = [("", "No entry"), *entries]

    def named(self) -> Entry | None:
        """The entry. Raises Refused where it is none of this blog."""
        public_id = self.cleaned_data["entry"]
        if not public_id:
            return None
        entry = self.awaited.blog.entries.visible().filter(public_id=public_id[:16]).first()
        if entry is None:
            raise Refused.one("entry", f"No entry “{public_id[:40]}” is on the page.")
        return entry


class DropForm(FaultForm):
    """It will not come."""

    reason = forms.CharField(required=False, label="Why nobody waits any more")

    def __init__(self, data: Mapping[str, Any] | None = None, *, awaited: Awaited) -> None:
        super().__init__(data, auto_id=f"drop-{awaited.pk}-%s")
