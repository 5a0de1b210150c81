"""The forms of an entry that is there: change it, or take it back."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from liveblog import nightclock
from liveblog.desk.forms.faults import FaultForm
from liveblog.desk.forms.figures import (
    figures_changed,
    initial_figures,
    result_fields,
    result_of,
    turnout_fields,
    turnout_of,
)
from liveblog.desk.forms.forecasts import (
    forecast_changed,
    forecast_fields,
    forecast_of,
    initial_forecast,
)
from liveblog.desk.forms.picturing import PicturesForm
from liveblog.desk.forms.when import AT, read_when, when_fields
from liveblog.desk.stamps import Misread, read_due
from liveblog.models import Blog, Entry, Proposal
from liveblog.publishing import Fault, Refused, ResultFigures, TurnoutFigures
from liveblog.publishing.confirming import AMENDABLE
from liveblog.publishing.pollslock import closing
from results.models import Contest, Election

Kind = Entry.Kind
FIGURES = (Kind.RESULT, Kind.TURNOUT, Kind.FORECAST)


class RevisionForm(PicturesForm):
    """A change to an entry that is still at the version this form was opened with."""

    shown_at = {**PicturesForm.shown_at, "forecast.reason": "reason"}
    shows_pictures = True

    due = ""  # the time of a scheduled entry, as the form was opened with it

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        required=False,
        label="Why the change",
        help_text="Kept in the entry’s history; needed where figures change.",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        entry: Entry,
        returned: Proposal | None = None,
    ) -> None:
        """With what was typed into a change that was sent back, where one is given."""
        self.entry, self.blog = entry, entry.blog
        self.stamp = nightclock.house_time(entry.at, entry.blog.zone)
        self.figures_kind = next((k for k in FIGURES if k in entry.figures), "")
        self.contest = self._contest()
        words = ("version", "headline", "body", "provenance", "speaker", "speaker_role")
        super().__init__(
            data,
            initial={
                **{name: getattr(entry, name) for name in words},
                "at": self.stamp,
                **initial_figures(entry.figures, self.contest),
                **initial_forecast(entry.figures),
                **(self._typed_before(returned) if returned else {}),
            },
            carried=entry.pictures.all(),
        )
        if self.figures_kind == Kind.RESULT:
            self.fields |= result_fields(self.contest)
        elif self.figures_kind == Kind.TURNOUT:
            self.fields |= turnout_fields()
        elif self.figures_kind == Kind.FORECAST:
            elections = Election.objects.filter(contests__blogs=self.blog).distinct()
            self.fields |= forecast_fields(list(elections))
            del self.fields["forecast.reason"]  # an entry that is there has one for all changes
        if entry.kind != Kind.QUOTE:
            del self.fields["speaker"], self.fields["speaker_role"]
        if entry.is_unpublished:
            self._add_when()

    def _add_when(self) -> None:
        """Its time is that at which readers first see it, so that is what can be changed."""
        del self.fields["at"]
        self.closes = closing(self.blog)
        self.fields |= when_fields(self.blog, self.closes, is_new=False)
        if due := self.entry.publish_at:
            self.due = _due_text(due, self.blog)
            self.initial |= {"when": AT, "publish_at": self.due}

    def clean_at(self) -> datetime | None:
        # The stamp shows no seconds: left as it is, the instant stays what it was.
        if self.cleaned_data["at"] == self.stamp:
            return None
        return self._read_at(self.entry.at)

    def arguments(self) -> dict[str, Any]:
        """What the writer asks `revise_entry` to do. Raises Refused."""
        typed = self.cleaned_data
        asked: dict[str, Any] = {
            name: typed[name]
            for name in (
                *("version", "headline", "body", "provenance"),
                *("speaker", "speaker_role", "reason"),
            )
            if name in typed
        }
        asked["pictures"] = self.picture_words()
        asked["override_reason"] = typed["override_reason"].strip()
        if typed.get("at") is not None:
            asked["at"] = typed["at"]
        if typed.get("when") and not self._keeps_its_time():
            chosen = read_when(self, blog=self.blog, closes=self.closes, near=timezone.now())
            asked["publish_at"] = chosen["publish_at"]
        if self.figures_kind and self.contest and figures_changed(self):
            asked[self.figures_kind] = self._figures(self.contest)
        if self.figures_kind == Kind.FORECAST and forecast_changed(self):
            forecast = forecast_of(self, reason=typed["reason"])
            asked["forecast"] = replace(forecast, confirm=self.confirmed(forecast))
        if not any(name in asked for name in FIGURES):
            asked["confirm"] = self.confirmed(None)
        return asked

    def _keeps_its_time(self) -> bool:
        """The text shows no seconds: left as it is, the instant stays what it was."""
        typed = self.cleaned_data
        return typed["when"] == AT and self.due != "" and typed["publish_at"].strip() == self.due

    def _figures(self, contest: Contest) -> ResultFigures | TurnoutFigures:
        reason = self.cleaned_data["reason"]
        faults = []
        if not reason and not self.entry.is_visible:  # nobody has read the figures as they were
            reason = self.entry.figures[self.figures_kind].get("reason", "")
        elif not reason:
            faults = [Fault("reason", "Say why the figures change: the correction is public.")]
        key = self.entry.figures[self.figures_kind]["contest"]
        try:
            figures = (
                self.accepted(result_of(self, contest, key=key, reason=reason))
                if self.figures_kind == Kind.RESULT
                else self.accepted(turnout_of(self, key=key, reason=reason))
            )
        except Refused as refused:
            faults += refused.faults
        if faults:
            raise Refused(faults)
        return figures

    def _typed_before(self, returned: Proposal) -> dict[str, Any]:
        asked = returned.revision or {"changes": {}, "figures": {}, "reason": ""}
        words = {name: each for name, each in asked["changes"].items() if name != "at"}
        figures = initial_figures(asked["figures"], self.contest)
        listed = asked.get("pictures")  # a change that says nothing of them leaves them
        pictures = {} if listed is None else {"pictures": json.dumps(listed)}
        return {**words, **figures, **pictures, "reason": asked["reason"]}

    def _contest(self) -> Contest | None:
        figures = self.entry.declaration or self.entry.turnout
        if figures is not None:
            return figures.contest
        name = self.entry.figures.get(self.figures_kind, {}).get("contest", "").rpartition("/")[2]
        return self.blog.contests.filter(slug=name).first()


def _due_text(due: datetime, blog: Blog) -> str:
    """As it is typed: without the day while that needs none."""
    text = nightclock.house_time(due, blog.zone)
    now = timezone.now()
    with suppress(Misread):
        if read_due(text, blog=blog, near=now, now=now) == due.replace(second=0, microsecond=0):
            return text
    return f"{due.astimezone(blog.zone):%Y-%m-%d} {text}"


class AmendForm(RevisionForm):
    """What somebody else proposed, to be changed on its way out; its pictures stay as they are."""

    shows_pictures = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, proposal: Proposal) -> None:
        returned = proposal if proposal.is_revision else None
        super().__init__(data, entry=proposal.entry, returned=returned)

    def amendment(self) -> dict[str, Any]:
        """What the desk asks `amend_proposal` to do. Raises Refused."""
        asked = self.arguments()
        given = next((asked[name] for name in FIGURES if name in asked), None)
        confirm = given.confirm if given else self.confirmed(None)
        words = {name: asked[name] for name in AMENDABLE if name in asked}
        return {"changes": words, "given": given, "reason": asked["reason"], "confirm": confirm}


class SendBackForm(FaultForm):
    """Why somebody else's result is not confirmed; whoever proposed it is shown the reason."""

    reason = forms.CharField(required=False, label="What is wrong with it?")


class ReasonForm(FaultForm):
    """Why an entry is taken back; readers see the reason in its place."""

    reason = forms.CharField(required=False, label="Reason")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
