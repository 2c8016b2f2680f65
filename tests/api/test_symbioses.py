"""Symbioses over the API: firms read what is open to them, coordinators what they follow up."""

import json

import pytest

from marketplace.actions.barriers import note_barrier
from marketplace.actions.logs import log_contact, write_note
from marketplace.models import Party, Symbiosis
from tests.api.asking import ask, ids, queries_of, read
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db
Stage = Symbiosis.Stage
PLAN = {"goal": "Strö till alla", "progress": "Prov taget", "next_step": "Ring båda", "next_step_date": NOON.date()}


def member_of(symbiosis, role="giver"):
    return make_member(symbiosis.parties.get(role=role).listing.firm, name=f"The {role}")


def met(**fields):
    return make_symbiosis(**{"answer": "yes", "stage": Stage.DISCUSSION, "introduced_at": NOON, **PLAN, **fields})


def test_list_holds_those_of_ones_firm_or_area():
    here = make_symbiosis()
    site = make_site(make_firm(), municipality="NO-5001")
    far = make_symbiosis(make_offer(site=site), make_need(site=site))

    assert ids(read("symbioses/", make_coordinator())) == [here.pk]
    assert ids(read("symbioses/", member_of(far))) == [far.pk]
    assert ids(read("symbioses/", make_user())) == []
    assert ask("symbioses/").status_code in (401, 403)
    assert ask(f"symbioses/{far.pk}/", make_coordinator()).status_code == 404


def test_coordinator_reads_plan_and_barriers_and_both_sides():
    coordinator = make_coordinator(name="Kajsa", phone="063")
    symbiosis = met(owner=coordinator)
    note_barrier(symbiosis, code="border", note="Papper", remover="kommunen", by=coordinator, now=NOON)

    shown = read(f"symbioses/{symbiosis.pk}/", coordinator, accept_language="en")

    assert (shown["stage"], shown["barrier"], shown["is_introduced"]) == ("discussion", "", True)
    assert shown["owner"] == {"name": "Kajsa", "email": coordinator.email, "phone": "063"}
    assert shown["next_step"] == {"text": "Ring båda", "date": "2026-11-24"}
    assert (shown["followed"]["goal"], shown["followed"]["progress"]) == ("Strö till alla", "Prov taget")
    (barrier,) = shown["followed"]["barriers"]
    assert (barrier["code"], barrier["remover"], barrier["is_open"]) == ("border", "kommunen", True)
    assert [party["role"] for party in shown["parties"]] == ["giver", "receiver"]
    assert all(party["listing"]["is_open"] for party in shown["parties"])
    assert shown["url"] == f"http://testserver/symbioses/{symbiosis.pk}/"


def test_firm_reads_a_shared_step_once_all_know_each_other_and_never_the_worksheet():
    coordinator = make_coordinator()
    symbiosis = met(is_step_shared=True)
    write_note(symbiosis, text="Ring efter fem", by=coordinator, now=NOON)
    log_contact(symbiosis, way="call", on=NOON.date(), with_whom="Kari", said="Ja", by=coordinator, now=NOON)
    note_barrier(symbiosis, code="trust", note="Tvekar", by=coordinator, now=NOON)
    giver = member_of(symbiosis)

    shown = read(f"symbioses/{symbiosis.pk}/", giver)

    assert shown["next_step"]["text"] == "Ring båda"
    assert shown["followed"] is None
    for secret in ("Ring efter fem", "Tvekar", "Strö till alla", "Prov taget"):
        assert secret not in json.dumps(shown, ensure_ascii=False)


@pytest.mark.parametrize("hidden", [{"is_step_shared": False}, {"stage": Stage.IDEA, "introduced_at": None}])
def test_firm_does_not_read_a_step_that_is_not_for_it(hidden):
    symbiosis = met(**{"is_step_shared": True, **hidden})

    assert read(f"symbioses/{symbiosis.pk}/", member_of(symbiosis))["next_step"] is None


@pytest.mark.parametrize("stage", [Stage.IDEA, Stage.ON_HOLD])
def test_firm_learns_neither_name_nor_answer_of_the_other_before_both_said_yes(stage):
    symbiosis = make_symbiosis(stage=stage)
    Party.objects.filter(symbiosis=symbiosis, role="receiver").update(answer="yes", answered_at=NOON)
    giver, receiver = member_of(symbiosis), member_of(symbiosis, "receiver")

    shown = read(f"symbioses/{symbiosis.pk}/", giver)

    own, other = shown["parties"]
    assert (own["is_mine"], own["answer"]) == (True, "unanswered")
    assert (other["answer"], other["answered_at"], other["contacts"]) == ("", None, [])
    assert other["listing"]["firm"] is None
    firm = symbiosis.parties.get(role="receiver").listing.firm
    for secret in (firm.name, receiver.name, receiver.email):
        assert secret not in json.dumps(shown, ensure_ascii=False)


def test_list_is_filtered_by_stage():
    make_symbiosis()
    failed = make_symbiosis(stage=Stage.FAILED)
    coordinator = make_coordinator()

    assert ids(read("symbioses/?stage=failed", coordinator)) == [failed.pk]
    assert ask("symbioses/?stage=moon", coordinator).status_code == 400


def test_list_asks_the_database_as_often_for_many_rows_as_for_one():
    coordinator, counts = make_coordinator(), []

    for wanted in (1, 3, 20):
        while Symbiosis.objects.count() < wanted:
            note_barrier(met(), code="law", by=coordinator, now=NOON)
        counts.append(queries_of("symbioses/?page_size=100", coordinator))

    assert len(set(counts)) == 1, counts
