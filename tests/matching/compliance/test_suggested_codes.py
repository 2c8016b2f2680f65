"""Codes to be confirmed."""

from datetime import date

import pytest

from matching.compliance import CodeKind, Facts, Purpose, suggested_codes
from matching.knowledge import Confidence
from tests.matching.compliance.made import KNOWLEDGE, TODAY, card_of, facts_of

ACROSS = "status_claim=waste; origin_country=NO; dest_country=SE; quantity_kg=10000; receiver_permit=yes"


def suggested(text):
    return suggested_codes(facts_of(text), card_of(text), knowledge=KNOWLEDGE, as_of=TODAY)


def test_a_waste_code_brings_entry_and_heading_with_their_alternatives():
    codes = suggested(f"{ACROSS}; ewc_code=020103; operation_code=R3; use=recycling")

    entry, heading = codes[CodeKind.LIST_ENTRY], codes[CodeKind.HS]
    assert (entry.code, entry.alternatives, entry.is_stated) == ("B3060", ("BEU05", "B3070"), False)
    assert (heading.code, heading.alternatives) == ("2308", ("1213",))
    assert entry.confidence is Confidence.MEDIUM


def test_what_the_firm_has_stated_needs_no_confirmation():
    codes = suggested(f"{ACROSS}; wsr_code=B3020; hs_code=4707; operation_code=R3; hazardous=no; mpf_code=90.100")

    assert all(codes[kind].is_stated for kind in (CodeKind.LIST_ENTRY, CodeKind.HS, CodeKind.SWEDISH_PERMIT))
    assert codes[CodeKind.SWEDISH_PERMIT].level == "B"


def test_an_entry_that_hangs_on_a_fact_comes_with_its_other():
    entry = suggested(f"{ACROSS}; ewc_code=170302; hazardous=no; operation_code=R5")[CodeKind.LIST_ENTRY]

    assert (entry.code, entry.alternatives) == ("A3200", ("B2130",))


def test_the_kind_of_animal_by_product_comes_from_words_before_the_code():
    named = suggested("material_family=salmon silage; ewc_code=020202; origin_country=NO; dest_country=NO")

    assert named[CodeKind.ABP_KIND].code == "fish"
    assert named[CodeKind.ABP_KIND].alternatives == ("other",)
    assert (named[CodeKind.ABP_KIND].confidence, named[CodeKind.ABP_KIND].is_stated) == (Confidence.MEDIUM, False)
    assert suggested("ewc_code=020106")[CodeKind.ABP_KIND].code == "manure"


@pytest.mark.parametrize(
    ("facts", "code", "level"),
    [
        ("use=biogas; intake_t_year=500", "90.171", "C"),
        ("use=biogas; intake_t_year=501", "", "B"),
        ("use=recycling; intake_t_year=10000", "90.110", "C"),
        ("use=recycling; intake_t_year=10001", "90.100", "B"),
        ("operation_code=R12; intake_t_year=2000", "90.80", "C"),
        ("operation_code=R13; intake_t_year=11", "90.40", "C"),
        ("operation_code=R13; ewc_code=170904; intake_t_year=1000", "90.351", "C"),
        ("operation_code=R13; ewc_code=170904; intake_t_year=1001", "90.350", "B"),
        ("use=reuse; status_claim=waste; intake_t_year=5", "90.29", "C"),
        ("use=construction_fill; intake_t_year=5", "90.141", "C"),
        ("use=technical; abp=cat3; abp_kind=wool; intake_t_year=5", "90.251", "C"),
        ("use=recycling; ewc_code=160214; hazardous=no; intake_t_year=5", "90.90", "C"),
        ("use=energy; intake_t_year=501", "90.420", "B"),
    ],
)
def test_the_receivers_swedish_code_follows_from_treatment_and_intake(facts, code, level):
    permit = suggested(f"{facts}; dest_country=SE")[CodeKind.SWEDISH_PERMIT]

    assert (permit.code, permit.level) == (code, level)


def test_a_stated_kind_of_animal_by_product_is_sure():
    kind = suggested("abp_kind=wool; ewc_code=020202; origin_country=NO; dest_country=NO")[CodeKind.ABP_KIND]

    assert (kind.code, kind.confidence, kind.is_stated) == ("wool", Confidence.HIGH, True)


@pytest.mark.parametrize(("load_kg", "code"), [(10_000_000, "90.110"), (10_000_001, "90.100")])
def test_one_load_stands_for_the_year_where_nothing_else_is_known(load_kg, code):
    permit = suggested(f"use=recycling; quantity_kg={load_kg}; dest_country=SE")[CodeKind.SWEDISH_PERMIT]

    assert permit.code == code


@pytest.mark.parametrize("use", [*Purpose, None])
@pytest.mark.parametrize("operation", ["", "R12", "R13"])
def test_every_treatment_has_a_swedish_code(use, operation):
    facts = Facts(use=use, operation_code=operation, dest_country="SE", mpf_code="90.100")

    found = suggested_codes(facts, card_of(), knowledge=KNOWLEDGE, as_of=TODAY)

    assert found[CodeKind.SWEDISH_PERMIT].code == "90.100"


def test_an_unknown_intake_leaves_the_other_sizes_open():
    permit = suggested("use=recycling; annual_t=100; dest_country=SE")[CodeKind.SWEDISH_PERMIT]

    assert (permit.code, permit.alternatives) == ("90.110", ("90.100",))


def test_a_norwegian_receiver_has_no_swedish_code():
    assert CodeKind.SWEDISH_PERMIT not in suggested("use=recycling; dest_country=NO")


def test_nothing_known_brings_no_codes():
    assert suggested_codes(facts_of(""), card_of(), knowledge=KNOWLEDGE, as_of=date(2026, 1, 1)) == {}
