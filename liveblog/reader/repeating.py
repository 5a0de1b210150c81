"""The page of “if repeated here”: a swing asked of one contest, with its sum."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from results.models import Contest
from results.rehearsal import SUFFIX
from results.repeating import Question, contenders, needs, projection_card

ASKED = ("swing", "from", "to", "turnout")
# The answer is of last time, and stays the same until somebody mends the baseline.
_SHARED_SECONDS = 60


@require_safe
def if_repeated(request: HttpRequest, slug: str, contest: str) -> HttpResponse:
    """What `?swing=&from=&to=&turnout=` would make of the contest; without a swing, the form."""
    found = Contest.objects.with_results().filter(election__slug=slug, slug=contest).first()
    if found is None:
        raise Http404(f"There is no contest “{contest}” in {slug}.")
    asked = {name: request.GET.get(name, "")[:80] for name in ASKED}
    question, findings = None, []
    if any(asked.values()):
        question, findings = Question.read(
            found,
            swing=asked["swing"],
            losing=asked["from"],
            gaining=asked["to"],
            turnout=asked["turnout"],
        )
    context = {
        "contest": found,
        "election": found.election,
        "asked": asked,
        "faults": {each.field: each.message for each in findings},
        "parties": contenders(found),
        "answer": projection_card(question) if question else None,
        "needs": needs(found),
        "is_rehearsal": slug.endswith(SUFFIX),
        "canonical": request.build_absolute_uri(request.path),
    }
    status = 422 if findings else 200
    response = render(request, "liveblog/reader/if_repeated.html", context, status=status)
    patch_cache_control(response, public=True, max_age=0, s_maxage=_SHARED_SECONDS)
    return response
