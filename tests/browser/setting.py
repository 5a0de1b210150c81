"""Run in a site's own environment: the cast, the five-seat night and its live blog."""

import sys
from datetime import date

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402

from liveblog import publishing  # noqa: E402
from liveblog.models import Membership  # noqa: E402
from results.loading import load_election  # noqa: E402
from tests.results.night import FIVE_SEATS, at  # noqa: E402

PASSWORD = "hustings-1852"
SLUG = "quayshire"


def main(entries: int) -> None:
    election = load_election(FIVE_SEATS)
    people = {
        name: User.objects.create_user(name.lower(), password=PASSWORD, first_name=name)
        for name in ("Rosa", "Edith")
    }
    blog = publishing.create_blog(
        slug=SLUG,
        title="The Quayshire count",
        standfirst="Five seats, one sports hall.",
        place="Northquay Sports Hall",
        polling_day=date(2024, 5, 2),
        status="live",
        contests=list(election.contests.all()),
        by=people["Edith"],
    )
    Membership.objects.create(blog=blog, user=people["Rosa"], role=Membership.Role.REPORTER)
    for number in range(entries):
        publishing.publish_entry(
            blog=blog,
            headline=f"Box {number + 1} is open",
            body="The papers are tipped out and unfolded. " * 6,
            at=at(f"00:{10 + number:02}"),
            by=people["Rosa"],
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
