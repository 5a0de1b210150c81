"""The fields of a form that two people changed, merged one by one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from liveblog.merging.texts import Merged, merge_texts


@dataclass(frozen=True, slots=True)
class Merging:
    """What is to stand in each field, and why.

    `yours` and `theirs` name the fields that only one of the two changed, `texts` those in which
    the lines of both were put together, and `clashes` those that need a person: in these stands
    what you typed.
    """

    values: dict[str, Any] = field(default_factory=dict)
    yours: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    texts: dict[str, Merged] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)


def merge_fields(
    base: Mapping[str, Any],
    yours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    *,
    texts: Collection[str] = (),
    bare: Callable[[str, Any], object] = lambda _name, value: value,
) -> Merging:
    """Merge what is in `yours`, field by field; those named in `texts` by their lines.

    `bare` is what counts of a field's value, so that 21,506 is 21506. A field that `base` does not
    have is one of which nobody knows what it was: unless both say the same it is a clash.
    """
    merging = Merging()
    for name, typed in yours.items():
        stands = theirs.get(name)
        merging.values[name] = typed
        if bare(name, typed) == bare(name, stands):
            continue
        if name not in base:
            merging.clashes.append(name)
        elif bare(name, typed) == bare(name, base[name]):
            merging.values[name] = stands
            merging.theirs.append(name)
        elif bare(name, stands) == bare(name, base[name]):
            merging.yours.append(name)
        elif name in texts and (merged := merge_texts(str(base[name]), str(typed), str(stands))):
            merging.values[name] = merged.text
            merging.texts[name] = merged
        else:
            merging.clashes.append(name)
    return merging
