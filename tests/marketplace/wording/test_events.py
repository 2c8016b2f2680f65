"""The history of a thing has words for everything that can happen."""

import pytest
from django.utils import translation

from marketplace.models import Event
from marketplace.wording.events import event_lines
from tests.factories import NOON, make_user


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("kind", Event.Kind)
def test_event_lines_have_words_for_every_kind(kind, language):
    with translation.override(language):
        (line,) = event_lines([Event(kind=kind, at=NOON)])

    assert line.text
    assert line.text != kind
    assert (line.by, line.at) == ("Materialtorget", NOON)


@pytest.mark.django_db
def test_event_lines_name_who_did_it():
    person = make_user(name="Kari")

    (line,) = event_lines([Event(kind=Event.Kind.LISTING_PAUSED, at=NOON, by=person)])

    assert line.by == "Kari"
