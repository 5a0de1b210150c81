"""The form of a place at the desk."""

from django import forms

from liveblog.desk.forms.faults import FaultForm
from liveblog.models import Membership


class MemberForm(FaultForm):
    """Somebody who has an account, and what they are to be at this desk."""

    username = forms.CharField(
        required=False,
        help_text="The name with which they log in.",
        widget=forms.TextInput(
            {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    role = forms.CharField(
        required=False,
        initial=Membership.Role.REPORTER,
        widget=forms.Select(choices=Membership.Role.choices),
    )
