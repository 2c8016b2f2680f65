"""The question of the law on a listing's page and on its own: who gets it, what an answer does, where it leads."""

import pytest
from django.utils import timezone

from marketplace.models import LegalFact, Suggestion
from tests.factories import (
    make_coordinator,
    make_firm,
    make_legal_fact,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return make_offer(material="brewers_spent_grain", title="Mäsk från bryggeriet")


@pytest.fixture
def need():
    site = make_site(make_firm(country="NO", is_verified=True), municipality="NO-5038")
    return make_need(site=site, material="brewers_spent_grain", use="feed", shown_area="NO-5038")


@pytest.fixture
def member(client, offer):
    person = make_member(offer.firm, name="Eva Ek")
    client.force_login(person)
    return person


def law_page(listing, query=""):
    return f"/listings/{listing.pk}/law/{query}"


def page_text(client, path):
    return client.get(path).content.decode()


def said():
    return dict(LegalFact.objects.filter(replaced_at=None).values_list("code", "value"))


def test_listing_detail_asks_its_firm_one_question_that_a_likely_partner_raises(client, offer, need, member):
    page = page_text(client, f"/listings/{offer.pk}/")

    assert "What is it, in your own view?" in page
    assert page.count('name="fact"') == 1
    assert "something to ask" in page  # the match strip


def test_listing_detail_asks_nobody_else(client, offer, need):
    for person in (make_user(), make_member(need.firm)):
        client.force_login(person)
        assert 'name="fact"' not in page_text(client, f"/listings/{offer.pk}/")


def test_listing_law_is_for_the_firm_and_its_coordinators(client, offer):
    answers = [client.get(law_page(offer)).status_code]
    for person in (make_user(), make_coordinator(("NO-5038",)), make_member(offer.firm), make_coordinator()):
        client.force_login(person)
        answers.append(client.get(law_page(offer)).status_code)

    assert answers == [302, 404, 404, 200, 200]


def test_listing_law_keeps_an_answer_with_name_and_day_and_asks_the_next(client, offer, need, member):
    response = client.post(law_page(offer), {"fact": "status_claim", "value": "waste"}, follow=True)

    page = response.content.decode()
    assert said() == {"status_claim": "waste"}
    assert "Noted, with your name and today" in page
    assert "Is your firm registered as a feed business?" in page
    assert "Eva Ek" in page
    assert LegalFact.objects.get().said_at.date() == timezone.now().date()


def test_listing_law_asks_a_question_by_name_so_that_an_answer_can_be_changed(client, offer, member):
    make_legal_fact(offer, "hazardous", "yes")

    assert "Is it hazardous waste?" in page_text(client, law_page(offer, "?fact=hazardous"))
    client.post(law_page(offer), {"fact": "hazardous", "value": "no"})

    assert said() == {"hazardous": "no"}


def test_listing_law_keeps_what_shows_a_criterion_and_tells_it(client, offer, member):
    answer = {"fact": "bp_1", "value": "yes", "evidence": "Contract 14, binder 3"}

    page = client.post(law_page(offer), answer, follow=True).content.decode()

    assert LegalFact.objects.get().evidence == "Contract 14, binder 3"
    assert "Evidence: Contract 14, binder 3" in page


@pytest.mark.parametrize(("ticked", "kept_of"), [({}, "firm"), ({"only_here": "on"}, "listing")])
def test_listing_law_keeps_a_registration_with_the_firm_unless_told_otherwise(client, offer, member, ticked, kept_of):
    page = page_text(client, law_page(offer, "?fact=feed_reg_supplier"))
    told = client.post(law_page(offer), {"fact": "feed_reg_supplier", "value": "yes", **ticked}, follow=True)

    assert "For this listing alone" in page
    assert getattr(LegalFact.objects.get(), kept_of) == getattr(offer, kept_of, offer)
    assert ("for all listings" in told.content.decode()) == (kept_of == "firm")


def test_listing_law_asks_one_listing_and_no_other_of_the_firm(client, offer, need, member):
    client.post(law_page(offer), {"fact": "feed_reg_supplier", "value": "yes"})
    other = make_offer(site=offer.site, material="brewers_spent_grain", shown_area=offer.shown_area)
    client.post(law_page(other), {"fact": "status_claim", "value": "waste"})

    page = page_text(client, law_page(other))

    assert "Is your firm registered as a feed business?" in page  # as said, not as asked
    assert 'name="fact" value="feed_reg_supplier"' not in page


def test_listing_law_without_anything_to_ask_says_so(client, offer, member):
    assert "Nothing to ask now" in page_text(client, law_page(offer))


@pytest.mark.parametrize(
    ("fact", "value", "kept"),
    [
        ("contamination_pct", "2,5", "2.5"),
        ("polymers", ["PE", "PP"], "PE+PP"),
        ("abp", "cat3", "cat3"),
        ("hs_code", "3915 10", "3915 10"),
    ],
)
def test_listing_law_reads_every_kind_of_answer(client, offer, member, fact, value, kept):
    client.post(law_page(offer), {"fact": fact, "value": value})

    assert said() == {fact: kept}


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("hazardous", ""),
        ("hazardous", "perhaps"),
        ("contamination_pct", "much"),
        ("contamination_pct", "-3"),
        ("polymers", []),
        ("hs_code", "<script>"),
    ],
)
def test_listing_law_says_what_is_wrong_and_keeps_nothing(client, offer, member, fact, value):
    response = client.post(law_page(offer), {"fact": fact, "value": value})

    assert response.status_code == 422
    assert 'class="notice notice-error"' in response.content.decode()
    assert said() == {}


