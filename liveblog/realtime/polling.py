"""The events above an offset as one HTTP answer, from memory where the window has them."""

from dataclasses import dataclass

from liveblog.realtime.hub import current_hub

LIMIT = 500


@dataclass(frozen=True, slots=True)
class EventsPage:
    """The answer, and the epoch and status of the feed that gave it."""

    content: bytes
    etag: str
    epoch: str
    status: str


async def events_page(name: str, *, epoch: str, after: int) -> EventsPage | None:
    """Up to 500 events above `after`, or None for an unknown feed.

    A position that cannot be served (another epoch, an offset from the future) gets an answer
    without events: its epoch and offset tell the asker to load the snapshot again. A full page of
    a named epoch does not change until one of its frames is redacted.
    """
    hub = current_hub()
    feed = await hub.feed(name, seen=after)
    if feed is None:
        return None
    texts: list[str] = []
    while feed.can_serve(epoch, after) and len(texts) < LIMIT:
        reached = after + len(texts)
        if reached == feed.head:
            break
        frames = await feed.frames_after(reached, limit=LIMIT - len(texts))
        if not frames:
            break
        texts += [frame.text for frame in frames]
    last = after + len(texts)
    run, events = f"{feed.epoch}.{feed.redactions}", ",".join(texts)
    if len(texts) == LIMIT and epoch:
        # No status and no head in it: they move on, and this answer need not.
        content = f'{{"epoch":"{feed.epoch}","offset":{last},"more":true,"events":[{events}]}}'
        etag = f'"{run}:{after}-{last}"'
    else:
        more = "true" if last < feed.head and texts else "false"
        content = (
            f'{{"epoch":"{feed.epoch}","offset":{feed.head},"status":"{feed.status}",'
            f'"more":{more},"events":[{events}]}}'
        )
        etag = f'"{run}:{after}-{last}/{feed.head}:{feed.status}"'
    return EventsPage(content.encode(), etag, feed.epoch, feed.status)
