"""Exchanges for the tests: read from words, and drawn at random."""

from dataclasses import fields
from datetime import date

from hypothesis import strategies as st

from matching.compliance import (
    Abp,
    AbpKind,
    ArrangerType,
    Facts,
    FirmSize,
    Mode,
    OriginProcess,
    Permit,
    Purpose,
    StatusClaim,
    TreatedWood,
    WoodPackaging,
    border_card,
)
from matching.compliance.cases import CaseReader
from matching.knowledge import load_knowledge
from matching.tables.reading import Row

KNOWLEDGE = load_knowledge()
TODAY = date(2026, 11, 23)


def facts_of(text):
    """Return the facts of `field=value; field=value`, as a case file has them."""
    reader = CaseReader()
    facts = reader.facts(Row(1, dict(part.split("=", 1) for part in text.split("; ") if part)))
    assert not reader.problems
    return facts


def card_of(text="", *, day=TODAY, **facts):
    """Return the card of facts in words, or given by name."""
    return border_card(Facts(**facts) if facts else facts_of(text), knowledge=KNOWLEDGE, as_of=day)


_YES_OR_NO = (None, True, False)
_YES_NO_FIELDS = (
    *("hazardous", "mirror_assessed", "abp_processed_protein", "sorted_to_spec", "conifer_bark", "pop_over_annex_iv"),
    *("svhc", "non_dispersible", "invasive_risk", "bp_1", "bp_2", "bp_3", "bp_4", "rg_a", "rg_b", "rg_c", "rg_d"),
    *("rg_e", "eow_statement", "interim", "separate_recycling", "vat_registered", "broker_registered", "own_transport"),
    *("waste_carrier_permit",),
    *("feed_reg_supplier", "feed_reg_receiver", "abp_supplier", "abp_receiver"),
)
_CODES = (
    *("150101", "150102", "150105", "170201", "170204", "170302", "170405", "170802", "100101", "100103", "160214"),
    *("160601", "160604", "191207", "191208", "200101", "200108", "200201", "200301", "020103", "020106", "020202"),
    *("020704", "040109", "120101", "030101"),
)
_FAMILIES = ("", "sawdust", "straw", "fish trimmings", "brewers grains", "coal ash", "furniture", "bark", "soil")
_CHOICES = {
    "material_family": _FAMILIES,
    "status_claim": (None, *StatusClaim),
    "origin_process": (None, *OriginProcess),
    "ewc_code": ("", *_CODES),
    "wsr_code": (*(frozenset(),) * 4, frozenset({"B3020"}), frozenset({"B1010", "B1050"}), frozenset({"unlisted"})),
    "abp": (None, *Abp),
    "abp_kind": (None, *AbpKind),
    "contamination_pct": (None, 0.0, 2.0, 4.0, 8.0),
    "polymers": (frozenset(), frozenset({"PE"}), frozenset({"PE", "PP"}), frozenset({"PVC", "PE"})),
    "treated_wood": (None, *TreatedWood),
    "benzo_a_pyrene_mg_kg": (None, 10.0, 60.0),
    "quantity_kg": (None, 10.0, 200.0, 20_000.0),
    "annual_t": (None, 5.0, 50.0),
    "packaging_type": ("", "pallets"),
    "eow_regulation": ("", "333/2011", "decision 2026", "own"),
    "use": (None, *Purpose),
    "operation_code": ("", "R1", "R3", "R13", "D1"),
    "receiver_permit": (None, *Permit),
    "permit_valid_to": (None, date(2025, 1, 1), date(2030, 1, 1)),
    "feed_animals": (frozenset(), frozenset({"pig"}), frozenset({"fish"})),
    "size": (None, *FirmSize),
    "origin_country": ("", "SE", "SE", "NO", "NO"),
    "dest_country": ("", "SE", "SE", "NO", "NO"),
    "start_date": (None, None, date(2026, 12, 1), date(2027, 7, 1)),
    "arranger_type": (None, *ArrangerType),
    "arranger_country": ("", "SE", "NO"),
    "wood_packaging": (None, *WoodPackaging),
    "consents": (frozenset(), frozenset({"AUTH-NV", "AUTH-MDIR"}), frozenset({"AUTH-SJV", "AUTH-MT"})),
    "no_wsr_mode": (None, *Mode),
    **dict.fromkeys(_YES_NO_FIELDS, _YES_OR_NO),
}
DEFAULTS = {each.name: each.default for each in fields(Facts)}

exchanges = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in _CHOICES.items()}).map(
    lambda drawn: Facts(**drawn)
)
"""Facts of all kinds, consistent or not."""


def known_facts(facts):
    """Return the names of what is known."""
    return [name for name in _CHOICES if getattr(facts, name) != DEFAULTS[name]]
