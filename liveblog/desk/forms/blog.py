"""The forms of a blog as a whole: begin one, and change what stands at its head."""

from typing import Any

from django import forms
from django.conf import settings

from liveblog.desk.forms.faults import FaultForm
from liveblog.models import Blog
from results.models import Contest

HEAD = ("title", "standfirst", "byline", "place")


class ContestChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, contest: Contest) -> str:
        return f"{contest.name}, {contest.election.name}"


class BlogForm(FaultForm):
    """The head of a blog, and which contests its board follows."""

    title = forms.CharField(required=False)
    standfirst = forms.CharField(required=False, widget=forms.Textarea({"rows": 3}))
    byline = forms.CharField(required=False, label="By-line")
    place = forms.CharField(required=False, help_text="Where the count is, such as “Town Hall”.")
    contests = ContestChoice(
        queryset=Contest.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contests"].queryset = Contest.objects.select_related("election").order_by(
            "-election__polling_day", "election__name", "order", "name"
        )

    needs_second_look = forms.BooleanField(
        required=False, label="A result is public only once somebody else has confirmed it"
    )

    def head(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in HEAD}

    def followed(self, before: list[Contest]) -> list[Contest]:
        """The contests ticked: those followed before keep their places, new ones come after."""
        ticked = list(self.cleaned_data["contests"])
        return [each for each in before if each in ticked] + [
            each for each in ticked if each not in before
        ]


class NewBlogForm(BlogForm):
    """A blog that does not exist yet."""

    slug = forms.CharField(
        required=False,
        label="Address",
        help_text="Small letters, digits and hyphens. It cannot be changed later.",
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false"}),
    )
    polling_day = forms.DateField(
        label="Polling day", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    time_zone = forms.CharField(
        required=False,
        label="Time zone",
        initial=settings.TIME_ZONE,
        help_text="An IANA name, such as Europe/London.",
    )
    field_order = ["title", "slug", "polling_day", "standfirst", "byline", "place", "time_zone"]

    def birth(self) -> dict[str, Any]:
        """What the founder asks `create_blog` to do."""
        typed = self.cleaned_data
        return {
            **self.head(),
            "slug": typed["slug"],
            "polling_day": typed["polling_day"],
            "time_zone": typed["time_zone"],
            "contests": list(typed["contests"]),
            "needs_second_look": typed["needs_second_look"],
        }


def initial_head(blog: Blog, contests: list[Contest]) -> dict[str, Any]:
    """The blog as its form shows it at first."""
    shown = (*HEAD, "needs_second_look")
    return {**{name: getattr(blog, name) for name in shown}, "contests": contests}
