"""What is scheduled and what became of it: run in the environment of a site, to set up and to ask.

`python -m tests.realtime.timetabled schedule START SECONDS COUNT` schedules entries from START
seconds from now on, over SECONDS; `… tell` prints of each how late it was published, how often.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from liveblog import publishing  # noqa: E402
from liveblog.models import Blog, Entry  # noqa: E402


def schedule(start: float, seconds: float, count: int) -> None:
    blog, now = Blog.objects.get(), timezone.now()
    for number in range(count):
        due = now + timedelta(seconds=start + seconds * number / count)
        publishing.publish_entry(
            blog=blog, body=f"Entry {number}.", status=Entry.Status.SCHEDULED, publish_at=due
        )


def tell() -> list[dict[str, object]]:
    entries = Entry.objects.prefetch_related("revisions").order_by("at")
    events = Blog.objects.get().feed.events.count()
    return [
        {
            "status": each.status,
            "late": (each.published_at - each.at).total_seconds() if each.published_at else None,
            "times": sum(revision.why == "published" for revision in each.revisions.all()),
            "events": events,
        }
        for each in entries
    ]


if __name__ == "__main__":
    if sys.argv[1] == "schedule":
        schedule(float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.stdout.write(json.dumps(tell()))
