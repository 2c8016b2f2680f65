"""What words tell that a hard rule hangs on."""

import pytest

from matching.words.limits import told_limit_km
from matching.words.marks import Mark, marks_of


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Vitmålade bjälkar", Mark.TREATED),
        ("Lakkerte og beisede bord", Mark.TREATED),
        ("Tryckimpregnerade stolpar", Mark.TREATED),
        ("Ubehandla treverk", Mark.CLEAN),
        ("Omålade brädor", Mark.CLEAN),
        ("Miljøfarlig avfall", Mark.HAZARDOUS),
        ("Asbestskivor", Mark.CONTAINS_HAZARDOUS),
        ("Utegrisar på bete", Mark.PIGS),
        ("Purker og smågriser", Mark.PIGS),
        ("Selvdøde lam", Mark.CATEGORY_2),
        ("Mageinnhold fra sau", Mark.CATEGORY_2),
        ("Hundfoder", Mark.FEED),
        ("Hundkennel i Åre", Mark.FEED),
        ("Slaktgrisproducent", Mark.PIGS),
        ("Linderödssvin", Mark.PIGS),
        ("Avlspurker", Mark.PIGS),
        ("Sykehjemskjøkken", Mark.OF_KITCHENS),
        ("Hotellfrukost", Mark.OF_KITCHENS),
        ("Islandshästar", Mark.ANIMALS),
        ("Vi har 60 mjölkkor", Mark.ANIMALS),
        ("Whiskybrenneri", Mark.BREWERY),
        ("Varmesentral", Mark.BOILER),
        ("Massabruk", Mark.BOILER),
        ("Ackumulatorer", Mark.TAKES_HAZARDOUS),
        ("KRAV", Mark.CERTIFIED),
        ("Økologisk drift", Mark.CERTIFIED),
        ("Råtnetank", Mark.DIGESTER),
        ("Rideskole", Mark.ANIMALS),
        ("Fjellbryggeri", Mark.BREWERY),
        ("Flispanna", Mark.BOILER),
        ("Tryckimp", Mark.IMPREGNATED),
        ("Altantrall", Mark.WOOD),
        ("Pallkragar", Mark.WOOD),
        ("Finerplater", Mark.GLUED),
        ("Løsemiddelholdig", Mark.CONTAINS_HAZARDOUS),
        ("Forurensede masser", Mark.TAKES_HAZARDOUS),
        ("Falurött och svartmalt", Mark.TREATED),
        ("Skivmaterial", Mark.GLUED),
        ("Djurfoderfabrik", Mark.FEED),
        ("Döda höns", Mark.CATEGORY_2),
        ("Fat med rester av hydraulolja", Mark.CONTAINS_HAZARDOUS),
        ("Restprodukt efter rötning", Mark.DIGESTATE),
        ("Slam fra kommunalt renseanlegg", Mark.SEWAGE),
    ],
)
def test_marks_of_reads_both_languages_and_compounds(text, mark):
    assert mark in marks_of(text).says


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Obehandlat trä", Mark.TREATED),
        ("Gammalt hus", Mark.TREATED),
        ("Värmebehandlade pallar", Mark.TREATED),
        ("Ofarligt avfall", Mark.HAZARDOUS),
        ("Krav på torrhet", Mark.CERTIFIED),
        ("Grisgödsel", Mark.PIGS),
        ("Matsvinn och svingningar", Mark.PIGS),
        ("Svinskit", Mark.PIGS),
        ("Matvinst och livsvinter", Mark.PIGS),
        ("Griskött och svinefett", Mark.PIGS),
        ("Hästhudar", Mark.ANIMALS),
        ("Kaffebrenneri", Mark.BREWERY),
        ("Ackumulatortank", Mark.TAKES_HAZARDOUS),
        ("Härdad epoxi", Mark.CONTAINS_HAZARDOUS),
        ("Kadmium under gränsen", Mark.CONTAINS_HAZARDOUS),  # what an analysis looks for
        ("Råtnerest", Mark.DIGESTER),
        ("Takpanna", Mark.BOILER),
        ("Flaska", Mark.ASH),
        ("Döda vinklar och höns", Mark.CATEGORY_2),
        ("Rester av matolja och syrade grönsaker", Mark.CONTAINS_HAZARDOUS),
        ("Rester från gröt", Mark.DIGESTATE),
        ("Slam från mejeriets reningsverk", Mark.SEWAGE),
        ("Finmalt korn", Mark.TREATED),
        ("Rester från biogasanläggning", Mark.DIGESTER),  # where it comes from, not who asks
    ],
)
def test_marks_of_is_not_misled(text, mark):
    assert mark not in marks_of(text).says


def test_marks_of_tells_what_is_denied():
    assert marks_of("Under 1 % maling") == marks_of("")
    assert marks_of("Ej farligt gods").denies == {Mark.HAZARDOUS}
    assert marks_of("Asbestfria skivor") == marks_of("Plater uten asbest")
    assert Mark.SLUDGE in marks_of("Slamfri jord").denies
    assert Mark.DIGESTATE in marks_of("Ingen rest etter biogass").denies
    assert marks_of("Ej provtagen för asbest") == marks_of("")


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("Högst 5 mil.", 50),
        ("Inntil 40 km fra gården", 40),
        ("Max 2,5 mil, helst inom 10 km", 25),
        ("Inom 2 km från E14", None),
        ("Ligger 5 mil norr om Östersund", None),
        ("Max 30 km/h på gården", None),
        ("Maks 50 km transport", 50),
        ("Maks 50 mm stykker", None),
        ("Avstånd högst tre mil", 30),
        ("Inom en radie av 40 km", 40),
        ("I en radius på ca. 8 mil", 80),
        ("Ikke lenger unna enn 5 mil", 50),
        ("Inte längre bort än 3-4 mil", 40),
        ("Maxavstånd: 60 km", 60),
        ("5 mil max", 50),
        ("Vi kör högst 6 mil", 60),
        ("Kortreist, under 50 km", 50),
        ("Under 5 km från centrum", None),
        ("Räckvidd upp till 8 mil", None),
        ("Maks 2 km lang", None),
        ("Max 300 kg per lyft, 2 km från E14", None),
        ("", None),
    ],
)
def test_told_limit_km_reads_limits_and_no_places(text, km):
    assert told_limit_km(text) == km
