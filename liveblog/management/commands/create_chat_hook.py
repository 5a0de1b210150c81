"""Let a slash command of a chat tool post into a blog, and print the address to give it."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from liveblog.models import Blog, ChatHook, Membership

MAX_NAME = ChatHook._meta.get_field("name").max_length
MAX_SECRET = ChatHook._meta.get_field("secret").max_length
LEAST_SECRET = 16


class Command(BaseCommand):
    help = (
        "Let a slash command of Slack or Mattermost post into BLOG as USER, whose role decides what"
        " becomes of it. The secret (Slack's signing secret, Mattermost's token) is read from"
        " standard input. Prints the path of the hook, alone on standard output."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("blog", metavar="BLOG", help="slug of the blog")
        parser.add_argument("username", metavar="USER", help="the member whose entries they are")
        parser.add_argument("--name", required=True, help="where it is used, such as “#election”")
        parser.add_argument("--kind", required=True, choices=ChatHook.Kind.values)

    def handle(self, *, blog: str, username: str, name: str, kind: str, **_options: Any) -> None:
        into = Blog.objects.filter(slug=blog).first()
        if into is None:
            raise CommandError(f"BLOG: there is no blog “{blog}”.")
        user_model = get_user_model()
        user = user_model.objects.filter(**{user_model.USERNAME_FIELD: username}).first()
        if user is None:
            raise CommandError(f"USER: there is no account “{username}”.")
        if Membership.objects.role_of(user, into) is None:
            raise CommandError(f"USER: “{username}” does not write in “{into}”.")
        if not name.strip() or len(name.strip()) > MAX_NAME:
            raise CommandError(f"--name: say where it is used, in 1 to {MAX_NAME} characters.")
        secret = self._secret()
        if not LEAST_SECRET <= len(secret) <= MAX_SECRET:
            raise CommandError(
                f"The secret has {len(secret)} characters; one that a chat tool gives has"
                f" {LEAST_SECRET} to {MAX_SECRET}."
            )
        hook = ChatHook.objects.create(
            blog=into, user=user, name=name.strip(), kind=kind, secret=secret
        )
        told = f"Hook “{hook.name}” posts into “{into}” as {username}. Its address on this site:"
        self.stderr.write(told, style_func=str)
        self.stdout.write(hook.get_absolute_url())

    def _secret(self) -> str:
        if sys.stdin.isatty():
            return getpass.getpass("Secret: ").strip()
        return sys.stdin.readline().strip()
