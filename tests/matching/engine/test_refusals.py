"""Gates on what an offer is and a need refuses, told in words or stated, and what comes near."""

import pytest

from matching.records import Gate
from tests.matching.made import make_market, need, offer

HELD = {
    Gate.TREATED_WOOD,
    Gate.TO_PIGS,
    Gate.SEWAGE_SLUDGE,
    Gate.DIGESTATE,
    Gate.OWN_MATERIAL,
    Gate.HAZARD,
    Gate.ABP_USE,
}


def closed(offered, needed, *, language="sv"):
    given, asked = offer(title=offered, language=language), need(title=needed, language=language)
    return set(make_market([given], [asked]).closed_gates("o", "n")) & HELD


@pytest.mark.parametrize(
    ("offered", "needed", "gates"),
    [
        ("Målade brädor", "Rent trä till slöjd", {Gate.TREATED_WOOD}),
        ("Målade brädor", "Målat trä går bra till pannan, rent eller ej", set()),
        ("Hyvlade brädor", "Rent trä till slöjd", set()),
        ("Målade brädor", "Virke till staket", set()),
        ("Spånskivor, spill", "Träspill utan lim till panna", {Gate.TREATED_WOOD}),
        ("Spånskivor, spill", "Träspill till panna", set()),
        ("Finerskivor", "Träspill. Plywood tar vi inte", {Gate.TREATED_WOOD}),
        ("Fanerremsor av björk", "Träspill. Plywood tar vi inte", set()),
        ("Blod från slakt", "Foder till grisar", {Gate.TO_PIGS}),
        ("Blod från slakt", "Foder till mink", set()),
        ("Blod från slakt", "Foderfabrik gör svinfoder", set()),
        ("Överbliven mat från skolkök", "Svinfoder", {Gate.TO_PIGS}),
        ("Bröd från restaurang", "Foder till suggor", {Gate.TO_PIGS}),
        ("Bröd från bageri", "Foder till suggor", set()),
        ("Vassle", "Foder till grisar", set()),
        ("Rester från hotellfrukost", "Slaktgrisproducent söker foder", {Gate.TO_PIGS}),
        ("Lungor och njurar", "Kulting och suggor: foder", {Gate.TO_PIGS}),
        ("Lungor och njurar", "Råvara till hundfoder", set()),
        ("Stolar från hotell", "Slaktgrisproducent söker foder", set()),
        ("Avloppsslam", "Växtnäring till KRAV-odling", {Gate.SEWAGE_SLUDGE}),
        ("Avloppsslam", "Gödsel, inget avloppsslam", {Gate.SEWAGE_SLUDGE}),
        ("Avloppsslam", "Slam till anläggningsjord", set()),
        ("Avloppsslam", "Gödsel, allt utom avloppsslam", {Gate.SEWAGE_SLUDGE}),
        ("Avloppsslam", "Gödsel. Slam från avlopp tar vi inte emot", {Gate.SEWAGE_SLUDGE}),
        ("Avloppsslam", "Gödsel. Avloppsslam vill vi inte ha", {Gate.SEWAGE_SLUDGE}),
        ("Avloppsslam", "Gödsel. Avloppsslam tar vi gärna, inte sten", set()),
        ("Avloppsslam", "Slamfri jord", {Gate.SEWAGE_SLUDGE}),
        ("Restprodukt efter rötning", "Substrat till biogasanläggning", {Gate.DIGESTATE}),
        ("Fiberslam", "Gödsel, inget avloppsslam", set()),
        ("Rötrest", "Substrat till biogasanläggning", {Gate.DIGESTATE}),
        ("Rötrest", "Biogödsel till åker", set()),
        ("Flytgödsel", "Substrat till biogasanläggning", set()),
        ("Hästgödsel", "Strö till ridskola", {Gate.OWN_MATERIAL}),
        ("Hästgödsel", "Hästgödsel till kompost, vi har egna hästar", set()),
        ("Spån", "Strö till ridskola", set()),
        ("Drav", "Bryggeri söker malt", {Gate.OWN_MATERIAL}),
        ("Drav", "Bageri söker drav", set()),
        ("Drav", "Whiskydestilleri söker korn", {Gate.OWN_MATERIAL}),
        ("Bröd", "Whiskydestilleri söker korn", set()),
        ("Urlakad malt", "Bryggeri söker malt", {Gate.OWN_MATERIAL}),
        ("Träaska", "Värmeverk söker flis", {Gate.OWN_MATERIAL}),
        ("Träaska", "Aska till skogsväg", set()),
        ("Självdöda får", "Råvara till hundfoder", {Gate.ABP_USE}),
        ("Gödsel", "Råvara till hundfoder", {Gate.ABP_USE}),
        ("Självdöda får", "Kött till slädhundar", {Gate.ABP_USE}),
        ("Halm", "Strö till hundkennel", set()),
        ("Självdöda får", "Substrat till biogas", set()),
    ],
)
def test_gates_close_for_what_a_need_refuses_and_leave_near_misses_open(offered, needed, gates):
    assert closed(offered, needed) == gates


