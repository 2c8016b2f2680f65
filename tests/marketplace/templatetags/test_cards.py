import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.utils import translation

from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import market
from marketplace.templatetags.cards import bars
from tests.factories import make_firm, make_member, make_offer

NOBODY = AnonymousUser()
ONE_CARD = Template("{% load cards %}{% listing_card card why=why %}")


def shown(viewer, *, why="", reader="en"):
    with translation.override(reader):
        return ONE_CARD.render(Context({"card": listing_card(market(viewer).get()), "why": why}))


@pytest.mark.django_db
def test_listing_card_shows_each_reader_their_own():
    firm = make_firm(name="Norra sågen")
    make_offer(firm=firm, title="Bark från såg 2", material="bark")

    own, others = shown(make_member(firm)), shown(NOBODY)

    assert "Norra sågen" in own
    assert "Bark från såg 2" in own
    assert "Norra sågen" not in others
    assert "Bark från såg 2" not in others


@pytest.mark.django_db
def test_listing_card_follows_its_listing_its_reason_and_the_readers_language():
    offer = make_offer(title="Bark", visibility="open")
    before = shown(NOBODY)
    offer.title = "Granbark"
    offer.save(update_fields=["title"])

    after, found, swedish = shown(NOBODY), shown(NOBODY, why="serves as bedding"), shown(NOBODY, reader="sv")

    assert "Granbark" not in before
    assert "Granbark" in after
    assert "Serves as bedding" in found
    assert "Serves as bedding" not in after
    assert "open" in after
    assert "öppen" in swedish


def test_bars_stand_on_the_axis_and_leave_out_empty_months():
    assert bars([0.5, 0, 1]) == "M0 0V0.500h.8V0zM2 0V1.000h.8V0z"
