"""What the law asks of an exchange: exact for who may know both sides, and by what everybody sees for the others."""

from datetime import date
from functools import partial

import pytest

from marketplace.queries.border_cards import border_view, law_badge, law_status
from marketplace.queries.legal_facts import LawSide
from tests.factories import NOON, make_firm, make_legal_fact, make_need, make_offer, make_site, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)


def side_of(listing, *, is_open=True, may_answer=False, names_people=True):
    return LawSide(listing, is_open, may_answer, names_people)


def norwegian(make, **facts):
    return make(site=make_site(make_firm(country="NO"), municipality="NO-5038"), shown_area="NO-5038", **facts)


def view_of(offer, need, **options):
    return border_view(side_of(offer), side_of(need), as_of=TODAY, **options)


def facts_asked(view):
    return [fact.fact for fact in view.askable]


def test_spent_grain_as_feed_across_the_border_asks_for_registrations_and_names_customs():
    offer = make_offer(material="brewers_spent_grain")
    view = view_of(offer, norwegian(make_need, material="brewers_spent_grain", use="feed"))

    assert (view.status, view.crosses, view.day) == ("ask", True, TODAY)
    assert facts_asked(view) == ["status_claim", "feed_reg_supplier", "feed_reg_receiver"]
    assert [paper.name for paper in view.papers][-2:] == ["export declaration", "import declaration"]
    assert {source.text for each in view.citations for source in each.sources} >= {
        "Environmental Code (1998:808), 15 kap. 1 §",
        "Pollution Control Act (1981-03-13-6), § 27",
        "Directive 2008/98/EC on waste, art. 3(1)",
    }


def test_what_people_have_said_changes_the_card():
    offer, need = make_offer(material="brewers_spent_grain"), norwegian(make_need, use="feed")
    for listing, code, value in (
        (offer, "status_claim", "byproduct"),
        (offer, "origin_process", "production"),
        *((offer, f"bp_{number}", "yes") for number in (1, 2, 3, 4)),
        (offer, "feed_reg_supplier", "yes"),
        (need, "feed_reg_receiver", "yes"),
    ):
        make_legal_fact(listing, code, value)

    view = view_of(offer, need)

    assert (view.status, facts_asked(view)) == ("papers", [])


def test_only_what_holds_now_counts():
    offer, need = make_offer(material="brewers_spent_grain"), norwegian(make_need, use="feed")
    make_legal_fact(offer, "feed_reg_supplier", "yes", replaced_at=NOON)

    assert "feed_reg_supplier" in facts_asked(view_of(offer, need))


def test_papers_have_a_last_day_where_the_load_has_a_first():
    offer = make_offer(material="office_paper", available_from=date(2027, 1, 7))
    need = norwegian(make_need, material="office_paper", use="paper_recycling")
    for listing, code, value in (
        (offer, "status_claim", "waste"),
        (offer, "origin_process", "consumption"),
        (offer, "quantity_kg", "20000"),
        (need, "receiver_permit", "yes"),
    ):
        make_legal_fact(listing, code, value)

    days = {paper.name: paper.by for paper in view_of(offer, need).papers}

    assert days["Annex VII, the shipment document"] == date(2027, 1, 4)  # 6 January is a holiday in Sweden
    assert days["receipt and certificate of recovery"] is None


def test_dead_fish_silage_for_biogas_waits_for_the_authority_of_the_destination():
    offer = norwegian(make_offer, material="fish_silage_category_2")
    view = view_of(offer, make_need(material="fish_silage_category_2", use="biogas"))

    assert (view.status, view.short) == ("blocked", "not yet: consent or permit missing")
    assert [authority.name for authority in view.deciders] == ["Swedish Board of Agriculture"]
    assert "Animal by-product of category 2: by its material." in view.tabled


