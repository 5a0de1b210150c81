"""The instant at which a reporter pressed Post, told by a clock that may be wrong.

An entry that waited for the network is of the moment in which it was pressed, not of the one in
which it came through. Each try says, beside when it was pressed, what the device's clock showed as
it was sent: how far that is from our own clock is the error of theirs, with the way here in it.
"""

from datetime import datetime, timedelta

# Less than this is the way here and the everyday fault of a clock, and to put it right would only
# add the one to the other: an entry pressed before another could come to stand after it. A try is
# given up sooner than this (TRY in static/liveblog/desk/outbox/transport.js).
TRUSTED = timedelta(seconds=60)


def read_instant(text: str) -> datetime | None:
    """An instant as a browser writes it, `2010-05-07T04:07:12.345Z`; None where nothing is said.

    Raises ValueError, in words.
    """
    if not text.strip():
        return None
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ValueError(f"“{text[:40]}” is not an instant, such as 2010-05-07T04:07:12.345Z.")
    return instant


def instant_of(
    *, pressed: datetime | None, sent: datetime | None, now: datetime
) -> datetime | None:
    """When it was pressed by our clock, never later than `now`; None if it is not known.

    `pressed` and `sent` are read off one device's clock. One that is more than `TRUSTED` fast or
    slow as it sends is taken to have been as wrong when it was pressed.
    """
    if pressed is None:
        return None
    try:
        if sent is not None and abs(now - sent) > TRUSTED:
            pressed += now - sent
    except OverflowError:  # a clock of another age of the world
        return now
    return min(pressed, now)
