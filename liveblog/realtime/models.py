"""The log: a feed and its events, numbered from 1 without a gap."""

import secrets

from django.db import models


def new_epoch() -> str:
    """A name for one unbroken run of offsets: a position is only good within its own epoch."""
    return secrets.token_hex(6)


class Feed(models.Model):
    """One stream of events. `status` and `is_open` are told to every socket that connects."""

    name = models.CharField(max_length=120, unique=True)
    epoch = models.CharField(max_length=16, default=new_epoch)
    head = models.PositiveBigIntegerField(default=0, help_text="The newest offset; 0 is empty.")
    status = models.CharField(max_length=16, blank=True, help_text="A word for the hello frame.")
    is_open = models.BooleanField(default=True, help_text="Whether sockets are kept open.")
    redactions = models.PositiveIntegerField(
        default=0, help_text="How often old frames were rewritten: processes then read them again."
    )

    def __str__(self) -> str:
        return f"{self.name} at {self.head}"


class Event(models.Model):
    """One numbered frame, as the sockets get it. Never changed once written, but by a redaction."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="events")
    offset = models.PositiveBigIntegerField()
    frame = models.TextField(help_text="The JSON text frame, rendered once.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["feed_id", "offset"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "offset"], name="realtime_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.feed_id} #{self.offset}"
