"""Corrections of the tables: one proposes, another approves, and every search reads them from their day on."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from marketplace.actions.table_corrections import (
    approve_correction,
    propose_correction,
    propose_term,
    reject_correction,
    withdraw_correction,
)
from marketplace.errors import RefusedError, WrongStateError
from marketplace.knowledge_tables import take_in
from marketplace.models import Event, TableCorrection
from marketplace.queries.knowledge import current_knowledge, renew_knowledge
from marketplace.queries.table_corrections import corrections_patch
from tests.factories import NOON, make_coordinator, make_member, make_offer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
HEAVIER = {"table": "materials", "row": "bark", "column": "density_kg_m3", "new": "310"}


@pytest.fixture(autouse=True)
def _tables_stay(monkeypatch):
    """Keep what was read with some amendments from test to test: reading takes a second."""
    monkeypatch.setattr("marketplace.knowledge_tables.forget_kept", lambda *, but: None)


def correction(**facts):
    return TableCorrection(**HEAVIER | {"reason": "Vägd på plats", "valid_from": TODAY} | facts)


def proposed(by=None, **facts):
    return propose_correction(correction(**facts), by=by or make_coordinator(), now=NOON)


@pytest.fixture
def word():
    facts = {"concept": "bark", "language": "sv", "text": "Kvistmull", "reason": "står i annonser", "valid_from": TODAY}
    return lambda by, **more: propose_term(**facts | more, by=by, now=NOON)


def density():
    renew_knowledge(as_of=TODAY)
    return current_knowledge().material("bark").density_kg_m3


def test_a_correction_holds_once_another_coordinator_approves_it():
    waiting, other = proposed(), make_coordinator()
    assert (waiting.old, density()) == ("280", 280)

    approve_correction(waiting, by=other, now=NOON)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.reviewed_by, waiting.reviewed_at) == ("approved", other, NOON)
    assert density() == 310
    assert Event.objects.filter(kind__startswith="correction.").count() == 2


def test_nobody_approves_or_rejects_their_own():
    lead = make_coordinator(is_lead=True)
    own = proposed(by=lead)

    for act in (approve_correction, reject_correction):
        with pytest.raises(PermissionDenied):
            act(own, by=lead, now=NOON)
    assert TableCorrection.objects.get().state == "proposed"


def test_the_database_itself_refuses_an_own_approval():
    own = proposed()
    own.state, own.reviewed_by, own.reviewed_at = "approved", own.proposed_by, NOON

    with pytest.raises(ValidationError, match="Nobody approves"):
        own.full_clean()


def test_only_coordinators_propose_and_review(word):
    member = make_member(make_offer().firm)

    with pytest.raises(PermissionDenied):
        proposed(by=member)
    with pytest.raises(PermissionDenied):
        word(member)
    with pytest.raises(PermissionDenied):
        approve_correction(proposed(), by=member, now=NOON)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"column": "code", "new": "rind"}, "not_correctable"),
        ({"table": "terms/wood", "row": "x"}, "not_correctable"),
        ({"row": "no_such_thing"}, "no_row"),
        ({"new": "280"}, "says_that"),
        ({"new": "-5"}, "number"),
        ({"new": "nan"}, "number"),
        ({"column": "waste_codes", "new": "030101;999999"}, "no_code"),
        ({"table": "material_uses", "row": "bark;mulch", "column": "conditions", "new": "colour<=2"}, "unreadable"),
        ({"table": "material_uses", "row": "bark;mulch", "column": "suitability", "new": "splendid"}, "unreadable"),
    ],
)
def test_what_the_tables_could_not_hold_is_refused(facts, code):
    with pytest.raises(RefusedError) as refusal:
        proposed(**facts)

    assert refusal.value.code == code
    assert not TableCorrection.objects.exists()


def test_the_same_place_waits_once():
    proposed()

    with pytest.raises(ValidationError, match="already"):
        proposed(new="320")


def test_a_correction_holds_from_its_day_on():
    approve_correction(proposed(valid_from=TODAY + timedelta(days=3)), by=make_coordinator(), now=NOON)

    assert density() == 280
    renew_knowledge(as_of=TODAY + timedelta(days=3))
    assert current_knowledge().material("bark").density_kg_m3 == 310


def test_a_lead_takes_out_of_force_what_is_and_proposers_what_waits():
    coordinator, lead = make_coordinator(), make_coordinator(is_lead=True)
    in_force = proposed()
    approve_correction(in_force, by=coordinator, now=NOON)
    waiting = proposed(by=coordinator, row="sawdust", new="200")

    with pytest.raises(PermissionDenied):
        withdraw_correction(in_force, by=coordinator, now=NOON)
    with pytest.raises(PermissionDenied):
        withdraw_correction(waiting, by=lead, now=NOON)
    withdraw_correction(waiting, by=coordinator, now=NOON)
    assert density() == 310
    withdraw_correction(in_force, by=lead, now=NOON)
    assert density() == 280


def test_what_has_been_decided_is_not_decided_again():
    waiting, other = proposed(), make_coordinator()
    reject_correction(waiting, by=other, now=NOON)

    for act in (approve_correction, reject_correction):
        with pytest.raises(WrongStateError):
            act(waiting, by=other, now=NOON)


def test_a_new_word_finds_its_material(word):
    term = word(make_coordinator())
    approve_correction(term, by=make_coordinator(), now=NOON)
    renew_knowledge(as_of=TODAY)

    assert term.table == "terms/wood"
    assert current_knowledge().material_for("kvistmull", "sv").code == "bark"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"concept": "gold"}, "no_concept"),
        ({"text": "och"}, "no_word"),
        ({"text": "123"}, "no_word"),
        ({"language": "de"}, "no_word"),
        ({"text": "Näver"}, "says_that"),
    ],
)
def test_a_word_that_tells_nothing_new_is_refused(word, facts, code):
    with pytest.raises(RefusedError) as refusal:
        word(make_coordinator(), **facts)

    assert refusal.value.code == code


def test_what_can_no_longer_be_read_stops_nobody(caplog):
    TableCorrection.objects.create(
        **HEAVIER | {"new": "heavy", "old": "280"},
        reason="-",
        valid_from=TODAY,
        state="approved",
        proposed_at=NOON,
        reviewed_at=timezone.now(),
    )

    assert density() == 280
    assert "left out" in caplog.text
    take_in(())


def test_the_patch_holds_what_is_in_force():
    approve_correction(proposed(), by=make_coordinator(), now=NOON)
    proposed(row="sawdust", new="200")

    patch = corrections_patch(as_of=TODAY)

    assert "+++ b/matching/data/materials.csv" in patch
    assert patch.count("\n+bark,") == 1
    assert "sawdust" not in [line.split(",")[0].lstrip("+-") for line in patch.splitlines() if line[:1] in "+-"]
