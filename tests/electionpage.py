"""An election's page as a browser holds it: read from its HTML, then changed by frames alone.

What is done here with a frame is what static/liveblog/elections/regions.js does.
"""

import json
from dataclasses import dataclass, field

from django.test import Client

from liveblog.models import ElectionFeed
from liveblog.realtime.models import Event, Feed
from results.models import Election
from tests.page import elements


def feed_of(election: Election) -> Feed:
    return Feed.objects.get(name=ElectionFeed.name_for(election.slug))


def frames(election: Election, *, after: int = 0) -> list[dict]:
    """The election's log above an offset, oldest first."""
    rows = Event.objects.filter(feed=feed_of(election), offset__gt=after).order_by("offset")
    return [json.loads(row.frame) for row in rows]


@dataclass
class ElectionPage:
    """Position and live regions of a page, to the letter, and what stands around them."""

    epoch: str
    offset: int
    around: str
    regions: dict[str, str] = field(default_factory=dict)

    @classmethod
    def fetched(cls, client: Client, election: Election) -> "ElectionPage":
        answer = client.get(f"/elections/{election.slug}/")
        assert answer.status_code == 200
        html = answer.content.decode()
        (live,) = elements(html, "data-live")
        found = elements(html, "data-region")
        around = live.inner
        for each in found:
            around = around.replace(each.outer, f"[{each.attributes['data-region']}]")
        return cls(
            epoch=live.attributes["data-epoch"],
            offset=int(live.attributes["data-offset"]),
            around=around,
            regions={each.attributes["data-region"]: each.inner for each in found},
        )

    def follow(self, election: Election) -> list[dict]:
        """Apply every frame that the page has not seen, and give them back."""
        assert feed_of(election).epoch == self.epoch, "the page would load itself afresh"
        seen = frames(election, after=self.offset)
        for frame in seen:
            assert frame["offset"] == self.offset + 1, "a gap or a duplicate"
            self.offset = frame["offset"]
            assert set(frame["html"]) <= set(self.regions), "a region that the page has not"
            self.regions |= frame["html"]
        return seen
