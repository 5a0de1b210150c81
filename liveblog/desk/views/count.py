"""The count-board: how far each contest of the blog is, moved by one tap."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from liveblog import publishing
from liveblog.desk import access, countboard
from liveblog.desk.countboard import count_context
from liveblog.desk.forms.count import ExpectForm, MoveForm
from liveblog.publishing import Conflict, Refused
from results.progress import progress


@require_safe
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """Every contest with its likely next stages, and what the blog waits for beneath."""
    desk = access.desk_for_reporter(request, slug)
    public_id = request.GET.get("from", "")[:16]
    entry = desk.blog.entries.visible().filter(public_id=public_id).first() if public_id else None
    return render(request, "liveblog/desk/count.html", count_context(desk, entry=entry))


@require_safe
def count_rows(request: HttpRequest, slug: str) -> HttpResponse:
    """The rows alone, for the page to refresh."""
    desk = access.desk_for_reporter(request, slug)
    return render(request, "liveblog/desk/_count.html", count_context(desk))


@require_safe
def upcoming(request: HttpRequest, slug: str) -> HttpResponse:
    """The next contests alone, for the composer's page to refresh."""
    desk = access.desk_for_reporter(request, slug)
    context = {"desk": desk, "blog": desk.blog, "upcoming": countboard.upcoming(desk)}
    return render(request, "liveblog/desk/_upcoming.html", context)


@require_POST
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move a contest to a stage of its count."""
    desk, contest = access.contest_for_reporter(request, slug, pk)
    form = MoveForm(request.POST, blog=desk.blog, contest=contest, known=progress(contest))
    status = 422
    try:
        if form.is_valid():
            publishing.move_count(contest=contest, by=desk.user, **form.cleaned_data)
            if request.POST.get("back") == "composer":
                return redirect("desk:composer", slug)
            return redirect(f"{reverse('desk:count', args=[slug])}#contest-{pk}")
    except Refused as refused:
        form.blame(refused)
    except Conflict as conflict:
        # What is typed stays, and goes on from where the count is now.
        standing = MoveForm(blog=desk.blog, contest=contest, known=progress(contest))
        form.data = {**request.POST.dict(), "seen": standing.initial["seen"]}
        form.add_error(None, str(conflict))
        status = 409
    form.mark_refused()
    context = count_context(desk, {("move", pk): form})
    return render(request, "liveblog/desk/count.html", context, status=status)


@require_POST
def expect(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say when a declaration is expected; empty: nobody knows any more."""
    desk, contest = access.contest_for_reporter(request, slug, pk)
    form = ExpectForm(request.POST, blog=desk.blog, contest=contest, known=progress(contest))
    try:
        if form.is_valid():
            typed = form.cleaned_data
            publishing.expect_declaration(
                contest=contest, at=typed["expected_at"], source=typed["source"], by=desk.user
            )
            messages.success(request, f"{contest}: every open page shows it.")
            return redirect(f"{reverse('desk:count', args=[slug])}#contest-{pk}")
    except Refused as refused:
        form.blame(refused)
    form.mark_refused()
    context = count_context(desk, {("expect", pk): form})
    return render(request, "liveblog/desk/count.html", context, status=422)
