"""The election's page and each contest's, from the first candidate to the last correction."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liveblog import publishing
from liveblog.models import Blog
from liveblog.standings import Standings, cartogram
from results.hexmap import load_hexmap
from results.loading import load_election
from results.models import Contest, Declaration, DeclaredVotes, Election
from results.rehearsal import rehearsal_of
from results.sheets import rebuild
from tests.reader.markup import Element, page_of
from tests.results.night import FIVE_SEATS, at, declare_everything, declare_outturn

MAP = {
    "layout": "odd-r",
    "hexes": {
        "A": {"n": "Northquay", "q": 0, "r": 1},
        "B": {"n": "Southquay", "q": 0, "r": 0},
        "C": {"n": "Millbrook", "q": 1, "r": 0},
    },
}


@pytest.fixture
def night(db: None) -> Election:
    return load_election(FIVE_SEATS)


def page(path: str) -> Element:
    return page_of(Client(), path)


def section(root: Element, heading: str) -> Element:
    return root.one("section", aria_labelledby=heading)


def test_the_list_names_elections_and_no_rehearsal(night):
    rehearsal_of(night, slug="quayshire-2024-rehearsal")
    links = [each["href"] for each in page("/elections/").one("main").all("a")]
    assert links == ["/elections/quayshire-2024/"]


def test_a_rehearsal_says_what_it_is_on_every_page(night):
    rehearsal_of(night, slug="quayshire-2024-rehearsal")
    for path in ("", "northquay/", "?q=quay"):
        root = page(f"/elections/quayshire-2024-rehearsal/{path}")
        assert "Replay, not the real night" in root.one("main").text


def test_before_the_first_declaration_nothing_is_won(night):
    root = page("/elections/quayshire-2024/")
    assert "0 of 5 seats declared, 5 to go · 3 for a majority" in root.one("main").text
    assert "No seat is declared yet." in section(root, "scoreboard").text
    assert not root.all("section", aria_labelledby="closest")


def test_the_scoreboard_has_seats_votes_and_what_is_to_go(night):
    for slug in ("northquay", "southquay"):
        declare_outturn(night, slug)
    root = page("/elections/quayshire-2024/")
    assert "2 of 5 seats declared, 3 to go" in root.one("main").text
    rows = section(root, "scoreboard").one("tbody").all("tr")
    assert [row.one("span", class_="score__long").text for row in rows] == [
        "Orchard",  # one seat each: more votes stand first
        "Harbour",
        "Lantern",
        "Dov Reed",
    ]
    cells = [[cell.text for cell in row.all("td")] for row in rows]
    assert cells[0] == ["1", "+1", "46.1%", "+6.1", "4,700"]
    assert (cells[1][:3], cells[1][4]) == (["1", "−1", "45.1%"], "4,600")


def test_without_a_map_there_are_tiles_by_region(night):
    night.contests.filter(slug="fenside").update(region="Fens")
    rebuild(night)
    declare_outturn(night, "southquay")
    tiles = section(page("/elections/quayshire-2024/"), "map")
    assert [each.text for each in tiles.all("h3")] == ["Fens", "Other contests"]
    labels = [each["aria-label"] for each in tiles.all("a", class_="tile")]
    assert "Southquay: Orchard gain from Harbour, majority 300" in labels
    assert "Fenside: not declared yet" in labels


def test_every_hex_is_a_link_that_says_who_won(night):
    load_hexmap(MAP, election=night)
    declare_outturn(night, "northquay")
    declare_outturn(night, "southquay")
    drawn = section(page("/elections/quayshire-2024/"), "map")
    hexes = {each["href"]: each for each in drawn.all("a", class_="hex")}
    assert len(hexes) == 3
    north = hexes["/elections/quayshire-2024/northquay/"]
    assert north["aria-label"] == "Northquay: Harbour hold, majority 200"
    assert "--c:#00506b" in north["style"]
    south = hexes["/elections/quayshire-2024/southquay/"]
    assert [each.attributes.get("fill") for each in south.all("use")] == [None, "url(#gained)"], (
        "a gain has a texture and not only a colour"
    )
    mill = hexes["/elections/quayshire-2024/millbrook/"]
    assert "style" not in mill.attributes
    assert mill["aria-label"] == "Millbrook: not declared yet"
    unplaced = {each["aria-label"] for each in drawn.all("a", class_="tile")}
    assert unplaced == {"Castle Hill: not declared yet", "Fenside: not declared yet"}


def test_hexes_touch_and_stand_from_the_north_west(night):
    load_hexmap(MAP, election=night)
    drawn = cartogram(Standings(night).contests)
    placed = {each.slug: (float(each.x), float(each.y)) for each in drawn.hexes}
    assert list(placed) == ["northquay", "southquay", "millbrook"]
    (nx, ny), (sx, sy), (mx, my) = placed.values()
    assert (mx - sx, my - sy) == (1, 0)
    assert nx - sx == 0.5, "odd rows stand half a hex further east"
    assert ((nx - sx) ** 2 + (ny - sy) ** 2) ** 0.5 == pytest.approx(1, abs=0.002)


def test_lists_of_the_night(night):
    declare_everything(night)
    root = page("/elections/quayshire-2024/")
    latest = [each.one("a").text for each in section(root, "latest").all("li")]
    assert latest == ["Castle Hill", "Fenside", "Millbrook", "Southquay", "Northquay"]
    gains = section(root, "gains")
    assert gains.one("summary").text == "Orchard gain from Harbour: 1"
    closest = [each.one("a").text for each in section(root, "closest").all("li")]
    assert closest[:2] == ["Castle Hill", "Northquay"]
    turnouts = section(root, "turnout")
    assert "60.4% Northquay" in turnouts.text
    assert "ballot papers verified" in turnouts.text


def test_turnouts_of_different_definitions_are_not_ranked_together(night):
    declare_everything(night)
    ranked = section(page("/elections/quayshire-2024/"), "turnout").text
    assert "Millbrook" not in ranked, "its rejected papers are not known: valid votes only"


def test_regions_count_seats_by_party(night):
    night.contests.filter(slug__in=["northquay", "southquay"]).update(region="Quays")
    rebuild(night)
    declare_everything(night)
    table = section(page("/elections/quayshire-2024/"), "regions")
    quays = next(each for each in table.one("tbody").all("tr") if each.text.startswith("Quays"))
    parties = [each.text for each in table.one("thead").all("th")][2:-1]
    cells = [each.text for each in quays.all("td")]
    assert cells[0] == "2 of 2"
    won = dict(zip(parties, cells[1:-1], strict=True))
    assert won == {"Har": "1", "Orc": "1", "Lan": "0", "Ind": "0"}
    assert cells[-1] == "0"


def test_the_search_finds_by_any_part_of_a_name_without_javascript(night):
    declare_outturn(night, "southquay")
    root = page("/elections/quayshire-2024/?q=QUAY")
    links = [each["href"] for each in root.one("ul", class_="rows").all("a")]
    assert links == [f"/elections/quayshire-2024/{each}quay/" for each in ("north", "south")]
    assert "Orchard gain from Harbour" in root.one("ul", class_="rows").text
    assert root.one("input", name="q")["value"] == "QUAY"


@pytest.mark.parametrize("words", ["zzz", "<script>", "%25", "\U0001f5f3"])
def test_a_search_that_finds_nothing_says_so(night, words):
    response = Client().get("/elections/quayshire-2024/", {"q": words})
    assert response.status_code == 200
    assert "No contest is named like" in response.content.decode()
    assert "<script>" not in response.content.decode().split("<main")[1]


@pytest.mark.parametrize(
    "path",
    ["/elections/nowhere/", "/elections/quayshire-2024/nowhere/", "/elections/no/northquay/"],
)
def test_what_is_not_there_is_not_found(night, path):
    assert Client().get(path).status_code == 404


def test_the_next_reload_after_a_declaration_shows_it(night):
    assert "0 of 5 seats" in page("/elections/quayshire-2024/").one("main").text
    declare_outturn(night, "northquay")
    assert "1 of 5 seats" in page("/elections/quayshire-2024/").one("main").text


def test_the_pages_link_to_the_blogs_that_followed_it(blog: Blog):
    for path in ("", "northquay/"):
        links = [each["href"] for each in page(f"/elections/quayshire-2024/{path}").all("a")]
        assert "/quayshire/" in links


def test_a_blog_cannot_take_the_address_of_the_elections(blog: Blog):
    with pytest.raises(publishing.Refused, match="an address of the site itself"):
        publishing.create_blog(slug="elections", title="X", polling_day=blog.polling_day)


def many(number: int) -> Election:
    """An election of so many seats, two candidates each, half of them declared."""
    baseline = FIVE_SEATS["contests"][0]["baselines"]
    candidates = [
        {"name": "Ada Quill", "party": "harbour"},
        {"name": "Ben Marsh", "party": "orchard"},
    ]
    contests = [
        {"slug": f"c{i}", "name": f"Seat {i}", "electorate": 10_000, "region": f"R{i % 9}"}
        | {"candidacies": candidates, "baselines": baseline}
        for i in range(number)
    ]
    head = {**FIVE_SEATS["election"], "slug": f"many-{number}", "seats": number}
    election = load_election({**FIVE_SEATS, "election": head, "contests": contests})
    declared = list(election.contests.prefetch_related("candidacies")[: number // 2])
    versions = Declaration.objects.bulk_create(
        Declaration(contest=each, version=1, declared_at=at("01:00") + timedelta(seconds=n))
        for n, each in enumerate(declared)
    )
    DeclaredVotes.objects.bulk_create(
        DeclaredVotes(declaration=version, candidacy=candidacy, votes=3_000 - 100 * n)
        for version in versions
        for n, candidacy in enumerate(version.contest.candidacies.all())
    )
    hexes = {f"H{i}": {"n": f"Seat {i}", "q": i % 30, "r": i // 30} for i in range(number)}
    load_hexmap({"layout": "odd-r", "hexes": hexes}, election=election)
    return election


def test_a_page_of_many_contests_asks_no_more_than_a_page_of_few(db):
    asked = []
    for number in (10, 60):
        election = many(number)
        with CaptureQueriesContext(connection) as queries:
            page(f"/elections/{election.slug}/")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 14


def test_a_contest_of_many_asks_no_more_than_one_of_few(db):
    many(60)
    with CaptureQueriesContext(connection) as queries:
        page("/elections/many-60/c3/")
    assert len(queries) <= 11
    assert Contest.objects.count() == 60


def test_the_figures_so_far_are_a_table_to_take_away(night, client):
    declare_outturn(night, "northquay")
    answer = client.get("/elections/quayshire-2024/results.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    votes = {row["candidate"]: row["votes"] for row in rows if row["contest"] == "Northquay"}
    assert votes["Ada Quill"] == "2800"
    assert {row["votes"] for row in rows if row["contest"] == "Southquay"} == {""}
