"""The pages on which coordinators correct the tables."""

import pytest
from django.core.management import call_command

from marketplace.actions.table_corrections import approve_correction
from marketplace.models import TableCorrection
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_offer, make_site

pytestmark = pytest.mark.django_db
NEW = "/corrections/new/?table=materials&row=bark"
FACTS = {"column": "density_kg_m3", "new": "310", "reason": "Vägd", "source": "", "valid_from": "2026-11-24"}


@pytest.fixture(autouse=True)
def _tables_stay(monkeypatch):
    """Keep what was read with some amendments from test to test: reading takes a second."""
    monkeypatch.setattr("marketplace.knowledge_tables.forget_kept", lambda *, but: None)


@pytest.fixture
def coordinator(client):
    person = make_coordinator()
    client.force_login(person)
    return person


def test_a_coordinator_proposes_from_the_page_of_a_material(client, coordinator):
    page = client.get("/materials/bark/?lang=en").content.decode()
    assert "/corrections/new/?table=materials&amp;row=bark" in page
    assert "/corrections/new/?table=material_uses&amp;row=bark%3Bmulch" in page

    answer = client.post(NEW, FACTS, follow=True)

    assert "280" in answer.content.decode()
    assert TableCorrection.objects.get().proposed_by == coordinator


def test_what_is_refused_stands_in_the_form_with_what_was_typed(client, coordinator):
    answer = client.post(NEW, FACTS | {"new": "heavy"})

    assert answer.status_code == 422
    assert "has to be a number above 0" in answer.content.decode()
    assert "heavy" in answer.content.decode()


@pytest.mark.parametrize("address", ["?table=materials&row=gold", "?table=law/rules&row=1", "?table=../x&row=1", ""])
def test_what_cannot_be_corrected_is_not_there(client, coordinator, address):
    assert client.get(f"/corrections/new/{address}").status_code == 404


def test_the_list_offers_each_what_they_may_do(client, coordinator):
    client.post(NEW, FACTS)
    pk = TableCorrection.objects.get().pk
    own = client.get("/corrections/").content.decode()
    other = make_coordinator()
    client.force_login(other)
    others = client.get("/corrections/").content.decode()

    assert (f"/corrections/{pk}/approve/" in own, f"/corrections/{pk}/withdraw/" in own) == (False, True)
    assert (f"/corrections/{pk}/approve/" in others, f"/corrections/{pk}/withdraw/" in others) == (True, False)
    assert client.post(f"/corrections/{pk}/approve/").status_code == 302
    assert TableCorrection.objects.get().reviewed_by == other
    assert client.post(f"/corrections/{pk}/nonsense/").status_code == 404


def test_nobody_but_coordinators_sees_any_of_it(client):
    member = make_member(make_firm())
    pages = ("/corrections/", NEW, "/corrections/words/")
    assert {client.get(page).status_code for page in pages} == {302}

    client.force_login(member)
    assert {client.get(page).status_code for page in pages} == {403}
    assert client.get("/corrections/corrections.patch").status_code == 404
    assert "/corrections/new/" not in client.get("/materials/bark/").content.decode()


def test_leads_take_the_patch_along_and_so_does_the_command(client, coordinator, capsys):
    client.post(NEW, FACTS)
    approve_correction(TableCorrection.objects.get(), by=make_coordinator(), now=NOON)
    assert client.get("/corrections/corrections.patch").status_code == 404
    client.force_login(make_coordinator(is_lead=True))

    answer = client.get("/corrections/corrections.patch")
    call_command("export_corrections")

    assert "+++ b/matching/data/materials.csv" in answer.content.decode()
    assert capsys.readouterr().out == answer.content.decode()


def test_words_that_nothing_claims_come_from_what_the_reader_may_read(client, coordinator):
    here = make_firm(country="SE")
    (
        make_offer(site=make_site(here), title="Kvastkuddmull i säck"),
        make_offer(title="Fin kvastkuddmull", visibility="open"),
    )
    elsewhere = make_site(make_firm(country="NO"), municipality="NO-5038")
    make_offer(site=elsewhere, title="Gamlesnurrmjöl från Hemligbacken")

    page = client.get("/corrections/words/").content.decode()

    assert "kvastkuddmull" in page
    assert "in 2 listings" in page
    assert "gamlesnurrmjöl" not in page
    assert "hemligbacken" not in page


def test_a_word_is_given_to_a_concept_and_no_longer_asked(client, coordinator):
    make_offer(title="Kvastkuddmull", visibility="open")
    facts = {"text": "kvastkuddmull", "language": "sv", "concept": "peat"}

    answer = client.post("/corrections/words/", facts, follow=True)

    term = TableCorrection.objects.get()
    assert (term.cells["text"], term.cells["code"], term.column) == ("kvastkuddmull", "peat", "")
    assert '<h2 id="word-1"' not in answer.content.decode()
    assert client.post("/corrections/words/", facts | {"text": "och"}).status_code == 422
