"""Reading a typed place."""

import pytest
from django.core.exceptions import ValidationError

from marketplace.forms.places import read_place


def test_read_place_finds_a_locality():
    facts = read_place("Verdalsøra", municipality="", country="NO")

    assert (facts["municipality"], facts["locality"]) == ("NO-5038", "Verdalsøra")
    assert facts["location_precision"] == "place"
    assert facts["latitude"] == pytest.approx(63.79, abs=0.05)


def test_read_place_of_a_municipality_is_only_that_precise():
    facts = read_place("Härjedalens kommun", municipality="", country="SE")

    assert (facts["municipality"], facts["locality"], facts["location_precision"]) == ("SE-2361", "", "municipality")


def test_read_place_looks_over_the_border():
    assert read_place("Verdalsøra", municipality="", country="SE")["municipality"] == "NO-5038"


def test_read_place_keeps_an_unknown_place_in_its_municipality():
    facts = read_place("Lillgården i byn", municipality="SE-2309", country="SE")

    assert (facts["municipality"], facts["locality"]) == ("SE-2309", "Lillgården i byn")
    assert facts["location_precision"] == "municipality"


def test_read_place_says_what_to_do_about_an_unknown_place():
    with pytest.raises(ValidationError, match="Choose the municipality below"):
        read_place("Qwertyuiop", municipality="", country="SE")


def test_read_place_offers_what_was_meant_perhaps():
    with pytest.raises(ValidationError, match=r"Did you mean .*Östersund"):
        read_place("Östersunt", municipality="", country="SE")


def test_read_place_asks_which_of_several():
    with pytest.raises(ValidationError, match=r"several places of this name.*Ås, Krokom"):
        read_place("Ås", municipality="", country="")


def test_read_place_takes_the_municipality_to_tell_several_apart():
    assert read_place("Ås", municipality="SE-2309", country="")["locality"] == "Ås"
