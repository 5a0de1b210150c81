from results.importing.people import pair_up
from results.models import Party

LAB = Party(slug="lab", ec_id="PP53")
CON = Party(slug="con", ec_id="PP52")
IND = Party(slug="ind", is_independent=True)
YPP = Party(slug="ypp", name="YPP")
YOUNG = Party(slug="young", name="Young People's Party")


def test_a_partys_only_candidate_for_one_seat_is_found_however_spelt():
    rows, standing = [("Dinah Mulholand", LAB)], [("Di Mulholland", LAB)]
    assert pair_up(rows, standing, seats=1) == [0]
    assert pair_up(rows, standing, seats=2) == [None]


def test_two_candidates_of_one_name_are_told_apart_by_their_parties():
    standing = [("Greg Smith", CON), ("Greg Smith", LAB)]
    assert pair_up([("Greg Smith", LAB), ("Greg Smith", CON)], standing, seats=1) == [1, 0]


def test_one_person_under_two_writings_of_a_party_is_one():
    assert pair_up([("Jon Ash", YPP)], [("Jon Ash", YOUNG)], seats=1) == [0]


def test_independents_are_never_paired_by_being_independent():
    assert pair_up([("Tim Lord", IND)], [("Ann Love", IND)], seats=1) == [None]
    assert pair_up([("Ann Mary Love", IND)], [("Ann Love", IND)], seats=1) == [0]


def test_an_uncertain_pair_does_not_take_a_certain_ones_place():
    standing = [("Bo Quill", LAB), ("Ada Quill", LAB)]
    rows = [("Bo Ada Quill", LAB), ("Ada Quill", LAB)]
    assert pair_up(rows, standing, seats=3) == [0, 1]


def test_of_two_who_fit_nobody_is_chosen():
    standing = [("Ann Bell", IND), ("Ann Mary Bell", IND)]
    assert pair_up([("Ann Jane Bell", IND)], standing, seats=1) == [None]
