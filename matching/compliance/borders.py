"""What happens at the border itself: plant health, invasive species, timber, customs and VAT."""

from datetime import date

from matching.compliance.case import Case, legal_test
from matching.compliance.entries import entry_row
from matching.compliance.facts import FirmSize, WoodPackaging
from matching.compliance.goods import goods_row, kind_row
from matching.compliance.standing import waste
from matching.compliance.truth import Truth, all_of, known, negate, unknown

_SOIL_WORDS = ("soil", "growing media")
_SMALL = (FirmSize.MICRO, FirmSize.SMALL)


@legal_test
def wood_packaging_unmarked(case: Case) -> Truth:
    stated = case.facts.wood_packaging
    return _pallets_likely(case) if stated is None else stated is WoodPackaging.UNMARKED


@legal_test
def wood_packaging(case: Case) -> Truth:
    stated = case.facts.wood_packaging
    return _pallets_likely(case) if stated is None else stated is not WoodPackaging.NONE


def _pallets_likely(case: Case) -> Truth:
    """Wood is asked about where the packing names it, else presumed absent."""
    packing = case.facts.packaging_type.casefold()
    if any(word in packing for word in ("pall", "wood", "crate", "trä", "tre")):
        return unknown("wood_packaging")
    return case.presume_not("wood_packaging", "packaging_type")


@legal_test
def bark_of_conifers(case: Case) -> Truth:
    """Stated; asked of fresh wood, presumed absent from used wood and packaging."""
    facts = case.facts
    if facts.conifer_bark is not None:
        return facts.conifer_bark
    if facts.ewc_code in case.listed("fresh_wood_codes"):
        return unknown("conifer_bark")
    return case.presume_not("conifer_bark", "ewc_code")


@legal_test
def soil(case: Case) -> Truth:
    facts = case.facts
    if facts.ewc_code in case.listed("soil_codes") or any(word in facts.material_family for word in _SOIL_WORDS):
        return True
    return case.presume_not("ewc_code", "material_family")


@legal_test
def invasive_species(case: Case) -> Truth:
    stated = case.facts.invasive_risk
    if stated is not None:
        return stated
    if case.facts.ewc_code in case.listed("garden_and_soil_codes"):
        return unknown("invasive_risk")
    return case.presume_not("invasive_risk", "ewc_code")


def hs_codes(case: Case) -> tuple[str, ...]:
    """Return customs headings, likeliest first: stated, by the words for the goods, by the waste code."""
    facts = case.facts
    if facts.hs_code:
        return (facts.hs_code,)
    named, by_code = goods_row(case) or kind_row(case), entry_row(case)
    if by_code and by_code.hs and (named is None or waste(case) is not False):
        return by_code.hs
    return named.hs if named else ()


@legal_test
def timber_heading(case: Case) -> Truth:
    """HS 4401, which the deforestation regulation covers."""
    return _heading_starts(case, "4401")


@legal_test
def deforestation_law_applies(case: Case) -> Truth:
    """From its day; later for micro and small firms."""
    late = case.since("deforestation_small_from")
    if late or not case.since("deforestation_from"):
        return late
    return unknown("size") if case.facts.size is None else case.facts.size not in _SMALL


@legal_test
def farm_and_food_chapter(case: Case) -> Truth:
    """HS chapters 1 to 24."""
    codes = hs_codes(case)
    return bool(codes) and int(codes[0][:2]) <= 24


@legal_test
def industrial_chapter(case: Case) -> Truth:
    codes = hs_codes(case)
    return bool(codes) and int(codes[0][:2]) >= 25


@legal_test
def metal_scrap_heading(case: Case) -> Truth:
    return _heading_starts(case, "7204", "7404", "7503", "7602", "7802", "7902", "8002")


def _heading_starts(case: Case, *headings: str) -> bool:
    return any(code.startswith(headings) for code in hs_codes(case)[:1])


@legal_test
def vat_registered(case: Case) -> Truth:
    return known(case.facts.vat_registered, "vat_registered")


@legal_test
def virgin_timber(case: Case) -> Truth:
    """Not wholly recycled from waste."""
    return all_of(timber_heading(case), negate(waste(case)))


@legal_test
def paper_annex_vii_ended(case: Case) -> Truth:
    return case.day > date.fromisoformat(case.parameters["paper_annex_vii_until"])
