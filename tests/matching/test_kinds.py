"""What listings are about, by statement or by words."""

import pytest

from matching.kinds import Told, kind_reader
from matching.knowledge import load_knowledge
from matching.records import Resource
from tests.matching.made import need, offer

KNOWLEDGE = load_knowledge()
READ, READ_RESOURCE = kind_reader(KNOWLEDGE).read, kind_reader(KNOWLEDGE).resource_of


def materials(listing):
    return {told.code: told.sureness for told in READ(listing).materials}


def test_read_takes_what_is_stated_whatever_the_words_say():
    kind = READ(need(title="Bark till strö", language="sv", material="straw", use="bedding", waste_code="020103"))

    assert (kind.materials, kind.uses, kind.waste_code) == ((Told("straw"),), (Told("bedding"),), "020103")
    assert kind.sure_material == "straw"
    assert kind.sure_uses == ("bedding",)


def test_read_takes_what_a_need_lists_beside_what_it_states():
    described = {"description": "Även slam och torv.", "language": "sv", "material": "bark"}

    listed = READ(need(title="Till jordtillverkning", **described))

    assert listed.sure_material == "bark"
    assert 0 < materials(need(title="Till jordtillverkning", **described))["peat"] < 0.7
    assert READ(offer(title="Bark", **described)).materials == (Told("bark"),)


@pytest.mark.parametrize(
    ("title", "description", "use", "is_read"),
    [
        ("Fyllnadsmassor", "Krossad betong eller berg", "cement_additive", False),
        ("Fyllnadsmassor till parkering", "", "backfill", True),
        ("Färdigbetongfabrik", "Flygaska till betong", "cement_additive", True),
        ("Substrat till biogas", "", "biogas", True),
        ("Halm", "Får hämtas när som helst", "ruminant_feed", False),
        ("Köper komposterad gödsel", "", "compost", False),
        ("Gödsel till kompostering", "", "compost", True),
        ("Söker matrester, mat till grisar", "", "pig_feed", True),
        ("Hästgödsel till pannan", "", "fuel", True),
        ("Foder till får, hö eller halm", "", "ruminant_feed", True),
        ("Foder till får, hö eller halm", "", "feed", False),  # a closer one is told
        ("Foder till djur", "", "feed", True),
        ("Tar emot sängkläder", "", "leather", False),
        ("Vägförening söker bärlager", "", "road_base", True),
    ],
)
def test_read_takes_no_thing_and_no_other_word_for_a_use(title, description, use, is_read):
    kind = READ(need(title=title, description=description, language="sv"))

    assert (use in {told.code for told in kind.uses}) is is_read


@pytest.mark.parametrize(
    ("title", "language", "sector", "is_read"),
    [
        ("Fisk eller innmat", "nb", "03.11", False),
        ("Fiskere på kysten", "nb", "03.11", False),
        ("Målat trä", "sv", "43.34", False),
        ("Målare söker lager", "sv", "43.34", True),
    ],
)
def test_read_takes_no_work_for_who_does_it(title, language, sector, is_read):
    kind = READ(need(title=title, language=language))

    assert (sector in {told.code for told in kind.sectors}) is is_read


@pytest.mark.parametrize(
    ("title", "language", "resource"),
    [
        ("Spillvärme från serverhall", "sv", Resource.HEAT),
        ("Overskuddsvarme fra bakeri", "nb", Resource.HEAT),  # of one of three temperatures
        ("Kran", "sv", Resource.MATERIAL),  # a tap or what lifts
        ("Process water wanted", "en", Resource.WATER),
        ("Lagerplass til ski", "nb", Resource.STORAGE),
        ("Flis til varme", "nb", Resource.MATERIAL),
        ("Något annat", "sv", Resource.MATERIAL),
    ],
)
def test_resource_is_that_of_what_the_words_name(title, language, resource):
    assert kind_reader(KNOWLEDGE).resource_of(title, "", language) is resource


