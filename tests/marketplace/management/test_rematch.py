"""Matching the whole market anew."""

import io

import pytest
from django.core.management import call_command

from marketplace.models import Suggestion
from tests.factories import make_need, make_offer

pytestmark = pytest.mark.django_db


def rematched():
    out = io.StringIO()
    call_command("rematch", stdout=out, stderr=io.StringIO())
    return out.getvalue().splitlines()


def test_rematch_proposes_what_is_good_and_counts():
    make_offer(), make_need()

    lines = rematched()

    assert lines == ["On the market: offers 1, needs 1.", "1 good match, 1 new suggestion."]
    assert Suggestion.objects.count() == 1


def test_rematch_proposes_nothing_twice():
    make_offer(), make_need()
    rematched()

    lines = rematched()

    assert lines[-1] == "1 good match, 0 new suggestions."
    assert Suggestion.objects.count() == 1


def test_rematch_leaves_an_empty_market_empty():
    assert rematched()[-1] == "0 good matches, 0 new suggestions."
