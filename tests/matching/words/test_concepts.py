"""Materials that texts name, in the words that named them."""

import pytest

from matching.knowledge import load_knowledge
from matching.words import ConceptFinder, Grade

FINDER = ConceptFinder(load_knowledge())


def named(text, language):
    return {mention.material: mention for mention in FINDER.find(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "material", "word"),
    [
        ("Färsk bark, ca 30 m³", "sv", "bark", "bark"),
        ("Sagflis fra gran", "nb", "sawdust", "sagflis"),
        ("sagmugg", "nn", "sawdust", "sagmugg"),
        ("Råflis gran", "nb", "sawmill_chips", "råflis"),
        ("green sawmill chips wanted", "en", "sawmill_chips", "green sawmill chips"),
    ],
)
def test_find_names_materials_by_terms_of_their_language(text, language, material, word):
    mention = named(text, language)[material]

    assert (mention.word, mention.grade) == (word, Grade.TERM)


def test_find_takes_the_longest_term():
    assert "wood_dust" not in named("torr kutterspån", "sv")
    assert set(named("impregnerat trä", "sv")) == {"impregnated_wood"}


def test_find_reads_inflected_words_and_tails_of_compounds_less_surely():
    whole, part = named("bark", "sv")["bark"], named("granbark", "sv")["bark"]

    assert named("barken", "sv")["bark"].weight == whole.weight
    assert part.grade is Grade.WORD_PART
    assert part.weight < whole.weight


def test_find_trusts_words_of_the_other_languages_less():
    assert named("sagflis", "sv")["sawdust"].weight < named("sagflis", "nb")["sawdust"].weight


def test_find_detects_the_language_where_nobody_has_said_it():
    assert "sawdust" in named("Vi selger sagflis fra sagbruket vårt", "")


def test_find_names_each_material_once_the_surest_first():
    mentions = FINDER.find("bark, granbark och sågspån", "sv")

    assert len({mention.material for mention in mentions}) == len(mentions)
    assert [mention.weight for mention in mentions] == sorted((mention.weight for mention in mentions), reverse=True)


@pytest.mark.parametrize("text", ["", "123 kg", "!!!", "xyzzy"])
def test_find_names_nothing_where_nothing_is_named(text):
    assert FINDER.find(text, "sv") == ()
