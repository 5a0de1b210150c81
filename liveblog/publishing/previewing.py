"""A look ahead: what an entry would be on the page. It writes nothing and locks nothing.

A deed in a savepoint would show the same, and would hold the one lock that every writer of the
night waits for. So the card and the sentences are worked out in memory (`results.foreseeing`), by
the functions that the deed uses; between the look and the deed the world may have moved, which is
why the deed checks again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from liveblog import presentation, prose
from liveblog.models import Blog, Entry
from liveblog.publishing import declaring, doubting, figures, forecasting, pollslock
from liveblog.publishing.figures import Figures, ForecastFigures, ResultFigures
from liveblog.publishing.picturing import PictureWords
from liveblog.publishing.refusals import Fault, Refused
from liveblog.publishing.wording import check_links, check_wording
from liveblog.publishing.writing import authors_of
from results.checks import check_prose
from results.findings import FiguresRefused
from results.foreseeing import (
    UNKEPT,
    Foreseen,
    foresee_declaration,
    foresee_forecast,
    foresee_turnout,
)
from results.models import Contest, Declaration, Forecast, TurnoutReport


@dataclass(frozen=True, slots=True)
class Preview:
    """`html` is the reader's own fragment, empty where nothing can be shown yet.

    `headline` and `body` are our words for the figures, whatever was typed instead of them.
    `faults` are of every severity.
    """

    html: str
    headline: str
    body: str
    faults: list[Fault]


def preview_entry(
    *,
    blog: Blog,
    body: str = "",
    headline: str = "",
    kind: str = "",
    at: datetime | None = None,
    authors: Sequence[str] | None = None,
    by: User | None = None,
    publish_at: datetime | None = None,
    result: ResultFigures | None = None,
    turnout: figures.TurnoutFigures | None = None,
    forecast: ForecastFigures | None = None,
    speaker: str = "",
    speaker_role: str = "",
    provenance: str = "",
    corrects: Entry | None = None,
    key_event: bool | None = None,
    pictures: Sequence[PictureWords] = (),
    status: str = Entry.Status.PUBLISHED,
    override_reason: str = "",
    **_of_the_deed: Any,
) -> Preview:
    """What `publish_entry` would make of the same arguments. Raises Refused for a contest or an
    election that the blog does not follow. Pictures are on the device still, and not shown.
    """
    given = figures.one_of(result, turnout, forecast)
    contest = figures.contest_named(blog, given)
    now = timezone.now()
    entry = Entry(
        pk=UNKEPT,
        blog=blog,
        status=status,
        publish_at=publish_at,
        public_id="preview",
        kind=kind or (given.key if given else Entry.Kind.UPDATE),
        headline=headline.strip(),
        body=body.strip(),
        at=at or publish_at or now,
        authors=authors_of(authors, by, blog),
        speaker=speaker.strip(),
        speaker_role=speaker_role.strip(),
        provenance=provenance,
        corrects=corrects,
        key_event=given is not None if key_event is None else key_event,
        created_by=by,
    )
    faults = check_wording(
        entry, has_figures=given is not None, has_pictures=bool(pictures), now=now
    )
    faults += check_links(entry)
    foreseen = Foreseen([])
    if given:
        foreseen, found = _foresee(entry, given, contest, by=by)
        faults += found
    if foreseen.card is not None:
        _carry(entry, given, foreseen)
    about = [contest] if contest else []
    faults += doubting.doubts(entry, about)
    held = pollslock.held(entry, about, given=given, now=now)
    faults += pollslock.unless_overridden(held, entry, by=by, reason=override_reason, but=faults)
    shows = foreseen.card is not None if given else bool(entry.body or entry.headline)
    html = ""
    if shows:
        entry.body_html = prose.render(entry.body)
        html = presentation.entry_html(entry)
    return Preview(html, foreseen.headline, foreseen.body, list(dict.fromkeys(faults)))


def _foresee(
    entry: Entry, given: Figures, contest: Contest | None, *, by: User | None
) -> tuple[Foreseen, list[Fault]]:
    """What is foreseen, and every fault of the figures and of the words about them."""
    try:
        if isinstance(given, ForecastFigures):
            forecasting.check_words(given)
            return _foresee_forecast(entry, given)
        declaring.check_override(entry, given, by)
        declaring.check_lengths(given)
    except Refused as refused:
        return Foreseen([]), refused.faults
    except FiguresRefused as refused:
        return Foreseen([]), declaring.faults_of(refused.findings, prefix=f"{given.key}.")
    if contest is None:
        return Foreseen([]), []
    if isinstance(given, ResultFigures):
        foreseen = foresee_declaration(
            contest,
            votes=given.votes,
            rejected=given.rejected,
            rejected_heads=given.rejected_heads,
            stage=declaring.stage_of(given, contest),
            declared_at=entry.at,
            reason=given.reason,
            lot_winner=given.lot_winner,
            stated=declaring.stated_in(given),
        )
    else:
        foreseen = foresee_turnout(
            contest,
            percentage=given.percentage,
            ballots=given.ballots,
            definition=given.definition,
            provisional=given.provisional,
            announced_at=entry.at,
            reason=given.reason,
        )
    said = check_prose(f"{entry.headline}\n{entry.body}", contest=contest)
    faults = declaring.faults_of([*foreseen.findings, *said], prefix=f"{given.key}.")
    return foreseen, faults


def _foresee_forecast(entry: Entry, given: ForecastFigures) -> tuple[Foreseen, list[Fault]]:
    foreseen = foresee_forecast(
        figures.election_of(entry.blog, given.election, field="forecast.election"),
        publisher=given.source,
        seats=given.seats,
        others=given.others,
        note=given.note,
        published_at=entry.at,
        reason=given.reason,
    )
    return foreseen, forecasting.faults_of(foreseen.findings)


def _carry(entry: Entry, given: Figures | None, foreseen: Foreseen) -> None:
    """Let the entry show the figures: its fragment asks only whether there are such rows."""
    if isinstance(given, ForecastFigures):
        entry.forecast = Forecast(pk=UNKEPT)
    elif isinstance(given, ResultFigures):
        entry.declaration = Declaration(pk=UNKEPT)
    else:
        entry.turnout = TurnoutReport(pk=UNKEPT)
    entry.headline = entry.headline or foreseen.headline
    entry.body = entry.body or foreseen.body
    sentence = {"headline": foreseen.headline, "body": foreseen.body}
    entry.card = {**(foreseen.card or {}), "sentence": sentence}
