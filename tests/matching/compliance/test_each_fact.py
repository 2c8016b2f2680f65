"""Each fact alone decides what the law hangs on it, and is asked for by its own name."""

import pytest

from tests.matching.compliance.made import KNOWLEDGE, TODAY, card_of

HOME = "origin_country=NO; dest_country=NO; receiver_permit=yes"
ACROSS = "status_claim=waste; origin_country=NO; dest_country=SE; receiver_permit=yes; quantity_kg=1000"
BYPRODUCT = "status_claim=byproduct; origin_process=production; bp_1=yes; bp_2=yes; bp_3=yes; bp_4=yes"
USED = "status_claim=reuse; rg_a=yes; rg_b=yes; rg_c=yes; rg_d=yes; rg_e=yes"
ANIMAL = "abp=cat3; abp_kind=wool; use=technical; origin_country=NO; dest_country=SE"


@pytest.mark.parametrize("criterion", ["bp_1", "bp_2", "bp_3", "bp_4"])
def test_a_by_product_meets_every_criterion(criterion):
    facts = f"{BYPRODUCT}; ewc_code=020304; use=direct_use; {HOME}"

    failed = card_of(facts.replace(f"{criterion}=yes", f"{criterion}=no"))
    unknown = card_of(facts.replace(f"{criterion}=yes", f"{criterion}=unknown"))

    assert card_of(facts).regime == "byproduct"
    assert failed.regime == "domestic_waste"
    assert (unknown.regime, unknown.asks) == ("undetermined", (f"FACT:{criterion}", "AUTH-SFTL"))


@pytest.mark.parametrize("condition", ["rg_a", "rg_b", "rg_c", "rg_d", "rg_e"])
def test_used_goods_meet_every_condition(condition):
    facts = f"{USED}; ewc_code=150103; treated_wood=none; hazardous=no; {HOME}"

    failed = card_of(facts.replace(f"{condition}=yes", f"{condition}=no"))
    unknown = card_of(facts.replace(f"{condition}=yes", f"{condition}=unknown"))

    assert card_of(facts).regime == "reuse"
    assert (failed.status, failed.regime) == ("ok", "domestic_waste")
    assert (unknown.status, unknown.asks) == ("ask", (f"FACT:{condition}",))


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (f"{ANIMAL}; abp_receiver=yes", "abp_supplier"),
        (f"{ANIMAL}; abp_supplier=yes", "abp_approval_no"),
        (f"{ACROSS}; ewc_code=160106; wsr_code=B1250; operation_code=R4", "pop_over_annex_iv"),
        (f"{ACROSS}; ewc_code=150101; operation_code=R3; arranger_type=new_producer", "broker_registered"),
        (f"{BYPRODUCT}; material_family=brewers grains; use=feed; feed_reg_supplier=yes; {HOME}", "feed_reg_receiver"),
        (f"{ACROSS}; ewc_code=120101; operation_code=R4", "non_dispersible"),
        (f"{ACROSS}; operation_code=R4", "ewc_code"),
        (f"{ACROSS}; ewc_code=040109; operation_code=R4", "wsr_code"),
        (f"status_claim=product_new; abp_kind=catering; use=energy; {HOME}", "abp"),
        ("material_family=fish trimmings; use=petfood; origin_country=NO; dest_country=SE", "abp"),
        (
            "status_claim=waste; ewc_code=150101; operation_code=R3; origin_country=NO; receiver_permit=yes",
            "dest_country",
        ),
        (
            "status_claim=waste; ewc_code=150101; operation_code=R3; dest_country=NO; receiver_permit=yes",
            "origin_country",
        ),
    ],
)
def test_a_missing_fact_is_asked_for_by_its_name(facts, asked):
    assert f"FACT:{asked}" in card_of(facts).asks


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ("svhc=unknown; status_claim=product_new", "W-11"),
        ("abp=cat3; abp_kind=fish; use=petfood; abp_supplier=yes; abp_receiver=yes", "A-03"),
        ("status_claim=waste; ewc_code=150101; operation_code=R3; receiver_permit=yes", "N-01"),
        ("status_claim=waste; ewc_code=150101; operation_code=R3; receiver_permit=yes; own_transport=yes", "N-02"),
        ("status_claim=product_new", "C-04"),
    ],
)
def test_an_open_rule_is_named_with_what_would_decide_it(facts, rule):
    card = card_of(f"{facts}; origin_country=SE; dest_country=NO; quantity_kg=1000")

    (found,) = [each for each in card.open_rules if each.rule == rule]
    decisive = {"W-11": "svhc", "A-03": "abp_processed_protein", "N-01": "own_transport", "C-04": "vat_registered"}
    decisive["N-02"] = "annual_t"
    assert found.asks == (f"FACT:{decisive[rule]}",)
    assert not found.is_asked


