"""The composer: one form, then the newest entries of the blog under it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from liveblog import nightclock, presentation, publishing
from liveblog.desk import access, answers, unpublished, waiting
from liveblog.desk.access import Desk
from liveblog.desk.countboard import upcoming
from liveblog.desk.forms.composing import COMPOSED, ComposerForm
from liveblog.desk.forms.picturing import take_files, were_carried
from liveblog.desk.forms.repeating import PREFIX, RepeatForm
from liveblog.desk.forms.taps import is_put, with_tap
from liveblog.desk.forms.when import CLOSE
from liveblog.desk.silence import still_counting
from liveblog.models import Entry
from liveblog.publishing import Conflict, Refused
from liveblog.publishing.figures import are_same
from liveblog.publishing.figures import typed as typed_figures
from liveblog.realtime import log
from liveblog.templatetags.house import opening
from results.checks.prose import check_points

SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
def composer(request: HttpRequest, slug: str) -> HttpResponse:
    """Write an entry. What is refused comes back with every word of it, and why."""
    desk = access.desk_for_writer(request, slug)
    if request.method != "POST":
        return _page(request, desk, ComposerForm(blog=desk.blog, initial=_asked_for(request, desk)))
    if answers.wants_json(request):
        return _answered(request, desk)
    faults = take_files(request, desk.blog, by=desk.user)
    if "show" in request.POST:
        return _page(request, desk, _shown_again(request, desk))
    if _asks_for_a_sum(request):
        return _repeated(request, desk)
    form = ComposerForm(with_tap(request.POST), blog=desk.blog)
    form.blame_files(faults)
    if is_put(request.POST):
        return _page(request, desk, form)
    if not form.is_valid():
        return _page(request, desk, form, status=422)
    try:
        asked = form.arguments()
        entry, created = publishing.publish_entry(blog=desk.blog, by=desk.user, **asked)
    except Refused as refused:
        form.blame(refused)
        return _page(request, desk, form, status=422)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        desk.blog.refresh_from_db()
        return _page(request, desk, form, status=409)
    if not created and not _same_entry(entry, asked):
        return _page(request, desk, _second_thought(request, desk, entry), status=409)
    if entry.status == Entry.Status.PROPOSED:
        messages.success(request, waiting.told(desk))
        return redirect("desk:composer", desk.blog.slug)
    messages.success(request, _told(entry, form))
    for finding in check_points(entry.body):
        messages.warning(request, finding.message)
    return redirect("desk:composer", desk.blog.slug)


@require_safe
def entries(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest entries with this person's controls, for the composer's page to refresh."""
    desk = access.desk_for_writer(request, slug)
    return render(request, "liveblog/desk/_entries.html", {"desk": desk, **_lists(desk)})


