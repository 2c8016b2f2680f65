"""Board and table of symbioses: who sees them, what stands where, and what is raised."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.models import Symbiosis
from tests.factories import make_coordinator, make_firm, make_member, make_need, make_offer, make_site, make_symbiosis

pytestmark = pytest.mark.django_db
Stage = Symbiosis.Stage


@pytest.fixture
def coordinator(client):
    person = make_coordinator(name="Kajsa")
    client.force_login(person)
    return person


def active(*, days_ago, **fields):
    """Return a symbiosis that somebody last touched so many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    return make_symbiosis(**{"opened_at": at, **fields})


def columns(answer):
    return {column.stage: [row.pk for row in column.rows] for column, _url in answer.context["columns"]}


def test_board_shows_each_stage_with_its_symbioses(client, coordinator):
    idea, held = active(days_ago=1), active(days_ago=1, stage=Stage.ON_HOLD)
    done = active(days_ago=1, stage=Stage.COMPLETED)

    shown = columns(client.get("/symbioses/"))

    assert (shown[Stage.IDEA], shown[Stage.ON_HOLD], shown[Stage.COMPLETED]) == ([idea.pk], [held.pk], [done.pk])
    assert shown[Stage.NEGOTIATION] == []
    assert Stage.FAILED not in shown


def test_board_holds_what_a_coordinator_follows_up_and_nothing_else(client, coordinator):
    site = make_site(make_firm(), municipality="NO-5001")
    elsewhere = make_symbiosis(make_offer(site=site), make_need(site=site))
    handed_over = make_symbiosis(make_offer(site=site), make_need(site=site), owner=coordinator)
    own = make_symbiosis()
    coordinator.membership_set.create(firm=own.parties.first().listing.firm)

    shown = columns(client.get("/symbioses/"))[Stage.IDEA]

    assert shown == [handed_over.pk]
    assert elsewhere.pk not in shown
    assert f"/symbioses/{own.pk}/" in client.get("/symbioses/?view=firms").content.decode()


def test_what_is_idle_rises_to_the_top_and_says_for_how_long(client, coordinator):
    today = timezone.localdate()
    fresh = active(days_ago=2, next_step="Ring", next_step_date=today)
    idle, idler = active(days_ago=31), active(days_ago=45)
    active(days_ago=90, stage=Stage.COMPLETED)

    answer = client.get("/symbioses/")

    assert columns(answer)[Stage.IDEA] == [idler.pk, idle.pk, fresh.pk]
    page = answer.content.decode()
    assert "idle for 45 days" in page
    assert "idle for 31 days" in page
    assert "idle for 90 days" not in page
    assert "Nobody has touched 2 symbioses for 30 days." in page
    assert answer.context["table_url"] == "?view=table"


def test_board_shows_twelve_of_a_stage_and_leads_to_the_rest(client, coordinator):
    for _number in range(14):
        make_symbiosis()

    answer = client.get("/symbioses/")

    (column, url) = answer.context["columns"][0]
    assert (len(column.rows), column.count, column.more) == (12, 14, 2)
    assert client.get(f"/symbioses/{url}").context["page"].paginator.count == 14


def test_table_is_sorted_both_ways_and_paginated(client, coordinator):
    frode = make_coordinator(name="Frode")
    for number in range(30):
        active(days_ago=number % 20, owner=frode)
    mine = active(days_ago=1, owner=coordinator, stage=Stage.FAILED)

    up = client.get("/symbioses/?view=table&sort=owner")
    down = client.get("/symbioses/?view=table&sort=-owner")
    oldest = client.get("/symbioses/?view=table&sort=active&page=2")

    assert up.context["rows"][0][2]["text"] == "Frode"
    assert down.context["rows"][0][0]["url"] == f"/symbioses/{mine.pk}/"
    assert up.context["heads"][2]["direction"] == "ascending"
    assert down.context["heads"][2]["direction"] == "descending"
    assert (len(oldest.context["rows"]), oldest.context["query"]) == (1, "view=table&sort=active")
    assert client.get("/symbioses/?view=table&sort=price").status_code == 200


@pytest.mark.parametrize("sort", ["stage", "-stage", "due", "-due", "owner", "active", "-active", "nonsense", "-"])
def test_every_order_has_every_row(client, coordinator, sort):
    for stage in Stage:
        make_symbiosis(stage=stage)

    assert len(client.get("/symbioses/", {"view": "table", "sort": sort}).context["rows"]) == len(Stage)


@pytest.mark.parametrize("view", ["board", "table"])
def test_filters_leave_what_fits(client, coordinator, view):
    yesterday = timezone.localdate() - timedelta(days=1)
    wanted = make_symbiosis(
        make_offer(material="sawdust"),
        make_need(site=make_site(make_firm(country="NO"), municipality="NO-5038")),
        owner=coordinator,
        stage=Stage.NEGOTIATION,
        next_step="Ring",
        next_step_date=yesterday,
    )
    other = make_symbiosis(owner=make_coordinator())
    make_symbiosis()

    def shown(**filters):
        page = client.get("/symbioses/", {"view": view, **filters}).content.decode()
        return f"/symbioses/{wanted.pk}/" in page, f"/symbioses/{other.pk}/" in page

    assert shown() == (True, True)
    for filters in (
        {"stage": "negotiation"},
        {"owner": str(coordinator.pk)},
        {"municipality": "NO-5038"},
        {"material": "sawdust"},
        {"overdue": "on"},
    ):
        assert shown(**filters) == (True, False), filters
    assert shown(owner="none") == (False, False)


@pytest.mark.parametrize(
    "filters", [{"owner": "x"}, {"stage": "nowhere"}, {"municipality": "' OR 1=1"}, {"material": "gold"}]
)
def test_a_filter_that_does_not_exist_says_so_and_filters_nothing(client, coordinator, filters):
    make_symbiosis()

    answer = client.get("/symbioses/", filters)

    assert answer.status_code == 200
    assert "is not in the list. Choose again." in answer.content.decode()
    assert len(columns(answer)[Stage.IDEA]) == 1


def test_overdue_is_what_was_due_before_today(client, coordinator):
    today = timezone.localdate()
    make_symbiosis(next_step="Ring", next_step_date=today)
    late = make_symbiosis(next_step="Mejla", next_step_date=today - timedelta(days=1))

    answer = client.get("/symbioses/?overdue=on")

    assert columns(answer)[Stage.IDEA] == [late.pk]
    assert "overdue" in answer.content.decode()


def test_empty_board_says_what_comes_here_and_firms_see_no_board(client, coordinator):
    assert "No symbioses yet" in client.get("/symbioses/").content.decode()
    assert "Nothing fits these filters" in client.get("/symbioses/?stage=idea").content.decode()
    client.force_login(make_member())
    assert "columns" not in client.get("/symbioses/?view=board").context


def test_a_tap_on_the_board_moves_on_and_shows_the_board_again(client, coordinator):
    symbiosis = make_symbiosis(stage=Stage.NEGOTIATION)
    page = client.get("/symbioses/").content.decode()
    path = f"/symbioses/{symbiosis.pk}/move/"
    assert f'action="{path}"' in page

    answer = client.post(path, {"stage": "implementation", "seen": "negotiation", "back": "board"}, follow=True)

    assert answer.redirect_chain == [("/symbioses/", 302)]
    assert columns(answer)[Stage.IMPLEMENTATION] == [symbiosis.pk]
    assert "Now at “implementation”." in answer.content.decode()
