"""Writing the contests and candidacies that files name, in bulk, and only what is new or moved."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.text import slugify

from results.importing.gathering import Gathered, people
from results.importing.names import ContestIndex, person_key
from results.importing.parties import PartyBook
from results.importing.people import pair_up, same_surname
from results.importing.rows import CandidateFacts, Problem, Report
from results.models import Candidacy, Contest, Election, Party

CONTEST_FIELDS = ("gss_code", "ballot_paper_id", "pa_number", "region", "electorate")
CHUNK = 500


def contest_index(election: Election) -> ContestIndex[Contest]:
    """The election's contests, with their results, to be found by what files call them."""
    index: ContestIndex[Contest] = ContestIndex()
    for each in election.contests.with_results():
        index.add(each, gss_code=each.gss_code, paper=each.ballot_paper_id or "", name=each.name)
    return index


def find_in(index: ContestIndex[Contest], gathered: Gathered) -> Contest | None:
    facts = gathered.facts
    return index.find(gss_code=facts.gss_code, paper=facts.ballot_paper_id, name=facts.name)


def write_contests(
    election: Election, found: Iterable[Gathered], report: Report
) -> list[tuple[Gathered, Contest]]:
    """Set up what is new and complete what is known; nothing that files leave out is taken away.

    Names and slugs stay as they were first written.
    """
    listed, index = list(found), contest_index(election)
    papers = _papers_of_others(election, listed)
    slugs = set(election.contests.values_list("slug", flat=True))
    order = len(slugs)
    new, moved, pairs = [], [], []
    for gathered in listed:
        facts = gathered.facts
        if facts.ballot_paper_id in papers:
            why = f"{facts.ballot_paper_id} is the paper of another election; left blank."
            report.doubts.append(Problem(gathered.file, gathered.line, why))
            facts.ballot_paper_id = ""
        contest = find_in(index, gathered)
        if contest is None:
            contest = _new_contest(election, gathered, slugs, order)
            order += 1
            new.append(contest)
            report.count("contest", "new")
        elif _complete(contest, gathered, report):
            moved.append(contest)
            report.count("contest", "changed")
        else:
            report.count("contest", "unchanged")
        pairs.append((gathered, contest))
    Contest.objects.bulk_create(new, CHUNK)
    Contest.objects.bulk_update(moved, [*CONTEST_FIELDS, "seats"], CHUNK)
    return pairs


def write_candidacies(
    pairs: Iterable[tuple[Gathered, Contest]], book: PartyBook, report: Report
) -> None:
    """Set up the candidates of each contest, alphabetically by surname as on a ballot paper.

    Parties that nobody knew before are saved with their first candidate.
    """
    new: list[Candidacy] = []
    moved: list[Candidacy] = []
    listed = list(pairs)
    prefetch_related_objects([each for _, each in listed], "candidacies", "declarations")
    for gathered, contest in listed:
        standing = find_candidacies(contest, gathered)
        taken = {each.slug for each in contest.candidacies.all()}
        joining = []
        for (facts, party), known in zip(gathered.candidates, standing, strict=True):
            if known is None:
                joining.append((facts, party))
                continue
            if not same_surname(known.name, facts.name):
                why = f"{contest.name}: {facts.name} is taken to be {known}."
                report.doubts.append(Problem(gathered.file, gathered.line, why))
            changed = _complete_candidacy(known, facts)
            moved += [known] if changed else []
            report.count("candidacy", "changed" if changed else "unchanged")
        if joining and contest.newest_declaration:
            names = ", ".join(facts.name for facts, _ in joining)
            why = f"{contest.name}: {names} cannot join candidates whose votes are declared."
            report.problems.append(Problem(gathered.file, gathered.line, why))
            continue
        joining.sort(key=lambda pair: person_key(f"{pair[0].surname} {pair[0].name}"))
        for facts, party in joining:
            new.append(_new_candidacy(contest, facts, party, taken))
            report.count("candidacy", "new")
    book.save(each.party.slug for each in new)
    Candidacy.objects.bulk_create(new, CHUNK)
    Candidacy.objects.bulk_update(moved, ["description", "sitting"], CHUNK)


def find_candidacies(contest: Contest, gathered: Gathered) -> list[Candidacy | None]:
    """The candidacy of each gathered candidate, None where there is none yet."""
    standing = list(contest.candidacies.all())
    places = pair_up(
        people(gathered.candidates),
        [(each.name, each.party) for each in standing],
        seats=contest.seats,
    )
    return [None if place is None else standing[place] for place in places]


def _papers_of_others(election: Election, listed: Iterable[Gathered]) -> set[str]:
    papers = [each.facts.ballot_paper_id for each in listed if each.facts.ballot_paper_id]
    taken: set[str] = set()
    for start in range(0, len(papers), CHUNK):
        others = Contest.objects.exclude(election=election).filter(
            ballot_paper_id__in=papers[start : start + CHUNK]
        )
        taken |= {str(each) for each in others.values_list("ballot_paper_id", flat=True)}
    return taken


def _new_contest(election: Election, gathered: Gathered, slugs: set[str], order: int) -> Contest:
    facts = gathered.facts
    slug = base = slugify(facts.name)[:90] or f"contest-{order + 1}"
    if slug in slugs:
        slug = f"{base}-{facts.gss_code.lower() or order + 1}"
    slugs.add(slug)
    return Contest(
        election=election,
        slug=slug,
        name=facts.name,
        ballot_paper_id=facts.ballot_paper_id or None,
        gss_code=facts.gss_code,
        pa_number=facts.pa_number,
        region=facts.region,
        seats=gathered.seats,
        electorate=facts.electorate,
        order=order,
    )


def _complete(contest: Contest, gathered: Gathered, report: Report) -> bool:
    facts = gathered.facts
    before = [getattr(contest, each) for each in (*CONTEST_FIELDS, "seats")]
    contest.gss_code = contest.gss_code or facts.gss_code
    contest.ballot_paper_id = contest.ballot_paper_id or facts.ballot_paper_id or None
    contest.pa_number = contest.pa_number or facts.pa_number
    contest.region = contest.region or facts.region
    if facts.seats and contest.newest_declaration is None:
        contest.seats = facts.seats
    if facts.electorate and facts.electorate != contest.electorate:
        kept, contest.electorate = contest.electorate, facts.electorate
        try:
            contest.clean()
        except ValidationError as refusal:
            contest.electorate = kept
            why = f"electorate not taken: {' '.join(refusal.messages)}"
            report.problems.append(Problem(gathered.file, gathered.line, why))
    return before != [getattr(contest, each) for each in (*CONTEST_FIELDS, "seats")]


def _new_candidacy(
    contest: Contest, facts: CandidateFacts, party: Party, taken: set[str]
) -> Candidacy:
    order = len(taken) + 1
    slug = base = slugify(facts.name)[:80] or f"candidate-{order}"
    if slug in taken:
        # Two candidates in one contest may have one name; then the party tells them apart.
        slug = base = f"{base}-{party.slug}"[:110]
    if slug in taken:
        slug = f"{base}-{order}"
    taken.add(slug)
    return Candidacy(
        contest=contest,
        slug=slug,
        name=facts.name,
        party=party,
        description=facts.description[:200],
        order=order,
        sitting=bool(facts.sitting),
    )


def _complete_candidacy(known: Candidacy, facts: CandidateFacts) -> bool:
    before = (known.description, known.sitting)
    known.description = known.description or facts.description[:200]
    if facts.sitting is not None:
        known.sitting = facts.sitting
    return before != (known.description, known.sitting)
