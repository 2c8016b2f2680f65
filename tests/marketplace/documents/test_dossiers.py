"""A by-product dossier is a tagged file of both countries' criteria, open to the firm alone."""

from datetime import date
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from marketplace.documents.dossiers import dossier_pdf
from marketplace.queries.dossiers import byproduct_dossier
from marketplace.wording.dossiers import dossier_words, evidence_text
from matching.knowledge import load_knowledge
from tests.factories import NOON, make_coordinator, make_legal_fact, make_member, make_need, make_offer, make_user

TODAY = date(2026, 11, 28)


def dossier_title(language):
    with translation.override(language):
        return dossier_words()["title"]


def tags_of(element):
    """Yield the kinds of the elements below one, in reading order."""
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        below = child.get_object()
        if isinstance(below, dict) and "/S" in below:
            yield below["/S"]
            yield from tags_of(below)


@pytest.fixture
def offer():
    return make_offer(material="brewers_spent_grain", title='#panic("x") [*Mäsk* <b>')


@pytest.mark.django_db
def test_byproduct_dossier_asks_four_swedish_and_five_norwegian_criteria_with_what_was_said(offer):
    make_legal_fact(offer, "bp_1", "yes", said_by=make_user(name="Eva Ek"))
    make_legal_fact(offer, "bp_2", "no", replaced_at=NOON)

    rows = byproduct_dossier(offer).rows

    assert [row.country for row in rows] == ["Sweden"] * 4 + ["Norway"] * 5
    assert [(row.answer, row.by, row.at) for row in rows[:2]] == [("yes", "Eva Ek", NOON), ("", "", None)]
    assert rows[0].evidence == "contract, standing order, earlier deliveries"
    assert rows[0].source == "Environmental Code (1998:808), 15 kap. 1 §"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_dossier_pdf_is_tagged_in_the_readers_language_and_takes_what_people_typed_as_text(offer, language):
    make_legal_fact(offer, "bp_1", "yes")

    with translation.override(language):
        pdf = dossier_pdf(byproduct_dossier(offer), as_of=TODAY)

    reader = PdfReader(BytesIO(pdf))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == language
    assert reader.metadata.title.startswith(dossier_title(language))
    tags = list(tags_of(reader.root_object["/StructTreeRoot"]))
    assert [tag for tag in tags if tag.startswith("/H")] == ["/H1", "/H2", "/H2"]
    assert tags.count("/LI") == 9 + len(["firm", "material", "day"])
    assert '#panic("x") [*Mäsk* <b>' in reader.pages[0].extract_text()


@pytest.mark.django_db
def test_dossier_pdf_tells_what_the_firm_names_as_evidence_on_one_page(offer):
    make_legal_fact(offer, "bp_1", "yes", said_by=make_user(name="Eva Ek"), evidence="Contract 14, binder 3")

    reader = PdfReader(BytesIO(dossier_pdf(byproduct_dossier(offer), as_of=TODAY)))

    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    assert text.count("Evidence: Contract 14, binder 3") == 2  # Sweden and Norway ask it alike
    assert "Keep the evidence with this page" in " ".join(text.split())


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_every_kind_of_evidence_has_words(language):
    with translation.override(language):
        told = [
            evidence_text(criterion.evidence)
            for criterion in load_knowledge().law.criteria
            if criterion.dossier == "byproduct"
        ]
        words = dossier_words()

    assert all(told)
    assert all(words.values())


@pytest.mark.django_db
def test_listing_dossier_is_a_file_for_the_firm_and_its_coordinators(client, offer):
    answers = [client.get(f"/listings/{offer.pk}/dossier/").status_code]
    for person in (make_user(), make_coordinator(("NO-5038",)), make_coordinator(), make_member(offer.firm)):
        client.force_login(person)
        response = client.get(f"/listings/{offer.pk}/dossier/")
        answers.append(response.status_code)

    assert answers == [302, 404, 404, 200, 200]
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.django_db
def test_listing_dossier_is_of_offers_alone(client):
    need = make_need()
    client.force_login(make_member(need.firm))

    assert client.get(f"/listings/{need.pk}/dossier/").status_code == 404
