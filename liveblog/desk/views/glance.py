"""The morning-after article: read what the figures say, write over it, publish it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liveblog.desk import access
from liveblog.desk.forms.glance import GlanceForm
from liveblog.glance import article
from liveblog.publishing import Conflict, Refused
from liveblog.publishing.glance import (
    StaleGlance,
    publish_glance,
    save_glance,
    take_down_glance,
)

TAKEN_DOWN = "Taken down. The words are kept: “Publish what is saved” brings it back."


@require_http_methods(["GET", "HEAD", "POST"])
def glance(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the article. Where somebody was faster, both texts are shown and neither is lost."""
    desk = access.desk_for_editor(request, slug)
    shown = article(desk.blog)
    form = GlanceForm(request.POST if request.method == "POST" else None, article=shown)
    status, is_stale = 200, False
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                save_glance(
                    blog=desk.blog,
                    version=form.cleaned_data["version"],
                    headline=form.cleaned_data["headline"],
                    sections=form.words(),
                    by=desk.user,
                )
                public = article(desk.blog).glance
                seen = "Readers see it." if public and public.is_public else "It is not public yet."
                messages.success(request, f"Saved. {seen}")
                return redirect("desk:glance", slug)
        except Refused as refused:
            form.blame(refused)
        except StaleGlance as stale:
            form.data = {**request.POST.dict(), "version": stale.current}
            status, is_stale = 409, True
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
        form.mark_refused()
    context = {
        "desk": desk,
        "blog": desk.blog,
        "article": shown,
        "form": form,
        "is_stale": is_stale,
    }
    return render(request, "liveblog/desk/glance.html", context, status=status)


@require_safe
def glance_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The article as readers see it, or will."""
    desk = access.desk_for_editor(request, slug)
    context = {"desk": desk, "blog": desk.blog, "article": article(desk.blog)}
    return render(request, "liveblog/desk/glance_preview.html", context)


@require_POST
def glance_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the article public, or with public=0 take it down."""
    desk = access.desk_for_editor(request, slug)
    is_down = request.POST.get("public") == "0"
    deed = take_down_glance if is_down else publish_glance
    try:
        deed(blog=desk.blog, by=desk.user)
        messages.success(request, TAKEN_DOWN if is_down else "Published: readers see it.")
    except Conflict as conflict:
        messages.error(request, str(conflict))
    return redirect("desk:glance", slug)
