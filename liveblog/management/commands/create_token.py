"""Issue an access token for a program, and print its secret once."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from liveblog.models import AccessToken

MAX_NAME = AccessToken._meta.get_field("name").max_length


class Command(BaseCommand):
    help = (
        "Issue an access token that lets a program do what USER may do. The secret is printed once,"
        " alone on standard output; only its digest is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USER", help="the account it acts for")
        parser.add_argument("--name", required=True, help="what holds it, such as “results feed”")

    def handle(self, *, username: str, name: str, **_options: Any) -> None:
        user_model = get_user_model()
        user = user_model.objects.filter(**{user_model.USERNAME_FIELD: username}).first()
        if user is None:
            raise CommandError(f"USER: there is no account “{username}”.")
        if not user.is_active:
            raise CommandError(f"USER: the account “{username}” is not active.")
        if not name.strip() or len(name.strip()) > MAX_NAME:
            raise CommandError(f"--name: say what holds it, in 1 to {MAX_NAME} characters.")
        _token, secret = AccessToken.issue(user=user, name=name.strip())
        self.stderr.write(f"Token “{name.strip()}” of {username}, shown once:", style_func=str)
        self.stdout.write(secret)
