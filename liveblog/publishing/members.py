"""The deeds of a blog's desk: who sits at it, and as what."""

from django.contrib.auth.models import User
from django.db import transaction

from liveblog.models import Blog, Membership
from liveblog.publishing.refusals import Conflict, Refused
from liveblog.publishing.shifts import end_shift

Role = Membership.Role


@transaction.atomic
def seat_member(*, blog: Blog, username: str, role: str) -> Membership:
    """Give somebody who has an account a place at the blog's desk, or another role there.

    Raises Refused (no such account, no such role), and Conflict where the desk would be left
    without an editor.
    """
    if role not in Role.values:
        raise Refused.one("role", f"“{role[:40]}” is not one of {', '.join(Role.values)}.")
    username = username.strip()
    if not username:
        raise Refused.one("username", "Write the name with which they log in.")
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        message = f"Nobody logs in as “{username[:80]}”. Staff make accounts."
        raise Refused.one("username", message)
    seated = blog.memberships.select_for_update().filter(user=user).first()
    if seated is None:
        return Membership.objects.create(blog=blog, user=user, role=role)
    if seated.role == Role.EDITOR and role != Role.EDITOR:
        _demand_another_editor(seated)
    seated.role = role
    seated.save(update_fields=["role"])
    return seated


@transaction.atomic
def unseat_member(*, member: Membership, by: User) -> None:
    """Take somebody from the desk; what they wrote stays. Raises Conflict for the last editor."""
    if member.role == Role.EDITOR:
        _demand_another_editor(member)
    for shift in member.blog.shifts.running().filter(user=member.user):
        end_shift(shift=shift, by=by)
    member.blog.presences.filter(user=member.user).delete()
    member.delete()


def _demand_another_editor(member: Membership) -> None:
    editors = member.blog.memberships.select_for_update().filter(role=Role.EDITOR)
    if all(each == member for each in editors):
        raise Conflict("A desk needs an editor: make somebody else one first.")
