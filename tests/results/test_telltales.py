"""Which sentences tell how a poll went or how people voted, and which may be out while it is open.

People, parties of Quayshire and sentences are made up.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.checks.telltales import telltales

NAMES = [
    *("Ada Quill", "Ben Marsh", "Cleo Finch", "Dov Reed", "Eve Stone"),
    *("The Harbour Party", "Harbour", "the Orchardists", "the Lantern Party", "Orchard", "Lantern"),
]
SEATS = ["Northquay", "Southquay", "Upper Fenside"]


def found(text: str):
    return telltales(text, year=2024, names=NAMES, contests=SEATS)


TOLD = [
    ("exit poll", "Exit poll puts the Conservatives ahead"),
    ("exit poll", "Exit poll: Labour largest party, 19 short of a majority."),
    ("exit poll", "The exit poll gives 314 seats to the Tories"),
    ("exit poll", "I have seen the exit-poll and it is a landslide."),
    ("exit poll", "A landslide, says the exit poll"),
    ("exit poll", "The exit poll, just out, has the Greens on 30 seats."),
    ("exit poll", "Our exit poll suggests Quill has done it: Harbour is ahead."),
    ("vote", "most voters here told us they voted Green"),
    ("vote", "I voted Labour, said a woman on the steps."),
    ("vote", "“I’ve just voted for Ada Quill,” said a man with a dog."),
    ("vote", "Six in ten people at the school gate said they had voted for change."),
    ("vote", "Voters in the village have switched to the Orchardists, they tell us."),
    ("vote", "Everyone we met backed the Lantern Party."),
    ("vote", "Of those leaving the hall, 55 per cent said they voted for her."),
    ("result", "We hear Labour has held Ilford South"),
    ("result", "X wins with 21,506 votes"),
    ("result", "Harbour has held Northquay."),
    ("result", "**Harbour** has *held* Northquay."),
    ("result", "LAB GAIN Southquay"),
    ("result", "Orchard gain from Harbour in Southquay!"),
    ("result", "Ada Quill is elected."),
    ("result", "Ada Quill has been re-elected with a majority of 200."),
    ("result", "Agents say Quill has won."),
    ("result", "Ben Marsh has conceded."),
    ("result", "Marsh accepts defeat"),
    ("result", "Harbour hold, which they won in 2005, and the Orchardists have lost Southquay."),
    ("result", "The majority is 1,653."),
    ("result", "A swing of 5.2 per cent to Labour"),
    ("result", "Labour 21,506, Conservative 16,102"),
    ("result", "Con 307, Lab 255, LD 59"),
    ("result", "Quill 2,800; Marsh 2,600"),
    ("result", "Labour on 45 per cent in the first boxes."),
    ("result", "45% for the Lib Dems"),
    ("result", "Dov Reed lost his deposit"),
    ("result", "Ada Quill, the newly elected MP"),
    ("result", "Northquay has gone to the Orchardists"),
    ("result", "It is a famous victory for Harbour."),
    ("result", "Sources: she has held Northquay by 200"),
    ("result", "Cleo Finch beats Ada Quill in Northquay."),
    ("result", "Harbour took Upper Fenside from the Orchardists."),
    ("result", "Ada Quill increases her majority."),
    ("result", "He is returned as the member for Southquay."),
    ("result", "The first Lantern gain of the night!"),
    ("result", "A 5.5 per cent swing from Harbour, the biggest since 1931"),
    ("exit poll", "Exit poll: the worst for Labour since 1983"),
    ("forecast", "Harbour are ahead in Northquay."),
    ("forecast", "Tellers’ figures put Ada Quill well in front."),
    ("forecast", "Labour will win this comfortably."),
    ("forecast", "The Conservatives are set to lose Northquay"),
    ("forecast", "Northquay is too close to call."),
    ("forecast", "We are heading for a hung parliament."),
    ("forecast", "The Greens lead by a street."),
]

LET_THROUGH = [
    "The result is expected at 4am",
    "Polls close at 10pm",
    "She won a raffle",
    "In 2005 Lee Scott won with a majority of 1,653",
    "In 2005, Lee Scott won with a majority of 1,653.",
    "Turnout at 4pm was 41 per cent",
    "Ada Quill voted at St Mary’s School at 9am.",
    "Who will win Northquay?",
    "Has Labour held Ilford South? Nobody knows before 10pm.",
    "The exit poll is published at 10pm.",
    "There will be no exit poll in Quayshire tonight.",
    "It is an offence to publish an exit poll before 10pm.",
    "The exit poll of 2019 gave Labour 191 seats.",
    "Labour needs a swing of 5 per cent to take the seat.",
    "Harbour would need 326 seats for a majority.",
    "Ada Quill hopes to hold Northquay.",
    "Ben Marsh is fighting to win the seat from Harbour.",
    "Harbour are defending a majority of 600 votes.",
    "If Labour wins here, it wins everywhere.",
    "Whether the Orchardists can hold Southquay is the question of the night.",
    "Labour has held Ilford South since 1992.",
    "Harbour held a rally on the quay this morning.",
    "Ben Marsh won the toss and speaks first.",
    "Cleo Finch lost her voice on the last day.",
    "Ada Quill took the bus to the polling station.",
    "“Vote Labour,” says the poster on the bus.",
    "People voting for the first time were given a rosette.",
    "By 6pm 23,400 people had voted, the returning officer says.",
    "The queue was 80 voters long at 9.40pm.",
    "Turnout is up 5 points on 2019.",
    "The count is behind schedule.",
    "Labour activists are out in force ahead of the close of poll.",
    "An opinion poll published on Sunday put the Conservatives ahead.",
    "The four candidates for Northquay are Ada Quill, Ben Marsh, Cleo Finch and Dov Reed.",
    "Last time Harbour won Northquay by 600 votes.",
    "Five years ago the Orchardists took Southquay.",
    "The sitting Labour member, first elected in 2010, does not stand again.",
    "There are 10,000 electors in Northquay and 12 polling stations.",
    "The ballot boxes have arrived; verification begins at 10.15pm.",
    "A man volunteered to fetch the tea.",
    "The returning officer will declare the result when the votes are counted.",
    "The Conservatives were first to arrive, with 12 tellers.",
    "Labour and the Greens have 40 and 12 activists here.",
    "Rain stopped at noon and the sun came out for the voters.",
    "Photographs inside polling stations are not allowed.",
    "He beat the traffic and arrived at 9pm.",
    "The Greens held their breath while the machine was mended.",
    "Dov Reed is elected unopposed in Upper Fenside.",
    "Nobody has won anything yet, says Ada Quill.",
]


@pytest.mark.parametrize(("what", "text"), TOLD, ids=[text[:40] for _, text in TOLD])
def test_what_tells_is_found_with_its_words(what: str, text: str):
    assert {each.what for each in found(text)} == {what}
    plain = text.replace("*", "")
    assert all(each.phrase in plain for each in found(text))


@pytest.mark.parametrize("text", LET_THROUGH, ids=[text[:40] for text in LET_THROUGH])
def test_what_does_not_tell_is_let_through(text: str):
    assert found(text) == []


@pytest.mark.parametrize(("what", "text"), TOLD[::4], ids=[text[:40] for _, text in TOLD[::4]])
@pytest.mark.parametrize(
    "beside", ["In 2019 it rained. {}", "{}\nThe queue is long.", "Quiet here.\n\n> {}"]
)
def test_other_sentences_hide_nothing(what: str, text: str, beside: str):
    assert {each.what for each in found(beside.format(text))} == {what}


def test_a_year_excuses_only_its_own_clause():
    assert found("Harbour, who won in 2019, have held Northquay.")
    assert found("Northquay, Labour since 2019 and before that Orchard, has gone to Harbour.")
    assert not found("Harbour, who won Northquay in 2019, defend it tonight.")
    assert found("In 2024 Harbour won Northquay.")  # the year of the poll itself is no past


def test_without_a_roster_the_parties_are_known():
    assert telltales("Labour has held Ilford South", year=2010)
    assert not telltales("Ada Quill held on to her hat.", year=2010)


@given(st.text(max_size=300))
def test_no_text_is_too_much_for_it(text: str):
    for each in found(text):
        assert each.phrase


@given(st.lists(st.sampled_from([*LET_THROUGH]), min_size=1, max_size=5))
def test_what_is_let_through_is_let_through_together(sentences: list[str]):
    assert found("\n".join(sentences)) == []
