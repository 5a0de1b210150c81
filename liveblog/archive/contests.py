"""The contests of a sealed blog as pages of its archive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from liveblog.archive import bag
from liveblog.models import Seal

Dossier = Mapping[str, Any]


def address(dossier: Dossier) -> str:
    """“election/contest”, as the blog's record names it."""
    return f"{dossier['card']['election']}/{dossier['card']['slug']}"


def addresses(seal: Seal) -> dict[str, str]:
    """The archive's page for each contest's path on the site."""
    return {
        reverse("reader:contest", args=address(each).split("/")): bag.contest_page(address(each))
        for each in seal.contests
    }


def listed(seal: Seal) -> list[dict[str, str]]:
    """Each contest with its page, in the blog's order."""
    return [
        {"name": each["card"]["name"], "page": bag.contest_page(address(each))}
        for each in seal.contests
    ]


def context(dossier: Dossier) -> dict[str, Any]:
    """What the page of a contest shows, with instants for text."""
    card = dossier["card"]
    changes = [(each, abs(each["change"] or 0)) for each in card["candidacies"]]
    return {
        **dossier,
        "changes": changes,
        "largest_change": max((size for _, size in changes), default=0),
        "versions": _with_instants(dossier["versions"], "declared_at"),
        "turnouts": _with_instants(dossier["turnouts"], "announced_at"),
        "zone": timezone.get_default_timezone(),
    }


def _with_instants(versions: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [{**each, key: datetime.fromisoformat(each[key])} for each in versions]
