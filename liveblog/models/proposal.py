"""What waits for a second pair of eyes: a result, a change of its figures, a contribution."""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from liveblog.models.blog import Blog
from liveblog.models.entry import Entry


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self, blog: Blog) -> "ProposalQuerySet":
        """What the blog's desk is asked to confirm, the longest waiting first."""
        return self.filter(entry__blog=blog, outcome="").order_by("created", "pk").for_desk()

    def returned_to(self, user: models.Model, blog: Blog) -> "ProposalQuerySet":
        """What was sent back to this person, and nothing has been made of it since."""
        newest = Proposal.objects.filter(entry=OuterRef("entry")).order_by("-pk").values("pk")[:1]
        sent_back = self.filter(
            entry__blog=blog, by=user, outcome=Proposal.Outcome.SENT_BACK, pk=Subquery(newest)
        )
        is_draft = Q(entry__status=Entry.Status.DRAFT)
        is_as_it_was = Q(entry__status=Entry.Status.PUBLISHED, entry__version=F("version"))
        return sent_back.filter(is_draft | is_as_it_was).order_by("created", "pk").for_desk()

    def asked_by(self, user: models.Model, entry: Entry) -> "Proposal | None":
        """What of this person's waits on the entry."""
        return self.filter(entry=entry, by=user, outcome="").first()

    def for_desk(self) -> "ProposalQuerySet":
        """With everything that the desk shows of them."""
        return self.select_related("entry__blog", "by", "decided_by")


class Proposal(models.Model):
    """One press of a reporter's, kept until somebody else has looked at it, and ever after.

    Its entry is either not public yet (PROPOSED) or stays as it is published until the change is
    confirmed.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        AMENDED = "amended", "Amended"
        SENT_BACK = "sent_back", "Sent back"
        WITHDRAWN = "withdrawn", "Withdrawn"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="proposals")
    version = models.PositiveIntegerField(help_text="Of the entry, when it was proposed.")
    revision = models.JSONField(
        null=True,
        blank=True,
        help_text="What is to change in a published entry; empty for an entry that is not public.",
    )
    card = models.JSONField(
        null=True,
        blank=True,
        help_text="The computed figures as they would be published; empty where it is words alone.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was sent back.")
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(outcome=""), name="liveblog_one_proposal_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry} v{self.version}, {self.outcome or 'waiting'}"

    @property
    def is_waiting(self) -> bool:
        return not self.outcome

    @property
    def is_revision(self) -> bool:
        return self.revision is not None
