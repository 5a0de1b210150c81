import pytest

from results.importing.parties import PartyBook, is_others, joint_label, known_parties
from results.importing.rows import PartyLabel
from results.models import Party

PAPER, NIGHT = "#ffffff", "#15181c"


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        (PartyLabel("Labour and Co-operative"), "lab"),
        (PartyLabel("Labour (Co-op)"), "lab"),
        (PartyLabel("Lab Co-op"), "lab"),
        (PartyLabel("", "Lab Coop"), "lab"),
        (PartyLabel("Labour and Co-operative Party", ec_id="joint-party:53-119"), "lab"),
        (PartyLabel("", "C"), "con"),
        (PartyLabel("CON"), "con"),
        (PartyLabel("Conservative and Unionist Party", ec_id="party:51"), "con"),
        (PartyLabel("Speaker"), "spk"),
        (PartyLabel("Speaker seeking re-election", ec_id="ynmp-party:12522"), "spk"),
        (PartyLabel("Independent", ec_id="ynmp-party:2"), "ind"),
        (PartyLabel("Independent 2 etc.", "IND2V"), "ind"),
        (PartyLabel("The Brexit Party", "BRX", "PP7931"), "ruk"),
        (PartyLabel("Sinn Fein"), "sf"),
        (PartyLabel(""), "ind"),
        (PartyLabel("", ec_id="PP99999"), "pp99999"),
    ],
)
def test_aliases_and_joint_labels_are_one_party(db, label, slug):
    assert PartyBook().find(label).slug == slug


@pytest.mark.parametrize(
    ("gss_code", "slug"),
    [
        ("E14000759", "green"),
        ("W07000049", "green"),
        ("", "green"),
        ("S14000001", "green-scotland"),
        ("N06000013", "green-ni"),
    ],
)
def test_green_is_three_parties_told_apart_by_nation(db, gss_code, slug):
    assert PartyBook().find(PartyLabel("Green Party", "Green"), gss_code=gss_code).slug == slug


def test_a_registration_goes_before_a_name(db):
    book = PartyBook()
    assert book.find(PartyLabel("Green Party", "Green", "PP130")).slug == "green-scotland"
    other = book.find(PartyLabel("Labour", ec_id="PP99999"))
    assert (other.slug, other.ec_id) == ("labour", "PP99999")


def test_two_parties_of_one_abbreviation_stay_two(db):
    book = PartyBook()
    one = book.find(PartyLabel("Castle First", "CF", "PP90001"))
    two = book.find(PartyLabel("Coast Forward", "CF", "PP90002"))
    assert (one.slug, two.slug) == ("cf", "cf-2")


def test_what_is_on_record_is_used_and_keeps_its_colour(db):
    desk = Party.objects.create(
        slug="labour", name="Labour Party", short_name="Labour", abbreviation="L",
        colour="#aa0000", ec_id="PP53",
    )  # fmt: skip
    book = PartyBook()
    assert book.find(PartyLabel("Labour and Co-operative")) == desk
    assert not book.new


def test_a_party_is_written_only_when_somebody_stands_for_it(db):
    book = PartyBook()
    book.find(PartyLabel("Labour"))
    book.find(PartyLabel("Conservative"))
    book.save(["lab", "lab"])
    assert [each.slug for each in Party.objects.all()] == ["lab"]


def test_all_the_others_together_are_no_party():
    assert is_others(PartyLabel("Others (not itemised)", "Oth"))
    assert not is_others(PartyLabel("Independent"))


def test_no_two_parties_of_the_table_claim_one_registration_or_slug():
    numbers = [number for each in known_parties() for number in each.ec_ids]
    slugs = [each.slug for each in known_parties()]
    assert len(set(numbers)) == len(numbers)
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("known", known_parties(), ids=lambda each: each.slug)
def test_colours_are_told_from_paper_and_from_night(db, known):
    party = Party(**known.fields)
    party.full_clean()
    assert contrast(party.colour, PAPER) >= 3.9
    assert contrast(party.colour_dark, NIGHT) >= 4.5


def contrast(one, other):
    """WCAG 2's ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("label", "ec_id"),
    [
        ("Labour and Co-operative", ""),
        ("Labour and Co-operative Party", ""),
        ("Labour (Co-op)", ""),
        ("Lab Coop", ""),
        ("Lab Co-op", ""),
        ("Labour Party", "joint-party:53-119"),
    ],
)
def test_every_joint_label_is_described_alike(label, ec_id):
    assert joint_label(label, ec_id) == "Labour and Co-operative"


@pytest.mark.parametrize("label", ["Labour", "Co-operative Party", "Conservative", ""])
def test_other_labels_are_not_joint(label):
    assert joint_label(label, "PP53") == ""
