"""The aspect text."""

import numpy as np
import pytest

from matching.knowledge import load_knowledge
from matching.records import Listing, Side
from matching.words import detect_language, text_fits, text_model
from matching.words.folding import fold_for_ngrams
from matching.words.texts import TEXT_FLOOR

MODEL = text_model(load_knowledge())


def fit(one, other):
    sides = (Side.OFFER, Side.NEED)
    texts = [
        MODEL.encode([Listing(id="1", side=side, **facts)]) for side, facts in zip(sides, (one, other), strict=True)
    ]
    offered, needed = texts
    return float(
        text_fits(
            (offered.characters @ needed.by_term[0]).toarray(),
            (offered.concepts.matrix() @ needed.by_term[1]).toarray(),
            both_told=offered.told & needed.told,
            both_named=offered.named & needed.named,
        )[0, 0]
    )


def sv(title, **facts):
    return {"title": title, "language": "sv", **facts}


def nb(title, **facts):
    return {"title": title, "language": "nb", **facts}


def test_text_fits_see_through_two_languages():
    assert fit(sv("sågspån"), nb("sagflis")) > 0.55
    assert fit(sv("sågspån"), nb("sagflis")) > 5 * fit(sv("sågspån"), nb("rivningsbetong"))


def test_text_fits_put_the_same_stuff_above_the_same_wording():
    assert fit(sv("Bark säljes billigt i Åre"), nb("Bark til strø")) > fit(
        sv("Bark säljes billigt i Åre"), sv("Kutterspån säljes billigt i Åre")
    )


@pytest.mark.parametrize(
    ("asked", "right", "trap"),
    [
        ("Skumvätska utan PFAS", "Skumvæske uten PFAS", "Skumvätska med PFAS"),
        ("Torr flis", "Tørr flis", "Fuktig flis"),
        ("Obehandlat virke", "Ubehandlet trevirke", "Behandlat virke"),
        ("Koppartråd, 2 ton", "Kobbertråd, 2 tonn", "Aluminiumtråd, 2 ton"),
    ],
)
def test_text_fits_put_what_is_meant_above_its_opposite_in_the_readers_language(asked, right, trap):
    assert fit(sv(asked), nb(right)) > fit(sv(asked), sv(trap))


def test_encode_believes_the_title_where_the_description_is_without():
    assert fit(sv("Bark", description="utan bark"), nb("Bark")) > 0.5


def test_text_fits_go_by_the_wording_where_no_material_is_known():
    assert fit(sv("Zyxorit grov"), nb("Zyksorit, grov")) > 0.5
    assert fit(sv("Zyxorit grov"), nb("Plommer")) == TEXT_FLOOR


def test_text_fits_let_a_stated_material_speak_for_the_words():
    assert fit(sv("Fint för stallet", material="bark"), nb("Bark")) > 0.5


def test_text_fits_are_unknown_where_a_text_says_nothing():
    assert np.isnan(fit(sv("Bark"), nb("")))
    assert np.isnan(fit(sv("Bark"), nb("12 kg")))


def test_text_fits_do_not_fall_when_the_likeness_rises():
    steps = np.linspace(0, 1, 11)
    for named in (True, False):
        fits = text_fits(steps, np.full(11, 0.4), both_told=np.array(True), both_named=np.array(named))

        assert np.all(np.diff(fits) >= 0)
        assert np.all((fits >= TEXT_FLOOR) & (fits <= 1))


def test_encode_weighs_what_the_title_names_above_what_the_description_does():
    title = fit(sv("Bark"), nb("Bark"))
    description = fit(sv("Betong", description="Även bark"), nb("Bark"))

    assert title > description > fit(sv("Betong"), nb("Bark"))


def test_encode_takes_no_listings():
    assert MODEL.encode([]).characters.shape[0] == 0


def test_fold_for_ngrams_makes_the_letters_of_both_countries_one():
    assert fold_for_ngrams("Säck med 30 kg BØK") == fold_for_ngrams("sækk bök")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vi har sågspån från vårt sågverk och vill gärna sälja", "sv"),
        ("Vi ønsker å kjøpe sagflis fra et sagbruk i nærheten", "nb"),
        ("We are looking for sawdust from the sawmills nearby", "en"),
        ("12 345", ""),
    ],
)
def test_detect_language_tells_three_apart(text, language):
    assert detect_language(text) == language
