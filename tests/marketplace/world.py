"""Something of everything that pages show, for tests that look at every page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from marketplace.actions.attachments import attach_file
from marketplace.actions.barriers import note_barrier, remove_barrier
from marketplace.actions.blocks import block_firm
from marketplace.actions.claims import ask_claim
from marketplace.actions.invitations import invite_colleague
from marketplace.actions.legal_facts import say_legal_fact
from marketplace.actions.listings import pause_listing
from marketplace.actions.logs import involve_person, log_contact, write_note
from marketplace.actions.next_steps import plan_symbiosis
from marketplace.actions.reports import report_listing
from marketplace.actions.staged_imports import start_import
from marketplace.actions.stages import hold_symbiosis
from marketplace.actions.suggestions import dismiss_suggestion
from marketplace.models import Firm, Listing, SavedSearch, Statement, Suggestion, Symbiosis, TableCorrection, User
from tests.factories import (
    NOON,
    PASSWORD,
    make_coordinator,
    make_file,
    make_firm,
    make_interest,
    make_member,
    make_need,
    make_offer,
    make_photo,
    make_saved_search,
    make_site,
    make_statement,
    make_suggestion,
    make_symbiosis,
    make_user,
)
from tests.spreadsheets import imported, norwegian_workbook, staged_import, swedish_csv, uploaded_import
from tests.worker import work_off


@dataclass
class World:
    """Something of everything, around one firm."""

    firm: Firm
    offer: Listing
    draft: Listing
    need: Listing
    suggestion: Suggestion
    dismissed: Suggestion
    symbiosis: Symbiosis
    introduced: Symbiosis
    statement: Statement
    answered: Statement
    member: User
    coordinator: User
    lead: User
    newcomer: User
    search: SavedSearch


def make_world() -> World:
    firm = make_firm(is_verified=True, name="Ängsbergets Såg och Hyvleri AB")
    site = make_site(firm, address="Sågvägen 7")
    facts = {"description": "Barkas varje dag.", "price": -35, "currency": "SEK", "waste_code": "030101"}
    offer = make_offer(site=site, months=[10, 11, 12, 1], **facts)
    need = make_need(site=make_site(make_firm(country="NO", is_verified=True), municipality="NO-5038"), use="bedding")
    for _number in range(26):
        make_offer(visibility="open")
    world = World(
        firm=firm,
        offer=offer,
        draft=make_offer(firm=firm, site=site, state="draft"),
        need=need,
        suggestion=make_suggestion(offer, need),
        dismissed=make_suggestion(),
        symbiosis=make_symbiosis(make_offer(site=site), make_need()),
        introduced=make_symbiosis(
            make_offer(site=site), make_need(), answer="yes", stage="discussion", introduced_at=NOON
        ),
        statement=make_statement(make_offer(), asked_at=timezone.now()),
        answered=make_answered_statement(),
        member=make_member(firm, password=PASSWORD),
        coordinator=make_coordinator(),
        lead=make_coordinator(is_lead=True),
        newcomer=make_user(),
        search=make_saved_search(query="material=no_such_stuff"),
    )
    SavedSearch.objects.filter(pk=world.search.pk).update(owner=world.member)
    make_saved_search(owner=world.member, paused_at=NOON, told_at=NOON)
    _let_things_happen(world)
    return world


def make_answered_statement() -> Statement:
    statement = make_statement(make_need(), state="answered", closed_at=NOON)
    statement.stated.update(answer="confirmed", answered_at=NOON)
    return statement


def _let_things_happen(world: World) -> None:
    now = timezone.now()
    make_member(world.firm, role="member")
    make_member(world.introduced.parties.get(role="receiver").listing.firm, phone="+47 12 34 56 78")
    invite_colleague(world.firm, email="new@example.org", by=world.member, now=now)
    block_firm(world.firm, name="Östra Bark AB", by=world.member, now=now)
    ask_claim(world.firm, by=world.newcomer, now=now)
    report_listing(world.offer, by=world.newcomer, reason="wrong", note="Det är flis.", now=now)
    say_legal_fact(world.offer, code="origin_process", value="production", by=world.member, now=now)
    _follow_up(world.introduced, by=world.coordinator, now=now)
    make_interest(world.offer, world.need, by=world.member, message="Går det med granbark?")
    make_interest(world.offer, make_need(material="acid_whey"), by=world.member)  # for a coordinator to answer
    made = {"closed_at": now, "answer": "Det är redan sålt.", "closed_by": world.coordinator}
    make_interest(world.offer, make_need(), by=world.member, **made)
    dismiss_suggestion(world.dismissed, by=world.coordinator, reason="price", note="Långt", now=now)
    make_photo(world.offer, is_open=True)
    make_photo(world.offer, shade=90, position=2)
    make_file(world.offer)
    pause_listing(make_offer(firm=world.firm, site=world.offer.site), by=world.member, now=now)
    work_off(now=now)
    _correct_the_tables(by=world.lead, now=now)
    _let_files_arrive(world.firm, by=world.member, now=now)


def _correct_the_tables(*, by: User, now: datetime) -> None:
    facts = {"reason": "Vägd", "source": "Vågen", "valid_from": now.date(), "proposed_by": by, "proposed_at": now}
    cell = {"table": "materials", "row": "bark", "column": "density_kg_m3", "old": "280", "new": "310"}
    TableCorrection.objects.create(**cell, **facts)
    word = {"language": "sv", "text": "kvistmull", "code": "bark", "kind": "material"}
    term = {"table": "terms/wood", "row": ";".join(word.values()), "cells": word}
    TableCorrection.objects.create(**term, **facts, state="rejected", reviewed_at=now)


def _let_files_arrive(firm: Firm, *, by: User, now: datetime) -> None:
    """Have a file in each state that has a page of its own."""
    uploaded_import(firm, swedish_csv(), by=by, now=now)
    staged_import(firm, norwegian_workbook(), by=by, now=now, name="rester.xlsx")
    imported(firm, swedish_csv(encoding="utf-8"), by=by, now=now)
    start_import(staged_import(firm, swedish_csv(encoding="utf-16"), by=by, now=now), by=by, now=now)


def _follow_up(symbiosis: Symbiosis, *, by: User, now: datetime) -> None:
    """Fill its worksheet, and put another on hold, so that every part of board and page is there."""
    today = timezone.localdate()
    facts = {"goal": "Strö", "progress": "Prov taget", "next_step": "Ring", "next_step_date": today}
    plan_symbiosis(symbiosis, facts={**facts, "is_step_shared": True}, by=by, now=now)
    note_barrier(symbiosis, code="border", note="Papper", remover="Naturvårdsverket", by=by, now=now)
    remove_barrier(note_barrier(symbiosis, code="law", by=by, now=now), by=by, now=now)
    write_note(symbiosis, text="Ring efter fem", by=by, now=now)
    log_contact(symbiosis, way="call", on=today, with_whom="Länsstyrelsen", said="De ringer", by=by, now=now)
    involve_person(symbiosis, name="Åke Åkare", email="ake@example.org", phone="070", by=by, now=now)
    attach_file(symbiosis, file=SimpleUploadedFile("prov.pdf", b"%PDF-1.7\n%"), by=by, now=now)
    hold_symbiosis(
        make_symbiosis(next_step="Mejla", next_step_date=today), seen="idea", barrier="price", by=by, now=now
    )
    make_symbiosis(active_at=now - timedelta(days=40), stage="negotiation")
