"""From a document to unsaved models, with every problem named by its path."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.text import slugify

from results.loading.section import Section
from results.models import Baseline, BaselineVotes, Candidacy, Contest, Election, Expectation, Party


@dataclass(frozen=True)
class Outturn:
    """What came out of one contest, for a rehearsal to declare when its time has come."""

    contest: str
    votes: dict[str, int]
    rejected: int | None
    declared_at: datetime | None
    ballots: int | None
    announced_at: datetime | None


@dataclass
class ReadContest:
    """One contest of the document with what belongs to it, not yet written."""

    contest: Contest
    path: str
    candidacies: list[Candidacy] | None = None
    baselines: list[Baseline] | None = None
    baseline_votes: list[BaselineVotes] = field(default_factory=list)
    outturn: Outturn | None = None
    expectation: Expectation | None = None


class Reading:
    """The whole document as unsaved models; to be written only if there are no problems."""

    def __init__(self, document: object) -> None:
        self.problems: list[str] = []
        root = Section(document, "", self.problems)
        root.text("about", "")
        self.known = Party.objects.in_bulk(field_name="slug")
        self.parties = [self._party(each) for each in root.sections("parties")]
        self._unique("parties", [each.slug for each in self.parties])
        self.known |= {each.slug: each for each in self.parties}
        self.election = self._election(root.section("election"))
        self.contests = [
            self._contest(each, order) for order, each in enumerate(root.sections("contests"))
        ]
        self._unique("contests", [each.contest.slug for each in self.contests])
        papers = [each.contest.ballot_paper_id for each in self.contests]
        self._unique("contests", [each for each in papers if each])
        root.close()

    def _party(self, section: Section) -> Party:
        party = Party(
            slug=section.text("slug"),
            name=section.text("name"),
            short_name=section.text("short_name"),
            people=section.text("people", ""),
            abbreviation=section.text("abbreviation"),
            colour=section.text("colour", "#767676"),
            colour_dark=section.text("colour_dark", ""),
            ec_id=section.text("ec_id", ""),
            is_independent=section.flag("is_independent"),
            is_speaker=section.flag("is_speaker"),
        )
        section.close()
        section.accept(party)
        return party

    def _election(self, section: Section) -> Election:
        election = Election(
            slug=section.text("slug"),
            name=section.text("name"),
            kind=section.text("kind", Election.Kind.GENERAL),
            polling_day=section.day("polling_day"),
            polls_close_at=section.instant("polls_close_at"),
            seats=section.count("seats"),
            council_seats=section.count("council_seats"),
            hold_policy=section.text("hold_policy", Election.HoldPolicy.LAST_GENERAL),
            previous_label=section.text("previous_label", ""),
        )
        section.close()
        section.accept(election)
        return election

    def _contest(self, section: Section, order: int) -> ReadContest:
        seats = section.count("seats")
        contest = Contest(
            election=self.election,
            slug=section.text("slug"),
            name=section.text("name"),
            ballot_paper_id=section.text("ballot_paper_id", "") or None,
            gss_code=section.text("gss_code", ""),
            pa_number=section.count("pa_number"),
            region=section.text("region", ""),
            seats=1 if seats is None else seats,
            electorate=section.count("electorate"),
            sitting_party=self._find_party(section, "sitting_party"),
            order=order,
        )
        section.accept(contest, foreign=("election", "sitting_party"))
        read = ReadContest(contest, section.path)
        if section.has("candidacies"):
            read.candidacies = self._candidacies(section, contest)
        if section.has("baselines"):
            read.baselines = [self._baseline(each, read) for each in section.sections("baselines")]
            self._unique_baselines(section, read.baselines)
        if section.has("outturn"):
            read.outturn = self._outturn(section.section("outturn"), read)
        if section.has("expected_at"):
            read.expectation = self._expectation(section, contest)
        section.close()
        return read

    def _candidacies(self, section: Section, contest: Contest) -> list[Candidacy]:
        taken: set[str] = set()
        candidacies = []
        for order, each in enumerate(section.sections("candidacies"), start=1):
            name, party = each.text("name"), self._find_party(each, "party", needed=True)
            # Two candidates in one contest may have one name; then the party tells them apart.
            slug = slugify(name)
            if slug in taken and party:
                slug = f"{slug}-{party.slug}"
            candidacy = Candidacy(
                contest=contest,
                slug=each.text("slug", slug),
                name=name,
                description=each.text("description", ""),
                order=order,
                sitting=each.flag("sitting"),
            )
            if party:
                candidacy.party = party
            each.close()
            each.accept(candidacy, foreign=("contest", "party"))
            if candidacy.slug in taken:
                each.problem("slug", f"“{candidacy.slug}” is another candidate's already.")
            taken.add(candidacy.slug)
            candidacies.append(candidacy)
        return candidacies

    def _baseline(self, section: Section, read: ReadContest) -> Baseline:
        baseline = Baseline(
            contest=read.contest,
            kind=section.text("kind"),
            label=section.text("label"),
            year=section.number("year"),
            electorate=section.count("electorate"),
            valid_votes=section.count("valid_votes"),
            ballots=section.count("ballots"),
            winner_party=self._find_party(section, "winner"),
            is_default=section.flag("default"),
            source=section.text("source", ""),
        )
        rows = [self._baseline_votes(each, baseline) for each in section.sections("votes")]
        read.baseline_votes += rows
        named = [each for each in rows if each.party]
        if baseline.winner_party is None and named:
            baseline.winner_party = max(named, key=lambda each: each.votes).party
        total = sum(each.votes for each in rows)
        if baseline.valid_votes is not None and total > baseline.valid_votes:
            message = f"make {total:,}, more than the {baseline.valid_votes:,} valid votes."
            section.problem("votes", message)
        section.close()
        section.accept(baseline, foreign=("contest", "winner_party"))
        return baseline

    def _baseline_votes(self, section: Section, baseline: Baseline) -> BaselineVotes:
        row = BaselineVotes(
            baseline=baseline,
            party=self._find_party(section, "party"),
            label=section.text("label", ""),
            votes=section.number("votes"),
            seats=section.count("seats"),
        )
        section.close()
        section.accept(row, foreign=("baseline", "party"))
        return row

    def _expectation(self, section: Section, contest: Contest) -> Expectation:
        at, source = section.instant("expected_at"), section.text("expected_source", "")
        if at < self.election.polls_close_at:
            section.problem("expected_at", "is before the polls close.")
        expectation = Expectation(contest=contest, at=at, source=source)
        section.accept(expectation, foreign=("contest",))
        return expectation

    def _outturn(self, section: Section, read: ReadContest) -> Outturn:
        votes = section.section("votes")
        slugs = {each.slug for each in read.candidacies or []}
        for slug in sorted(votes.keys.keys() - slugs):
            votes.problem(slug, "is not a candidate in this contest.")
        outturn = Outturn(
            contest=read.contest.slug,
            votes={slug: votes.number(slug) for slug in votes.keys},
            rejected=section.count("rejected"),
            declared_at=section.instant("declared_at") if section.has("declared_at") else None,
            ballots=section.count("ballots"),
            announced_at=section.instant("announced_at") if section.has("announced_at") else None,
        )
        section.close()
        return outturn

    def _find_party(self, section: Section, key: str, *, needed: bool = False) -> Party | None:
        slug = section.text(key, None if needed else "")
        if not slug:
            return None
        if slug not in self.known:
            section.problem(key, f"unknown party “{slug}”.")
        return self.known.get(slug)

    def _unique(self, path: str, slugs: list[str]) -> None:
        for slug in sorted({each for each in slugs if each and slugs.count(each) > 1}):
            self.problems.append(f"{path}: “{slug}” is there twice.")

    def _unique_baselines(self, section: Section, baselines: list[Baseline]) -> None:
        if sum(each.is_default for each in baselines) > 1:
            section.problem("baselines", "only one of them can be the default.")
        keys = [(each.kind, each.year) for each in baselines]
        if len(set(keys)) < len(keys):
            section.problem("baselines", "there can be one of each kind and year.")
