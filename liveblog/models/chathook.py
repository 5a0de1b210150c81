"""A chat tool's way into a blog: what its slash command posts, and how we know that it is it."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse

from liveblog.models.blog import Blog


def _public_id() -> str:
    return secrets.token_hex(8)


class ChatHook(models.Model):
    """A slash command of a chat tool that writes into a blog as one of its members.

    Slack signs every request with a secret of its app; Mattermost sends a token of the command.
    Either is given to us by the tool. A signature is worked out from the secret itself, so it is
    kept as it is: whoever can read this table can post through the hook.
    """

    class Kind(models.TextChoices):
        SLACK = "slack", "Slack"
        MATTERMOST = "mattermost", "Mattermost"

    public_id = models.CharField(max_length=16, unique=True, default=_public_id, editable=False)
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="chat_hooks")
    name = models.CharField(max_length=80, help_text="Where it is used, such as “#election”.")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="chat_hooks",
        help_text="Whose entries they are: a member of the blog, whose role decides.",
    )
    secret = models.CharField(
        max_length=200, help_text="Slack's signing secret, or Mattermost's token."
    )
    created = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name}, for {self.blog}"

    def get_absolute_url(self) -> str:
        return reverse("chat_hook", args=[self.public_id])
