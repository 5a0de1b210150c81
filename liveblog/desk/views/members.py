"""Who sits at a blog's desk, and as what: for its editors to say."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from liveblog import publishing
from liveblog.desk import access
from liveblog.desk.forms.members import MemberForm
from liveblog.models import Membership
from liveblog.publishing import Conflict, Refused

Role = Membership.Role
_RANK = [Role.EDITOR, Role.REPORTER, Role.CONTRIBUTOR]


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody at the desk; give somebody a place, or another role."""
    desk = access.desk_for_editor(request, slug)
    form = MemberForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                seated = publishing.seat_member(blog=desk.blog, **form.cleaned_data)
                name = seated.user.get_full_name() or seated.user.get_username()
                messages.success(request, f"{name}: {seated.get_role_display().lower()}.")
                return redirect("desk:members", slug)
        except Refused as refused:
            form.blame(refused)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
        form.mark_refused()
    seated = desk.blog.memberships.select_related("user").order_by("user__username")
    seated = sorted(seated, key=lambda each: _RANK.index(each.role))
    context = {"desk": desk, "blog": desk.blog, "form": form, "members": seated}
    return render(request, "liveblog/desk/members.html", context, status=status)


@require_POST
def unseat(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take somebody from the desk."""
    desk, member = access.member_for_editor(request, slug, pk)
    try:
        publishing.unseat_member(member=member, by=desk.user)
        name = member.user.get_full_name() or member.user.get_username()
        messages.success(request, f"{name} is not at this desk any more. What they wrote stays.")
    except Conflict as conflict:
        messages.error(request, str(conflict))
    return redirect("desk:members", slug)
