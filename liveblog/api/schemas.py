"""What the API takes and gives, as its OpenAPI document shows it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict, StrictFloat, StrictInt, StrictStr

from results.models import RejectedHead

# A count that must be guessed at is none: true, 1.0 and 21506.5 are refused.
Count = StrictInt | StrictStr

REJECTED_HEADS = f"Of the rejected, those known of {', '.join(RejectedHead.values)}."


class Given(Schema):
    """What comes in. A name that is not known is an error: a misspelt one must not be lost."""

    model_config = ConfigDict(extra="forbid")


class ResultIn(Given):
    contest: str = Field(description="Contest slug, election/contest, or ballot paper id.")
    votes: dict[str, Count] = Field(description="Votes by candidacy slug or id: 21506 or “21,506”.")
    rejected: Count | None = Field(None, description="Papers rejected at the count.")
    rejected_heads: dict[str, Count] | None = Field(None, description=REJECTED_HEADS)
    reason: str = Field("", description="Why a declaration is corrected.")
    lot_winner: str | None = Field(None, description="Who won the lot, where votes are equal.")
    elected: str | None = Field(None, description="Who was declared elected, to check by.")
    majority: Count | None = Field(None, description="As announced; the votes are checked by it.")
    valid_votes: Count | None = Field(None, description="As announced; likewise.")
    provisional: bool = Field(False, description="Known, but not declared yet: it elects nobody.")


class TurnoutIn(Given):
    contest: str
    percentage: StrictFloat | Count | None = Field(
        None, description="Per cent of the electorate: 59.7."
    )
    ballots: Count | None = Field(None, description="Ballot papers.")
    provisional: bool = True
    definition: str = Field("ballots_verified", description="How turnout was counted.")


class ForecastIn(Given):
    election: str = Field(description="Slug of an election whose contests the blog follows.")
    source: str = Field(description="Whose forecast it is: BBC/ITV/Sky.")
    seats: dict[str, Count] = Field(
        description="Seats by party (slug, name or abbreviation), of the whole election."
    )
    others: Count | None = Field(None, description="Seats of all who are not named.")
    note: str = ""
    reason: str = Field("", description="Why the forecast is changed.")


class Accepting(Given):
    """What whoever publishes figures takes upon themselves."""

    confirm: list[str] = Field(
        [], description="Codes of the `warnings` of a 422 that you have seen and stand by."
    )
    override_reason: str = Field(
        "",
        description="An editor’s, for publishing against a sum that does not add up, or words that"
        " tell of an open poll.",
    )


class PictureIn(Given):
    id: str = Field(description="The id that you sent it under, or the one we gave it.")
    alt: str = Field("", description="What can be seen, for those who do not see it. Needed.")
    credit: str = ""
    caption: str = ""


class EntryIn(Accepting):
    client_id: UUID | None = Field(
        None, description="Yours to choose: sent again, it returns the entry that it made."
    )
    line: str = Field(
        "",
        max_length=20_000,
        description="An entry as a reporter types it: “result northquay quill 2800, marsh 2600”."
        " What else is sent wins over what it says; what is not certain in it is an error.",
    )
    kind: str = ""
    body: str = Field("", description="Markdown.")
    headline: str = ""
    at: datetime | None = Field(None, description="When it happened; now, if left out.")
    status: str = "published"
    publish_at: datetime | None = None
    speaker: str = ""
    speaker_role: str = ""
    provenance: str | None = Field(
        None,
        description="How it is known: stage, officer, agent, observed, agency or overheard."
        " Left out, a result that comes with a token is from an agency.",
    )
    authors: list[str] | None = None
    contests: list[str] = Field([], description="Other contests that the entry belongs to.")
    corrects: str | None = Field(None, description="The id of the entry that this one corrects.")
    key_event: bool | None = None
    result: ResultIn | None = None
    turnout: TurnoutIn | None = None
    forecast: ForecastIn | None = None
    pictures: list[PictureIn] = Field([], description="Sent before, in the order of the page.")


class EntryPatch(Accepting):
    kind: str | None = None
    body: str | None = None
    headline: str | None = None
    at: datetime | None = None
    speaker: str | None = None
    speaker_role: str | None = None
    provenance: str | None = None
    authors: list[str] | None = None
    key_event: bool | None = None
    result: ResultIn | None = None
    turnout: TurnoutIn | None = None
    forecast: ForecastIn | None = None
    pictures: list[PictureIn] | None = Field(
        None, description="All that it carries from now on; one left out is taken off the page."
    )
    reason: str = Field("", description="Why; needed where figures change.")


class RetractIn(Given):
    reason: str = Field("", description="Readers are shown it.")


class ProposalIn(Given):
    proposal: int = Field(
        ge=1, le=2**63 - 1, description="Which one you have seen: `proposal` of the list."
    )


class ConfirmIn(ProposalIn):
    confirm: list[str] = Field(
        [], description="Codes of the `warnings` of a 422 that you have seen and stand by."
    )


class SendBackIn(ProposalIn):
    reason: str = Field("", description="Whoever proposed it is shown it.")


class DeclarationIn(Accepting):
    votes: dict[str, Count]
    rejected: Count | None = None
    rejected_heads: dict[str, Count] | None = Field(None, description=REJECTED_HEADS)
    declared_at: datetime | None = None
    reason: str = ""
    lot_winner: str | None = None
    elected: str | None = Field(None, description="Who was declared elected, to check by.")
    majority: Count | None = Field(None, description="As announced; the votes are checked by it.")
    valid_votes: Count | None = Field(None, description="As announced; likewise.")
    provisional: bool = Field(False, description="Known, but not declared yet: it elects nobody.")


class WithdrawalIn(RetractIn):
    withdrawn_at: datetime | None = None


class TurnoutReportIn(Accepting):
    percentage: StrictFloat | Count | None = Field(None, description="Of the electorate: 59.7.")
    ballots: Count | None = Field(None, description="Ballot papers.")
    provisional: bool = True
    definition: str = Field("ballots_verified", description="How turnout was counted.")
    announced_at: datetime | None = None
    reason: str = ""


class Superseded(Schema):
    stage: str = Field(description="corrected, withdrawn, or declared after a provisional count.")
    at: datetime
    reason: str


class CountIn(Given):
    stage: str = Field(
        description="expected, closed, boxes, verifying, turnout, counting, spoilt, recount or"
        " postponed; a declaration moves to declared by itself."
    )
    at: datetime | None = Field(None, description="When it moved; now, if left out.")
    reason: str = Field("", description="Needed to go back or to postpone; readers see it.")
    source: str = Field("", description="Who says so.")


class PictureSize(Schema):
    url: str
    type: str
    width: int


class PictureOut(Schema):
    id: str
    alt: str
    credit: str
    caption: str
    width: int
    height: int
    url: str = Field(description="A JPEG of about 1,080 pixels.")
    sizes: list[PictureSize]


class EntryOut(Schema):
    id: str
    version: int
    kind: str
    status: str
    at: datetime
    order: str
    headline: str
    url: str
    authors: list[str]
    contests: list[str]
    key_event: bool
    body: str
    html: str
    stamp: str
    speaker: str
    speaker_role: str
    provenance: str
    edited_at: datetime | None
    retraction_reason: str
    figures: dict[str, Any]
    card: dict[str, Any] | None
    pictures: list[PictureOut]
    superseded: Superseded | None = Field(
        description="What became of the figures in `card`, where they no longer stand."
    )


class ProposalOut(Schema):
    proposal: int
    entry: str = Field(description="The id of the entry that it is, or that it would change.")
    version: int = Field(description="The entry's, when it was proposed.")
    since: datetime
    by: str
    is_revision: bool
    changes: dict[str, Any]
    reason: str
    headline: str = Field(description="Of the entry as it is now.")
    body: str
    publish_at: datetime | None = Field(description="When it is to come out, if it is to wait.")
    card: dict[str, Any] | None = Field(
        description="The figures as they would be published; null where it is words alone."
    )


class EntryPage(Schema):
    entries: list[EntryOut]
    next: str | None = Field(description="Cursor of the next, older page; null at the end.")


class BlogOut(Schema):
    slug: str
    title: str
    standfirst: str
    byline: str
    place: str
    status: str
    time_zone: str
    polling_day: str
    url: str


class Snapshot(BlogOut):
    epoch: str
    offset: int
    pinned: list[str]
    boards: list[dict[str, Any]]
    entries: list[EntryOut]


class AwaitedOut(Schema):
    id: int
    what: str
    kind: str = Field(description="turnout, result or other")
    contest: str | None
    since: datetime
    due_at: datetime | None
    closed_at: datetime | None = Field(description="When it came or was given up; null: open.")
    entry: str | None = Field(description="The id of the entry that brought it.")
    dropped: str | None = Field(description="Why it was given up.")


class EventPage(Schema):
    epoch: str
    offset: int = Field(description="The newest offset; on a full page that of its last event.")
    more: bool = Field(description="Ask again at once, after the last event given.")
    status: str = Field("", description="Left out of full pages, which never change.")
    events: list[dict[str, Any]]


class ProblemField(Schema):
    field: str
    message: str
    proposals: list[str] = Field([], description="What the field could have instead.")
    overridable: bool = Field(False, description="An editor may publish against it.")


class ProblemWarning(ProblemField):
    code: str = Field(description="What `confirm` names.")
    severity: str = Field(description="warning: asks to be confirmed; info: only tells.")


class Problem(Schema):
    """An error as RFC 9457 has it; `errors` names the fields that caused it.

    Warnings without errors: nothing was written, and the same request with their codes in `confirm`
    is accepted.
    """

    type: str
    title: str
    status: int
    errors: list[ProblemField] = []
    warnings: list[ProblemWarning] = []