def test_plastic_film_shows_both_answers_while_it_is_open_how_norway_stands():
    offer, need = make_offer(material="pe_film"), norwegian(make_need, material="pe_film", use="plastic_granulate")
    for listing, code, value in (
        (offer, "status_claim", "waste"),
        (offer, "contamination_pct", "3"),
        (offer, "quantity_kg", "10000"),
        (need, "receiver_permit", "yes"),
    ):
        make_legal_fact(listing, code, value)

    view = view_of(offer, need)

    assert view.status == "ask"
    assert [branch.codes for branch in view.branches] == ["EU3011", "Y48"]
    assert {authority.name for authority in view.judges} == {
        "Swedish Environmental Protection Agency",
        "Norwegian Environment Agency",
    }


def test_used_furniture_asks_the_conditions_of_used_goods():
    offer = norwegian(make_offer, material="office_furniture")
    make_legal_fact(offer, "status_claim", "reuse")
    view = view_of(offer, make_need(material="office_furniture", use="interior_reuse"))

    assert {"rg_a", "rg_b", "rg_c", "rg_d", "rg_e"} <= set(facts_asked(view))
    assert next(code for code in view.codes if code.fact == "hs_code").label == "9403"


def test_an_exchange_inside_a_country_has_no_border_half():
    view = view_of(make_offer(material="brewers_spent_grain"), make_need(use="feed"))

    assert not view.crosses
    assert not any("declaration" in paper.name for paper in view.papers)


def test_the_receiver_can_be_supposed_on_the_other_side():
    offer, need = make_offer(material="brewers_spent_grain"), make_need(use="feed")

    view = view_of(offer, need, supposed="NO")

    assert (view.supposed, view.receiver_country, view.crosses) == ("Norway", "NO", True)
    assert view_of(offer, need).other_country == "NO"


@pytest.mark.parametrize("nonsense", ["SE", "DK", "<script>"])
def test_a_supposed_country_that_is_none_or_its_own_changes_nothing(nonsense):
    offer, need = make_offer(), make_need()

    assert view_of(offer, need, supposed=nonsense) == view_of(offer, need)


def test_heat_has_no_card():
    offer, need = make_offer(resource="heat"), make_need(resource="heat")

    assert view_of(offer, need) is None
    assert law_status(side_of(offer), side_of(need), as_of=TODAY) is None
    assert law_badge(side_of(offer), side_of(need), as_of=TODAY) is None


def test_a_card_tells_nothing_of_a_blind_side_that_its_listing_hides():
    offer = make_offer(material="wood_offcuts")
    secretive = norwegian(
        make_need,
        material="wood_offcuts",
        use="fuel",
        largest_lot=3,
        available_from=date(2027, 3, 1),
        abp_category=2,
        waste_code="030104",
    )
    plain = norwegian(make_need, material="wood_offcuts", use="fuel")
    for code, value in (("receiver_permit", "no"), ("operation_code", "D1"), ("mpf_code", "90.110")):
        make_legal_fact(secretive, code, value)

    def told(need):
        view = border_view(side_of(offer, may_answer=True), side_of(need, is_open=False), as_of=TODAY)
        hidden = [fact.fact for fact in view.hidden]
        return [getattr(view, name) for name in view.__slots__ if name not in ("open_facts", "codes")] + [hidden]

    assert told(secretive) == told(plain)


def test_a_card_tells_nothing_of_a_blind_giver_either():
    need = norwegian(make_need, material="wood_offcuts", use="fuel")
    secretive = make_offer(
        material="wood_offcuts", waste_code="030104", abp_category=1, largest_lot=1, available_from=date(2027, 3, 1)
    )
    secretive.firm.size, secretive.firm.country = "large", "NO"
    for code, value in (("hazardous", "yes"), ("treated_wood", "impregnated"), ("hs_code", "4415")):
        make_legal_fact(secretive, code, value)

    def told(offer):
        view = border_view(side_of(offer, is_open=False), side_of(need), as_of=TODAY)
        codes = [(code.fact, code.label, code.confirmed_at, code.may_answer) for code in view.codes]
        return view.status, view.regime, view.papers, view.notes, view.tabled, codes, [f.fact for f in view.hidden]

    assert told(secretive) == told(make_offer(material="wood_offcuts"))


