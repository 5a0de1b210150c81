"""The newsroom: the blogs that I may write in, and the beginning of a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from liveblog import publishing
from liveblog.desk import access
from liveblog.desk.forms.blog import NewBlogForm
from liveblog.publishing import Refused


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Blogs under way for everyone at their desks; those that are over for their editors."""
    desks = access.desks(request.user)
    context = {
        "working": [desk for desk in desks if not desk.blog.is_over],
        "over": [desk for desk in desks if desk.blog.is_over and desk.is_editor],
        "may_found": access.is_staff(request.user),
        "may_oversee": access.is_staff(request.user) or any(desk.is_editor for desk in desks),
    }
    return render(request, "liveblog/desk/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def blog_new(request: HttpRequest) -> HttpResponse:
    founder = access.founder(request)
    form = NewBlogForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            blog = publishing.create_blog(**form.birth(), by=founder)
        except Refused as refused:
            form.blame(refused)
        else:
            messages.success(request, f"“{blog.title}” is there. Open it when coverage begins.")
            return redirect("desk:composer", blog.slug)
    form.mark_refused()
    return render(
        request, "liveblog/desk/blog_new.html", {"form": form}, status=422 if form.errors else 200
    )
