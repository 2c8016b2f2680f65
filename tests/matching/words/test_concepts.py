"""Materials that texts name, in the words that named them."""

from dataclasses import replace

import pytest

from matching.knowledge import Term, TermFlag, TermKind, load_knowledge
from matching.words import ConceptFinder, Grade

WHOLE, NOT_TAIL, FORM_TAIL, AMBIGUOUS = TermFlag.WHOLE_WORD, TermFlag.NOT_TAIL, TermFlag.FORM_TAIL, TermFlag.AMBIGUOUS
TERMS = (
    ("sv", "bark", "bark"),
    ("sv", "halm", "straw"),
    ("sv", "sågspån", "sawdust"),
    ("sv", "spån", "shavings"),
    ("sv", "impregnerat trä", "impregnated_wood"),
    ("sv", "trä", "wood"),
    ("sv", "skivor", "boards", FORM_TAIL),
    ("sv", "gips", "gypsum"),
    ("sv", "metall", "metal"),
    ("sv", "ris", "twigs", WHOLE),
    ("sv", "flis", "chips", AMBIGUOUS),
    ("nb", "talle", "manure"),
    ("nb", "mask", "spent_grain"),
    ("nb", "sagflis", "sawdust"),
    ("nn", "sagmugg", "sawdust"),
    ("nb", "stoff", "fabric", NOT_TAIL),
    ("en", "sawdust", "sawdust"),
)
KNOWLEDGE = replace(
    load_knowledge(),
    materials={},
    terms=tuple(
        Term(language=language, text=text, code=code, kind=TermKind.MATERIAL, flags=frozenset(flags))
        for language, text, code, *flags in TERMS
    ),
)
FINDER = ConceptFinder(KNOWLEDGE)


def named(text, language):
    return {mention.material: mention for mention in FINDER.find(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "material", "word"),
    [
        ("Färsk bark, ca 30 m³", "sv", "bark", "bark"),
        ("Fersk SAGFLIS fra gran", "nb", "sawdust", "sagflis"),
        ("Sagmugg", "nb", "sawdust", "sagmugg"),
        ("impregnerat trä", "sv", "impregnated_wood", "impregnerat trä"),
    ],
)
def test_find_names_materials_by_terms_of_their_language(text, language, material, word):
    mention = named(text, language)[material]

    assert (mention.word, mention.grade, mention.weight) == (word, Grade.TERM, 1)


def test_find_takes_the_longest_term():
    assert set(named("impregnerat trä", "sv")) == {"impregnated_wood"}
    assert set(named("sågspån", "sv")) == {"sawdust"}


def test_find_reads_inflected_words_as_the_term():
    assert named("barken", "sv")["bark"].weight == 1


def test_find_reads_tails_of_compounds_less_surely_and_heads_less_still():
    tail, head = named("kornhalm", "sv")["straw"], named("barkflisning", "sv")["bark"]

    assert {tail.grade, head.grade} == {Grade.WORD_PART}
    assert 1 > tail.weight > head.weight > 0


def test_find_takes_what_stands_before_a_form_for_the_material():
    mentions = named("gipsskivor", "sv")

    assert mentions["gypsum"].weight == named("kornhalm", "sv")["straw"].weight
    assert "boards" not in mentions


def test_find_heeds_what_terms_say_of_themselves():
    assert "twigs" not in named("potatisris", "sv")
    assert "twigs" in named("ris", "sv")
    assert "fabric" not in named("fargestoff", "nb")
    assert named("flis", "sv")["chips"].weight < 1


def test_find_trusts_words_of_the_other_languages_less_and_parts_of_them_not_at_all():
    assert named("sagflis", "sv")["sawdust"].weight < 1
    assert "manure" not in named("metalle", "sv")
    assert "spent_grain" not in named("maskhål", "sv")


def test_find_detects_the_language_where_nobody_has_said_it():
    assert named("Vi selger sagflis fra sagbruket vårt", "")["sawdust"].weight == 1


def test_find_names_each_material_once_the_surest_first():
    mentions = FINDER.find("kornhalm, halm och sågspån med flis", "sv")

    assert len({mention.material for mention in mentions}) == len(mentions)
    assert [mention.weight for mention in mentions] == sorted((mention.weight for mention in mentions), reverse=True)


@pytest.mark.parametrize("text", ["", "123 kg", "!!!", "xyzzy"])
def test_find_names_nothing_where_nothing_is_named(text):
    assert FINDER.find(text, "sv") == ()


def test_concept_finder_knows_the_names_of_the_materials_but_no_remarks_in_them():
    finder = ConceptFinder(load_knowledge())

    assert finder.find("torrflis", "sv")[0].material == "dry_chips"
    assert finder.find("kategori", "sv") == ()


@pytest.mark.parametrize(
    ("text", "language", "is_wood"),
    [
        ("Gipsplater, kapp", "nb", False),
        ("Kapp av gipsplater", "nb", False),
        ("Aluminiumsprofiler, kapp", "nb", False),
        ("Gipsskivor, kapspill", "sv", False),
        ("Gypsum board, offcuts", "en", False),
        ("Kapp", "nb", True),
        ("Kapp fra trelast", "nb", True),  # where it comes from, not what it is of
        ("Gipsplater og kapp", "nb", True),  # two things
        ("Bark, kapp", "nb", True),  # of one group: it goes with the other
    ],
)
def test_find_takes_a_word_that_names_a_form_for_the_form_of_the_thing_beside_it(text, language, is_wood):
    weights = {mention.material: mention.weight for mention in ConceptFinder(load_knowledge()).find(text, language)}

    assert (weights["wood_offcuts"] >= 0.5) is is_wood


def test_find_doubts_which_of_a_group_a_word_means_but_not_that_it_is_one_of_them():
    whey = {each.material: each.weight for each in ConceptFinder(load_knowledge()).find("Vassle", "sv")}
    chips = {each.material: each.weight for each in FINDER.find("flis", "sv")}

    assert whey == pytest.approx({"acid_whey": 0.5**0.5, "sweet_whey": 0.5**0.5})
    assert chips["chips"] < 0.7