@pytest.mark.parametrize("fact", ["no_such_fact", "origin_country", ""])
def test_listing_law_takes_no_fact_that_nobody_asks(client, offer, member, fact):
    assert client.post(law_page(offer), {"fact": fact, "value": "yes"}).status_code == 400


def test_listing_law_refuses_a_question_to_the_other_side(client, offer, member):
    response = client.post(law_page(offer), {"fact": "receiver_permit", "value": "yes"}, follow=True)

    assert "Nobody asks that of this listing." in response.content.decode()
    assert said() == {}


@pytest.mark.parametrize(
    ("asked_for", "led_to"),
    [("/symbioses/", "/symbioses/"), ("https://evil.example/", None), ("//evil.example", None), ("", None)],
)
def test_listing_law_leads_on_within_the_site_alone(client, offer, member, asked_for, led_to):
    response = client.post(law_page(offer), {"fact": "hazardous", "value": "no", "next": asked_for})

    assert response.url == (led_to or law_page(offer))


# --- the card on the pages of an exchange


def test_suggestion_detail_shows_the_card_and_asks_the_firm_for_one_fact(client, offer, need):
    suggestion = make_suggestion(offer, need, missing=[])
    client.force_login(make_coordinator())
    page = page_text(client, f"/suggestions/{suggestion.pk}/")

    assert "What the law asks at the border" in page
    assert 'value="feed_reg_supplier"' in page
    client.post(f"/suggestions/{suggestion.pk}/ask/", {"listing": offer.pk, "fact": "feed_reg_supplier"})

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.asked_fact) == (Suggestion.State.ASKED, "feed_reg_supplier")
    asked_page = page_text(client, f"/suggestions/{suggestion.pk}/")
    assert "Is your firm registered as a feed business?" in asked_page
    assert 'value="feed_reg_supplier"' not in asked_page  # one question at a time


def test_suggestion_detail_supposes_the_receiver_on_the_other_side(client, offer, need):
    suggestion = make_suggestion(offer, need)
    client.force_login(make_coordinator())

    page = page_text(client, f"/suggestions/{suggestion.pk}/?receiver=SE")

    assert "Supposed: the receiver lies in Sweden." in page
    assert "Export declaration" not in page


def test_a_coordinator_confirms_a_suggested_code_with_name_and_day(client, need):
    offer = make_offer(material="pe_film")
    suggestion = make_suggestion(offer, need)
    client.force_login(make_coordinator(name="Siv Samordnare"))
    path = f"/suggestions/{suggestion.pk}/"
    assert "Confirm 3915" in page_text(client, path)

    response = client.post(law_page(offer), {"fact": "hs_code", "value": "3915", "next": path}, follow=True)

    assert response.redirect_chain[-1][0] == path
    assert "confirmed by Siv Samordnare" in response.content.decode()


def test_symbiosis_detail_shows_a_party_what_hangs_on_the_blind_other_without_its_answers(client, offer, need, member):
    symbiosis = make_symbiosis(offer, need)
    make_legal_fact(need, "feed_reg_receiver", "yes")

    page = page_text(client, f"/symbioses/{symbiosis.pk}/")

    assert "What hangs on the other firm" in page
    assert page.index("What hangs on the other firm") < page.rindex("Is your firm registered as a feed business?")
    assert f"/listings/{need.pk}/law/" not in page
    assert f"/listings/{offer.pk}/law/?fact=status_claim" in page


def test_symbiosis_detail_opens_the_others_answers_when_both_said_yes(client, offer, need, member):
    symbiosis = make_symbiosis(offer, need, answer="yes", stage="discussion", introduced_at=timezone.now())
    make_legal_fact(need, "feed_reg_receiver", "yes")

    assert "What hangs on the other firm" not in page_text(client, f"/symbioses/{symbiosis.pk}/")


@pytest.mark.parametrize("answer", ["unanswered", "yes"])
def test_symbiosis_detail_names_who_confirmed_a_code_when_both_said_yes(client, offer, member, answer):
    need = make_need(site=make_site(make_firm()), use="feed", visibility="open")
    make_legal_fact(need, "mpf_code", "90.171", said_by=make_member(need.firm, name="Hemlige Herman"))
    symbiosis = make_symbiosis(offer, need, answer=answer)

    page = page_text(client, f"/symbioses/{symbiosis.pk}/")

    assert "90.171" in page
    assert ("confirmed by Hemlige Herman" in page) == (answer == "yes")


def test_suggestion_queue_tells_of_the_law_where_it_may_need_more_than_papers(client, offer, need):
    make_suggestion(offer, need)
    client.force_login(make_coordinator())
    before = page_text(client, "/queue/")
    make_suggestion(make_offer(material="windows"), make_need(material="windows", use="building_reuse"))

    assert "something to ask" not in before
    assert "something to ask" in page_text(client, "/queue/")
