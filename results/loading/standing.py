"""A new set-up beside what is known already: whatever has been declared stays true under it."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError

from results.loading.reading import ReadContest, Reading
from results.models import Contest


def problems_beside_what_stands(reading: Reading) -> list[str]:
    """Each as “path: what is wrong there”."""
    slug = reading.election.slug
    papers = {each.contest.ballot_paper_id for each in reading.contests} - {None}
    owners = {
        each.ballot_paper_id: each
        for each in Contest.objects.filter(ballot_paper_id__in=papers).select_related("election")
    }
    standing = {
        each.slug: each for each in Contest.objects.with_results().filter(election__slug=slug)
    }
    problems = []
    for each in reading.contests:
        owner = owners.get(each.contest.ballot_paper_id)
        if owner and (owner.election.slug, owner.slug) != (slug, each.contest.slug):
            path = f"{each.path}.ballot_paper_id"
            problems.append(f"{path}: belongs to {owner.name} ({owner.election}) already.")
        if known := standing.get(each.contest.slug):
            problems += _beside_figures(each, known)
    return problems


def _beside_figures(each: ReadContest, known: Contest) -> Iterator[str]:
    known.electorate = each.contest.electorate
    try:
        known.clean()
    except ValidationError as refusal:
        yield f"{each.path}.electorate: {' '.join(refusal.messages)}"
    if each.candidacies is None:
        return
    named = {candidacy.slug for candidacy in each.candidacies}
    declared = {
        row.candidacy for declaration in known.declarations.all() for row in declaration.votes.all()
    }
    for candidacy in sorted(declared, key=lambda one: one.order):
        if candidacy.slug not in named:
            yield f"{each.path}.candidacies: {candidacy} has declared votes and cannot go."