def test_read_understands_material_and_use_from_words_with_the_words():
    kind = READ(need(title="Flis til strø", language="nb"))

    assert "bedding" in {told.code for told in kind.uses}
    assert kind.uses[0].word == "strø"
    assert all(0 < told.sureness <= 1 for told in (*kind.materials, *kind.uses))


def test_read_names_an_offer_by_its_title_and_asks_the_description_only_where_that_is_unclear():
    clear = offer(title="Färskt sågspån", description="Lastas på lastpall", language="sv")
    unclear = offer(title="Från hyvleriet", description="Torra kutterspån", language="sv")

    assert materials(clear) == {"sawdust": 1.0}
    assert 0 < materials(unclear)["planer_shavings"] < 1


def test_read_takes_a_need_by_all_that_it_lists():
    listed = materials(need(title="Gårdsbiogas söker substrat", description="Flytgödsel och drav.", language="sv"))

    assert {"slurry_manure", "brewers_spent_grain"} <= listed.keys()


def test_read_keeps_apart_what_a_need_is_for_and_what_it_does_not_want():
    kind = READ(need(title="Storsäckar till ved", description="", language="sv"))
    without = READ(need(title="Spon til pellets", description="Av bartre, uten bark.", language="nb"))

    assert kind.material == "big_bags"
    assert kind.sure_material == "big_bags"
    assert without.without == ("bark",)
    assert "bark" not in {told.code for told in without.materials}


def test_read_doubts_words_of_another_resource():
    machine = offer(title="Hjullastare", language="sv")

    assert (
        materials(machine)["construction_machines"]
        < materials(offer(title="Hjullastare", language="sv", resource=Resource.EQUIPMENT))["construction_machines"]
    )


@pytest.mark.parametrize(("nace", "sector"), [("01.43", "01.43"), ("01.430", "01.43"), ("", None), ("99", None)])
def test_read_takes_the_industry_that_the_firm_has(nace, sector):
    sectors = READ(need(title="", nace=nace)).sectors

    assert [told.code for told in sectors] == ([sector] if sector else [])


def test_read_takes_a_need_by_the_industry_that_it_names():
    assert READ(need(title="Mjölkgård med sextio kor", language="sv")).sectors[0].code == "01.41"


def test_kinds_that_differ_in_their_words_alone_are_equal():
    assert READ(offer(title="Halm", language="sv")) == READ(offer(title="Halm", language="nb"))
    assert READ(offer(title="", language="sv")).materials == ()


@pytest.mark.parametrize(
    ("facts", "says_nothing"),
    [
        ({"title": ""}, True),
        ({"title": " ", "quantity": 5.0, "country": "SE"}, True),
        ({"title": "Xyzzy"}, False),
        ({"title": "", "description": "Spån"}, False),
        ({"title": "", "waste_code": "030105"}, False),
        ({"title": "", "nace": "16.10"}, False),
    ],
)
def test_read_knows_who_says_nothing_at_all(facts, says_nothing):
    assert READ(offer(**facts)).says_nothing is says_nothing


def test_read_takes_what_was_done_to_a_thing_for_no_thing():
    assert materials(offer(title="Hästgödsel, komposterad", language="sv")) == {"horse_manure": 1.0}
    assert materials(offer(title="Kompostert hestegjødsel", language="nb")) == {"horse_manure": 1.0}


def test_read_takes_who_is_looking_for_no_thing():
    greenhouse = need(title="Växthus söker värme", language="sv")
    film = need(title="Plaståtervinnare tar emot LDPE-film", language="sv")

    assert READ_RESOURCE(greenhouse.title, "", "sv") is Resource.HEAT
    assert READ_RESOURCE("Fiskeoppdrett på land søker varme og vann", "", "nb") is Resource.HEAT
    assert READ(film).material == "pe_film"
    assert "plastics" not in materials(film)
    assert materials(need(title="Sågspån köper vi gärna", language="sv")) == {"sawdust": 1.0}


def test_read_takes_what_is_painted_for_no_painter():
    chips = offer(title="Flis av rivningsvirke, målat", language="sv")

    assert READ_RESOURCE(chips.title, "", "sv") is Resource.MATERIAL
    assert READ(chips).material == "demolition_timber"