@pytest.mark.parametrize("category", ["cat1", "cat2"])
def test_what_pets_must_not_eat_is_asked_for_its_use(category):
    card = card_of(f"abp={category}; origin_country=SE; dest_country=SE")

    (found,) = [each for each in card.open_rules if each.rule == "A-12"]
    assert (found.asks, found.is_asked) == (("FACT:use",), True)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ("ewc_code=120101; non_dispersible=yes; operation_code=R4; hazardous=no", "B1010"),
        ("ewc_code=200111; material_family=carpets; origin_process=production; operation_code=R3", "B3035"),
        ("ewc_code=150101; material_family=beverage cartons; operation_code=R3", "BEU04"),
        ("ewc_code=150101; material_family=liquid cartons; operation_code=R3", "BEU04"),
    ],
)
def test_an_entry_follows_from_code_and_words(facts, code):
    assert card_of(f"{ACROSS}; no_wsr_mode=EEA; {facts}").list_codes == (code,)


@pytest.mark.parametrize("polymers", ["PE+LDPE", "LLDPE+HDPE", "MDPE+PE"])
def test_all_polyethylene_is_one_polymer(polymers):
    card = card_of(
        f"{ACROSS}; ewc_code=150102; contamination_pct=1; operation_code=R3; no_wsr_mode=OECD; polymers={polymers}"
    )

    assert card.list_codes == ("B3011",)


@pytest.mark.parametrize("operation", ["D1", "R1"])
def test_plastic_that_is_not_recycled_has_no_green_entry(operation):
    film = f"{ACROSS}; ewc_code=150102; contamination_pct=1; polymers=PE; no_wsr_mode=EEA; operation_code={operation}"

    assert card_of(film).list_codes == ("EU48",)


@pytest.mark.parametrize(("operation", "interim"), [("R12", True), ("R13", True), ("R3", False)])
def test_r12_and_r13_are_interim(operation, interim):
    card = card_of(f"{ACROSS}; ewc_code=150101; operation_code={operation}")

    assert ("S-18" in card.fired) is interim


@pytest.mark.parametrize("packing", ["on pallets", "wood", "crates", "trälåda", "treemballasje"])
def test_wood_around_the_load_is_asked_about(packing):
    assert (
        "FACT:wood_packaging" in card_of(f"{USED}; packaging_type={packing}; origin_country=NO; dest_country=SE").asks
    )


@pytest.mark.parametrize("heading", ["7204", "7404", "7503", "7602", "7802", "7902", "8002"])
def test_metal_scrap_has_reverse_charge_at_home(heading):
    scrap = f"status_claim=waste; hs_code={heading}; vat_registered=yes; origin_country=SE; dest_country=SE"

    assert "C-05" in card_of(scrap).fired
    assert "C-05" not in card_of(scrap.replace(heading, "4707")).fired


@pytest.mark.parametrize("regulation", ["333/2011", "Reg. (EU) No 1179/2012", "(715/2013)"])
def test_the_regulations_that_end_waste_are_read_however_they_are_named(regulation):
    card = card_of(
        f"status_claim=eow; eow_statement=yes; eow_regulation={regulation}; origin_country=NO; dest_country=NO"
    )

    assert (card.regime, "W-09" in card.fired) == ("eow", True)


