"""Writing for a firm on one page, and what becomes of it."""

import re

import pytest
from django.core import mail

from marketplace.models import Firm, Listing, Statement
from tests.factories import (
    make_coordinator,
    make_firm,
    make_member,
    make_offer,
    make_site,
    make_statement,
    make_user,
    valid_org_number,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db

NUMBER = valid_org_number("SE", number=4711)

CALL = {
    "key": "one-form",
    "country": "SE",
    "org_number": NUMBER,
    "firm_name": "Nya Sågen AB",
    "nace": "16.10",
    "place": "Krokom",
    "spoken_by": "Karin Ås",
    "email": "karin@sagen.example",
    "language": "sv",
    "said_on": "2026-11-28",
}


@pytest.fixture
def desk(client):
    client.force_login(make_coordinator(name="Siv Ek"))
    return client


def send(client, then="publish", **said):
    return client.post("/statements/new/", {**CALL, "then": then, **said})


def test_the_number_and_the_industry_bring_hypotheses_and_what_was_typed_stays(desk):
    page = desk.post("/statements/read/", {**CALL, "offer-bark-amount": "900", "offer-text": "30 m³ sågspån i veckan"})

    text = page.content.decode()
    assert page.status_code == 200
    assert {row.material for row in page.context["offers"]} >= {"bark", "sawdust"}
    assert page.context["needs"]
    assert 'value="900"' in text
    assert "Nya Sågen AB" in text
    assert not page.context["form"].errors
    assert not Firm.objects.exists()


def test_publishing_writes_ticked_rows_amounts_alone_and_a_line(desk):
    answer = send(
        desk,
        **{
            "offer-bark-is_ticked": "on",
            "offer-bark-amount": "9 000",
            "offer-bark-unit": "t",
            "offer-bark-rhythm": "year",
            "offer-chips-amount": "",
            "offer-text": "30 m³ sågspån i veckan",
        },
    )

    statement = Statement.objects.get()
    assert answer["Location"] == f"/statements/{statement.pk}/"
    rows = Listing.objects.order_by("pk").values_list("material", "amount", "unit", "rhythm", "state", "is_confirmed")
    assert list(rows) == [
        ("sawdust", 30, "m3", "week", "published", False),
        ("bark", 9000, "t", "year", "published", False),
    ]


def test_a_line_asks_for_what_its_words_leave_open_and_keeps_them(desk):
    answer = send(desk, **{"offer-text": "grejer"})

    assert answer.status_code == 422
    assert "grejer" in answer.content.decode()
    assert "material" in answer.context["lines"][0].errors
    assert not Firm.objects.exists()
    told = {"offer-material": "bark", "offer-amount": "5", "offer-unit": "t", "offer-rhythm": "month"}
    send(desk, **{"offer-text": "grejer", **told})
    assert Listing.objects.values_list("title", "material", "amount").get() == ("Grejer", "bark", 5)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"org_number": "5590000006"}, "org_number"),
        ({"firm_name": ""}, "firm_name"),
        ({"place": ""}, "place"),
        ({"place": "Verdal"}, "place"),
        ({"spoken_by": ""}, "spoken_by"),
        ({"email": ""}, "email"),
        ({"email": "karin"}, "email"),
        ({"said_on": "snart"}, "said_on"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_written(desk, wrong, field):
    answer = send(desk, **{"offer-bark-amount": "5", "offer-bark-unit": "t", "offer-bark-rhythm": "year", **wrong})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Firm.objects.exists()


@pytest.mark.parametrize("amount", ["", "-3", "mycket"])
def test_an_amount_is_needed_to_publish(desk, amount):
    answer = send(desk, **{"offer-bark-is_ticked": "on", "offer-bark-amount": amount, "offer-bark-unit": "t"})

    assert answer.status_code == 422
    assert "amount" in next(row for row in answer.context["offers"] if row.material == "bark").errors


def test_drafts_need_neither_amount_nor_address(desk):
    send(desk, "save", email="", **{"offer-bark-is_ticked": "on", "offer-bark-unit": "t", "offer-bark-rhythm": "year"})

    assert Listing.objects.values_list("state", "amount").get() == ("draft", None)


def test_nothing_ticked_is_nothing_to_write(desk):
    assert send(desk).status_code == 422
    assert not Statement.objects.exists()


def test_a_firm_that_is_here_is_found_by_its_number(desk):
    site = make_site(make_firm(name="Gamla Sågen AB", org_number=NUMBER))
    page = desk.post("/statements/read/", {**CALL, "firm_name": "Annat namn"}).content.decode()
    assert "Gamla Sågen AB" in page

    send(desk, place="", **{"offer-text": "30 m³ sågspån i veckan"})
    send(desk, key="another", place="Krokom", **{"offer-text": "40 ton bark i månaden"})
    send(desk, key="third", place="Ås, Krokom", **{"offer-text": "5 ton bark i månaden"})

    assert Firm.objects.get() == site.firm
    assert [each.site == site for each in Listing.objects.order_by("pk")] == [True, True, False]


def test_a_firm_outside_the_area_is_named_and_no_more(desk):
    elsewhere = make_site(
        make_firm(name="Långt bort AB", org_number=NUMBER), municipality="NO-5038", locality="Stiklestad"
    )

    page = desk.post("/statements/read/", CALL).content.decode()

    assert "Långt bort AB" in page
    assert elsewhere.locality not in page
    assert send(desk, **{"offer-text": "30 m³ sågspån i veckan"}).status_code == 422


def test_the_same_form_sent_twice_is_written_once(desk):
    first, again = (send(desk, **{"offer-text": "30 m³ sågspån i veckan"}) for _time in range(2))

    assert first["Location"] == again["Location"]
    assert (Firm.objects.count(), Listing.objects.count()) == (1, 1)


def test_a_sole_traders_number_is_never_shown_again(desk):
    answer = send(desk, org_number="811218-9876", is_sole_trader="on", **{"offer-text": "30 m³ sågspån i veckan"})
    firm = Firm.objects.get()

    assert (firm.org_number, bool(firm.org_number_hash)) == ("", True)
    assert "9876" not in desk.get(answer["Location"]).content.decode()


def test_writing_is_for_coordinators(client):
    statement = make_statement()
    paths = ["/statements/", "/statements/new/", f"/statements/{statement.pk}/"]

    for person, expected in ((None, 302), (make_member(statement.firm), 403), (make_user(), 403)):
        if person:
            client.force_login(person)
        assert {client.get(path).status_code for path in paths} <= {expected, 404}
        assert send(client).status_code == expected
        assert client.post(f"/statements/{statement.pk}/ask/", {}).status_code in (expected, 404)
        assert client.post(f"/statements/{statement.pk}/forget/", {}).status_code in (expected, 404)
    client.force_login(make_coordinator(("NO-5038",)))
    assert client.get(f"/statements/{statement.pk}/").status_code == 404
    assert statement.firm.name not in client.get("/statements/").content.decode()


def test_statement_pages_show_who_said_and_wrote_it_and_ask_again(desk):
    statement = make_statement(written_by=make_coordinator(name="Nils By"))

    page = desk.get(f"/statements/{statement.pk}/").content.decode()
    assert "Karin Ås" in page
    assert "Nils By" in page
    assert statement.firm.name in desk.get("/statements/").content.decode()
    desk.post(f"/statements/{statement.pk}/ask/", {"email": "ny@sagen.example"})
    statement.refresh_from_db()
    assert (statement.email, statement.round) == ("ny@sagen.example", 2)
    assert desk.post(f"/statements/{statement.pk}/ask/", {"email": ""}).status_code == 422
    desk.post(f"/statements/{statement.pk}/forget/")
    assert "Karin Ås" not in desk.get(f"/statements/{statement.pk}/").content.decode()


def test_the_whole_way_by_mail(desk, client):
    send(desk, **{"offer-text": "30 m³ sågspån i veckan"})
    work_off()
    letter = next(message for message in mail.outbox if message.to == [CALL["email"]])
    link = re.search(r"https?://[^/]+(/said/\S+)", letter.body)[1]
    client.logout()

    assert client.get(link).status_code == 200
    assert CALL["email"] not in letter.body


def test_unconfirmed_is_said_on_cards_lists_and_the_api(client):
    offer = make_offer()
    make_statement(offer)
    plain = make_offer(material="straw")

    for path in ("/offers/?material=bark", "/offers/?material=bark&view=table", f"/listings/{offer.pk}/"):
        assert "obekräftad" in client.get(path, HTTP_ACCEPT_LANGUAGE="sv").content.decode(), path
    assert "obekräftad" not in client.get("/offers/?material=straw", HTTP_ACCEPT_LANGUAGE="sv").content.decode()
    rows = client.get("/api/v1/offers/").json()["results"]
    assert {row["id"]: row["is_confirmed"] for row in rows} == {offer.pk: False, plain.pk: True}


def test_a_coordinator_corrects_a_members_listing_and_the_page_tells_who_and_what(desk, client):
    offer = make_offer()
    member = make_member(offer.firm)
    facts = {"title": offer.title, "material": "bark", "amount": "20", "unit": "t", "rhythm": "year"}
    facts |= {"site": offer.site_id, "visibility": "blind", "then": "save"}

    answer = desk.post(f"/listings/{offer.pk}/edit/", {**facts, "key": "k", "said_on": "2026-11-28"})
    assert answer.status_code == 302
    client.force_login(member)
    page = client.get(f"/listings/{offer.pk}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()

    assert "Siv Ek" in page
    assert "Amount: 12 → 20" in page


def test_correcting_a_listing_of_a_firm_without_account_asks_who_said_it(desk):
    offer = make_offer()
    make_statement(offer)
    facts = {"title": offer.title, "material": "bark", "amount": "20", "unit": "t", "rhythm": "year"}
    facts |= {"site": offer.site_id, "visibility": "blind", "then": "save", "key": "k", "said_on": "2026-11-28"}

    assert desk.post(f"/listings/{offer.pk}/edit/", {**facts, "email": "k@s.example"}).status_code == 422
    assert desk.post(f"/listings/{offer.pk}/edit/", {**facts, "spoken_by": "Ola"}).status_code == 422
    said = {"spoken_by": "Ola", "email": "k@s.example", "language": "nb"}
    assert desk.post(f"/listings/{offer.pk}/edit/", {**facts, **said}).status_code == 302
    assert Statement.objects.order_by("pk").last().spoken_by == "Ola"


def test_statements_list_takes_as_many_queries_for_three_as_for_one(desk, django_assert_max_num_queries):
    make_statement()
    with django_assert_max_num_queries(30) as one:
        desk.get("/statements/")
    make_statement(), make_statement()
    with django_assert_max_num_queries(len(one.captured_queries)):
        desk.get("/statements/")


def test_rows_that_come_up_stand_at_what_is_usual(desk):
    page = desk.post("/statements/read/", CALL)

    assert {row["unit"].value() for row in page.context["offers"] if row.material == "bark"} == {"t"}
    assert {row["rhythm"].value() for row in page.context["offers"]} == {"year"}


def test_a_line_without_rhythm_asks_how_often(desk):
    answer = send(desk, **{"offer-text": "30 m³ sågspån"})

    assert answer.status_code == 422
    assert set(answer.context["lines"][0].errors) == {"rhythm"}
    send(desk, **{"offer-text": "30 m³ sågspån", "offer-rhythm": "week"})
    assert Listing.objects.values_list("amount", "unit", "rhythm").get() == (30, "m3", "week")
