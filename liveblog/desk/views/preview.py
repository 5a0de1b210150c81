"""What the composer's form would be on the page, while it is being filled in."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from liveblog import publishing
from liveblog.desk import access
from liveblog.desk.forms.composing import ComposerForm
from liveblog.publishing import Fault, Preview, Refused


@require_POST
def preview(request: HttpRequest, slug: str) -> JsonResponse:
    """The reader's own fragment, our sentence, and what is wrong or doubtful. Writes nothing.

    Always 200 for whoever may write here: a form half filled in is nothing unusual.
    """
    desk = access.desk_for_writer(request, slug)
    form = ComposerForm(request.POST, blog=desk.blog)
    seen, faults = Preview("", "", "", []), []
    if form.is_valid():
        try:
            asked = form.arguments()
            seen = publishing.preview_entry(blog=desk.blog, by=desk.user, **asked)
            faults = seen.faults
        except Refused as refused:
            faults = refused.faults
    else:
        faults = [Fault(field, each) for field, errors in form.errors.items() for each in errors]
    return JsonResponse(
        {
            "html": seen.html,
            "headline": seen.headline,
            "body": seen.body,
            "faults": [_told(form, each) for each in faults if each.severity == "error"],
            "remarks": [_told(form, each) for each in faults if each.severity != "error"],
        }
    )


def _told(form: ComposerForm, fault: Fault) -> dict[str, str]:
    """`field` is where it is shown, empty where that is above the form; `path` what it is about."""
    return {
        "field": form.place_of(fault),
        "path": fault.field,
        "message": fault.message,
        "code": fault.code,
        "severity": fault.severity,
    }
