"""The tables of uses: whole, named in every language, and in step with the law's words."""

from collections import Counter

import pytest

from matching.engine.uses import is_closed_use
from matching.knowledge import LANGUAGES, Hierarchy, TableError, load_knowledge
from matching.knowledge.tables import Tables
from matching.knowledge.uses import read_uses
from matching.records import Resource

KNOWLEDGE = load_knowledge()
USES = KNOWLEDGE.uses
HEADER = "code,parent,hierarchy,resources,name_sv,name_nb,name_nn,name_en,receivers,source,how,confidence\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_use_has_a_name_of_its_own_in_every_language(language):
    names = Counter(use.names.get(language, "").casefold() for use in USES.values())

    assert "" not in names
    assert [name for name, count in names.items() if count > 1] == []


def test_every_use_names_sources_that_we_have():
    cited = {part.split("(")[0] for use in USES.values() for part in use.source.split(";") if part}

    assert cited <= KNOWLEDGE.sources.keys()


def test_every_resource_has_a_use():
    assert frozenset().union(*(use.resources for use in USES.values())) == frozenset(Resource)


def test_a_kind_of_a_use_stands_on_the_same_step():
    kinds = [use for use in USES.values() if use.parent]

    assert kinds
    assert [use.code for use in kinds if use.hierarchy is not USES[use.parent].hierarchy] == []


def test_hierarchy_ranks_reuse_before_material_before_soil_before_energy():
    ranks = [step.rank for step in (Hierarchy.REUSE, Hierarchy.MATERIAL, Hierarchy.SOIL, Hierarchy.ENERGY)]

    assert ranks == sorted(set(ranks))
    assert min(step.rank for step in Hierarchy) == 1
    assert max(step.rank for step in Hierarchy) == Hierarchy.ENERGY.rank


@pytest.mark.parametrize(
    ("step", "closed_to"),
    [(Hierarchy.FOOD, {1, 2, 3}), (Hierarchy.FEED, {1, 2}), (Hierarchy.SOIL, {1}), (Hierarchy.BIOGAS, {1})],
)
def test_every_use_of_a_step_is_closed_to_the_same_animal_by_products(step, closed_to):
    uses = [use.code for use in USES.values() if use.hierarchy is step]

    assert {
        code: {category for category in (1, 2, 3) if is_closed_use(category, code, knowledge=KNOWLEDGE)}
        for code in uses
    } == dict.fromkeys(uses, closed_to)


def test_use_name_falls_back_and_refuses_strangers():
    assert KNOWLEDGE.use_name("pig_feed", "sv") == "foder till grisar"
    assert KNOWLEDGE.use_name("pig_feed", "fr") == "feed for pigs"
    with pytest.raises(KeyError, match="no code of a use"):
        KNOWLEDGE.use_name("perpetual_motion", "sv")


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("pig_feed", "", "pig_feed"),
        ("Strö  till DJUR", "sv", "bedding"),
        ("strø til dyr", "nn", "bedding"),
        ("animal bedding", "sv", "bedding"),
        ("ved", "", "firewood"),
    ],
)
def test_use_for_reads_codes_and_names(text, language, code):
    assert KNOWLEDGE.use_for(text, language).code == code


def test_use_for_refuses_a_text_that_names_none():
    with pytest.raises(KeyError, match="names no use"):
        KNOWLEDGE.use_for("evighetsmaskin", "sv")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("feed,,feed,material,a,a,a,a,,,work,high\n" * 2, "line 3: feed comes twice"),
        ("pig_feed,feed,feed,material,a,a,a,a,,,work,high\n", "line 2: no use feed"),
        ("feed,,fodder,material,a,a,a,a,,,work,high\n", "line 2: hierarchy"),
    ],
)
def test_read_uses_refuses_what_cannot_be(tmp_path, rows, message):
    (tmp_path / "uses.csv").write_text(HEADER + rows, encoding="utf-8")

    with pytest.raises(TableError, match=message):
        read_uses(Tables(tmp_path))


@pytest.mark.parametrize("table", ["uses", "material_uses", "sectors", "cases"])
def test_version_of_the_tables_changes_with_each_of_them(tmp_path, table):
    path = tmp_path / f"{table}.csv"
    path.write_text("code\na\n", encoding="utf-8")
    before = Tables(tmp_path).version()

    path.write_text("code\nb\n", encoding="utf-8")

    assert Tables(tmp_path).version() != before
