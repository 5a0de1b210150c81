"""Who may do what in which blog, and the tokens that programs hold."""

import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models

from liveblog.models.blog import Blog
from liveblog.models.entry import Entry


class MembershipQuerySet(models.QuerySet["Membership"]):
    def role_of(self, user: AbstractBaseUser | AnonymousUser, blog: Blog) -> str | None:
        """The user's role in the blog; a superuser is an editor everywhere, a stranger nothing."""
        if not user.is_authenticated or not user.is_active:
            return None
        if getattr(user, "is_superuser", False):
            return Membership.Role.EDITOR
        return self.filter(blog=blog, user=user).values_list("role", flat=True).first()

    def may_change(self, user: AbstractBaseUser | AnonymousUser, entry: Entry) -> bool:
        """Editors change every entry of their blog, reporters the ones they wrote."""
        role = self.role_of(user, entry.blog)
        own = entry.created_by_id is not None and entry.created_by_id == user.pk
        return role == Membership.Role.EDITOR or (role == Membership.Role.REPORTER and own)

    def may_propose(self, user: AbstractBaseUser | AnonymousUser, entry: Entry) -> bool:
        """Whoever may change an entry, and a contributor whose own it is: theirs is then kept until
        the desk has approved of it.
        """
        own = entry.created_by_id is not None and entry.created_by_id == user.pk
        is_own_contribution = own and self.role_of(user, entry.blog) == Membership.Role.CONTRIBUTOR
        return is_own_contribution or self.may_change(user, entry)


class Membership(models.Model):
    """A person's part in a blog: a contributor writes, a reporter also publishes, an editor also
    runs the blog.
    """

    class Role(models.TextChoices):
        CONTRIBUTOR = "contributor", "Contributor"
        REPORTER = "reporter", "Reporter"
        EDITOR = "editor", "Editor"

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blog_memberships"
    )
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.REPORTER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blog", "user"], name="liveblog_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.role} of {self.blog}"


class AccessToken(models.Model):
    """A program's key to what its user may do. Only its digest is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_tokens"
    )
    name = models.CharField(max_length=80, help_text="What holds it, such as “results feed”.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"

    @classmethod
    def digest_of(cls, token: str) -> str:
        # A token has 256 bits of chance, so a plain digest cannot be searched backwards.
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(cls, *, user: models.Model, name: str) -> tuple["AccessToken", str]:
        """A new token and its secret, which is shown once and never stored."""
        secret = f"declared_{secrets.token_urlsafe(32)}"
        token = cls.objects.create(user=user, name=name, digest=cls.digest_of(secret))
        return token, secret
