"""The form of a shift: who is in which hall, and what is counted there."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User

from liveblog.desk.access import Desk
from liveblog.desk.forms.faults import FaultForm
from liveblog.models import Membership
from liveblog.publishing import Refused
from results.models import Contest


class ShiftForm(FaultForm):
    """“I am at …”, and for an editor also who is."""

    user = forms.CharField(required=False, label="Who", widget=forms.Select)
    place = forms.CharField(
        required=False,
        label="I am at",
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "Town Hall"}),
    )
    contests = forms.ModelMultipleChoiceField(
        queryset=Contest.objects.none(),
        required=False,
        label="What is counted there",
        help_text="None ticked: whatever this blog follows.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, desk: Desk, data: Mapping[str, Any] | None = None) -> None:
        newest = desk.blog.shifts.filter(user=desk.user).last()
        place = newest.place if newest else desk.blog.place
        super().__init__(data, initial={"place": place}, auto_id="shift-%s")
        self.desk = desk
        followed = desk.blog.contests.order_by("blogcontest__order", "blogcontest__pk")
        self.fields["contests"].queryset = followed
        self.fields["contests"].label_from_instance = lambda contest: contest.name
        if not desk.is_editor:
            del self.fields["user"]
            return
        self.fields["place"].label = "Is at"
        reporting = desk.blog.memberships.exclude(role=Membership.Role.CONTRIBUTOR)
        people = {each.user.username: each.user for each in reporting.select_related("user")}
        people.setdefault(desk.user.username, desk.user)
        self.people = people
        names = {name: user.get_full_name() or name for name, user in people.items()}
        self.fields["user"].widget.choices = sorted(names.items(), key=lambda each: each[1])
        self.initial["user"] = desk.user.username

    def arguments(self) -> dict[str, Any]:
        """What `begin_shift` is asked to do. Raises Refused."""
        typed = self.cleaned_data
        return {"user": self._who(), "place": typed["place"], "contests": list(typed["contests"])}

    def _who(self) -> User:
        asked = self.cleaned_data.get("user", "")
        if not asked:
            return self.desk.user
        if asked not in self.people:
            raise Refused.one("user", f"“{asked[:40]}” does not report for this blog.")
        return self.people[asked]
