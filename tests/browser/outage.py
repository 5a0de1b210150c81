"""Run in a site's own environment while its server is dead: the newsroom goes on without it."""

import sys

import django

django.setup()

from liveblog import publishing  # noqa: E402
from liveblog.models import Blog  # noqa: E402
from liveblog.publishing import TurnoutFigures  # noqa: E402


def main(count: int) -> None:
    blog = Blog.objects.get(slug="quayshire")
    newest, older, oldest = blog.entries.newest_first()[:3]
    publishing.revise_entry(entry=newest, version=newest.version, body="Put better.")
    publishing.retract_entry(entry=older, reason="It was another box.")
    publishing.pin_entry(entry=oldest)
    for number in range(count):
        publishing.publish_entry(blog=blog, body=f"Written in the dark, {number + 1}.")
    publishing.publish_entry(blog=blog, turnout=TurnoutFigures(contest="southquay", ballots=4_000))
    publishing.edit_blog(blog=blog, standfirst="Five seats, one sports hall, no electricity.")


if __name__ == "__main__":
    main(int(sys.argv[1]))
