"""The tables of terms: enough words in every language, and none that leads astray."""

import unicodedata
from collections import Counter, defaultdict

import pytest

from matching.knowledge import LANGUAGES, TermFlag, TermKind, fold_text, load_knowledge
from matching.knowledge.knowledge import DATA_FOLDER
from matching.knowledge.languages import read_together
from matching.knowledge.tables import Tables
from matching.words import ConceptFinder, Grade
from matching.words.folding import words
from matching.words.stems import FAMILIES, stem

KNOWLEDGE = load_knowledge()
TERMS = KNOWLEDGE.terms
MATERIAL_TERMS = [term for term in TERMS if term.kind is TermKind.MATERIAL]
FINDER = ConceptFinder(KNOWLEDGE)
WORDS_A_LEAF = 4  # its name and three more
# What stands in any listing and names nothing.
EMPTY_WORDS = {
    "sv": "och eller att för från till med utan som är har kan ska vill vi våra en ett den på om cirka år månad vecka "
    "dag säljes köpes sökes finns hämtas skänkes behöver efter under över mot samt vid bland resten hösten tar ger "
    "bygger stor liten bra dålig ungefär enligt överenskommelse kommun firma kund bonde",
    "nb": "og eller at for fra til med uten som er har kan skal vil vi våre en ei et den på om cirka år måned uke "
    "dag selges kjøpes ønskes søkes hentes trenger etter under over mot ved sett tar gir bygger tall heller stor liten "
    "god dårlig omtrent etter avtale kommune firma kunde bonde mor val råd deg",
    "en": "and or of to for from with without that is are has have can will we our the in on about year month week "
    "day sell buy wanted seek need offer available all also after not under over by as its be turn fit well back fill "
    "thin light park lake river leave ask",
}
# Concepts of each kind that listings tell apart from the material itself.
SMALLEST_KINDS = {
    TermKind.TRAIT: 600,
    TermKind.USE: 100,
    TermKind.PROCESS: 35,
    TermKind.QUALITY: 60,
    TermKind.FORM: 12,
}


def found(text, language):
    return {mention.material: mention for mention in FINDER.find(text, language)}


def listed(terms):
    return [(term.language, term.text, term.code) for term in terms]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_leaf_has_a_name_and_three_more_words(language):
    words = defaultdict(set)
    for term in MATERIAL_TERMS:
        if term.language == language:
            words[term.code].add(fold_text(term.text))

    assert [leaf.code for leaf in KNOWLEDGE.leaves if len(words[leaf.code]) < WORDS_A_LEAF] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "least"), SMALLEST_KINDS.items())
def test_every_other_concept_has_three_words(language, kind, least):
    words = Counter(term.code for term in TERMS if term.kind is kind and term.language == language)

    assert len(words) >= least
    assert [code for code, count in words.items() if count < 3] == []


def test_there_are_four_hundred_concepts_of_materials_and_two_hundred_of_the_rest():
    concepts = Counter(kind for kind, _ in {(term.kind, term.code) for term in TERMS})

    assert concepts[TermKind.MATERIAL] + concepts[TermKind.TRAIT] >= 400
    assert sum(concepts[kind] for kind in (TermKind.USE, TermKind.PROCESS, TermKind.FORM, TermKind.QUALITY)) >= 200


def test_terms_name_materials_that_there_are():
    assert listed(term for term in MATERIAL_TERMS if term.code not in KNOWLEDGE.materials) == []


def test_terms_name_uses_that_there_are():
    uses = {row.text("code") for row in Tables(DATA_FOLDER).rows("uses")}

    assert {term.code for term in TERMS if term.kind is TermKind.USE} == uses


def test_terms_are_written_cleanly_and_once():
    counts = Counter((term.language, fold_text(term.text), term.code, term.kind) for term in TERMS)

    assert [key for key, count in counts.items() if count > 1] == []
    assert listed(term for term in TERMS if term.language not in LANGUAGES) == []
    assert (
        listed(term for term in TERMS if term.text != " ".join(unicodedata.normalize("NFC", term.text).split())) == []
    )
    assert listed(term for term in TERMS if len(term.text) < 2 or not any(map(str.isalpha, term.text))) == []


def test_terms_lead_back_to_their_material_unless_they_are_ambiguous():
    for term in MATERIAL_TERMS:
        if not term.is_ambiguous:
            assert KNOWLEDGE.material_for(term.text, term.language).code == term.code, term


def test_finder_leads_every_term_back_to_its_material_among_the_first():
    firsts = {term: [*found(term.text, term.language)][: 7 if term.is_ambiguous else 3] for term in MATERIAL_TERMS}

    assert listed(term for term, first in firsts.items() if term.code not in first) == []


def test_terms_of_several_materials_are_ambiguous_in_each():
    for language in ("sv", "nb", "en"):
        by_text = defaultdict(list)
        for term in MATERIAL_TERMS:
            if term.language in read_together(language):
                by_text[fold_text(term.text)].append(term)
        shared = [terms for terms in by_text.values() if len({term.code for term in terms}) > 1]
        assert [listed(terms) for terms in shared if not all(term.is_ambiguous for term in terms)] == []


