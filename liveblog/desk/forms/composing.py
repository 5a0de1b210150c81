"""The composer's form: an entry that does not exist yet."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from liveblog import nightclock
from liveblog.desk.forms.figures import (
    contest_keys,
    result_fields,
    result_of,
    turnout_fields,
    turnout_of,
)
from liveblog.desk.forms.forecasts import forecast_fields, forecast_of
from liveblog.desk.forms.picturing import PicturesForm
from liveblog.desk.forms.when import read_when, when_fields
from liveblog.desk.pressing import instant_of, read_instant
from liveblog.desk.roster import likely_next
from liveblog.models import Blog, Entry
from liveblog.publishing import Refused
from liveblog.templatetags.house import opening
from results.models import Contest

Kind = Entry.Kind
COMPOSED = [
    Kind.UPDATE, Kind.QUOTE, Kind.TURNOUT, Kind.RESULT, Kind.FORECAST, Kind.CORRECTION,
]  # fmt: skip
FIGURES = ("result", "turnout", "forecast")
CORRIGIBLE = 60  # how many of the newest entries a correction can be about


class ComposerForm(PicturesForm):
    """A new entry of any kind. Fields of other kinds stay, so that nothing typed is lost."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in COMPOSED],
        initial=Kind.UPDATE,
        widget=forms.RadioSelect,
    )
    # Both by the device's clock, and sent by its outbox only: the form itself has neither.
    pressed = forms.CharField(required=False, widget=forms.HiddenInput)
    sent = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        blog: Blog,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"client_id": uuid.uuid4(), **(initial or {})})
        self.blog = blog
        followed = blog.contests.order_by("blogcontest__order", "blogcontest__pk")
        self.contests = contest_keys(likely_next(followed.with_results()))
        self._choose_contest(data if data is not None else self.initial)
        choices = [(key, str(contest)) for key, contest in self.contests.items()]
        for kind in ("result", "turnout"):
            self.fields[f"{kind}.contest"] = forms.CharField(
                required=False, label="Contest", widget=forms.Select(choices=choices)
            )
            self.initial.setdefault(f"{kind}.contest", self.shown)
        self.fields["result.shown"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.initial["result.shown"] = self.shown
        self.fields |= result_fields(self.contest) | turnout_fields()
        elections = {each.election.slug: each.election for each in self.contests.values()}
        self.elections = elections
        self.fields |= forecast_fields(list(elections.values()))
        closes = max((each.polls_close_at for each in elections.values()), default=timezone.now())
        self.closes = closes if closes > timezone.now() else None
        self.fields |= when_fields(blog, self.closes, is_new=True)
        self.fields["reason"] = forms.CharField(
            required=False,
            label="Why do the figures change?",
            help_text="Readers see that the result was corrected.",
        )
        self.fields["provenance"].help_text += " Not said: a result is from the stage."
        self.fields["corrects"] = forms.CharField(
            required=False, label="Which entry is corrected", widget=forms.Select
        )
        self.fields["corrects"].widget.choices = self._corrigible()

    def asks_for_reason(self) -> bool:
        """A second declaration of a contest is a correction, and says why."""
        declared = self.contest is not None and self.contest.declaration is not None
        return declared or bool(self["reason"].errors or self["reason"].value())

    def clean_at(self) -> datetime | None:
        """Read as it was meant when Post was pressed, however late it comes; empty, the press."""
        press = self._press()
        return self._read_at(press or timezone.now()) or press

    def clean_pressed(self) -> str:
        return self._instant("pressed")

    def clean_sent(self) -> str:
        return self._instant("sent")

    def clean_reason(self) -> str:
        return self.cleaned_data["reason"].strip()

    def arguments(self) -> dict[str, Any]:
        """What the reporter asks `publish_entry` to do. Raises Refused."""
        typed = self.cleaned_data
        kind = typed["kind"]
        asked = {name: typed[name] for name in ("client_id", "kind", "headline", "body", "at")}
        from_stage = Entry.Provenance.STAGE if kind == Kind.RESULT else ""
        asked["provenance"] = typed["provenance"] or from_stage
        asked["pictures"] = self.picture_words()
        if kind == Kind.QUOTE:
            asked |= {name: typed[name] for name in ("speaker", "speaker_role")}
        elif kind == Kind.RESULT:
            contest = self._result_contest()
            # A reason makes it a correction, and a first declaration corrects nothing.
            reason = typed["reason"] if contest.declaration else ""
            figures = result_of(self, contest, key=self.shown, reason=reason)
            asked["result"] = self.accepted(figures)
        elif kind == Kind.TURNOUT:
            asked["turnout"] = self.accepted(turnout_of(self, key=typed["turnout.contest"]))
        elif kind == Kind.FORECAST:
            forecast = forecast_of(self)
            asked["forecast"] = replace(forecast, confirm=self.confirmed(forecast))
        elif kind == Kind.CORRECTION:
            asked["corrects"] = self._corrected()
        if not any(name in asked for name in FIGURES):
            asked["confirm"] = self.confirmed(None)
        asked["override_reason"] = typed["override_reason"].strip()
        near = self._press() or timezone.now()
        asked |= read_when(self, blog=self.blog, closes=self._close_of(kind), near=near)
        if asked["status"] != Entry.Status.PUBLISHED:
            asked["at"] = asked["publish_at"]  # its time is that at which readers first see it
        return asked

    def _close_of(self, kind: str) -> datetime | None:
        """Of the election that the figures are of; of words, when the last poll closes."""
        election = None
        if kind == Kind.FORECAST:
            election = self.elections.get(self.cleaned_data["forecast.election"])
        elif kind == Kind.RESULT and self.contest is not None:
            election = self.contest.election
        return election.polls_close_at if election else self.closes

    def _press(self) -> datetime | None:
        """When it was pressed, by our clock. What is no instant is refused at its own field."""
        try:
            pressed, sent = (read_instant(self.data.get(name, "")) for name in ("pressed", "sent"))
        except ValueError:
            return None
        return instant_of(pressed=pressed, sent=sent, now=timezone.now())

    def _instant(self, name: str) -> str:
        try:
            read_instant(self.cleaned_data[name])
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return self.cleaned_data[name]

    def _choose_contest(self, said: Mapping[str, Any]) -> None:
        """Whose candidates are shown: those asked for, else of the next contest to be declared."""
        asked = said.get("result.shown") or said.get("result.contest") or ""
        awaited = [key for key, contest in self.contests.items() if contest.declaration is None]
        names = [asked, *awaited, *self.contests]
        self.shown = next((name for name in names if name in self.contests), "")
        self.contest = self.contests.get(self.shown)

    def _result_contest(self) -> Contest:
        asked = self.cleaned_data["result.contest"]
        if asked not in self.contests:
            raise Refused.one("result.contest", f"This blog follows no contest “{asked[:80]}”.")
        if asked != self.shown or self.contest is None:
            raise Refused.one(
                "result.contest",
                f"The votes below are those of {self.contest}. Press “Show candidates”"
                f" to enter those of {self.contests[asked]}.",
            )
        return self.contest

    def _corrigible(self) -> list[tuple[str, str]]:
        published = self.blog.entries.filter(status=Entry.Status.PUBLISHED)
        newest = published.select_related("blog").newest_first()
        entries = list(newest[:CORRIGIBLE])
        if (asked := self["corrects"].value()) and asked not in {
            each.public_id for each in entries
        }:
            entries += newest.filter(public_id=str(asked)[:16])
        return [("", "—"), *((each.public_id, _label(each)) for each in entries)]

    def _corrected(self) -> Entry:
        asked = self.cleaned_data["corrects"]
        if not asked:
            raise Refused.one("corrects", "Choose the entry that this corrects.")
        entry = self.blog.entries.filter(public_id=asked, status=Entry.Status.PUBLISHED).first()
        if entry is None:
            raise Refused.one("corrects", f"No entry “{asked[:40]}” is on the page.")
        return entry


def _label(entry: Entry) -> str:
    return f"{nightclock.house_time(entry.at, entry.blog.zone)} {opening(entry)}"
