"""Synergy sheets: one tagged page in three languages, blind or named exactly as the pages are."""

from datetime import date
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from marketplace.documents.sheets import sheet_pdf
from marketplace.models import Event, Party, Suggestion, Symbiosis
from marketplace.queries.sheets import suggestion_sheet, symbiosis_sheet
from marketplace.queries.suggestions import visible_suggestions
from marketplace.queries.symbioses import visible_symbioses
from marketplace.wording.sheets import next_step_of_suggestion, next_step_of_symbiosis
from matching.impact import factor_origin, impact_factors
from matching.knowledge import load_knowledge
from tests.factories import (
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_statement,
    make_suggestion,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
GIVER = ["Kvistbergets Såg", "Hotagens Kapellplats", "Fin bark *#panic*", "4321", "4 321", "Kapellvägen 77"]
RECEIVER = ["Bø Samdrift", "Innerste Gard", "3 777", "3777", "Strø til 140 kyr"]


@pytest.fixture
def pair():
    sawmill, farm = (
        make_firm(name=GIVER[0], is_verified=True),
        make_firm(name=RECEIVER[0], country="NO", is_verified=True),
    )
    site = make_site(sawmill, locality=GIVER[1], address=GIVER[5])
    place = make_site(farm, municipality="NO-5038", locality=RECEIVER[1], latitude=63.79, longitude=11.48)
    offer = make_offer(site=site, title=GIVER[2], quantity_kg=4_321_000, price=17, currency="SEK", months=[10, 11, 12])
    need = make_need(site=place, title=RECEIVER[4], quantity_kg=3_777_000, use="bedding", shown_area="NO-50-N")
    return offer, need


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def told(text, secrets):
    return [secret for secret in secrets if secret in text.replace("\N{NO-BREAK SPACE}", " ")]


def of_suggestion(suggestion, viewer, *, blind=False):
    found = visible_suggestions(viewer).get(pk=suggestion.pk)
    return suggestion_sheet(found, viewer=viewer, blind=blind, as_of=TODAY)


def of_symbiosis(symbiosis, viewer, *, blind=False):
    found = visible_symbioses(viewer).get(pk=symbiosis.pk)
    return symbiosis_sheet(found, viewer=viewer, blind=blind, as_of=TODAY)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ["Symbiosblad", "Öppna frågor", "Vad det kan spara", "Nästa steg", "Bark"]),
        ("nb", ["Symbioseark", "Åpne spørsmål", "Hva det kan spare", "Neste steg", "Bark"]),
        ("en", ["Synergy sheet", "Open questions", "What it could save", "Next step", "Bark"]),
    ],
)
def test_sheet_pdf_is_one_tagged_page_in_the_readers_language(pair, language, words):
    suggestion, coordinator = make_suggestion(*pair), make_coordinator()

    with translation.override(language):
        pdf = sheet_pdf(of_suggestion(suggestion, coordinator))

    reader = PdfReader(BytesIO(pdf))
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == language
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert [word for word in words if word not in text_of(pdf)] == []
    assert told(text_of(pdf), ["Fin bark *#panic*"])  # as typed, never markup


def test_the_coordinators_sheet_names_both_and_the_one_to_hand_over_neither(pair):
    suggestion, coordinator = make_suggestion(*pair), make_coordinator(name="Siv Ek")

    named = text_of(sheet_pdf(of_suggestion(suggestion, coordinator)))
    blind = text_of(sheet_pdf(of_suggestion(suggestion, coordinator, blind=True)))

    assert told(named, [GIVER[0], RECEIVER[0], "Siv Ek"]) == [GIVER[0], RECEIVER[0], "Siv Ek"]
    assert told(blind, [*GIVER, *RECEIVER]) == []


def test_a_partys_sheet_opens_with_the_consents_as_the_page_does(pair):
    symbiosis = make_symbiosis(*pair)
    member = make_member(pair[0].firm)

    before = text_of(sheet_pdf(of_symbiosis(symbiosis, member)))
    Party.objects.update(answer="yes", answered_at=symbiosis.opened_at)
    after = text_of(sheet_pdf(of_symbiosis(symbiosis, member)))
    to_hand_over = text_of(sheet_pdf(of_symbiosis(symbiosis, member, blind=True)))

    assert told(before, RECEIVER) == []
    assert GIVER[0] in before
    assert RECEIVER[0] in after
    assert told(to_hand_over, [*GIVER, *RECEIVER]) == []


def test_the_sheet_shows_the_plan_to_whom_the_page_shows_it(client, pair):
    day = date(2026, 12, 14)
    plan = {"goal": "Bark till strö", "progress": "Prov taget", "next_step": "Ring före jul", "next_step_date": day}
    symbiosis = make_symbiosis(*pair, **plan)
    member, coordinator = make_member(pair[0].firm), make_coordinator()
    secrets = ["Bark till strö", "Prov taget", "Ring före jul"]

    def read(viewer, *, blind=False):
        client.force_login(viewer)
        page = client.get(f"/symbioses/{symbiosis.pk}/sheet/{'?blind=1' if blind else ''}").content.decode()
        pdf = text_of(sheet_pdf(of_symbiosis(symbiosis, viewer, blind=blind)))
        assert told(page, secrets) == told(pdf, secrets)
        return told(pdf, secrets)

    own = read(coordinator)
    unshared = read(member)
    Symbiosis.objects.update(is_step_shared=True)
    before_consent = read(member)
    Party.objects.update(answer="yes", answered_at=symbiosis.opened_at)
    Symbiosis.objects.update(introduced_at=symbiosis.opened_at)

    assert own == secrets
    assert (unshared, before_consent, read(member)) == ([], [], ["Ring före jul"])
    assert read(coordinator, blind=True) == []
    assert "Ring före jul · December 14, 2026" in text_of(sheet_pdf(of_symbiosis(symbiosis, member)))


