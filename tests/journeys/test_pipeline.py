"""A coordinator brings one symbiosis to its end and ends another with what stood in its way, on board and page."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from marketplace.models import Barrier, Symbiosis
from tests.factories import (
    NOON,
    PASSWORD,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_symbiosis,
)
from tests.journeys.people import log_in
from tests.spreadsheets import worked_out

pytestmark = pytest.mark.django_db(transaction=True)
Stage = Symbiosis.Stage
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def met(coordinator, offer_firm, need_firm):
    need_site = make_site(make_firm(name=need_firm, country="NO"), municipality="NO-5038")
    offer = make_offer(site=make_site(make_firm(name=offer_firm)))
    facts = {"stage": Stage.DISCUSSION, "introduced_at": NOON, "owner": coordinator}
    return make_symbiosis(offer, make_need(site=need_site), answer="yes", **facts)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_one_symbiosis_is_completed_and_one_fails_with_a_barrier(live_server, new_context, javascript):
    coordinator = make_coordinator(email="kajsa@region.example", password=PASSWORD, name="Kajsa")
    good = met(coordinator, "Ängsbergets Såg AB", "Bø Samdrift")
    bad = met(coordinator, "Kvarnbackens Såg AB", "Verdal Varme AS")
    member = make_member(good.parties.get(role="receiver").listing.firm, password=PASSWORD, email="ola@garden.example")
    desk = new_context(viewport={"width": 390, "height": 844}, java_script_enabled=javascript).new_page()
    board, page_of_good = f"{live_server.url}/symbioses/", f"{live_server.url}/symbioses/{good.pk}/"
    log_in(desk, live_server.url, coordinator.email)

    desk.goto(page_of_good)
    plan_the_next_step(desk)
    note_what_was_said(desk)
    attach_a_file(desk)

    desk.goto(board)
    desk.locator(f"form[action='/symbioses/{good.pk}/move/'] button").click()
    expect(desk.locator("section[aria-labelledby='column-negotiation']")).to_contain_text("Ängsbergets Såg AB")
    desk.goto(page_of_good)
    move_to_the_end(desk)
    good.refresh_from_db()
    assert (good.stage, good.moved_by) == (Stage.COMPLETED, coordinator)

    page_of_bad = f"{board}{bad.pk}/"
    desk.goto(page_of_bad)
    fail_with_a_barrier(desk, page_of_bad)
    bad.refresh_from_db()
    barrier = Barrier.objects.get()
    assert (bad.stage, bad.barrier) == (Stage.FAILED, "transport")
    assert (barrier.symbiosis, barrier.remover, barrier.state) == (bad, "Ett åkeri", "open")

    desk.goto(board)
    desk.get_by_role("link", name="Översikt").click()
    read_the_overview(desk)

    desk.goto(page_of_good)
    take_the_last_step_back(desk)
    good.refresh_from_db()
    assert good.stage == Stage.IMPLEMENTATION

    # The firm reads the stage and nothing of the log
    farm = new_context(java_script_enabled=javascript).new_page()
    log_in(farm, live_server.url, member.email)
    farm.goto(page_of_good)
    expect(farm.locator(".stage-now, .stage-done").last).to_be_visible()
    expect(farm.locator("main")).not_to_contain_text(
        re.compile("Vill se barken först|Fel rad|Strö till 140 kor|prov.pdf")
    )


def unfold(desk, step):
    desk.locator("summary", has=desk.locator(f"xpath=../div//form[contains(@action, '/{step}/')]")).first.click()


def plan_the_next_step(desk):
    desk.locator("[name=goal]").fill("Strö till 140 kor")
    desk.locator("[name=next_step]").fill("Skicka prov till Verdal")
    desk.locator("[name=next_step_date]").fill(timezone.localdate().isoformat())
    desk.locator("[name=is_step_shared]").check()
    desk.locator("form[action$='/plan/'] button").click()
    expect(desk.locator("main .lead")).to_contain_text("Skicka prov till Verdal")


def note_what_was_said(desk):
    unfold(desk, "contacts")
    desk.locator("input[name=way][value=call]").check(force=True)
    desk.locator("[name=with_whom]").fill("Ola Bø")
    desk.locator("[name=said]").fill("Vill se barken först")
    desk.locator("form[action$='/contacts/'] button").click()
    expect(desk.locator(".log")).to_contain_text("Vill se barken först")


def attach_a_file(desk):
    unfold(desk, "files")
    desk.locator("input[type=file]").set_input_files({"name": "prov.pdf", "mimeType": "text/plain", "buffer": PDF})
    desk.locator("form[action$='/files/'] button").click()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="prov.pdf").click()
    assert download.value.path().read_bytes() == PDF


def move_to_the_end(desk):
    for stage in (Stage.IMPLEMENTATION, Stage.COMPLETED):
        desk.locator(f"form[action$='/move/'] button[value={stage}]").click()
        expect(desk.locator(".messages")).to_be_visible()


def fail_with_a_barrier(desk, address):
    form = "form[action$='/fail/']"
    unfold(desk, "fail")
    desk.locator(f"{form} button").click()
    expect(desk).to_have_url(address)  # without a reason the browser sends nothing
    assert not Barrier.objects.exists()
    desk.locator(f"{form} input[name=barrier][value=transport]").check(force=True)
    desk.locator(f"{form} [name=note]").fill("Ingen returlast på vintern")
    desk.locator(f"{form} [name=remover]").fill("Ett åkeri")
    desk.locator(f"{form} button").click()
    expect(desk.locator("main p.notice")).to_contain_text("Ingen returlast på vintern")


def read_the_overview(desk):
    """It counts both, and each of its figures is what the rows of its workbook come to."""
    came_in = desk.locator("#came_in")
    expect(came_in.get_by_role("row", name="Slutförda symbioser 1")).to_be_visible()
    expect(came_in.get_by_role("row", name="Misslyckade symbioser 1")).to_be_visible()
    expect(desk.locator("#barriers").get_by_role("row", name="Transport 1 0")).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="XLSX").click()
    figures = list(worked_out(download.value.path().read_bytes()))
    assert len(figures) > 30
    for row, result in figures:
        assert result == row[3] or result == pytest.approx(row[3], abs=1e-6), row
        if row[0] == "Under de här dagarna":
            expect(came_in.get_by_role("row", name=f"{row[1]} {result}", exact=True)).to_be_visible()


def take_the_last_step_back(desk):
    """A wrong tap is taken back with a reason, which no firm reads."""
    unfold(desk, "correct")
    desk.locator("form[action$='/correct/'] [name=reason]").fill("Fel rad på tavlan")
    desk.locator("form[action$='/correct/'] button").click()
    expect(desk.locator(f"form[action$='/move/'] button[value={Stage.COMPLETED}]")).to_be_visible()