@pytest.mark.parametrize(
    ("offered", "needed", "gates"),
    [
        ("Malt kledning", "Ubehandlet trevirke ønskes", {Gate.TREATED_WOOD}),
        ("Biorest", "Råstoff til råtnetank", {Gate.DIGESTATE}),
        ("Avvannet slam", "Gjødsel til økologisk gård", set()),  # of what?
        ("Avløpsslam", "Gjødsel til økologisk gård", {Gate.SEWAGE_SLUDGE}),
        ("Hestegjødsel", "Flis til travstall", {Gate.OWN_MATERIAL}),
        ("Innmat fra storfe", "Fôr til purker", {Gate.TO_PIGS}),
        ("Kassert batteri og lysrør, farlig avfall", "Metallskrap kjøpes", {Gate.HAZARD}),
        ("Kassert batteri og lysrør, farlig avfall", "Farlig avfall mottas", set()),
    ],
)
def test_gates_on_refusals_read_norwegian(offered, needed, gates):
    assert closed(offered, needed, language="nb") == gates


@pytest.mark.parametrize(
    ("offered", "needed", "is_closed"),
    [
        ("Spillolja", "Frityrolja till biodiesel", True),
        ("Spillolja", "Oljeavfall tas emot", False),
        ("Kreosotstolpar", "Trä till panna", True),
        ("Impregnerade stolpar", "Stolpar till staket", True),
        ("Impregnerade tält", "Tältduk", False),
        ("Kreosotstolpar", "Impregnerat trä till panna", False),
        ("Litiumbatterier, uttjänta", "Metallskrot", True),
        ("Litiumbatterier, uttjänta", "Elskrot och batterier", False),
        ("Betong, provtagen för PCB", "Krossad betong", False),
        ("Betong med PCB-fogar", "Krossad betong", True),
        ("Skivor utan asbest", "Skivor till uthus", False),
        ("Begagnad hydraulolja", "Smörjmedel, helst ren rapsolja", True),
        ("Begagnad hydraulolja", "Spillolja, ren eller blandad", False),
        ("Kreosotstolpar", "Stängselstolpar", True),  # which are impregnated at times
        ("Lösningsmedel, förbrukat", "Raffinaderi", False),  # such a firm may, and says nothing else
        ("Begagnad hydraulolja", "Smörjmedel av vegetabiliska oljor", True),
        ("Eternit utan asbest", "Takplattor", False),
        ("Eternit, ej provtagen för asbest", "Takplattor", True),
        ("Eternit, PCB-fri", "Takplattor", True),
        ("Eternit med asbest", "Takplattor, helst eternit utan asbest", True),
        ("Bilbatterier", "Skrotbilar köpes", True),
        ("Bilbatterier", "Skrotbilar och batterier köpes", False),
        ("Bilbatterier", "Elskrot köpes", False),
        ("Bilbatterier", "Skrotbilar och annat farligt avfall tas emot", False),
        ("Skrotbilar", "Skrotbilar köpes", False),
        ("Lysrör och spillolja", "Skrotbilar köpes", False),  # of two kinds at once: left to the reader
    ],
)
def test_gates_close_for_a_hazard_unless_the_need_says_to_take_such(offered, needed, is_closed):
    assert (Gate.HAZARD in closed(offered, needed)) == is_closed


def test_gates_take_what_is_stated_as_well_as_words():
    sludge, farm = offer(title="", material="sewage_sludge"), need(title="Gödsel, ej slam", language="sv")

    assert Gate.SEWAGE_SLUDGE in make_market([sludge], [farm]).closed_gates("o", "n")


def test_gates_read_a_limit_from_the_words_unless_one_is_stated():
    here, there = {"latitude": 63.4, "longitude": 10.4}, {"latitude": 62.5, "longitude": 14.4}
    told = {"description": "Högst 5 mil.", **there}

    def gates(**facts):
        return make_market([offer(**here)], [need(**(told | facts))]).closed_gates("o", "n")

    assert gates() == (Gate.BEYOND_LIMIT,)
    assert gates(title="Halm, högst 5 mil", description="") == (Gate.BEYOND_LIMIT,)
    assert gates(max_km=900) == ()