def _answered(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The same for the outbox, which asks in JSON, again and again until it has its answer."""
    if request.POST.get("writer", "") not in {"", str(desk.user.pk)}:
        # On a shared phone an entry goes out under the name of who wrote it, or not yet.
        name = desk.user.get_full_name() or desk.user.get_username()
        return answers.log_in(f"{name} is logged in here, and did not write this.")
    form = ComposerForm(request.POST, blog=desk.blog)
    if not form.is_valid():
        return answers.refused(form, desk, status=422)
    try:
        asked = form.arguments()
        entry, created = publishing.publish_entry(blog=desk.blog, by=desk.user, **asked)
    except Refused as refused:
        form.blame(refused)
        return answers.refused(form, desk, status=422)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return answers.refused(form, desk, status=409)
    if not created and not _same_entry(entry, asked):
        return answers.made_already(entry)
    remarks = [finding.message for finding in check_points(entry.body)]
    return answers.taken(entry, desk, created=created, remarks=remarks)


def _page(
    request: HttpRequest,
    desk: Desk,
    form: ComposerForm,
    *,
    status: int = 200,
    repeat: RepeatForm | None = None,
) -> HttpResponse:
    form.mark_refused()
    # Read before the entries: what comes between the two is asked for once too often.
    position = log.position(desk.blog.slug)
    lists = _lists(desk)
    context = {
        "desk": desk,
        "blog": desk.blog,
        "form": form,
        "offset": position.head if position else 0,
        **lists,
        "held_back": [row for row in lists["unpublished"] if row.held_back],
        **waiting.context(desk),
        "upcoming": upcoming(desk, form.contests),
        "repeat": repeat or RepeatForm(form.contests, None),
    }
    return render(request, "liveblog/desk/composer.html", context, status=status)


def _told(entry: Entry, form: ComposerForm) -> str:
    """What became of it, for the head of the next page."""
    if entry.is_visible:
        where, told = entry.get_absolute_url(), "On the page: {}"
    else:
        where = reverse("desk:edit", args=[entry.blog.slug, entry.public_id])
        told = "Kept as a draft, which readers do not see: {}"
        if entry.publish_at:
            clock = nightclock.house_time(entry.publish_at, entry.blog.zone)
            at_close = form.cleaned_data["when"] == CLOSE
            when = f"when the polls close, at {clock}" if at_close else f"at {clock}"
            told = f"Comes out by itself {when}: {{}}"
    return format_html(told, format_html('<a href="{}">{}</a>', where, opening(entry)))


def _lists(desk: Desk) -> dict[str, Any]:
    """What is under the composer: what is not out yet, the newest entries, what was put away."""
    return {
        "unpublished": unpublished.unpublished(desk),
        "rows": _rows(desk),
        "discarded": unpublished.discarded(desk),
    }


def _rows(desk: Desk) -> list[dict[str, Any]]:
    newest = desk.blog.entries.visible().newest_first().for_fragments()
    if desk.is_contributor:
        newest = newest.filter(created_by=desk.user)
    return [
        {
            "entry": entry,
            "html": presentation.entry_html(entry),
            "may_change": desk.may_change(entry),
            "may_retract": desk.may_retract(entry),
        }
        for entry in newest[:SHOWN]
    ]


def _asked_for(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """A link can ask for a kind, a contest and the entry to correct: ?kind=result&contest=slug.

    And for the words that a hall is quiet: ?quiet= and the id of the shift of who is there.
    """
    asked: dict[str, Any] = {}
    if (kind := request.GET.get("kind")) in set(COMPOSED):
        asked["kind"] = kind
    if contest := request.GET.get("contest"):
        asked["result.contest"] = asked["turnout.contest"] = contest
    if corrects := request.GET.get("corrects"):
        asked["corrects"] = corrects
    quiet = request.GET.get("quiet", "")
    if quiet.isdecimal() and not desk.is_contributor:
        shift = desk.blog.shifts.running().filter(pk=int(quiet[:18])).first()
        asked |= {"body": still_counting(desk.blog, shift)} if shift else {}
    return asked


def _shown_again(request: HttpRequest, desk: Desk) -> ComposerForm:
    """The form as typed, with the candidates of the contest that is chosen now."""
    typed = _as_typed(request)
    return ComposerForm(
        blog=desk.blog, initial={**typed, "result.shown": typed.get("result.contest", "")}
    )


def _as_typed(request: HttpRequest) -> dict[str, Any]:
    typed: dict[str, Any] = request.POST.dict()
    typed["turnout.provisional"] = "turnout.provisional" in typed
    return typed


def _asks_for_a_sum(request: HttpRequest) -> bool:
    """Whether “If repeated here” was pressed, or Enter while there is a swing in it: which of the
    fields that was in we do not know, and a sum too many is better than an entry too early.
    """
    return "repeat" in request.POST or (
        "enter" in request.POST and bool(request.POST.get(f"{PREFIX}swing", "").strip())
    )


def _repeated(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form as typed, with the sum, or with its sentence at the end of the text."""
    form = ComposerForm(blog=desk.blog, initial=_as_typed(request))
    repeat = RepeatForm(form.contests, request.POST)
    if not repeat.is_valid():
        return _page(request, desk, form, status=422, repeat=repeat)
    if request.POST.get("repeat") != "sentence":
        return _page(request, desk, form, repeat=repeat)
    body = f"{form.initial.get('body', '').rstrip()}\n\n{repeat.sentence}".lstrip()
    form.initial["body"] = body.replace("\r\n", "\n")
    return _page(request, desk, form)


def _same_entry(entry: Entry, asked: dict[str, Any]) -> bool:
    """Whether this is the form sent twice, and not the form of an old page written anew."""
    first = entry.revisions.first()
    if first is not None and first.kind == Entry.Kind.IMAGE:
        asked = {**asked, "kind": ""}  # it became one for having nothing but pictures
    names = ("kind", "headline", "body", "provenance", "speaker", "speaker_role")
    figures = typed_figures(asked.get("result") or asked.get("turnout") or asked.get("forecast"))
    return (
        first is not None
        and were_carried(first, asked["pictures"])
        # A text left empty was written from the figures.
        and all(asked[n].strip() in {getattr(first, n), ""} for n in names if n in asked)
        and (entry.version > 1 or are_same(figures, entry.figures))
    )


def _second_thought(request: HttpRequest, desk: Desk, entry: Entry) -> ComposerForm:
    data = request.POST.copy()
    data["client_id"] = str(uuid.uuid4())
    form = ComposerForm(data, blog=desk.blog)
    form.add_error(
        None,
        f"This form has already made the entry “{opening(entry)}”, and now it says something else."
        " Publish again to make a second entry of it, or edit the first one below.",
    )
    return form