def test_the_page_says_the_same_as_the_pdf_and_keeps_the_same_secrets(client, pair):
    symbiosis = make_symbiosis(*pair)
    client.force_login(make_member(pair[1].firm))
    page, blind = f"/symbioses/{symbiosis.pk}/sheet/", f"/symbioses/{symbiosis.pk}/sheet/?blind=1"

    assert told(client.get(page).content.decode(), GIVER) == []
    assert RECEIVER[0] in client.get(page).content.decode()
    sheet_alone = client.get(blind).content.decode().split('class="sheet"')[1].split("</article>")[0]
    assert told(sheet_alone, [*GIVER, *RECEIVER]) == []
    for language, words in (
        ("sv", "Symbiosblad"),
        ("nb", "Symbioseark"),
        ("en", "Synergy sheet"),
        ("xx", "Symbiosblad"),
    ):
        answer = client.get(f"{page}?in={language}", HTTP_ACCEPT_LANGUAGE="sv")
        assert words in answer.content.decode()
        pdf = client.get(f"/symbioses/{symbiosis.pk}/sheet.pdf?in={language}", HTTP_ACCEPT_LANGUAGE="sv")
        assert (pdf["Content-Type"], words in text_of(pdf.content)) == ("application/pdf", True)


def test_sheets_are_for_those_who_may_see_the_page(client, pair):
    suggestion = make_suggestion(*pair)
    symbiosis = make_symbiosis()
    paths = [f"/suggestions/{suggestion.pk}/sheet", f"/symbioses/{symbiosis.pk}/sheet"]
    for person, expected in ((None, 302), (make_user(), 404), (make_coordinator(("NO-5014",)), 404)):
        if person:
            client.force_login(person)
        for path in paths:
            assert client.get(f"{path}/").status_code == expected
            assert client.get(f"{path}.pdf").status_code == expected
    client.force_login(make_member(pair[0].firm))
    assert client.get(f"{paths[0]}/").status_code == 404
    client.force_login(make_coordinator())
    assert {client.get(f"{path}/").status_code for path in paths} == {200}
    assert all(f'{path}/"' in client.get(path.removesuffix("sheet")).content.decode() for path in paths)


def test_the_impact_is_a_range_with_source_and_year_and_none_without_a_factor(pair):
    offer, need = pair
    coordinator = make_coordinator()
    scrap = make_offer(site=offer.site, material="scrap_steel", quantity_kg=100_000)
    smelter = make_need(site=need.site, material="scrap_steel", use="metal_melting", quantity_kg=200_000)

    unsaid = make_need(site=need.site, quantity_kg=3_777_000)
    without = of_suggestion(make_suggestion(offer, unsaid), coordinator).impact
    factored = of_suggestion(make_suggestion(scrap, smelter, distance_km=100.0), coordinator).impact

    assert without.source == ""
    assert without.lines[0] == "3,800 t a year kept from being waste"
    assert factored.lines[0] == "100 t a year kept from being waste"
    assert factored.lines[1].startswith("89 to 240 t CO₂e a year saved")
    assert "(2025)" in factored.source


def test_impact_factors_all_have_an_origin_that_we_can_name():
    knowledge = load_knowledge()
    origins = {
        origin
        for material in knowledge.materials
        for use in knowledge.uses
        if (origin := factor_origin(material, use, knowledge=knowledge))
    }

    assert origins
    assert {origin.source for origin in origins} <= knowledge.sources.keys()
    assert all(2015 <= origin.year <= 2026 for origin in origins)
    assert len(impact_factors()) > 20


def test_an_unconfirmed_listing_is_marked_on_the_sheet(pair):
    make_statement(pair[0])
    suggestion = make_suggestion(*pair)

    assert "unconfirmed" in text_of(sheet_pdf(of_suggestion(suggestion, make_coordinator())))


def test_the_firm_is_told_of_a_coordinators_look_at_a_named_sheet_alone(client, pair):
    suggestion = make_suggestion(*pair)
    client.force_login(make_coordinator())

    client.get(f"/suggestions/{suggestion.pk}/sheet/?blind=1")
    client.get(f"/suggestions/{suggestion.pk}/sheet.pdf?blind=1")
    assert not Event.objects.filter(kind="firm.looked_at").exists()
    client.get(f"/suggestions/{suggestion.pk}/sheet.pdf")
    client.get(f"/suggestions/{suggestion.pk}/sheet/")

    looked_at = set(Event.objects.filter(kind="firm.looked_at").values_list("subject_id", flat=True))
    assert looked_at == {listing.firm_id for listing in pair}


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_every_state_and_stage_has_a_next_step(language):
    with translation.override(language):
        steps = [next_step_of_suggestion(state, asked="x") for state in Suggestion.State]
        steps += [next_step_of_symbiosis(stage, barrier="x") for stage in Symbiosis.Stage]

    assert all(steps)
    assert len(set(steps)) >= 11


def test_a_sheet_of_what_is_not_weighed_claims_no_tonnes():
    heat = make_offer(resource="heat", material="waste_heat", unit="MWh", amount=5, quantity=5000)
    need = make_need(resource="heat", material="waste_heat", unit="MWh", amount=5, quantity=5000)

    assert of_suggestion(make_suggestion(heat, need), make_coordinator()).impact is None
