"""What a line says of a listing: everything is a proposal, and only what is sure is ticked."""

from datetime import date

import pytest

from marketplace.queries.understanding import LONGEST_LINE, understand_line
from matching.codes import Question
from matching.knowledge import load_knowledge
from tests.factories import make_firm, make_site

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def firm():
    return make_firm()


def understand(text, firm, *, side="offer", language="sv", on=DAY):
    return understand_line(text, side=side, firm=firm, language=language, on=on)


def codes(understanding):
    return [each.code for each in understanding.codes]


def materials(understanding):
    return [each.code for each in understanding.materials]


def readings(understanding):
    return [(each.amount, each.unit, each.rhythm) for each in understanding.amounts]


# --- material


def test_a_line_says_what_how_much_how_often_and_where(firm):
    site = make_site(firm, municipality="SE-2305", locality="Bräcke")

    understood = understand("30 m³ sågspån i veckan, Bräcke", firm)

    assert (understood.thing, understood.sure_material) == ("sågspån", "sawdust")
    assert understood.materials[0].words == ("sågspån",)
    assert readings(understood) == [(30, "m3", "week")]
    assert understood.amounts[0].words == ("30 m³", "i veckan")
    assert [(each.word, each.sites) for each in understood.places] == [("Bräcke", (site,))]


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [("vassle från osttillverkning", "sv", "sweet_whey"), ("fiskavskjær", "nb", "fish_trimmings")],
)
def test_an_unsure_material_is_proposed_and_not_ticked(firm, text, language, first):
    understood = understand(text, firm, language=language)

    assert first in materials(understood)
    assert understood.sure_material == ""


def test_a_word_that_reads_the_same_in_two_ways_ticks_none(firm):
    understood = understand("lastpallar", firm)

    assert set(materials(understood)) >= {"eur_pallets", "one_way_pallets"}
    assert understood.sure_material == ""


def test_a_group_is_proposed_as_its_materials(firm):
    understood = understand("slam", firm)

    assert len(understood.materials) == 4
    assert {load_knowledge().materials[code].parent for code in materials(understood)} == {"sludges_digestate"}
    assert understood.sure_material == ""


def test_a_false_friend_is_read_in_the_readers_language(firm):
    assert understand("mask", firm, language="nb").sure_material == "brewers_spent_grain"
    assert understand("mask", firm, language="sv").sure_material == ""


@pytest.mark.parametrize("text", ["30 m³ sågspån i veckan", "30 m³ sawdust a week"])
def test_who_reads_english_may_write_any_language(firm, text):
    understood = understand(text, firm, language="en")

    assert understood.sure_material == "sawdust"
    assert understood.language == ("en" if "sawdust" in text else "sv")


@pytest.mark.parametrize("text", ["", "   ", "hej", "???", "xyzzy plugh", "x" * LONGEST_LINE, "1", "\0", "😀"])
def test_of_words_that_mean_nothing_nothing_is_understood(firm, text):
    understood = understand(text, firm)

    assert understood.is_empty
    assert understood.sure_material == understood.sure_use == ""


# --- use


def test_a_need_may_say_what_it_is_for(firm):
    understood = understand("strö till hästar", firm, side="need")

    assert [(each.code, each.words) for each in understood.uses] == [("bedding", ("strö till hästar",))]
    assert understood.sure_use == "bedding"


def test_an_offer_is_not_read_for_a_use(firm):
    assert understand("strö till hästar", firm).uses == ()


def test_a_use_in_another_language_is_not_ticked(firm):
    understood = understand("horse bedding", firm, side="need")

    assert [each.code for each in understood.uses] == ["bedding"]
    assert understood.sure_use == ""


# --- amount


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5 ton bark", [(5, "t", "")]),
        ("bark, varje vecka 5 ton", [(5, "t", "week")]),
        ("20-30 ton bark i månaden", [(20, "t", "month"), (25, "t", "month"), (30, "t", "month")]),
        ("5 ton i veckan eller 200 ton om året, bark", [(5, "t", "week"), (200, "t", "year")]),
        ("5 ton bark i veckan, 200 ton på lager", [(5, "t", "week"), (200, "t", "")]),
        ("2 MWh i timmen överskottsvärme", [(2, "MWh", "")]),
        ("bark i veckan", []),
    ],
)
def test_every_amount_is_told_with_the_rhythm_that_belongs_to_it(firm, text, found):
    assert readings(understand(text, firm)) == found


