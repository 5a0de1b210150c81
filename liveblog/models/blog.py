"""A blog: one night, one hall, one page."""

from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from liveblog.realtime.models import Feed

# First segments of the site's own addresses: a blog of that name could not be reached.
RESERVED_SLUGS = {
    *("accounts", "admin", "api", "archive", "elections", "embed", "favicon", "feeds", "healthz"),
    *("login", "logout", "media", "metrics", "new", "newsroom", "robots", "search", "sitemap"),
    *("static", "status", "ws"),
}


def check_slug(slug: str) -> None:
    """Refuse a slug that is an address of the site itself."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(f"“{slug}” is an address of the site itself; choose another.")


def check_time_zone(name: str) -> None:
    """Refuse a name that is not an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is not an IANA time zone, such as Europe/London.")


class BlogQuerySet(models.QuerySet["Blog"]):
    def live(self) -> "BlogQuerySet":
        return self.filter(status=Blog.Status.LIVE)

    def upcoming(self) -> "BlogQuerySet":
        return self.filter(status=Blog.Status.UPCOMING)

    def over(self) -> "BlogQuerySet":
        return self.filter(status__in=[Blog.Status.CLOSED, Blog.Status.ARCHIVED])


class Blog(models.Model):
    class Status(models.TextChoices):
        UPCOMING = "upcoming", "Upcoming"
        LIVE = "live", "Live"
        CLOSED = "closed", "Closed"
        ARCHIVED = "archived", "Archived"

    slug = models.SlugField(max_length=80, unique=True, validators=[check_slug])
    title = models.CharField(max_length=200)
    standfirst = models.TextField(max_length=1000, blank=True)
    byline = models.CharField(max_length=120, blank=True, help_text="Such as “Rosa Reyes”.")
    place = models.CharField(max_length=120, blank=True, help_text="Such as “Town Hall”.")
    time_zone = models.CharField(
        max_length=64, default=settings.TIME_ZONE, validators=[check_time_zone]
    )
    polling_day = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.UPCOMING)
    is_rehearsal = models.BooleanField(
        default=False, help_text="A replay or a rehearsal: every page says so."
    )
    needs_second_look = models.BooleanField(
        default=False,
        help_text="A result is public only once somebody else of this blog has confirmed it.",
    )
    contests = models.ManyToManyField(
        "results.Contest", through="BlogContest", related_name="blogs", blank=True
    )
    feed = models.OneToOneField(Feed, on_delete=models.PROTECT, related_name="blog")
    created = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = BlogQuerySet.as_manager()

    class Meta:
        ordering = ["-polling_day", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reader:live_page", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def takes_entries(self) -> bool:
        return self.status in {self.Status.UPCOMING, self.Status.LIVE}

    @property
    def is_live(self) -> bool:
        return self.status == self.Status.LIVE

    @property
    def is_over(self) -> bool:
        return self.status in {self.Status.CLOSED, self.Status.ARCHIVED}

    @property
    def is_archived(self) -> bool:
        return self.status == self.Status.ARCHIVED


class BlogContest(models.Model):
    """A contest that the blog follows, in the order in which the page shows them."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE)
    contest = models.ForeignKey("results.Contest", on_delete=models.CASCADE)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["blog", "contest"], name="liveblog_contest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contest} in {self.blog}"