@pytest.mark.parametrize(("heading", "rule"), [("2401", "C-03"), ("2501", "C-02")])
def test_customs_part_farm_goods_from_industrial_ones(heading, rule):
    fired = card_of(f"status_claim=product_new; hs_code={heading}; origin_country=SE; dest_country=NO").fired

    assert {"C-02", "C-03"} & set(fired) == {rule}


@pytest.mark.parametrize(
    ("named", "regime"), [("III", "wsr_art18"), ("iiib", "wsr_pic"), ("IV", "wsr_pic"), ("unlisted", "wsr_pic")]
)
def test_a_list_without_an_entry_decides_the_route(named, regime):
    shipment = "status_claim=waste; ewc_code=040109; origin_country=SE; dest_country=NO; quantity_kg=1000"
    card = card_of(f"{shipment}; operation_code=R3; receiver_permit=yes; no_wsr_mode=OECD; wsr_list={named}")

    assert (card.regime, "FACT:wsr_code" in card.asks) == (regime, False)


@pytest.mark.parametrize("spoilt", ["hazardous=yes", "pop_over_annex_iv=yes"])
def test_natural_material_is_harmless(spoilt):
    straw = f"status_claim=waste; ewc_code=020103; use=energy; {HOME}"

    assert card_of(straw).regime == "product"
    assert card_of(f"{straw}; {spoilt}").regime == "domestic_waste"


def test_a_disposal_operation_tells_that_waste_law_stands_beside():
    animal = f"abp=cat3; abp_kind=wool; abp_receiver=yes; {HOME}"

    assert "A-11" in card_of(f"{animal}; operation_code=D10").fired
    assert "A-11" not in card_of(f"{animal}; operation_code=R3").fired


def test_the_use_is_not_asked_of_what_nobody_eats():
    assert card_of(f"status_claim=waste; ewc_code=150101; abp=none; {HOME}").asks == ()


def test_what_is_called_harmless_without_a_code_is_taken_at_its_word():
    card = card_of(f"{USED}; hazardous=no; {HOME}")

    assert "FACT:ewc_code" not in card.asks
    assert "ewc_code" in card_of(f"status_claim=waste; hazardous=no; operation_code=R3; {HOME}").presumed


def test_plastic_of_unknown_use_is_asked_for_its_operation_alone():
    asks = card_of(f"{ACROSS}; ewc_code=150102; contamination_pct=1; polymers=PE; no_wsr_mode=EEA").asks

    assert "FACT:operation_code" in asks
    assert "FACT:use" not in asks


def test_wool_of_unknown_use_leaves_the_end_point_of_technical_uses_out():
    card = card_of(f"abp=cat3; abp_kind=wool; abp_receiver=yes; {HOME}")

    assert "A-09" not in {*card.fired, *(rule.rule for rule in card.open_rules)}


def test_a_card_names_its_least_sure_rule():
    assert card_of(f"{BYPRODUCT}; ewc_code=020304; use=direct_use; {HOME}").confidence == "high"
    assert card_of(f"{USED}; material_family=furniture; origin_country=NO; dest_country=SE").confidence == "low"


def test_authorities_that_are_asked_have_names():
    card = card_of(f"{ACROSS}; ewc_code=150101; operation_code=R3; contamination_pct=9")

    assert card.asks
    assert set(card.asks) <= KNOWLEDGE.law.authorities.keys()


@pytest.mark.parametrize(
    ("just", "well"),
    [
        (f"permit_valid_to={TODAY}", "permit_valid_to=2031-01-01"),
        ("received_at=2026-06-01; certificate_at=2027-06-01", "received_at=2026-06-01; certificate_at=2026-07-01"),
    ],
)
def test_what_lies_well_within_a_limit_counts_like_what_just_keeps_it(just, well):
    load = "status_claim=waste; ewc_code=150101; origin_country=SE; dest_country=NO; quantity_kg=10000"

    just_card, well_card = (
        card_of(f"{load}; operation_code=R3; receiver_permit=yes; {facts}") for facts in (just, well)
    )

    assert just_card == well_card
