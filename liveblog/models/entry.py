"""An entry of a blog, and every version it has had."""

import re
import secrets
import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from liveblog.models.blog import Blog

_SORT_KEY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6})Z/([0-9]{1,18})")
_ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u to mistake


def new_public_id() -> str:
    """A short name for an entry's address: it survives export, archive and restore."""
    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(9))


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible(self) -> "EntryQuerySet":
        """What a reader may see: published entries, and the tombstones of retracted ones."""
        return self.filter(status__in=[Entry.Status.PUBLISHED, Entry.Status.RETRACTED])

    def newest_first(self) -> "EntryQuerySet":
        return self.order_by("-at", "-pk")

    def oldest_first(self) -> "EntryQuerySet":
        return self.order_by("at", "pk")

    def before(self, sort_key: str) -> "EntryQuerySet":
        """What stands below the entry with this sort key. Raises ValueError if it is none."""
        found = _SORT_KEY.fullmatch(sort_key)
        if found is None:
            raise ValueError(f"“{sort_key}” is not a place in the stream.")
        at = datetime.fromisoformat(found[1] + "+00:00")
        return self.filter(Q(at__lt=at) | Q(at=at, pk__lt=int(found[2])))

    def unpublished(self) -> "EntryQuerySet":
        """Drafts, and entries that come out by themselves: no reader has seen them."""
        return self.filter(status__in=[Entry.Status.DRAFT, Entry.Status.SCHEDULED])

    def due(self, now: datetime) -> "EntryQuerySet":
        return self.filter(status=Entry.Status.SCHEDULED, publish_at__lte=now)

    def for_fragments(self) -> "EntryQuerySet":
        """With everything that the entry's fragment shows, in a fixed number of queries."""
        linked = self.select_related("blog", "corrects", "superseded_by__contest__election")
        return linked.prefetch_related("contests", "corrections", "pictures")


class Entry(models.Model):
    class Kind(models.TextChoices):
        UPDATE = "update", "Update"
        RESULT = "result", "Result"
        TURNOUT = "turnout", "Turnout"
        QUOTE = "quote", "Quote"
        NATIONAL = "national", "National"
        CORRECTION = "correction", "Correction"
        FORECAST = "forecast", "Exit poll"
        IMAGE = "image", "Picture"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SCHEDULED = "scheduled", "Scheduled"
        PROPOSED = "proposed", "Proposed"
        PUBLISHED = "published", "Published"
        RETRACTED = "retracted", "Retracted"
        DISCARDED = "discarded", "Discarded"

    class Provenance(models.TextChoices):
        """How the newsroom knows: a small word beside the entry."""

        STAGE = "stage", "From the stage"
        OFFICER = "officer", "The returning officer says"
        AGENT = "agent", "An agent says"
        OBSERVED = "observed", "Seen in the hall"
        AGENCY = "agency", "From an agency"
        OVERHEARD = "overheard", "Not confirmed"

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="entries")
    public_id = models.CharField(max_length=16, default=new_public_id, editable=False)
    client_id = models.UUIDField(
        default=uuid.uuid4, help_text="Given by who sent it: the same id again is the same entry."
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.UPDATE)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    headline = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True, help_text="Markdown, as typed.")
    body_html = models.TextField(blank=True, editable=False)
    speaker = models.CharField(max_length=120, blank=True, help_text="Who is quoted.")
    speaker_role = models.CharField(max_length=160, blank=True)
    provenance = models.CharField(max_length=12, choices=Provenance.choices, blank=True)
    authors = models.JSONField(default=list, blank=True, help_text="Names for the by-line.")
    at = models.DateTimeField(help_text="The true instant. The blog is sorted by it.")
    stamp = models.CharField(
        max_length=24, blank=True, help_text="The time as its source printed it, right or wrong."
    )
    version = models.PositiveIntegerField(default=1)
    pinned = models.BooleanField(default=False)
    key_event = models.BooleanField(default=False)
    contests = models.ManyToManyField("results.Contest", related_name="entries", blank=True)
    declaration = models.ForeignKey(
        "results.Declaration", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    superseded_by = models.ForeignKey(
        "results.Declaration",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What corrected or withdrew the declaration, where another entry or a feed did.",
    )
    turnout = models.ForeignKey(
        "results.TurnoutReport", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    forecast = models.ForeignKey(
        "results.Forecast", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    figures = models.JSONField(
        default=dict, blank=True, help_text="Figures as typed or read from prose; see publishing."
    )
    card = models.JSONField(
        null=True,
        blank=True,
        editable=False,
        help_text="The computed figures that this version shows, so that the entry reads the same"
        " however its contest moves on.",
    )
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    retracted_at = models.DateTimeField(null=True, blank=True)
    retraction_reason = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["blog", "client_id"], name="liveblog_entry_once"),
            models.UniqueConstraint(fields=["blog", "public_id"], name="liveblog_entry_address"),
        ]
        indexes = [
            models.Index(fields=["blog", "status", "-at"], name="liveblog_entry_stream"),
            # Every serving process asks twice a second what is due.
            models.Index(
                fields=["publish_at"],
                condition=Q(status="scheduled"),
                name="liveblog_entry_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.blog_id}/{self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("reader:entry", args=[self.blog.slug, self.public_id])

    @property
    def sort_key(self) -> str:
        """Text that sorts as the stream does, for a page that puts a frame in its place."""
        return f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z/{self.pk:012d}"

    @property
    def is_visible(self) -> bool:
        return self.status in {self.Status.PUBLISHED, self.Status.RETRACTED}

    @property
    def is_retracted(self) -> bool:
        return self.status == self.Status.RETRACTED

    @property
    def superseding(self) -> "Entry | None":
        """The entry of this blog that says what became of the figures."""
        public = [each for each in self.corrections.all() if each.status == self.Status.PUBLISHED]
        found = (each for each in public if each.declaration_id == self.superseded_by_id)
        return next(found, None) if self.superseded_by_id else None

    @property
    def is_unpublished(self) -> bool:
        return self.status in {self.Status.DRAFT, self.Status.SCHEDULED}

    @property
    def is_edited(self) -> bool:
        return self.edited_at is not None


class EntryRevision(models.Model):
    """One version of an entry, kept for ever: what it said, who wrote it and why."""

    HELD_BACK = "held back"  # a scheduled entry that was refused at its time

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    why = models.CharField(max_length=16, help_text="The deed: published, revised, retracted …")
    kind = models.CharField(max_length=12)
    status = models.CharField(max_length=10)
    headline = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    speaker = models.CharField(max_length=120, blank=True)
    speaker_role = models.CharField(max_length=160, blank=True)
    provenance = models.CharField(max_length=12, choices=Entry.Provenance.choices, blank=True)
    authors = models.JSONField(default=list)
    pictures = models.JSONField(
        default=list, blank=True, help_text="What it carried, with their words, in order."
    )
    at = models.DateTimeField()
    figures = models.JSONField(
        null=True, blank=True, help_text="As typed; null in versions older than this field."
    )
    reason = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["entry_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="liveblog_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.version}"
