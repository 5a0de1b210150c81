"""The fields of a RESULT and of a turnout, and the figures that they give to the deeds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from liveblog import oneline
from liveblog.publishing import Fault, Refused, ResultFigures, TurnoutFigures
from results.models import Candidacy, Contest, RejectedHead, TurnoutReport

contest_keys = oneline.contest_keys  # forms and typed lines name contests alike

VOTES = "result.votes."
HEADS = "result.rejected_heads."
_COUNT = {
    "inputmode": "numeric",
    "enterkeyhint": "next",
    "autocomplete": "off",
    "class": "count",
}
_TYPED_COUNT = str.maketrans("", "", ", \u00a0\u2009")


@dataclass(frozen=True, slots=True)
class VotesRow:
    """A candidate and the field for their votes."""

    candidacy: Candidacy
    field: forms.BoundField


def votes_field(candidacy: Candidacy) -> str:
    return f"{VOTES}{candidacy.slug}"


def result_fields(contest: Contest | None) -> dict[str, forms.Field]:
    """A votes field for each candidate in ballot order, rejected papers, what else was read out."""
    candidacies = list(contest.candidacies.all()) if contest else []
    return {
        **{votes_field(each): _count(each.name) for each in candidacies},
        "result.rejected": _count("Rejected papers"),
        "result.provisional": forms.BooleanField(
            required=False, label="Provisional: not declared yet", initial=False
        ),
        "result.elected": _candidate("Declared elected", candidacies),
        "result.majority": _count("Majority announced"),
        "result.valid_votes": _count("Valid votes announced"),
        **{
            f"{HEADS}{head}": _count(head.label.capitalize())
            for head in (RejectedHead.of(seats=contest.seats) if contest else ())
        },
        "result.lot_winner": _candidate(
            "Who won the lot?", candidacies, help_text="Equal votes are decided by lot."
        ),
    }


def turnout_fields() -> dict[str, forms.Field]:
    return {
        "turnout.percentage": forms.CharField(
            required=False,
            label="Per cent",
            widget=forms.TextInput({**_COUNT, "inputmode": "decimal"}),
        ),
        "turnout.ballots": _count("Ballot papers"),
        "turnout.definition": forms.CharField(
            required=False,
            label="What was counted",
            initial=TurnoutReport.Definition.BALLOTS_VERIFIED,
            widget=forms.Select(choices=TurnoutReport.Definition.choices),
        ),
        "turnout.provisional": forms.BooleanField(
            required=False, label="Provisional: the final figure is still to come", initial=True
        ),
    }


def result_of(form: forms.Form, contest: Contest, *, key: str, reason: str = "") -> ResultFigures:
    """The declaration as typed. Raises Refused for a candidate who was sent twice."""
    typed = form.cleaned_data
    twice = list(_sent_twice(form, contest))
    if twice:
        raise Refused(twice)
    # Whoever is not a candidate is passed on as well, so that the deed says so.
    sent = {name: form.data[name] for name in form.data if name.startswith(VOTES)}
    known = {votes_field(each): typed[votes_field(each)] for each in contest.candidacies.all()}
    return ResultFigures(
        contest=key,
        votes={name.removeprefix(VOTES): votes for name, votes in (sent | known).items()},
        rejected=typed["result.rejected"] or None,
        rejected_heads={
            name.removeprefix(HEADS): typed[name]
            for name in form.fields
            if name.startswith(HEADS) and typed[name]
        },
        lot_winner=typed["result.lot_winner"] or None,
        provisional=typed["result.provisional"],
        elected=typed["result.elected"] or None,
        majority=typed["result.majority"] or None,
        valid_votes=typed["result.valid_votes"] or None,
        reason=reason,
    )


def turnout_of(form: forms.Form, *, key: str, reason: str = "") -> TurnoutFigures:
    """The turnout as typed."""
    typed = form.cleaned_data
    return TurnoutFigures(
        contest=key,
        percentage=typed["turnout.percentage"] or None,
        ballots=typed["turnout.ballots"] or None,
        provisional=typed["turnout.provisional"],
        definition=typed["turnout.definition"] or TurnoutReport.Definition.BALLOTS_VERIFIED,
        reason=reason,
    )


def initial_figures(stored: Mapping[str, Any], contest: Contest | None) -> dict[str, Any]:
    """The stored figures of an entry as the fields show them; votes may be stored by slug or id."""
    initial: dict[str, Any] = {}
    for kind in ("result", "turnout"):
        for name, value in stored.get(kind, {}).items():
            initial[f"{kind}.{name}"] = value
    for head, papers in initial.pop("result.rejected_heads", {}).items():
        initial[f"{HEADS}{head}"] = papers
    votes = initial.pop("result.votes", {})
    for each in contest.candidacies.all() if contest else ():
        initial[votes_field(each)] = votes.get(each.slug, votes.get(str(each.pk)))
    return initial


def figures_changed(form: forms.Form) -> bool:
    """Whether a figure differs from the one stored; 21,506 and 21506 are the same."""
    return any(
        plain_figure(form.cleaned_data.get(name))
        != plain_figure(form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
        if name.startswith(("result.", "turnout.")) and not name.endswith((".contest", ".shown"))
    )


def plain_figure(value: object) -> object:
    """What counts of a typed figure: 21,506 is 21506."""
    if isinstance(value, bool):
        return value
    return str("" if value is None else value).translate(_TYPED_COUNT).strip()


def _candidate(
    label: str, candidacies: Iterable[Candidacy], *, help_text: str = ""
) -> forms.CharField:
    choices = [("", "—"), *((each.slug, str(each)) for each in candidacies)]
    widget = forms.Select(choices=choices)
    return forms.CharField(required=False, label=label, help_text=help_text, widget=widget)


def _count(label: str) -> forms.CharField:
    return forms.CharField(required=False, label=label, widget=forms.TextInput(_COUNT))


def _sent_twice(form: forms.Form, contest: Contest) -> Iterable[Fault]:
    for each in contest.candidacies.all():
        field = votes_field(each)
        sent = list(dict.fromkeys(form.data.getlist(field)))
        if len(sent) > 1:
            numbers = " and ".join(f"“{number}”" for number in sent)
            yield Fault(field, f"{each.name} was sent twice, with {numbers}: which is right?")
