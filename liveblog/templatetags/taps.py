"""The taps beside a field: what it could have instead."""

from typing import Any

from django import template
from django.forms import BoundField

register = template.Library()


@register.inclusion_tag("liveblog/desk/_taps.html")
def taps(field: BoundField) -> dict[str, Any]:
    """Buttons for what is proposed, and for waiting where the field tells of an open poll."""
    form = getattr(field, "form", None)
    if form is None or not hasattr(form, "proposals"):
        return {}
    return {
        "name": field.name,
        "proposals": form.proposals(field.name),
        "waits": form.waits if field.name in getattr(form, "locked", ()) else "",
    }
