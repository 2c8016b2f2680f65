"""Words that no table explains, for a coordinator to say what they mean."""

import pytest

from marketplace.queries.unclaimed_words import unclaimed_words
from tests.factories import make_coordinator, make_offer

pytestmark = pytest.mark.django_db


def test_unclaimed_words_leave_out_everyday_words_and_name_the_listings():
    offer = make_offer(title="Bark, helst zyxolit", description="Gärna zyxolit, minst fem lass", visibility="open")

    found = unclaimed_words(make_coordinator())

    words = {word.text: word for word in found.words}
    assert set(words["zyxolit"].listings) == {(offer.pk, offer.title)}
    assert not words.keys() & {"helst", "gärna", "minst", "fem", "lass"}
