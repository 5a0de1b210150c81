"""The editor's room: the blog's head, and its way from upcoming to archived."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liveblog import publishing
from liveblog.archive import archive_path, write_archive
from liveblog.desk import access
from liveblog.desk.forms.blog import BlogForm, initial_head
from liveblog.desk.takingstock import stock_of
from liveblog.models import Blog, Entry
from liveblog.publishing import Conflict, Refused

Status = Entry.Status


@require_http_methods(["GET", "HEAD", "POST"])
def blog_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what stands at the head of the blog, and which contests it follows."""
    desk = access.desk_for_editor(request, slug)
    before = list(desk.blog.contests.order_by("blogcontest__order", "blogcontest__pk"))
    sent = request.method == "POST"
    form = BlogForm(request.POST if sent else None, initial=initial_head(desk.blog, before))
    status = 422 if sent else 200
    if sent and form.is_valid():
        try:
            with transaction.atomic():
                publishing.edit_blog(
                    blog=desk.blog,
                    needs_second_look=form.cleaned_data["needs_second_look"],
                    **form.head(),
                )
                if (contests := form.followed(before)) != before:
                    publishing.follow_contests(blog=desk.blog, contests=contests)
            messages.success(request, "Saved. Every open page shows it.")
            return redirect("desk:composer", slug)
        except Refused as refused:
            form.blame(refused)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
    form.mark_refused()
    context = {"desk": desk, "blog": desk.blog, "form": form}
    return render(request, "liveblog/desk/blog_edit.html", context, status=status)


@require_POST
def blog_open(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the coverage."""
    return _move(request, slug, publishing.open_blog, "The blog is live.")


@require_POST
def blog_reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Take up a closed blog again."""
    return _move(request, slug, publishing.reopen_blog, "The blog is live again.")


@require_http_methods(["GET", "HEAD", "POST"])
def blog_close(request: HttpRequest, slug: str) -> HttpResponse:
    """End the coverage, after a page that says what that does."""
    if request.method == "POST":
        return _move(request, slug, publishing.close_blog, "Closed. Every open page was told.")
    desk = access.desk_for_editor(request, slug)
    context = {"desk": desk, "blog": desk.blog, "stock": stock_of(desk.blog)}
    return render(request, "liveblog/desk/blog_close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def blog_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the archive and seal the blog, after a page that says what that does."""
    desk = access.desk_for_editor(request, slug)
    if request.method == "POST":
        return _move(request, slug, _archive, "Archived: the bundle can be downloaded.")
    context = {"desk": desk, "blog": desk.blog, "stock": stock_of(desk.blog)}
    return render(request, "liveblog/desk/blog_archive.html", context)


@require_safe
def blog_archive_download(request: HttpRequest, slug: str) -> FileResponse:
    """The archive of the blog, one zip."""
    desk = access.desk_for_editor(request, slug)
    path = archive_path(desk.blog)
    if not path.is_file():
        raise Http404("This blog has no archive yet.")
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


def _move(request: HttpRequest, slug: str, deed: Callable[..., object], done: str) -> HttpResponse:
    desk = access.desk_for_editor(request, slug)
    try:
        deed(blog=desk.blog)
        messages.success(request, done)
    except Conflict as conflict:
        messages.error(request, str(conflict))
    return redirect("desk:composer", slug)


def _archive(*, blog: Blog) -> None:
    try:
        write_archive(blog)
    except OSError as error:
        raise Conflict(
            f"The archive could not be written ({error.strerror or error})."
            " The blog is closed, as it was."
        ) from error