# --- quality


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("sågspån, fukthalt 50–55 %", "sv", [("moisture", 50, 55)]),
        ("fiskeslam 12 % TS 1200 tonn/år, Namsos", "nb", [("dry_matter", 12, 12)]),
        ("flis under 15 % fukt", "sv", [("moisture", None, 15)]),
        ("ensilasje, pH 3,8, fettinnhold 22 %", "nb", [("fat", 22, 22), ("ph", 3.8, 3.8)]),
        ("spillvärme 2 MW, 35 grader", "sv", [("temperature", 35, 35), ("power", 2000, 2000)]),
        ("waste heat, at least 60 degrees, 500 kW", "en", [("temperature", 60, None), ("power", 500, 500)]),
        ("fisk under 4 °C", "sv", []),  # of a material, not of heat
        ("bark, fukt 50 %, ibland fukt 60 %", "sv", []),
        ("bark, fukt 150 %", "sv", []),
        ("bark 20 % rabatt", "sv", []),
    ],
)
def test_figures_of_quality_are_told_where_they_are_plain(firm, text, language, found):
    told = understand(text, firm, language=language).qualities

    assert [(each.code, each.low, each.high) for each in told] == found


# --- place


def test_a_municipality_means_all_its_sites(firm):
    sites = (
        make_site(firm, municipality="SE-2326", locality="Hackås"),
        make_site(firm, municipality="SE-2326", locality="Åsarna"),
    )

    (place,) = understand("bark i Berg", firm).places

    assert place.sites == sites


def test_a_place_is_none_of_the_sites_elsewhere(firm):
    make_site(firm, municipality="SE-2321", locality="Järpen")
    make_site(make_firm(), municipality="SE-2321", locality="Åre")

    (place,) = understand("bark, Åre", firm).places

    assert place.sites == ()
    assert [each.code for each in place.places] == ["SE-are"]


# --- waste code


def test_a_mirror_pair_comes_with_the_question_that_decides(firm):
    understood = understand("sågspån", firm)

    found = {each.code: (each.hazardous, each.question, each.partners) for each in understood.codes}
    assert found["030105"] == (False, Question.HAZARDOUS_SUBSTANCES, ("030104",))
    assert found["030104"] == (True, Question.HAZARDOUS_SUBSTANCES, ("030105",))


def test_a_code_that_is_always_hazardous_asks_whether_it_is_really_this(firm):
    first = understand("spillolja", firm).codes[0]

    assert (first.hazardous, first.question) == (True, Question.HAZARDOUS_ALWAYS)


def test_only_codes_that_the_firms_country_has_on_that_day_are_proposed(firm):
    found = [codes(understand("oljebasert borevæske", each, language="nb")) for each in (firm, make_firm(country="NO"))]

    assert ["165071" in each for each in found] == [False, True]


@pytest.mark.parametrize("text", ["överskottsvärme", "släpvagn att låna", "lagerlokal"])
def test_what_is_no_waste_gets_no_code(firm, text):
    assert codes(understand(text, firm)) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("40 rundballer gammelt høy", "nb"),
        ("rundballer med gammelt høy", "nb"),
        ("gammalt hö i rundbalar", "sv"),
        ("old hay in round bales", "en"),
    ],
)
def test_what_only_looks_like_another_thing_is_not_proposed(firm, text, language):
    understood = understand(text, firm, language=language)

    assert (understood.sure_material, codes(understood)) == ("surplus_forage", ["020103"])
    assert not {"track_ballast", "scrap_steel", "low_grade_wool", "surplus_bread"} & {*materials(understood)}


def test_a_need_gets_no_code(firm):
    assert codes(understand("sågspån", firm, side="need")) == []


def test_a_choice_stays_short(firm):
    for text in ("plast trä metall papper glas", "avfall", "slam", "spillolja"):
        understood = understand(text, firm)

        assert max(len(understood.materials), len(understood.codes)) <= 4


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("5 ton potatis från 1 maj", date(2027, 5, 1), None),
        ("halm, finns från september", date(2026, 9, 1), None),
        ("äpplen 500 kg t.o.m. 31 oktober", None, date(2027, 10, 31)),
        ("snö från 1 januari, t.o.m. mars", date(2027, 1, 1), date(2027, 3, 31)),
        ("bark från 1 maj eller från 1 juni, till 1 juli", None, date(2027, 7, 1)),
    ],
)
def test_days_without_a_year_are_the_next_or_one_just_gone(firm, text, start, end):
    window = understand(text, firm).window

    assert (window.start, window.end) == (start, end)


def test_an_end_before_the_start_is_no_window(firm):
    assert understand("bark från 1 maj 2027, till 1 mars 2027", firm).window is None
