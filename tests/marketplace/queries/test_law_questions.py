"""The one question of the law to a listing: only one whose answer changes something, the asked one first."""

from datetime import date

import pytest

from marketplace.queries.law_questions import law_statuses, next_law_question, said_lines
from marketplace.queries.legal_facts import LawSide, facts_from_tables, facts_of_giver
from matching.knowledge import load_knowledge
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_legal_fact,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)


@pytest.fixture
def offer():
    return make_offer(material="brewers_spent_grain")


@pytest.fixture
def partner():
    site = make_site(make_firm(country="NO"), municipality="NO-5038")
    return LawSide(make_need(site=site, shown_area="NO-5038", use="feed"), is_open=False)


def asked(listing, *partners):
    question = next_law_question(listing, partners=partners, as_of=TODAY)
    return question and question.code


def test_questions_come_one_at_a_time_in_the_order_of_the_rules(offer, partner):
    told = []
    for code, value in (("status_claim", "waste"), ("feed_reg_supplier", "yes")):
        told.append(asked(offer, partner))
        make_legal_fact(offer, code, value)

    assert told == ["status_claim", "feed_reg_supplier"]


@pytest.mark.parametrize(
    ("material", "is_asked"),
    [("surplus_forage", False), ("sawdust", False), ("bricks", False), ("surplus_feed", True), ("digestate", True)],
)
def test_who_has_plants_or_minerals_is_not_asked_whether_it_is_of_animals(material, is_asked):
    facts = facts_of_giver(LawSide(make_offer(material=material), is_open=True))

    assert ("abp" not in facts) is is_asked


def test_a_farm_that_offers_hay_is_first_asked_for_its_status(partner):
    hay = make_offer(material="surplus_forage")

    assert asked(hay, partner) == "status_claim"
    assert facts_from_tables(LawSide(hay, is_open=True)) == {"ewc_code": "020103"}


def test_a_waste_code_of_animals_speaks_against_the_material():
    code = next(iter(load_knowledge().law.animal_codes))

    assert "abp" not in facts_of_giver(LawSide(make_offer(material="surplus_forage", waste_code=code), is_open=True))


def test_nothing_is_asked_without_a_partner(offer):
    assert asked(offer) is None


def test_only_questions_of_the_listings_own_side_are_asked(offer, partner):
    assert asked(partner.listing, LawSide(offer, is_open=False)) == "feed_reg_receiver"


def test_a_question_whose_every_answer_leads_to_the_same_card_is_not_asked(offer):
    # Inside one country the origin of a by-product decides; of a product that is new nothing is left to ask.
    make_legal_fact(offer, "status_claim", "product_new")
    make_legal_fact(offer, "feed_reg_supplier", "yes")

    assert asked(offer, LawSide(make_need(use="bedding"), is_open=False)) is None


def test_what_a_coordinator_asked_for_comes_first_until_it_is_said(offer, partner):
    facts = {"state": "asked", "asked_listing": offer, "asked_fact": "svhc", "asked_at": NOON}
    make_suggestion(offer, partner.listing, asked_by=make_coordinator(), **facts)

    assert asked(offer, partner) == "svhc"
    make_legal_fact(offer, "svhc", "no")
    assert asked(offer, partner) == "status_claim"


def test_said_lines_tell_question_answer_person_and_time(offer):
    make_legal_fact(offer, "contamination_pct", "2.5", said_by=make_user(name="Eva Ek"))
    make_legal_fact(offer, "polymers", "PE+PET")

    first, second = said_lines(offer)

    assert (first.answer, first.by, first.at) == ("2.5 %", "Eva Ek", NOON)
    assert second.answer == "polyethylene (PE), PET"


def test_law_statuses_name_each_partner(offer, partner):
    assert law_statuses(LawSide(offer, is_open=True), [partner], as_of=TODAY).keys() == {partner.listing.pk}
