"""What sets one lot apart from another: species, substance, state, where it is from."""

import pytest

from matching.knowledge import load_knowledge
from matching.words.opposites import OPPOSITES
from matching.words.reading import Reader
from matching.words.traits import TraitFinder

KNOWLEDGE = load_knowledge()
FINDER, READER = TraitFinder(KNOWLEDGE), Reader(KNOWLEDGE)


def told(text, language):
    return set(FINDER.find(text, language).weights)


def read(title, language, description=""):
    (reading,) = READER.read([(title, description, language)])
    return reading


@pytest.mark.parametrize(
    ("swedish", "norwegian", "code"),
    [
        ("virke av lärk", "materialer av lerk", "trait:larch"),
        ("lärkplank", "lerkeplank", "trait:larch"),
        ("fårhudar", "sauehuder", "trait:sheep"),
        ("spill från väveri", "rester fra veveri", "trait:knitting_origin"),
        ("saltade hudar", "saltede huder", "quality:salted"),
        ("hampsäckar", "hampesekker", "trait:sack"),
        ("spill från väveriet", "rester fra veveriet", "trait:knitting_origin"),
        ("potatis", "poteter", "trait:potato"),
        ("elmotorer", "elmotorer", "trait:engine"),
    ],
)
def test_find_gives_both_countries_the_same_code(swedish, norwegian, code):
    assert code in told(swedish, "sv") & told(norwegian, "nb")


@pytest.mark.parametrize(
    ("text", "swedish", "norwegian"),
    [
        ("syre", "trait:oxygen_kind", "trait:acid"),
        ("glass", "trait:ice_cream", "trait:glass_substance"),
        ("korn", "trait:barley", "trait:grain_kind"),
        ("rom", "trait:roe_part", ""),
        ("ull", "trait:wool", "trait:wool"),
        ("fat", "trait:drum_kind", "trait:drum_kind"),
    ],
)
def test_find_reads_each_language_for_itself(text, swedish, norwegian):
    assert {code for code in told(text, "sv") if code.startswith("trait:")} == ({swedish} - {""})
    assert {code for code in told(text, "nb") if code.startswith("trait:")} == ({norwegian} - {""})


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("rens av röding", "sv", "trait:red"),
        ("blandat skrot", "sv", "trait:tap_fitting"),
        ("tørrstoff", "nb", "trait:textile_substance"),
        ("kasserte klær", "nb", "trait:crate"),
        ("ballast", "nb", "trait:bale_wrap"),
        ("8 ton", "sv", "trait:ink"),
    ],
)
def test_find_is_not_led_astray_by_stems_and_parts(text, language, code):
    assert code not in told(text, language)


def test_find_weighs_a_word_above_a_part():
    assert (
        FINDER.find("bly", "sv").weights["trait:lead_metal"] > FINDER.find("blyrör", "sv").weights["trait:lead_metal"]
    )


def test_find_keeps_what_a_thing_is_free_from_as_a_quality_alone():
    weights = FINDER.find("virke fritt från spik", "sv").weights

    assert weights["quality:free_of_nails"] > 0 > weights["trait:fastener"]


def test_find_holds_what_is_told_against_its_opposite():
    weights = FINDER.find("torr flis", "sv").weights

    assert weights["quality:dry"] > 0 > weights["quality:moist"]


def test_find_holds_nothing_against_what_is_told_itself():
    weights = FINDER.find("torr och fuktig flis", "sv").weights

    assert min(weights["quality:dry"], weights["quality:moist"]) > 0


def test_opposites_are_traits_that_words_can_tell():
    assert set(OPPOSITES) <= set(FINDER.traits)
    assert all(code in OPPOSITES[other] for code, others in OPPOSITES.items() for other in others)


def test_find_says_nothing_of_a_text_in_no_language():
    assert FINDER.find("12 345", "").weights == {}


@pytest.mark.parametrize("text", ["betong utan tegel", "betong, ej tegel", "betong fri från tegel"])
def test_read_leaves_out_what_a_thing_is_without(text):
    assert "bricks" not in read(text, "sv").mentions
    assert "concrete" in read(text, "sv").mentions


def test_read_weighs_what_a_thing_is_for_and_comes_with_less():
    reading = read("bark till kompost, i storsäck", "sv")

    assert reading.mentions["bark"].weight > 2 * reading.mentions["compost"].weight
    assert reading.mentions["bark"].weight > reading.mentions["big_bags"].weight


@pytest.mark.parametrize("text", ["bark, 8 ton", "bark, 3 pallar", "bark, 20 m³ i veckan"])
def test_read_takes_an_amount_for_no_thing(text):
    reading = read(text, "sv")

    assert set(reading.mentions) == set(read("bark", "sv").mentions)
    assert len(reading.left) == 0


def test_read_knows_a_thing_from_an_amount():
    assert "eur_pallets" in read("120 pallar", "sv").mentions


def test_read_keeps_what_a_thing_is_without_as_speaking_against_it():
    reading = read("betong utan tegel", "sv")

    assert reading.traits["bricks"] < 0 < reading.mentions["concrete"].weight


def test_read_forgives_slips_of_the_pen():
    assert read("kuttterspån", "sv").mentions == read("kutterspån", "sv").mentions


def test_read_keeps_the_words_that_nothing_explains():
    assert len(read("kutterspån", "sv").left) == 0
    assert len(read("kutterspån xylofon", "sv").left) > 0


def test_read_counts_a_form_less_than_a_material():
    assert (
        read("avskär", "sv").mentions["fish_trimmings"].weight
        < read("fiskrens", "sv").mentions["fish_trimmings"].weight
    )
