"""Saying what the law asks about a listing, and what becomes of an asked fact."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from marketplace.actions.legal_facts import say_legal_fact
from marketplace.actions.suggestions import ask_for_fact
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, LegalFact, Listing, Notice, Suggestion
from marketplace.queries.legal_facts import said_facts
from tests.factories import (
    NOON,
    make_coordinator,
    make_legal_fact,
    make_member,
    make_need,
    make_offer,
    make_suggestion,
    make_user,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return make_offer(material="brewers_spent_grain")


@pytest.fixture
def member(offer):
    return make_member(offer.firm)


def held(listing):
    return {fact.code: fact.value for fact in listing.legal_facts.filter(replaced_at=None)}


def test_say_legal_fact_keeps_value_person_and_time_and_records_it(offer, member):
    fact = say_legal_fact(offer, by=member, now=NOON, code="status_claim", value="byproduct")

    assert (fact.value, fact.said_by, fact.said_at, fact.replaced_at) == ("byproduct", member, NOON, None)
    event = Event.objects.get()
    assert (event.kind, event.by) == (Event.Kind.LISTING_LAW_ANSWERED, member)
    assert event.changes == {"status_claim": ["", "byproduct"]}


def test_say_legal_fact_keeps_what_was_said_before_as_replaced(offer, member):
    old = say_legal_fact(offer, by=member, now=NOON, code="hazardous", value="no")

    say_legal_fact(offer, by=member, now=NOON, code="hazardous", value="yes")

    old.refresh_from_db()
    assert (old.value, old.replaced_at) == ("no", NOON)
    assert held(offer) == {"hazardous": "yes"}


def test_say_legal_fact_twice_alike_says_it_once(offer, member):
    for _again in range(2):
        say_legal_fact(offer, by=member, now=NOON, code="hazardous", value="no")

    assert (LegalFact.objects.count(), Event.objects.count()) == (1, 1)


def test_say_legal_fact_lets_a_coordinator_of_the_area_answer_for_the_firm(offer):
    say_legal_fact(offer, by=make_coordinator(("SE-2309",)), now=NOON, code="hazardous", value="no")

    assert held(offer) == {"hazardous": "no"}


@pytest.mark.parametrize("who", [make_user, make_member, lambda: make_coordinator(("NO-5038",))])
def test_say_legal_fact_refuses_others(offer, who):
    with pytest.raises(PermissionDenied):
        say_legal_fact(offer, by=who(), now=NOON, code="hazardous", value="no")

    assert held(offer) == {}


@pytest.mark.parametrize("state", [Listing.State.FULFILLED, Listing.State.WITHDRAWN])
def test_say_legal_fact_refuses_a_listing_that_is_over(state):
    offer = make_offer(state=state)

    with pytest.raises(WrongStateError):
        say_legal_fact(offer, by=make_member(offer.firm), now=NOON, code="hazardous", value="no")


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("receiver_permit", "yes"),  # a question to needs
        ("origin_country", "SE"),  # nobody asks for it
        ("no_such_fact", "yes"),
        ("hazardous", "perhaps"),
        ("abp", "cat7"),
        ("contamination_pct", "much"),
    ],
)
def test_say_legal_fact_refuses_what_makes_no_sense(offer, member, code, value):
    with pytest.raises(ValidationError):
        say_legal_fact(offer, by=member, now=NOON, code=code, value=value)

    assert held(offer) == {}


def test_a_fact_holds_once_at_a_time(offer):
    make_legal_fact(offer, "hazardous", "no")

    with pytest.raises(IntegrityError):
        make_legal_fact(offer, "hazardous", "yes")


# --- a coordinator asks, the firm answers


@pytest.fixture
def suggestion(offer):
    need = make_need(material="brewers_spent_grain", use="feed")
    make_member(need.firm)
    return make_suggestion(offer, need, missing=[])


def test_a_coordinator_asks_a_firm_for_one_fact_of_the_law_and_the_answer_brings_the_suggestion_back(
    suggestion, offer, member
):
    ask_for_fact(suggestion, by=make_coordinator(), now=NOON, listing_pk=offer.pk, fact="feed_reg_supplier")
    work_off(now=NOON)

    notice = Notice.objects.get()
    assert (notice.user, notice.code) == (member, Notice.Code.LAW_FACT_ASKED)
    assert notice.path == f"/listings/{offer.pk}/law/?fact=feed_reg_supplier"
    suggestion.refresh_from_db()
    assert suggestion.state == Suggestion.State.ASKED

    say_legal_fact(offer, by=member, now=NOON, code="hazardous", value="no")
    work_off(now=NOON)
    suggestion.refresh_from_db()
    assert suggestion.state == Suggestion.State.ASKED  # another fact than the one asked for

    say_legal_fact(offer, by=member, now=NOON, code="feed_reg_supplier", value="yes")
    work_off(now=NOON)
    suggestion.refresh_from_db()
    assert suggestion.state == Suggestion.State.PROPOSED


def test_ask_for_fact_refuses_a_fact_of_the_law_that_is_said_or_of_the_other_side(suggestion, offer):
    make_legal_fact(offer, "feed_reg_supplier", "no")

    for fact in ("feed_reg_supplier", "feed_reg_receiver"):
        with pytest.raises(RefusedError, match="already says"):
            ask_for_fact(suggestion, by=make_coordinator(), now=NOON, listing_pk=offer.pk, fact=fact)


def firm_held(firm):
    return {fact.code: fact.value for fact in firm.legal_facts.filter(replaced_at=None)}


def test_say_legal_fact_keeps_a_registration_once_for_all_listings_of_the_firm(offer, member):
    other, need = make_offer(firm=offer.firm, site=offer.site), make_need(firm=offer.firm, site=offer.site)

    say_legal_fact(offer, by=member, now=NOON, code="feed_reg_supplier", value="yes")

    assert (firm_held(offer.firm), held(offer)) == ({"feed_registered": "yes"}, {})
    assert said_facts(other)["feed_reg_supplier"].value == "yes"
    assert said_facts(need)["feed_reg_receiver"].value == "yes"
    assert not said_facts(make_offer())


def test_say_legal_fact_for_one_listing_alone_stands_over_what_the_firm_said(offer, member):
    other = make_offer(firm=offer.firm, site=offer.site)
    say_legal_fact(offer, by=member, now=NOON, code="abp_supplier", value="yes")

    say_legal_fact(other, by=member, now=NOON, code="abp_supplier", value="no", only_here=True)

    assert (said_facts(offer)["abp_supplier"].value, said_facts(other)["abp_supplier"].value) == ("yes", "no")


def test_say_legal_fact_of_the_firm_replaces_what_this_listing_said_alone(offer, member):
    say_legal_fact(offer, by=member, now=NOON, code="abp_supplier", value="no", only_here=True)

    say_legal_fact(offer, by=member, now=NOON, code="abp_supplier", value="yes")

    assert (held(offer), firm_held(offer.firm)) == ({}, {"abp_registered": "yes"})
    assert Event.objects.order_by("pk").last().changes == {"abp_supplier": ["no", "yes"]}


def test_say_legal_fact_of_the_firm_twice_alike_says_it_once(offer, member):
    for _again in range(2):
        say_legal_fact(offer, by=member, now=NOON, code="feed_reg_supplier", value="yes")

    assert (LegalFact.objects.count(), Event.objects.count()) == (1, 1)


def test_a_fact_of_the_firm_brings_back_every_suggestion_that_waits_for_it(member, offer):
    reviewer = make_coordinator(("SE-2309",))
    waiting = [make_suggestion(offer=offer), make_suggestion(offer=make_offer(firm=offer.firm, site=offer.site))]
    for each in waiting:
        giver = each.parts.get(role="giver").listing_id
        ask_for_fact(each, by=reviewer, now=NOON, listing_pk=giver, fact="abp_supplier")

    say_legal_fact(offer, by=member, now=NOON, code="abp_supplier", value="yes")

    answered = Event.objects.filter(kind=Event.Kind.LISTING_LAW_ANSWERED)
    assert {event.subject for event in answered} == {each.parts.get(role="giver").listing for each in waiting}


def test_legal_fact_is_of_a_listing_or_a_firm_and_not_of_both(offer):
    said = {"code": "abp_registered", "value": "yes", "said_at": NOON}

    with pytest.raises(IntegrityError), transaction.atomic():
        LegalFact.objects.create(listing=offer, firm=offer.firm, **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalFact.objects.create(**said)


def test_what_was_said_of_one_listing_moves_to_its_firm(offer):
    agreeing, differing = (make_offer(firm=offer.firm, site=offer.site) for _each in range(2))
    make_legal_fact(agreeing, "feed_reg_supplier", "yes", said_at=NOON - timedelta(days=2))
    make_legal_fact(differing, "feed_reg_supplier", "no", said_at=NOON - timedelta(days=1))
    make_legal_fact(offer, "feed_reg_supplier", "yes")
    make_legal_fact(offer, "hazardous", "no")

    import_module("marketplace.migrations.0009_facts_of_firms_said_once").move_to_firms(apps, None)

    assert firm_held(offer.firm) == {"feed_registered": "yes"}
    assert (held(offer), held(agreeing), held(differing)) == ({"hazardous": "no"}, {}, {"feed_reg_supplier": "no"})
