"""The fact that would change most who fits: asked on the listing's own page, told on a page of its own."""

import pytest

from marketplace.models import Event, PropertyValue
from tests.factories import make_coordinator, make_firm, make_member, make_need, make_offer, make_user

pytestmark = pytest.mark.django_db
PAGE = "/listings/{}/quality/?code=moisture"


@pytest.fixture
def offer():
    """Sawdust that says all but what fuel and bedding ask of it."""
    return make_offer(material="sawdust", waste_code="030105", title="Spån")


@pytest.fixture
def needs():
    return [
        make_need(material="sawdust", use=use, title="Spån", firm=make_firm(), visibility="open")
        for use in ("bedding", "fuel", "biochar")
    ]


def text(client, path):
    return client.get(path).content.decode()


def test_listing_detail_asks_its_firm_for_the_fact_that_changes_its_list_most(client, offer, needs):
    client.force_login(make_member(offer.firm))

    page = text(client, f"/listings/{offer.pk}/")

    assert "One fact would tell most" in page
    assert "The offer does not say what its " in page
    assert 'name="code"' in page


def test_listing_detail_leads_to_the_form_where_the_fact_is_no_quality(client, offer):
    silent = make_need(material="sawdust", use="", waste_code="030105")
    make_offer(material="bark")
    client.force_login(make_member(silent.firm))

    page = text(client, f"/listings/{silent.pk}/")

    assert "The need does not say what it is for." in page
    assert f'href="/listings/{silent.pk}/edit/">Add it' in page


def test_listing_detail_asks_nobody_else_and_not_before_it_is_on_the_market(client, offer, needs):
    draft = make_offer(firm=offer.firm, state="draft")
    assert "would tell most" not in text(client, f"/listings/{offer.pk}/")
    client.force_login(make_member(needs[0].firm))
    assert "would tell most" not in text(client, f"/listings/{offer.pk}/")
    client.force_login(make_member(offer.firm))
    assert "would tell most" not in text(client, f"/listings/{draft.pk}/")


def test_listing_quality_is_for_the_firm_and_its_coordinators(client, offer):
    answers = [client.get(PAGE.format(offer.pk)).status_code]
    for person in (make_user(), make_coordinator(("NO-5038",)), make_member(offer.firm), make_coordinator()):
        client.force_login(person)
        answers.append(client.get(PAGE.format(offer.pk)).status_code)

    assert answers == [302, 404, 404, 200, 200]


@pytest.mark.parametrize(("typed", "ends"), [("10-15", (10, 15)), ("12,5", (12.5, 12.5)), ("<40", (None, 40))])
def test_listing_quality_keeps_the_answer_beside_the_others(client, offer, typed, ends):
    PropertyValue.objects.create(listing=offer, code="ash_content", low=1, high=2, unit="%")
    client.force_login(make_member(offer.firm))

    for _twice in range(2):
        answer = client.post(PAGE.format(offer.pk), {"code": "moisture", "value": typed})

    assert answer.headers["Location"] == f"/listings/{offer.pk}/"
    kept = {each.code: (each.low, each.high) for each in offer.property_values.all()}
    assert kept == {"ash_content": (1, 2), "moisture": ends}
    assert Event.objects.filter(kind=Event.Kind.LISTING_CHANGED).count() == 1


@pytest.mark.parametrize(
    ("typed", "told"), [("torrt", "neither a number nor a range"), ("120", "cannot be"), ("", "required")]
)
def test_listing_quality_tells_what_is_wrong_and_keeps_what_was_typed(client, offer, typed, told):
    client.force_login(make_member(offer.firm))

    answer = client.post(PAGE.format(offer.pk), {"code": "moisture", "value": typed})

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode() or not typed
    assert not offer.property_values.exists()


@pytest.mark.parametrize("query", ["", "?code=no_such_quality"])
def test_listing_quality_refuses_what_is_no_quality(client, offer, query):
    client.force_login(make_member(offer.firm))

    answer = client.get(f"/listings/{offer.pk}/quality/{query}")

    assert answer.status_code == 400
    assert "/static/marketplace/site" in answer.content.decode()  # a page of ours, in the reader's language
