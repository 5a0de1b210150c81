"""What is doubtful in an entry's own words: swings and projections that no votes bear out."""

from collections.abc import Collection, Iterable

from liveblog.models import Entry
from liveblog.publishing.figures import Figures
from liveblog.publishing.refusals import Fault
from liveblog.publishing.wording import MAX_REASON
from results.checks.swings import check_swings
from results.models import Contest


def doubts(entry: Entry, about: Iterable[Contest]) -> list[Fault]:
    """Warnings of what the entry says of the contests that its blog follows.

    `about` are the contests that it belongs to: if it is one, that is what “here” means. What was
    written from the figures is borne out by them.
    """
    ours = (entry.card or {}).get("sentence", {})
    words = [getattr(entry, name) for name in ("headline", "body")]
    text = "\n".join(each for each in words if each not in ours.values())
    said = text.casefold()
    if "swing" not in said:
        return []
    followed = {each.pk: each for each in entry.blog.contests.all()}
    about = [each for each in about if each.pk in followed] or list(followed.values())
    here = about[0].pk if len(about) == 1 else None
    named = [pk for pk, contest in followed.items() if contest.name.casefold() in said]
    contests = list(Contest.objects.filter(pk__in={*named, here}).with_results())
    found = check_swings(
        text, contests=contests, here=next((each for each in contests if each.pk == here), None)
    )
    return [Fault(each.field, each.message, each.code, each.severity) for each in found]


def unconfirmed(found: list[Fault], confirmed: Collection[str] | None) -> list[Fault]:
    """Those whose codes are not among the confirmed; None asks nobody."""
    return [] if confirmed is None else [each for each in found if each.code not in confirmed]


def confirmed_by(given: Figures | None, confirm: Collection[str] | None) -> Collection[str] | None:
    """The codes that whoever publishes has seen: those of the figures, where there are any."""
    return given.confirm if given else confirm


def knowingly(found: list[Fault], via: str = "") -> str:
    """What is kept with the version: by which way it came, and what was published all the same."""
    told = " ".join(each.message for each in found)
    kept = [via, f"Published knowingly. {told}" if found else ""]
    return " ".join(filter(None, kept))[:MAX_REASON]
