"""What the device works out by itself is what the server works out: compared, figure by figure."""

import json
import random
import subprocess
from typing import Any

from django.contrib.auth.models import User
from num2words import num2words

from liveblog import publishing
from liveblog.desk.roster import roster
from liveblog.models import Blog
from results.foreseeing import foresee_declaration
from results.models import Contest
from tests.desk.sent import NOW
from tests.servers import ROOT, need

STANDING = """
import { standing, tally, swingInWords } from "./static/liveblog/desk/count.js";
const { roster, cases } = JSON.parse(await new Response(process.stdin).text());
const told = cases.map(({ key, votes, lotWinner }) => {
  const contest = roster.contests.find((each) => each.key === key);
  const found = standing({ contest, parties: roster.parties, votes, lotWinner });
  const sums = tally({ votes: contest.candidates.map((each) => votes[each.slug]), seats: 1 });
  return {
    outcome: found.outcome.text,
    majority: sums.majority,
    shares: Object.fromEntries(contest.candidates.map((each, i) => [each.slug, sums.shares[i]])),
    swing: found.swing && [found.swing.tenths, found.swing.from.slug, found.swing.to.slug],
    words: found.swing && swingInWords(found.swing),
  };
});
console.log(JSON.stringify(told));
"""
WORDS = """
import { inWords } from "./static/liveblog/desk/words.js";
const numbers = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(numbers.map(inWords)));
"""


def in_node(script: str, given: Any) -> Any:
    done = subprocess.run(
        [need("node"), "--input-type=module", "--eval", script],
        cwd=ROOT,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_numbers_are_said_as_num2words_says_them() -> None:
    chance = random.Random(1852)
    numbers = [
        *range(1, 1_300),
        *(10**power + more for power in range(3, 9) for more in (0, 1, 10, 99, 100, 110)),
        *(chance.randrange(10 ** chance.randrange(1, 10)) or 1 for _ in range(1_500)),
        999_999_999,
    ]
    ours = in_node(WORDS, numbers)
    theirs = [num2words(each, lang="en_GB").replace(",", "") for each in numbers]
    assert ours == theirs


def test_outcome_majority_shares_and_swing_are_those_of_the_card(
    blog: Blog, contests: list[Contest], rosa: User
) -> None:
    election = contests[0].election
    seats = [election.contests.get(slug=slug) for slug in SEATS]
    publishing.follow_contests(blog=blog, contests=seats)
    chance = random.Random(1852)
    cases = [_case(seat, chance) for seat in seats for _ in range(12)]
    ours = in_node(STANDING, {"roster": roster(blog), "cases": cases})
    by_slug = {each.slug: each for each in seats}
    assert [_plain(told) for told in ours] == [_by_server(by_slug[c["key"]], c) for c in cases]
    assert len({told["outcome"] for told in ours}) > 8, "the cases are too much alike"
    assert sum(told["swing"] is not None for told in ours) > 20


SEATS = ("northquay", "southquay", "millbrook", "castle-hill", "fenside")


def _case(seat: Contest, chance: random.Random) -> dict[str, Any]:
    people = [each.slug for each in seat.candidacies.all()]
    votes = {slug: chance.randrange(1, 1_200) for slug in people}
    if chance.random() < 0.2:  # two at the top are level, and the lot decides
        votes[people[0]] = votes[people[1]] = 1_250
    most = max(votes.values())
    level = [slug for slug in people if votes[slug] == most]
    lot = chance.choice(level) if len(level) > 1 else ""
    return {"key": seat.slug, "votes": votes, "lotWinner": lot}


def _by_server(seat: Contest, case: dict[str, Any]) -> dict[str, Any]:
    foreseen = foresee_declaration(
        seat, votes=case["votes"], declared_at=NOW, lot_winner=case["lotWinner"] or None
    )
    card = foreseen.card
    assert card is not None, foreseen.findings
    swing = card["swing"]
    return {
        "outcome": card["outcome"]["text"],
        "majority": card["majority"],
        "shares": {each["slug"]: round(each["share"] * 10) for each in card["candidacies"]},
        "swing": swing
        and [round(swing["points"] * 10), swing["from"]["slug"], swing["to"]["slug"]],
    }


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "words"}
