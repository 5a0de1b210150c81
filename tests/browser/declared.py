"""Run in a site's own environment beside its server: what the count brings, by name of the deed."""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from liveblog import publishing  # noqa: E402
from liveblog.models import Blog  # noqa: E402
from liveblog.publishing import ResultFigures  # noqa: E402
from results.hexmap import load_hexmap  # noqa: E402
from results.models import Election  # noqa: E402
from tests.results.night import declare_outturn  # noqa: E402

NAMES = ("Northquay", "Southquay", "Millbrook", "Castle Hill", "Fenside")
HEXES = {name: {"n": name, "q": number, "r": number % 2} for number, name in enumerate(NAMES)}
CORRECTED = {"ada-quill": 2_810, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}


def main(*deeds: str) -> None:
    election = Election.objects.get(slug="quayshire-2024")
    blog = Blog.objects.get(slug="quayshire")
    for deed in deeds:
        if deed == "map":
            load_hexmap({"layout": "odd-r", "hexes": HEXES}, election=election)
        elif deed == "correct":
            figures = ResultFigures(
                "northquay", CORRECTED, 40, reason="Ten more.", confirm=("differs_from_ballots",)
            )
            contest = election.contests.get(slug="northquay")
            publishing.declare_result(contest=contest, figures=figures, at=timezone.now())
        elif deed == "publish":
            publishing.publish_glance(blog=blog)
        elif deed == "take-down":
            publishing.take_down_glance(blog=blog)
        else:
            declare_outturn(election, deed)


if __name__ == "__main__":
    main(*sys.argv[1:])
