"""The coordinator's worksheet of one symbiosis: every form does its work, refuses, and keeps what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from marketplace.models import Attachment, Barrier, ContactEntry, InvolvedPerson, Note, Party, Symbiosis
from tests.factories import NOON, make_coordinator, make_member, make_symbiosis, make_user

pytestmark = pytest.mark.django_db
Stage = Symbiosis.Stage
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@pytest.fixture
def coordinator(client):
    person = make_coordinator(name="Kajsa")
    client.force_login(person)
    return person


@pytest.fixture
def symbiosis(coordinator):
    return make_symbiosis(answer="yes", stage=Stage.DISCUSSION, introduced_at=NOON, owner=coordinator)


def a_file(content=PDF, name="analys.pdf"):
    return SimpleUploadedFile(name, content)


def sent(client, symbiosis, step, **values):
    return client.post(f"/symbioses/{symbiosis.pk}/{step}/", values)


def today():
    return timezone.localdate().isoformat()


GOOD = {
    "move": {"stage": "negotiation", "seen": "discussion"},
    "hold": {"seen": "discussion", "barrier": "law", "note": "Tillstånd", "remover": "kommunen"},
    "fail": {"seen": "discussion", "barrier": "price"},
    "plan": {"goal": "Strö", "next_step": "Ring", "is_step_shared": "on"},
    "notes": {"text": "Ring efter fem"},
    "contacts": {"way": "call", "with_whom": "Länsstyrelsen", "on": "2026-01-15", "said": "De ringer"},
    "people": {"name": "Åke Åkare", "role": "kör", "email": "ake@example.org"},
    "barriers": {"barrier": "border", "note": "Papper"},
}


@pytest.mark.parametrize("step", GOOD)
def test_each_form_does_its_work_and_shows_the_page_again(client, symbiosis, step):
    answer = sent(client, symbiosis, step, **GOOD[step])

    assert (answer.status_code, answer.url) == (302, f"/symbioses/{symbiosis.pk}/")
    page = client.get(answer.url).content.decode()
    shown = {
        "move": "negotiation",
        "hold": "Tillstånd",
        "fail": "has failed",
        "plan": "Strö",
        "notes": "Ring efter fem",
        "contacts": "De ringer",
        "people": "Åke Åkare",
        "barriers": "Papper",
    }
    assert shown[step] in page


BAD = {
    "hold": ({"seen": "discussion", "note": "Tillstånd saknas"}, "Choose what stands in the way."),
    "fail": ({"seen": "idea", "barrier": "law", "note": "Tillstånd saknas"}, "was here first"),
    "plan": ({"next_step": "Tillstånd saknas", "next_step_date": "2020-01-01"}, "This day is over."),
    "plan/": ({"goal": "Tillstånd saknas", "next_step_date": "snart"}, "“snart” is no day."),
    "notes": ({"text": ""}, "Write something"),
    "contacts": ({"way": "call", "on": "2026-01-15", "said": "Tillstånd saknas"}, "Say with whom it was."),
    "contacts/": ({"way": "duva", "said": "Tillstånd saknas", "on": "x"}, "“x” is no day."),
    "people": ({"name": "", "role": "Tillstånd saknas"}, "Write a name."),
    "barriers": ({"note": "Tillstånd saknas"}, "Choose what stands in the way."),
    "hand-over": ({"to": "999999"}, "This person cannot take it over."),
}


@pytest.mark.parametrize("step", BAD)
def test_each_form_tells_what_is_wrong_and_keeps_what_was_typed(client, symbiosis, step):
    values, message = BAD[step]

    answer = sent(client, symbiosis, step.strip("/"), **values)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    if step not in ("notes", "hand-over"):
        assert "Tillstånd saknas" in page
    symbiosis.refresh_from_db()
    assert symbiosis.stage == Stage.DISCUSSION


@pytest.mark.parametrize("step", [*GOOD, "resume", "hand-over", "files"])
def test_forms_are_for_whoever_follows_up(client, symbiosis, step):
    member = make_member(symbiosis.parties.first().listing.firm)
    statuses = []
    for person in (member, make_user(), make_coordinator(("NO-5001",))):
        client.force_login(person)
        statuses.append(sent(client, symbiosis, step, **GOOD.get(step, {})).status_code)
    client.logout()
    statuses.append(sent(client, symbiosis, step, **GOOD.get(step, {})).status_code)

    assert statuses == [403, 404, 404, 302]
    symbiosis.refresh_from_db()
    assert symbiosis.stage == Stage.DISCUSSION
    assert not Note.objects.exists()
    assert client.get(f"/symbioses/{symbiosis.pk}/{step}/").status_code in (302, 405)


def test_whoever_was_slower_reads_who_was_first(client, symbiosis):
    Symbiosis.objects.update(stage=Stage.NEGOTIATION, moved_by=make_coordinator(name="Frode"))

    answer = client.post(
        f"/symbioses/{symbiosis.pk}/move/", {"stage": "negotiation", "seen": "discussion"}, follow=True
    )

    assert "Frode was here first" in answer.content.decode()


def test_move_without_a_stage_says_so(client, symbiosis):
    answer = client.post(f"/symbioses/{symbiosis.pk}/move/", {"stage": "moon"}, follow=True)

    assert "Choose the stage to move to." in answer.content.decode()


def test_hold_and_resume_by_the_page(client, symbiosis):
    sent(client, symbiosis, "hold", **GOOD["hold"])
    assert "Let it go on at “discussion”" in client.get(f"/symbioses/{symbiosis.pk}/").content.decode()

    sent(client, symbiosis, "resume")

    symbiosis.refresh_from_db()
    assert symbiosis.stage == Stage.DISCUSSION
    assert Barrier.objects.get().state == Barrier.State.OPEN  # the box was not ticked


def test_barrier_is_removed_and_returns(client, symbiosis):
    sent(client, symbiosis, "barriers", **GOOD["barriers"])
    barrier = Barrier.objects.get()
    path = f"/symbioses/{symbiosis.pk}/barriers/{barrier.pk}/"
    states = []
    for state in ("removed", "open", "sideways"):
        client.post(path, {"state": state})
        barrier.refresh_from_db()
        states.append(barrier.state)

    assert states == ["removed", "open", "open"]
    other = make_symbiosis()
    assert client.post(f"/symbioses/{other.pk}/barriers/{barrier.pk}/", {"state": "removed"}).status_code == 404


def test_hand_over_to_a_colleague_and_lose_sight(client, symbiosis):
    colleague = make_coordinator(("NO-5001",), name="Frode")
    owner = make_coordinator(("NO-5038",))
    Symbiosis.objects.update(owner=owner)
    client.force_login(owner)
    assert (
        f'<option value="{colleague.pk}">Frode</option>' in client.get(f"/symbioses/{symbiosis.pk}/").content.decode()
    )

    answer = sent(client, symbiosis, "hand-over", to=colleague.pk, seen=owner.pk)

    assert answer.url == "/symbioses/"
    assert client.get(f"/symbioses/{symbiosis.pk}/").status_code == 404
    client.force_login(colleague)
    assert client.get(f"/symbioses/{symbiosis.pk}/").status_code == 200


def test_file_is_downloaded_under_its_name_and_never_opened_in_place(client, symbiosis):
    assert client.post(f"/symbioses/{symbiosis.pk}/files/", {"file": a_file(name="prov å.pdf")}).status_code == 302
    kept = Attachment.objects.get()
    page = client.get(f"/symbioses/{symbiosis.pk}/").content.decode()
    assert "prov å.pdf" in page
    assert "1 kB" in page

    answer = client.get(f"/symbioses/{symbiosis.pk}/files/{kept.pk}/")

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''prov%20%C3%A5.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "Choose a file."),
        ({"file": (b"", "tom.pdf")}, "This file is empty."),
        ({"file": (b"<html>", "sida.pdf")}, "“sida.pdf” is neither a PDF nor a JPEG or PNG picture."),
        ({"file": (PDF + bytes(10_400_000), "stor.pdf")}, "10.4 MB, and 10 MB is the most"),
    ],
)
def test_file_of_the_wrong_kind_is_refused_with_what_to_do(client, symbiosis, files, message):
    answer = client.post(
        f"/symbioses/{symbiosis.pk}/files/", {name: a_file(*content) for name, content in files.items()}
    )

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Attachment.objects.exists()


def test_file_is_for_whoever_follows_up(client, symbiosis):
    client.post(f"/symbioses/{symbiosis.pk}/files/", {"file": a_file()})
    path = f"/symbioses/{symbiosis.pk}/files/{Attachment.objects.get().pk}/"
    statuses = []
    for person in (make_member(symbiosis.parties.first().listing.firm), make_user(), make_coordinator(("NO-5001",))):
        client.force_login(person)
        statuses.append(client.get(path).status_code)
    client.logout()
    statuses.append(client.get(path).status_code)

    assert statuses == [404, 404, 404, 302]
    client.force_login(make_coordinator())
    assert client.get(f"/symbioses/{make_symbiosis().pk}/files/{Attachment.objects.get().pk}/").status_code == 404


def test_each_entry_can_be_removed(client, symbiosis):
    for step in ("notes", "contacts", "people"):
        sent(client, symbiosis, step, **GOOD[step])
    client.post(f"/symbioses/{symbiosis.pk}/files/", {"file": a_file()})
    kinds = {"note": Note, "contact": ContactEntry, "person": InvolvedPerson, "file": Attachment}

    for kind, model in kinds.items():
        path = f"/symbioses/{symbiosis.pk}/entries/{kind}/{model.objects.get().pk}/remove/"
        assert client.get(path).status_code == 405
        assert client.post(path).status_code == 302
        assert not model.objects.exists()
        assert client.post(path).status_code == 404
    assert client.post(f"/symbioses/{symbiosis.pk}/entries/party/1/remove/").status_code == 404


# --- What the firms see


SECRETS = {"notes": "Ring efter fem", "contacts": "De ringer", "people": "Åke Åkare", "barriers": "Papper"}


def test_firms_read_stage_and_shared_step_and_never_the_log(client, symbiosis):
    for step in SECRETS:
        sent(client, symbiosis, step, **GOOD[step])
    sent(client, symbiosis, "plan", goal="Hemligt mål", next_step="Skicka prov", is_step_shared="on")
    client.force_login(make_member(symbiosis.parties.first().listing.firm))

    page = client.get(f"/symbioses/{symbiosis.pk}/").content.decode()

    assert "Skicka prov" in page
    for secret in (*SECRETS.values(), "Hemligt mål", "something written down", "barrier noted"):
        assert secret not in page, secret


@pytest.mark.parametrize("how", ["not shared", "not introduced"])
def test_firms_do_not_read_a_step_that_is_not_for_them(client, symbiosis, how):
    shared = {"is_step_shared": "on"} if how == "not introduced" else {}
    sent(client, symbiosis, "plan", next_step="Ring Kvistsågen", **shared)
    if how == "not introduced":
        Symbiosis.objects.update(stage=Stage.IDEA, introduced_at=None)
    client.force_login(make_member(symbiosis.parties.first().listing.firm))

    assert "Kvistsågen" not in client.get(f"/symbioses/{symbiosis.pk}/").content.decode()


def test_firms_on_hold_do_not_learn_what_the_other_answered(client, coordinator):
    symbiosis = make_symbiosis()
    Party.objects.filter(symbiosis=symbiosis, role="receiver").update(answer="yes", answered_at=NOON)
    client.force_login(coordinator)
    sent(client, symbiosis, "hold", seen="idea", barrier="timing")
    client.force_login(make_member(symbiosis.parties.get(role="giver").listing.firm))

    answer = client.get(f"/symbioses/{symbiosis.pk}/")

    assert [party.answer for party in answer.context["card"].parties] == ["unanswered", ""]
    assert "on hold" in answer.content.decode()
