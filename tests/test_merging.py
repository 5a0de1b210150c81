"""Two changes of one text: both are kept, or a person is asked. Nothing is lost silently."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liveblog.merging import differences, merge_fields, merge_texts

BASE = "The hall is full.\n\nTea is served.\n\nThe clerk waits."

# Few different lines, so that the same ones meet again and again; blank ones among them.
LINES = st.lists(st.sampled_from(["", "a", "b", "c", "d"]), max_size=8).map("\n".join)
UNLIKE = st.lists(st.sampled_from([f"line {n}" for n in range(9)]), max_size=9, unique=True)


def test_changes_in_different_paragraphs_are_put_together():
    yours = BASE.replace("full", "packed")
    theirs = BASE.replace("waits", "coughs") + "\n\nSilence."
    merged = merge_texts(BASE, yours, theirs)
    assert merged.text == ("The hall is packed.\n\nTea is served.\n\nThe clerk coughs.\n\nSilence.")
    assert [(each.whose, each.gone) for each in merged.pieces] == [
        ("yours", "The hall is full."),
        ("", ""),
        ("theirs", "The clerk waits."),
    ]


@pytest.mark.parametrize(
    ("yours", "theirs"),
    [
        ("Some bag.\nTwo.", "A bag.\nTwo."),  # the same line
        ("One bag!\nTwo.", "One bag.\nTwo!"),  # lines side by side
        ("Two.", "One bag!\nTwo."),  # taken out by one, changed by the other
        ("One bag.\nTwo.\nThree.", "One bag.\nTwo.\nFour."),  # both went on
    ],
)
def test_where_both_touched_the_same_lines_a_person_is_asked(yours: str, theirs: str):
    assert merge_texts("One bag.\nTwo.", yours, theirs) is None
    assert merge_texts("One bag.\nTwo.", theirs, yours) is None


@settings(deadline=None)
@given(LINES, LINES)
def test_who_changed_nothing_takes_the_others_text(base: str, changed: str):
    for merged in (merge_texts(base, changed, base), merge_texts(base, base, changed)):
        assert merged.text == changed
    assert merge_texts(base, changed, changed).text == changed


@settings(deadline=None)
@given(LINES, LINES, LINES)
def test_no_line_that_somebody_wrote_is_lost(base: str, yours: str, theirs: str):
    merged = merge_texts(base, yours, theirs)
    if merged is None:
        return
    written = {*yours.split("\n"), *theirs.split("\n")} - {*base.split("\n")}
    assert written <= {*merged.text.split("\n")}


@settings(deadline=None)
@given(UNLIKE, UNLIKE, UNLIKE)
def test_no_line_that_both_have_kept_is_lost(base: list, yours: list, theirs: list):
    merged = merge_texts("\n".join(base), "\n".join(yours), "\n".join(theirs))
    if merged is None:
        return
    assert set(yours) & set(theirs) <= {*merged.text.split("\n")}


@settings(deadline=None)
@given(LINES, LINES, LINES)
def test_it_does_not_matter_who_was_first(base: str, yours: str, theirs: str):
    one, other = merge_texts(base, yours, theirs), merge_texts(base, theirs, yours)
    assert (one is None) == (other is None)
    assert one is None or one.text == other.text


@settings(deadline=None)
@given(st.lists(st.text("ab", max_size=3), min_size=3, max_size=9, unique=True), st.data())
def test_two_changes_with_a_line_between_them_are_both_kept(base: list, data: st.DataObject):
    first = data.draw(st.integers(0, len(base) - 3))
    second = data.draw(st.integers(first + 2, len(base) - 1))
    yours, theirs = [*base], [*base]
    yours[first], theirs[second] = "yours", "theirs"
    merged = merge_texts("\n".join(base), "\n".join(yours), "\n".join(theirs))
    both = [*base]
    both[first], both[second] = "yours", "theirs"
    assert merged.text == "\n".join(both)


@settings(deadline=None)
@given(LINES, LINES, LINES)
def test_the_pieces_are_the_text_and_say_what_went(base: str, yours: str, theirs: str):
    merged = merge_texts(base, yours, theirs)
    if merged is None:
        return
    lines = [line for each in merged.pieces if each.text for line in each.text.split("\n")]
    assert [each for each in lines if each] == [each for each in merged.text.split("\n") if each]
    was = [
        line
        for each in merged.pieces
        for line in (each.gone if each.whose else each.text).split("\n")
    ]
    assert [each for each in was if each] == [each for each in base.split("\n") if each]


@settings(deadline=None)
@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_differences_are_of_both_texts_whole(before: str, after: str):
    changes = differences(before, after)
    assert "".join(each.text for each in changes if each.kind != "new") == before
    assert "".join(each.text for each in changes if each.kind != "gone") == after


def test_a_long_text_is_compared_by_its_lines_and_quickly():
    words = " ".join(f"w{n % 97}" for n in range(2_500))
    changes = differences(f"{words}\nOne.", f"{words}\nTwo.")
    assert [(each.kind, each.text) for each in changes[1:]] == [("gone", "One."), ("new", "Two.")]


class TestFields:
    """By field: whoever changed one has it; both, and it is a text or a person's to settle."""

    def test_each_field_has_whose_it_is(self):
        merging = merge_fields(
            {"headline": "A", "body": BASE, "speaker": "S", "votes": "2,800", "role": "R"},
            {
                "headline": "B",
                "body": BASE + "\n\nMine.",
                "speaker": "S",
                "votes": "2800",
                "role": "X",
            },
            {
                "headline": "A",
                "body": "New.\n\n" + BASE,
                "speaker": "T",
                "votes": "2,810",
                "role": "Y",
            },
            texts=("body",),
            bare=lambda _name, value: str(value).replace(",", ""),
        )
        assert merging.yours == ["headline"]
        assert merging.theirs == ["speaker", "votes"]
        assert list(merging.texts) == ["body"]
        assert merging.clashes == ["role"]
        assert merging.values == {
            "headline": "B",
            "body": f"New.\n\n{BASE}\n\nMine.",
            "speaker": "T",
            "votes": "2,810",
            "role": "X",
        }

    def test_of_what_nobody_knows_how_it_was_only_the_same_is_agreed(self):
        merging = merge_fields({}, {"a": "1", "b": "1"}, {"a": "1", "b": "2"})
        assert (merging.clashes, merging.values) == (["b"], {"a": "1", "b": "1"})

    @settings(deadline=None)
    @given(st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), min_size=3))
    def test_who_changed_nothing_takes_all_of_the_others(self, changed: dict):
        base = dict.fromkeys("abc", 0)
        for yours, theirs in ((changed, base), (base, changed), (changed, changed)):
            merging = merge_fields(base, yours, theirs)
            assert (merging.values, merging.clashes) == (changed, [])