def test_inflections_of_one_word_lead_to_the_same_materials_or_are_ambiguous():
    by_stems = defaultdict(list)
    for term in MATERIAL_TERMS:
        if TermFlag.WHOLE_WORD not in term.flags:
            family = FAMILIES[term.language]
            by_stems[family, tuple(stem(family, word) for word in words(term.text))].append(term)
    shared = [terms for terms in by_stems.values() if len({term.code for term in terms}) > 1]

    assert [listed(terms) for terms in shared if not all(term.is_ambiguous for term in terms)] == []


def test_words_for_other_things_are_no_words_for_materials():
    materials = {(language, fold_text(t.text)) for t in MATERIAL_TERMS for language in read_together(t.language)}
    others = [term for term in TERMS if term.kind is TermKind.OTHER]

    assert {(term.language, term.text) for term in others} >= {("sv", "mask"), ("sv", "glass"), ("nb", "ved")}
    assert [term.text for term in others if (term.language, fold_text(term.text)) in materials] == []


@pytest.mark.parametrize(
    ("word", "swedish", "norwegian", "english"),
    [
        ("mask", set(), {"brewers_spent_grain"}, set()),
        ("glass", set(), {"glass"}, {"glass"}),
        ("flis", {"forest_chips", "sawmill_chips"}, {"ceramics", "sawmill_chips"}, None),
        ("ris", {"logging_residues", "garden_waste"}, {"crop_residues"}, None),
        ("fat", {"drums"}, {"drums"}, {"animal_fat"}),
        ("ull", {"raw_wool"}, {"raw_wool"}, None),
        ("syre", {"oxygen"}, {"acids"}, None),
        ("damp", None, {"steam"}, set()),
        ("ved", {"low_grade_roundwood"}, set(), None),
        ("slam", {"sludges_digestate"}, {"sludges_digestate"}, set()),
    ],
)
def test_false_friends_mean_in_each_language_what_they_mean_there(word, swedish, norwegian, english):
    for language, materials in (("sv", swedish), ("nb", norwegian), ("en", english)):
        if materials is not None:
            assert (set(found(word, language)) >= materials) if materials else not found(word, language), language


def test_words_spelt_alike_lead_in_each_language_to_its_own_materials():
    own = defaultdict(set)
    for term in MATERIAL_TERMS:
        for language in read_together(term.language):
            own[fold_text(term.text), language].add(term.code)
    friends = {
        text for text, language in own if language == "sv" and own[text, "sv"].isdisjoint(own.get((text, "nb"), ()))
    }
    friends = {text for text in friends if (text, "nb") in own}

    assert {"syre"} <= friends
    for text in friends:
        for language in ("sv", "nb"):
            assert {*found(text, language)} >= own[text, language], text


def test_form_tails_are_forms_or_ambiguous():
    tails = [term for term in TERMS if TermFlag.FORM_TAIL in term.flags]

    assert {term.text for term in tails if term.language == "sv"} >= {"rester", "skivor", "slam", "avfall"}
    assert listed(term for term in tails if term.kind is not TermKind.FORM and not term.is_ambiguous) == []


@pytest.mark.parametrize(
    ("text", "language", "material"),
    [
        ("mask i komposten", "sv", "brewers_spent_grain"),
        ("en vaskemaskin", "nb", "brewers_spent_grain"),
        ("glass och bullar", "sv", "glass"),
        ("alla slags virke", "sv", "metal_slag"),
        ("ved siden av", "nb", "low_grade_roundwood"),
        ("vi driver et bakeri", "nb", "drivers"),
        ("kunstgressdekke", "nb", "tyres"),
        ("fargestoff", "nb", "textiles"),
        ("metall", "nb", "solid_manure"),
        ("oppvask og flaske", "nb", "wood_bottom_ash"),
        ("resten av hösten", "sv", "natural_stone"),
        ("kontrollera", "sv", "clay"),
        ("not painted", "en", "nets_ropes"),
        ("well sorted", "en", "corrugated_board"),
        ("damp and mouldy", "en", "steam"),
        ("notes on quality", "en", "nets_ropes"),
        ("vårt överskott", "sv", "forestry_machines"),
        ("vi tar imot", "nb", "seaweed"),
        ("Åfjord", "nb", "topsoil"),
        ("massor av spån", "sv", "rock_soil"),
        ("syre", "nb", "oxygen"),
        ("syre", "sv", "acids"),
        ("flis", "sv", "ceramics"),
        ("ris", "sv", "crop_residues"),
        ("fat", "en", "drums"),
    ],
)
def test_finder_is_not_led_astray(text, language, material):
    assert material not in found(text, language)


@pytest.mark.parametrize("language", EMPTY_WORDS)
def test_finder_reads_no_material_into_words_without_meaning(language):
    words = EMPTY_WORDS[language].split()

    assert {word: found(word, language) for word in words if found(word, language)} == {}


@pytest.mark.parametrize(
    ("text", "language", "material"),
    [
        ("gipsspill", "sv", "gypsum_board"),
        ("gipsplaterester", "nb", "gypsum_board"),
        ("isoporavfall", "nb", "eps"),
        ("halmrester", "sv", "straw"),
        ("tegelrester", "sv", "bricks"),
        ("aluminiumsrester", "nb", "aluminium"),
    ],
)
def test_finder_reads_what_stands_before_a_form(text, language, material):
    assert found(text, language)[material].weight >= 0.7


def test_finder_reads_mask_as_spent_grain_in_norwegian():
    mention = found("Vi har mask hver uke", "nb")["brewers_spent_grain"]

    assert (mention.grade, mention.weight) == (Grade.TERM, 1)
