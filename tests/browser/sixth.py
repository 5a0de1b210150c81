"""Run in a site's own environment: a sixth seat for the blog, Marshgate, with six candidates."""

import django

django.setup()

from liveblog import publishing  # noqa: E402
from liveblog.models import Blog  # noqa: E402
from results import sheets  # noqa: E402
from results.models import (  # noqa: E402
    Baseline,
    BaselineVotes,
    Candidacy,
    Contest,
    Election,
    Party,
)

STANDING = {
    "Olga Penn": "harbour",
    "Pip Lovage": "orchard",
    "Quentin Moss": "lantern",
    "Ruth Sallow": "independent",
    "Sam Thorne": "reed",
    "Tilda Wren": "gull",
}
LAST_TIME = {"harbour": 3_400, "orchard": 3_100, "lantern": 500}


def main() -> None:
    election = Election.objects.get(slug="quayshire-2024")
    for slug, name in (("reed", "Reed"), ("gull", "Gull")):
        Party.objects.create(
            slug=slug, name=f"The {name} Party", short_name=name, abbreviation=name
        )
    seat = Contest.objects.create(
        election=election, slug="marshgate", name="Marshgate", electorate=12_000, order=9
    )
    for order, (name, party) in enumerate(STANDING.items()):
        Candidacy.objects.create(
            contest=seat,
            slug=name.lower().replace(" ", "-"),
            name=name,
            party=Party.objects.get(slug=party),
            order=order,
        )
    last = Baseline.objects.create(
        contest=seat,
        label="2019",
        year=2019,
        electorate=12_000,
        valid_votes=7_000,
        winner_party=Party.objects.get(slug="harbour"),
        is_default=True,
    )
    for slug, votes in LAST_TIME.items():
        BaselineVotes.objects.create(baseline=last, party=Party.objects.get(slug=slug), votes=votes)
    sheets.rebuild(election)
    blog = Blog.objects.get()
    publishing.follow_contests(blog=blog, contests=[*blog.contests.all(), seat])


if __name__ == "__main__":
    main()
