"""Every threshold and every list of the parameter table decides where it says it does."""

import pytest

from tests.matching.compliance.made import card_of

ACROSS = "status_claim=waste; origin_country=NO; dest_country=SE; receiver_permit=yes; operation_code=R3"
CARDBOARD = f"{ACROSS}; ewc_code=150101"
FILM = f"{ACROSS}; ewc_code=150102; polymers=LDPE; quantity_kg=1000"
SAMPLE = f"{ACROSS}; ewc_code=100103; use=laboratory"
HOME = "status_claim=waste; ewc_code=150101; origin_country=SE; dest_country=SE; receiver_permit=yes; own_transport=yes"


@pytest.mark.parametrize(
    ("facts", "at_limit", "beyond", "regimes"),
    [
        (f"{CARDBOARD}; quantity_kg=", "20", "20.01", ("wsr_below20", "wsr_art18")),
        (f"{SAMPLE}; no_wsr_mode=EEA; quantity_kg=", "250", "250.1", ("wsr_art18", "wsr_pic")),
        (f"{SAMPLE}; no_wsr_mode=OECD; quantity_kg=", "25", "25.1", ("wsr_art18", "wsr_pic")),
        (f"{FILM}; no_wsr_mode=EEA; contamination_pct=", "6", "6.01", ("wsr_art18", "wsr_pic")),
        (f"{FILM}; no_wsr_mode=OECD; contamination_pct=", "2", "2.01", ("wsr_art18", "wsr_pic")),
        (f"{CARDBOARD}; quantity_kg=100; contamination_pct=", "5", "5.01", ("wsr_art18", "wsr_pic")),
    ],
)
def test_a_threshold_belongs_to_the_milder_side(facts, at_limit, beyond, regimes):
    assert (card_of(facts + at_limit).regime, card_of(facts + beyond).regime) == regimes


@pytest.mark.parametrize(("fact", "at_limit", "beyond"), [("annual_t", "10", "10.01"), ("annual_m3", "50", "50.1")])
def test_own_carriage_is_free_up_to_the_yearly_amount(fact, at_limit, beyond):
    assert "P-CARRIER" not in card_of(f"{HOME}; {fact}={at_limit}").papers
    assert "P-CARRIER" in card_of(f"{HOME}; {fact}={beyond}").papers


@pytest.mark.parametrize(("day", "due"), [("2027-06-29", False), ("2027-06-30", True)])
def test_micro_firms_meet_the_deforestation_law_later(day, due):
    facts = (
        "status_claim=byproduct; origin_process=production; bp_1=yes; bp_2=yes; bp_3=yes; bp_4=yes; use=direct_use; "
        f"material_family=sawdust; size=micro; origin_country=SE; dest_country=NO; start_date={day}"
    )

    assert ("P-EUDR" in card_of(facts).papers) is due


@pytest.mark.parametrize("polymer", ["PVC", "CPVC", "PVDC", "PTFE", "FEP", "PFA", "ETFE", "ECTFE", "PVF", "PVDF"])
def test_a_halogenated_polymer_spoils_a_mixture(polymer):
    facts = f"{ACROSS}; ewc_code=150102; quantity_kg=1000; contamination_pct=1; no_wsr_mode=EEA; polymers=PE+"

    assert card_of(facts + polymer).list_codes == ("EU48",)
    assert card_of(f"{facts}PP").list_codes == ("EU3011",)


@pytest.mark.parametrize(
    ("codes", "fact"),
    [
        (("160106", "191004", "200307"), "pop_over_annex_iv"),
        (("030101", "030301", "020107"), "conifer_bark"),
        (("200201", "200202", "170504"), "invasive_risk"),
    ],
)
def test_some_codes_bring_a_question_of_their_own(codes, fact):
    asked = [
        card_of(f"{ACROSS}; ewc_code={code}; wsr_code=B3050; hazardous=no; quantity_kg=1000").asks for code in codes
    ]

    assert all(f"FACT:{fact}" in asks for asks in asked)
    assert f"FACT:{fact}" not in card_of(f"{CARDBOARD}; quantity_kg=1000").asks


@pytest.mark.parametrize("code", ["170504", "200202", "020401"])
def test_soil_into_sweden_is_for_the_board_of_agriculture(code):
    card = card_of(f"{ACROSS}; ewc_code={code}; wsr_code=unlisted; hazardous=no; quantity_kg=1000; invasive_risk=no")

    assert "H-04" in card.fired


@pytest.mark.parametrize("code", ["020103", "020107", "020106"])
def test_natural_material_for_the_field_is_no_waste(code):
    facts = f"status_claim=waste; ewc_code={code}; abp=none; use=direct_use; origin_country=NO; dest_country=NO"

    assert card_of(facts).regime == "product"


@pytest.mark.parametrize("code", ["020304", "020501", "020601", "020704", "020199", "020203"])
def test_what_may_be_eaten_is_asked_for_its_use(code):
    facts = f"status_claim=waste; abp=none; ewc_code={code}; origin_country=NO; dest_country=NO; receiver_permit=yes"

    assert "FACT:use" in card_of(facts).asks


@pytest.mark.parametrize("code", ["020101", "020106"])
def test_sludge_of_fish_farming_is_told_from_manure(code):
    facts = f"status_claim=waste; abp=none; material_family=fish sludge; ewc_code={code}; origin_country=NO"

    assert "A-08" in card_of(f"{facts}; dest_country=NO; operation_code=R3").fired
