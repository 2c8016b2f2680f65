"""The use of a need: chosen from the list, named in the reader's language."""

import pytest
from django.utils import translation

from marketplace.forms.listings import ListingForm
from marketplace.models import Listing
from matching.knowledge import load_knowledge
from tests.factories import make_site

pytestmark = pytest.mark.django_db
TYPED = {"title": "Strö till hästar", "rhythm": "year", "visibility": "blind"}


def make_form(side="need", **typed):
    firm = make_site().firm
    return ListingForm({**TYPED, **typed} if typed else None, instance=Listing(firm=firm, side=side), firm=firm)


def test_a_need_may_say_its_use():
    form = make_form(use="bedding")

    assert form.is_valid()
    assert form.save(commit=False).use == "bedding"


def test_a_need_may_leave_its_use_out():
    assert make_form(use="").is_valid()


def test_a_use_that_is_not_in_the_list_is_refused_with_a_sentence():
    assert make_form(use="perpetual_motion").errors["use"] == [
        "“perpetual_motion” is no use that we know. Choose one of the list."
    ]


def test_an_offer_is_not_asked_for_a_use():
    assert "use" not in make_form(side="offer").fields


@pytest.mark.parametrize(
    ("language", "step", "use"), [("sv", "Foder", "foder till grisar"), ("nb", "Fôr", "fôr til gris")]
)
def test_uses_stand_under_the_steps_of_the_hierarchy_in_the_readers_language(language, step, use):
    with translation.override(language):
        groups = dict(make_form().fields["use"].choices[1:])

    assert ("pig_feed", use) in groups[step]
    assert sum(len(choices) for choices in groups.values()) == len(load_knowledge().uses)


def test_a_use_that_is_set_opens_the_fold():
    assert make_form(use="bedding").has_folded_content
    assert not make_form(use="").has_folded_content