def test_codes_say_who_confirmed_them():
    offer, person = make_offer(material="pe_film"), make_user(name="Eva Ek")
    make_legal_fact(offer, "hs_code", "391510", said_by=person)

    code = next(code for code in view_of(offer, norwegian(make_need)).codes if code.fact == "hs_code")

    assert (code.label, code.confirmed_by, code.confirmed_at) == ("3915.10", "Eva Ek", NOON)


def test_codes_of_an_open_listing_name_nobody_to_who_may_not_know_its_people():
    offer = make_offer(material="pe_film", visibility="open")
    make_legal_fact(offer, "hs_code", "391510")
    giver = side_of(offer, names_people=False)

    codes = border_view(giver, side_of(norwegian(make_need)), as_of=TODAY).codes

    assert [(code.confirmed_by, code.confirmed_at) for code in codes if code.fact == "hs_code"] == [("", NOON)]


@pytest.mark.parametrize(
    ("material", "use", "make", "status"),
    [
        ("leather_offcuts", "redesign", make_need, None),  # waste, by-product or used goods: papers at the most
        ("planer_shavings", "bedding", make_need, None),
        ("brewers_spent_grain", "feed", make_need, None),
        ("windows", "building_reuse", make_need, "ask"),  # old windows may hold PCB or lead
        ("concrete", "road_base", make_need, "ask"),
        ("skis_boots", "sports_rental", partial(norwegian, make_need), "ask"),  # as waste they need a consent
    ],
)
def test_law_badge_is_for_what_could_plausibly_need_more_than_papers(material, use, make, status):
    offer, need = make_offer(material=material), make(material=material, use=use)

    badge = law_badge(side_of(offer), side_of(need), as_of=TODAY)

    assert view_of(offer, need).status == "ask"  # the card itself keeps every question
    assert (badge and badge.status) == status


def test_law_badge_shows_a_stop():
    offer = make_offer(material="fish_silage_category_2", abp_category=2)
    need = make_need(use="feed")

    assert law_badge(side_of(offer), side_of(need), as_of=TODAY).status == "prohibited"


def test_papers_of_hazardous_waste_stand_apart_while_nobody_has_said_whether_it_is():
    offer, need = make_offer(material="planer_shavings"), make_need(material="planer_shavings", use="bedding")

    open_view = view_of(offer, need)
    make_legal_fact(offer, "hazardous", "yes")
    told = view_of(offer, need)

    apart = [paper.name for paper in open_view.if_hazardous]
    assert "hazardous" in facts_asked(open_view)
    assert apart
    assert set(apart).isdisjoint(paper.name for paper in open_view.papers)
    assert told.if_hazardous == []
    assert set(apart) <= {paper.name for paper in told.papers}


def test_law_status_is_the_card_in_a_few_words():
    offer, need = make_offer(material="brewers_spent_grain"), norwegian(make_need, use="feed")

    assert law_status(side_of(offer), side_of(need), as_of=TODAY).short == view_of(offer, need).short


def test_hazardous_waste_is_asked_for_its_properties_by_the_papers_and_tells_them():
    offer, need = make_offer(material="corrugated_board"), make_need()
    for listing, code, value in (
        (offer, "status_claim", "waste"),
        (offer, "hazardous", "yes"),
        (offer, "own_transport", "yes"),
        (need, "operation_code", "R3"),
        (need, "receiver_permit", "yes"),
    ):
        make_legal_fact(listing, code, value)

    unnamed = view_of(offer, need)
    make_legal_fact(offer, "hp_codes", "HP14+HP3")
    named = view_of(offer, need)

    assert (unnamed.status, facts_asked(unnamed), unnamed.hazards) == ("papers", ["hp_codes"], [])
    assert (named.status, facts_asked(named)) == ("papers", [])
    assert named.hazards == ["HP 3, flammable", "HP 14, ecotoxic"]


def test_a_card_leads_to_the_dossier_those_who_may_open_it():
    offer, need = make_offer(material="brewers_spent_grain"), make_need(use="feed")
    make_legal_fact(offer, "status_claim", "byproduct")

    giver = border_view(side_of(offer, may_answer=True), side_of(need), as_of=TODAY)

    assert (giver.dossier_pk, view_of(offer, need).dossier_pk) == (offer.pk, None)
