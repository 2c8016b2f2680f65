"""Words that no table explains, for a coordinator to say what they mean."""

import pytest

from marketplace.queries.everyday_words import is_everyday
from marketplace.queries.unclaimed_words import unclaimed_words
from tests.factories import make_coordinator, make_offer

pytestmark = pytest.mark.django_db


def test_unclaimed_words_leave_out_everyday_words_and_name_the_listings():
    offer = make_offer(title="Bark, helst zyxolit", description="Gärna zyxolit, minst fem lass", visibility="open")

    found = unclaimed_words(make_coordinator())

    words = {word.text: word for word in found.words}
    assert set(words["zyxolit"].listings) == {(offer.pk, offer.title)}
    assert not words.keys() & {"helst", "gärna", "minst", "fem", "lass"}


def test_everyday_words_units_places_and_qualities_are_no_unclaimed_words():
    everyday = ["kategori", "måneden", "leveranser", "fukthalt", "kilogram", "östersund", "oktober", "caco₃"]

    assert [word for word in everyday if not is_everyday(word)] == []
    assert [word for word in ("zyxolit", "trumhugg", "spælsau", "flisning", "slam") if is_everyday(word)] == []


def test_a_word_that_stands_with_anything_names_nothing():
    for material in ("bark", "acid_whey", "raw_wool", "bricks"):
        make_offer(material=material, title="Zyxolit och qvibblor", visibility="open")
    make_offer(material="bark", title="Bark med trumvoxel", visibility="open")

    assert {word.text for word in unclaimed_words(make_coordinator()).words} == {"trumvoxel"}


def test_what_the_listings_are_speaks_for_a_word_before_its_letters_do():
    for _number in range(2):
        make_offer(material="bark", title="Bark med kalkvox", visibility="open")
    make_offer(material="acid_whey", title="Vassle", visibility="open")

    (word,) = unclaimed_words(make_coordinator()).words

    assert word.text == "kalkvox"
    assert (word.proposals[0].code, word.proposals[0].why) == ("bark", "2 listings with the word have it")


def test_a_known_part_of_a_word_speaks_for_it_most():
    make_offer(material="bark", title="Zyxolströ", visibility="open")

    proposals = {word.text: word.proposals for word in unclaimed_words(make_coordinator()).words}["zyxolströ"]

    assert [(each.code, each.why) for each in proposals][:1] == [("bedding", "a part of the word means it")]
