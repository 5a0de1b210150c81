"""A HexJSON file gives each contest its place, or says by path why it cannot."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from results.hexmap import HexMapRefused, load_hexmap
from results.models import Election, Hex

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "hex"


def hexjson(layout: str = "odd-r", **hexes: dict) -> dict:
    return {"layout": layout, "hexes": hexes}


def places(election: Election) -> dict[str, tuple[int, int]]:
    return {
        each.contest.slug: (each.column, each.row)
        for each in Hex.objects.filter(contest__election=election).select_related("contest")
    }


def test_contests_are_found_by_code_and_then_by_name(borough_night):
    borough_night.contests.filter(slug="northquay").update(gss_code="E14000001")
    placed = load_hexmap(
        hexjson(
            E14000001={"n": "A name of another spelling", "q": 0, "r": 1},
            X1={"n": "CASTLE-HILL", "q": 3, "r": -2},
            X2={"n": "Nowhere", "q": 9, "r": 9},
        ),
        election=borough_night,
    )
    assert places(borough_night) == {"northquay": (0, 1), "castle-hill": (3, -2)}
    assert placed.placed == 2
    assert set(placed.contests_left_out) == {"Southquay", "Millbrook", "Fenside"}
    assert placed.hexes_left_out == ["Nowhere (X2)"]


@pytest.mark.parametrize(
    ("on_the_map", "in_the_election"),
    [
        ("Ynys Môn", "Ynys Mon"),
        ("Kingston & Surbiton", "Kingston and Surbiton"),
        ("King’s Lynn", "Kings Lynn"),
    ],
)
def test_names_are_the_same_but_for_accents_and_punctuation(
    borough_night, on_the_map, in_the_election
):
    borough_night.contests.filter(slug="fenside").update(name=in_the_election)
    load_hexmap(hexjson(X={"n": on_the_map, "q": 1, "r": 1}), election=borough_night)
    assert places(borough_night) == {"fenside": (1, 1)}


def test_a_name_that_two_hexes_have_is_nobodys(borough_night):
    two = {"n": "Fenside", "q": 0, "r": 0}, {"n": "Fenside", "q": 1, "r": 0}
    with pytest.raises(HexMapRefused, match="none is of a contest"):
        load_hexmap(hexjson(A=two[0], B=two[1]), election=borough_night)


def test_even_rows_are_moved_to_be_odd_ones(borough_night):
    document = hexjson("even-r", X={"n": "Fenside", "q": 4, "r": 2})
    load_hexmap(document, election=borough_night)
    assert places(borough_night) == {"fenside": (4, 3)}


def test_a_map_loaded_again_replaces_the_one_before(borough_night):
    load_hexmap(hexjson(X={"n": "Fenside", "q": 0, "r": 0}), election=borough_night)
    load_hexmap(hexjson(X={"n": "Northquay", "q": 5, "r": 5}), election=borough_night)
    assert places(borough_night) == {"northquay": (5, 5)}


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (None, "layout: should be odd-r or even-r, not None."),
        (hexjson("odd-q", X={"q": 0, "r": 0}), "layout: should be odd-r or even-r, not 'odd-q'."),
        ({"layout": "odd-r"}, "hexes: should be an object with a hex for each contest."),
        (hexjson(X={"n": "Fenside", "q": "0", "r": 0}), "hexes.X.q: should be a whole number"),
        (hexjson(X={"n": "Fenside", "q": 0, "r": 1e9}), "hexes.X.r: should be a whole number"),
        (hexjson(X="Fenside"), "hexes.X.q: should be a whole number, not None."),
        (
            hexjson(X={"n": "Fenside", "q": 0, "r": 0}, Y={"n": "Northquay", "q": 0, "r": 0}),
            "hexes.Y: stands where another hex stands.",
        ),
    ],
)
def test_what_is_no_map_is_refused_by_its_path(borough_night, document, problem):
    load_hexmap(hexjson(X={"n": "Millbrook", "q": 2, "r": 2}), election=borough_night)
    with pytest.raises(HexMapRefused) as refused:
        load_hexmap(document, election=borough_night)
    assert any(each.startswith(problem) for each in refused.value.problems)
    assert places(borough_night) == {"millbrook": (2, 2)}, "the map before stays"


def test_one_hex_cannot_stand_for_two_contests(borough_night):
    borough_night.contests.filter(slug="fenside").update(gss_code="E1")
    document = hexjson(E1={"n": "Northquay", "q": 0, "r": 0})
    with pytest.raises(HexMapRefused, match="stands for Northquay and for another contest"):
        load_hexmap(document, election=borough_night)


def test_the_command_says_what_it_placed_and_what_it_left_out(borough_night, tmp_path, capsys):
    path = tmp_path / "map.hexjson"
    path.write_text(json.dumps(hexjson(X={"n": "Fenside", "q": 0, "r": 0})))
    call_command("load_hexmap", str(path), election="quayshire-2024")
    told = capsys.readouterr().out
    assert "Quayshire 2024: 1 contests have their place on the map." in told
    assert "Without a hex (4)" in told


@pytest.mark.parametrize(
    ("content", "slug", "why"),
    [
        ("{}", "nowhere", "There is no election “nowhere”."),
        ("{", "quayshire-2024", "is not JSON"),
        ("{}", "quayshire-2024", "layout: should be odd-r or even-r"),
    ],
)
def test_the_command_refuses_in_one_clear_line(borough_night, tmp_path, content, slug, why):
    path = tmp_path / "map.hexjson"
    path.write_text(content)
    with pytest.raises(CommandError, match=why):
        call_command("load_hexmap", str(path), election=slug)


def test_the_command_names_a_file_that_is_not_there(borough_night, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_hexmap", str(tmp_path / "none"), election="quayshire-2024")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published maps are not here")
@pytest.mark.parametrize("path", sorted(SHARED.glob("*.hexjson")), ids=lambda path: path.stem)
def test_a_published_map_is_read_whole(borough_night, path):
    document = json.loads(path.read_text())
    code, first = next(iter(document["hexes"].items()))
    borough_night.contests.filter(slug="fenside").update(gss_code=code)
    placed = load_hexmap(document, election=borough_night)
    assert places(borough_night) == {"fenside": (first["q"], first["r"])}
    assert len(placed.hexes_left_out) == 649
