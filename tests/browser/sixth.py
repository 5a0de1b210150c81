"""Run in a site's own environment: two more seats for the blog, each with six candidates."""

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

PARTIES = ("harbour", "orchard", "lantern", "independent", "reed", "gull")
STANDING = {
    "Marshgate": (
        *("Olga Penn", "Pip Lovage", "Quentin Moss", "Ruth Sallow", "Sam Thorne", "Tilda Wren"),
    ),
    "Upper Weir": (*("Una Vale", "Vic Yarrow", "Wanda Zell", "Xan Bram", "Yara Cobb", "Zeb Dunn"),),
}
LAST_TIME = {"harbour": 3_400, "orchard": 3_100, "lantern": 500}


def main() -> None:
    election = Election.objects.get(slug="quayshire-2024")
    for slug, name in (("reed", "Reed"), ("gull", "Gull")):
        Party.objects.create(
            slug=slug, name=f"The {name} Party", short_name=name, abbreviation=name
        )
    made = [_seat(election, name, people) for name, people in STANDING.items()]
    sheets.rebuild(election)
    blog = Blog.objects.get()
    publishing.follow_contests(blog=blog, contests=[*blog.contests.all(), *made])


def _seat(election: Election, name: str, people: tuple[str, ...]) -> Contest:
    parties = {each.slug: each for each in Party.objects.all()}
    seat = Contest.objects.create(
        election=election,
        slug=name.lower().replace(" ", "-"),
        name=name,
        electorate=12_000,
        order=9,
    )
    Candidacy.objects.bulk_create(
        Candidacy(
            contest=seat,
            slug=person.lower().replace(" ", "-"),
            name=person,
            party=parties[party],
            order=order,
        )
        for order, (person, party) in enumerate(zip(people, PARTIES, strict=True))
    )
    last = Baseline.objects.create(
        contest=seat,
        label="2019",
        year=2019,
        electorate=12_000,
        valid_votes=7_000,
        winner_party=parties["harbour"],
        is_default=True,
    )
    BaselineVotes.objects.bulk_create(
        BaselineVotes(baseline=last, party=parties[slug], votes=votes)
        for slug, votes in LAST_TIME.items()
    )
    return seat


if __name__ == "__main__":
    main()
