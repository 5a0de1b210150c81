"""Whose words are public only once the desk has approved of them: a contributor's."""

from django.contrib.auth.models import User

from liveblog.models import Blog, Membership, Proposal
from liveblog.publishing.refusals import NotEntitled

Role = Membership.Role


def takes_approval(by: User | None, blog: Blog) -> bool:
    """Whether what this person writes in the blog waits for its desk.

    It is asked of whoever presses, by whichever door, so that no door can forget it.
    """
    return by is not None and Membership.objects.role_of(by, blog) == Role.CONTRIBUTOR


def demand_decider(by: User, proposal: Proposal) -> None:
    """Raise NotEntitled where this person decides nothing: neither of their own nor of others'."""
    if takes_approval(by, proposal.entry.blog):
        raise NotEntitled("A reporter or an editor of this blog decides what is published.")
