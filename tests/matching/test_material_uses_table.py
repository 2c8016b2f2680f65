"""The table of what can become what: known codes, a source for each edge, nothing left without a word."""

import re

import pytest

from matching.engine.uses import is_closed_use
from matching.knowledge import Basis, Confidence, Suitability, TableError, TermKind, load_knowledge
from matching.knowledge.material_uses import read_material_uses
from matching.knowledge.tables import Tables
from matching.records import PropertyValue

KNOWLEDGE = load_knowledge()
KNOWN = KNOWLEDGE.material_uses
EDGES = KNOWN.edges.values()
LEAVES = {leaf.code for leaf in KNOWLEDGE.leaves}
PROCESSES = {term.code for term in KNOWLEDGE.terms if term.kind is TermKind.PROCESS}
HEADER = "material,use,suitability,conditions,treatments,yield,smallest,smallest_unit,haul_km,source,how,confidence\n"


def test_there_are_at_least_five_hundred_edges_between_leaves_and_uses():
    assert len(EDGES) >= 500
    assert {edge.material for edge in EDGES} <= LEAVES


def test_every_leaf_has_a_use_or_the_word_that_none_is_known():
    told = {edge.material for edge in EDGES} | KNOWN.without_use

    assert LEAVES - told == set()
    assert KNOWN.without_use & {edge.material for edge in EDGES} == set()


def test_every_use_has_a_material():
    assert [use for use in KNOWLEDGE.uses if not any(KNOWN.between(leaf, use) for leaf in LEAVES)] == []


def test_every_edge_names_a_source_and_says_how_it_is_known():
    for edge in EDGES:
        cited = re.fullmatch(r"(\w+)(?:\(([\w+]+)\))?", edge.source)
        assert cited, edge
        assert KNOWLEDGE.sources[cited[1]].how is edge.how, edge
        assert set((cited[2] or "use").split("+")) <= {"use", "conditions"}, edge


def test_what_is_only_possible_is_never_held_for_sure():
    sure = [edge for edge in EDGES if edge.suitability is Suitability.POSSIBLE and edge.confidence is Confidence.HIGH]

    assert sure == []


def test_every_edge_joins_like_resources():
    unlike = [e for e in EDGES if KNOWLEDGE.material(e.material).resource not in KNOWLEDGE.use(e.use).resources]

    assert unlike == []


def test_every_treatment_is_a_process_that_has_words():
    assert {step for edge in EDGES for step in edge.treatments} <= PROCESSES


def test_every_bound_lies_within_what_the_property_can_be():
    for edge in EDGES:
        for value in edge.conditions:
            known = KNOWLEDGE.properties[value.code]
            assert all(known.low <= bound <= known.high for bound in (value.low, value.high) if bound is not None), edge


def test_every_figure_is_one_that_can_be():
    for edge in EDGES:
        assert edge.product_yield is None or 0 < edge.product_yield <= 1, edge
        assert edge.smallest is None or edge.smallest > 0, edge
        assert edge.haul_km is None or 0 < edge.haul_km <= 2000, edge


def test_no_material_of_categories_1_and_2_has_a_use_that_the_law_closes():
    # Category 3 becomes one only when nobody means to eat it any more: until then food is open to it.
    strict = [edge for edge in EDGES if KNOWLEDGE.material(edge.material).abp_category in (1, 2)]

    closed = [
        edge
        for edge in strict
        if is_closed_use(KNOWLEDGE.material(edge.material).abp_category, edge.use, knowledge=KNOWLEDGE)
    ]
    assert strict
    assert closed == []


def test_of_puts_the_best_suited_use_first():
    fits = [edge.suitability.fit for edge in KNOWN.of("brewers_spent_grain")]

    assert fits == sorted(fits, reverse=True)
    assert len(fits) > 5
    assert KNOWN.of("wood_residues") == ()


def test_between_takes_a_wide_use_for_its_kinds_but_not_the_other_way_round():
    assert KNOWN.between("acid_whey", "feed").use in ("pig_feed", "ruminant_feed")
    assert KNOWN.between("acid_whey", "feed").suitability is Suitability.DIRECT
    assert KNOWN.between("bark", "feed") is None


def test_edges_tell_conditions_and_amounts_in_base_units():
    edge = KNOWN.between("used_cooking_oil", "biofuel")

    assert PropertyValue(code="free_fatty_acids", high=15, unit="%", basis="table") in edge.conditions
    assert (edge.smallest, edge.treatments) == (500, ("filtration",))
    assert KNOWN.between("steam", "process_heat").smallest == 1_000_000


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("bark,fuel,direct,,,,,,,own,judgement,high\n" * 2, "line 3: bark → fuel comes twice"),
        ("bark,perpetual_motion,direct,,,,,,,own,judgement,high\n", "line 2: bark → perpetual_motion"),
        ("bark,fuel,direct,moisture<60,,,,,,own,judgement,high\n", "moisture<60 is no bound"),
        ("bark,fuel,direct,charm<=60,,,,,,own,judgement,high\n", "charm<=60 is no bound"),
        ("bark,fuel,direct,,,,5,bushels,,own,judgement,high\n", "no unit 'bushels'"),
        ("bark,fuel,perfect,,,,,,,own,judgement,high\n", "suitability"),
    ],
)
def test_read_material_uses_refuses_what_cannot_be(tmp_path, row, message):
    (tmp_path / "material_uses.csv").write_text(HEADER + row, encoding="utf-8")

    with pytest.raises(TableError, match=message):
        read_material_uses(Tables(tmp_path), properties=KNOWLEDGE.properties, uses=KNOWLEDGE.uses)


def test_read_material_uses_keeps_both_bounds_of_a_property(tmp_path):
    row = "bark,fuel,direct,moisture>=10;moisture<=60;chlorine,,,,,,own,judgement,high\n"
    (tmp_path / "material_uses.csv").write_text(HEADER + row, encoding="utf-8")

    edge = read_material_uses(Tables(tmp_path), properties=KNOWLEDGE.properties, uses=KNOWLEDGE.uses).of("bark")[0]

    assert [(value.code, value.low, value.high) for value in edge.conditions] == [
        ("moisture", 10, 60),
        ("chlorine", None, None),
    ]
    assert edge.how is Basis.JUDGEMENT
