"""The queue as a page: filters, what changed and why, many at once, and where a decision leads."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.actions.events import record
from marketplace.models import Event, Suggestion
from marketplace.queries.causes import Cause, CauseCode
from tests.factories import make_coordinator, make_firm, make_member, make_need, make_offer, make_site, make_suggestion

pytestmark = pytest.mark.django_db
State = Suggestion.State


@pytest.fixture
def coordinator(client):
    person = make_coordinator(name="Eva Samordnare")
    client.force_login(person)
    return person


def in_norway():
    return make_site(make_firm(country="NO"), municipality="NO-5038")


def listed(client, query=""):
    return client.get(f"/queue/{query}").context["desk"].listed.pks


def path_of(suggestion, query=""):
    return reverse("suggestion-detail", args=[suggestion.pk]) + query


# --- filters


def test_queue_is_filtered_by_area_material_direction_score_and_age(client, coordinator):
    now = timezone.now()
    home = make_suggestion(score=0.6, proposed_at=now - timedelta(days=40))
    north = make_suggestion(make_offer(), make_need(site=in_norway()), score=0.9, proposed_at=now - timedelta(hours=2))
    whey = make_suggestion(
        make_offer(site=in_norway(), material="acid_whey"), make_need(), score=0.7, proposed_at=now - timedelta(days=3)
    )

    assert listed(client) == [north.pk, whey.pk, home.pk]
    assert listed(client, "?municipality=NO-5038") == [north.pk, whey.pk]
    assert listed(client, "?material=acid_whey") == [whey.pk]
    assert listed(client, "?material=wood_residues") == [north.pk, whey.pk, home.pk]
    assert listed(client, "?direction=SE-SE") == [home.pk]
    assert listed(client, "?direction=SE-NO") == [north.pk]
    assert listed(client, "?direction=NO-SE") == [whey.pk]
    assert listed(client, "?direction=NO-NO") == []
    assert listed(client, "?score=70") == [north.pk, whey.pk]
    assert listed(client, "?age=1") == [north.pk]
    assert listed(client, "?age=7") == [north.pk, whey.pk]
    assert listed(client, "?age=older") == [home.pk]
    assert listed(client, "?order=oldest&score=60") == [home.pk, whey.pk, north.pk]
    assert listed(client, "?direction=SE-NO&score=80&material=bark") == [north.pk]


@pytest.mark.parametrize(
    "query", ["?direction=XX", "?score=1&age=soon", "?municipality=SE-9999", "?order=mood&after=x"]
)
def test_queue_stands_filters_that_do_not_exist(client, coordinator, query):
    suggestion = make_suggestion()

    assert listed(client, query) == [suggestion.pk]


def test_queue_says_so_where_nothing_passes_the_filters(client, coordinator):
    make_suggestion()

    page = client.get("/queue/?material=acid_whey").content.decode()

    assert "Nothing passes these filters." in page
    assert 'class="chip"' in page


def test_lines_lead_to_their_page_in_the_same_list(client, coordinator):
    suggestion = make_suggestion()

    page = client.get("/queue/?score=50&order=oldest").content.decode()

    assert f'href="{path_of(suggestion)}?score=50&amp;order=oldest"' in page


def test_a_tab_is_filtered_too(client, coordinator):
    review = {"state": State.DISMISSED, "dismiss_reason": "price", "reviewed_by": coordinator}
    weak, strong = (make_suggestion(score=score, reviewed_at=timezone.now(), **review) for score in (0.6, 0.9))

    assert listed(client, "?state=dismissed") == [strong.pk, weak.pk]
    assert listed(client, "?state=dismissed&score=80") == [strong.pk]


# --- what changed


def test_queue_tells_what_changed_since_the_last_look_and_why(client, coordinator):
    yesterday = timezone.now() - timedelta(hours=20)
    record(Event.Kind.DESK_OPENED, coordinator.coordinator, by=coordinator, now=yesterday - timedelta(days=2))
    offer = make_offer()
    fresh, other = make_suggestion(offer), make_suggestion()
    record(
        Event.Kind.SUGGESTION_PROPOSED,
        fresh,
        by=None,
        now=yesterday,
        changes=Cause(CauseCode.NEW_LISTING, offer.pk).changes(),
    )
    need = other.parts.get(role="receiver").listing
    changes = {"score": [0.62, 0.714], **Cause(CauseCode.CHANGED_AMOUNT, need.pk).changes()}
    record(Event.Kind.SUGGESTION_RESCORED, other, by=None, now=yesterday, changes=changes)

    lines = client.get("/queue/").context["news"].lines

    assert [(line.pk, line.text, line.why) for line in lines] == [
        (other.pk, "Score 62 → 71", "The amount of the need has changed."),
        (fresh.pk, "New", "The offer is new on the market."),
    ]


def test_what_changed_tells_of_the_area_alone_and_of_nothing_older(client, coordinator):
    far = make_suggestion(make_offer(site=in_norway()), make_need(site=in_norway()))
    own = make_suggestion()
    record(Event.Kind.SUGGESTION_PROPOSED, far, by=None, now=timezone.now())
    record(Event.Kind.SUGGESTION_PROPOSED, own, by=None, now=timezone.now() - timedelta(days=5))

    assert client.get("/queue/").context["news"].lines == []


def test_since_yesterday_can_be_asked_for_though_the_last_look_is_older(client, coordinator):
    old = timezone.now() - timedelta(days=4)
    record(Event.Kind.DESK_OPENED, coordinator.coordinator, by=coordinator, now=old)
    record(Event.Kind.SUGGESTION_PROPOSED, make_suggestion(), by=None, now=old + timedelta(hours=1))

    assert len(client.get("/queue/").context["news"].lines) == 1
    assert client.get("/queue/?since=yesterday").context["news"].lines == []


def test_the_desk_is_noted_as_opened_once_a_day(client, coordinator):
    for _time in range(3):
        client.get("/queue/")

    event = Event.objects.get(kind=Event.Kind.DESK_OPENED)
    assert (event.by, event.subject) == (coordinator, coordinator.coordinator)


# --- many at once


def dismiss_many(client, suggestions, **fields):
    desk = client.get("/queue/").context["desk"]
    return client.post(
        "/queue/dismiss/",
        {"suggestion": [each.pk for each in suggestions], "reason": "distance", "list": desk.token, **fields},
        follow=True,
    )


def test_many_are_dismissed_with_one_reason_each_with_its_place(client, coordinator):
    first, second, kept = (make_suggestion(score=score) for score in (0.9, 0.8, 0.7))

    page = dismiss_many(client, [first, second], note="Ring i vår").content.decode()

    assert "2 dismissed." in page
    assert listed(client) == [kept.pk]
    events = Event.objects.filter(kind=Event.Kind.SUGGESTION_DISMISSED).order_by("pk")
    assert [event.changes["shown"][1]["position"] for event in events] == [1, 2]
    assert {event.changes["shown"][1]["at_once"] for event in events} == {2}
    assert set(Suggestion.objects.filter(state=State.DISMISSED).values_list("dismiss_note", flat=True)) == {
        "Ring i vår"
    }


def test_many_can_be_taken_back_at_once(client, coordinator):
    two = [make_suggestion(), make_suggestion()]
    dismiss_many(client, two)

    path = f"/queue/undo/?suggestions={two[0].pk}-{two[1].pk}"
    page = client.post(path, follow=True).content.decode()

    assert "2 wait for review again." in page
    assert set(listed(client)) == {each.pk for each in two}


def test_many_with_one_refused_says_which_and_why_and_dismisses_the_rest(client, coordinator):
    good, taken = make_suggestion(score=0.9), make_suggestion(score=0.8)
    desk = client.get("/queue/").context["desk"]
    other = make_coordinator(name="Kajsa")
    review = {"reviewed_by": other, "reviewed_at": timezone.now(), "dismiss_reason": "law"}
    Suggestion.objects.filter(pk=taken.pk).update(state=State.DISMISSED, **review)
    foreign = make_suggestion(make_offer(site=in_norway()), make_need(site=in_norway()))

    fields = {"suggestion": [good.pk, taken.pk, foreign.pk], "reason": "price", "list": desk.token}
    page = client.post("/queue/dismiss/", fields, follow=True).content.decode()

    assert "1 dismissed." in page
    assert "Bark → bark: Kajsa was here first" in page
    assert "1 is not in your area, or no longer there." in page
    foreign.refresh_from_db()
    assert foreign.state == State.PROPOSED


@pytest.mark.parametrize(
    "fields", [{"suggestion": []}, {"reason": ""}, {"reason": "mood"}, {"suggestion": ["x", "-1"]}]
)
def test_many_without_a_tick_or_a_reason_dismisses_nobody(client, coordinator, fields):
    suggestion = make_suggestion()

    page = client.post("/queue/dismiss/", {"suggestion": [suggestion.pk], "reason": "law", **fields}, follow=True)

    assert "Tick at least one suggestion, and choose a reason." in page.content.decode()
    assert listed(client) == [suggestion.pk]


def test_many_is_for_coordinators_and_posted(client):
    suggestion = make_suggestion()
    client.force_login(make_member(suggestion.parts.first().listing.firm))

    client.post("/queue/dismiss/", {"suggestion": [suggestion.pk], "reason": "law"})

    suggestion.refresh_from_db()
    assert suggestion.state == State.PROPOSED
    assert client.get("/queue/dismiss/").status_code == client.get("/queue/undo/").status_code == 405


# --- one by one


def test_a_decision_leads_to_the_next_of_the_same_list_and_keeps_how_it_was_shown(client, coordinator):
    first, weak, second = (make_suggestion(score=score) for score in (0.9, 0.55, 0.8))
    desk = client.get(path_of(first, "?score=70")).context["desk"]

    form = {"reason": "price", "list": desk.token, "seen": "proposed"}
    answer = client.post(reverse("suggestion-dismiss", args=[first.pk]), form)

    assert answer.url == path_of(second, "?score=70")
    shown = Event.objects.get(kind=Event.Kind.SUGGESTION_DISMISSED).changes["shown"][1]
    assert shown == {"position": 1, "length": 2, "query": "score=70", "explored": False, "propensity": 1.0}
    answer = client.post(reverse("suggestion-dismiss", args=[second.pk]), form)
    assert answer.url == "/queue/?score=70"
    weak.refresh_from_db()
    assert weak.state == State.PROPOSED


@pytest.mark.parametrize("step", ["approve", "dismiss", "later", "ask"])
def test_a_decision_over_anothers_is_told_who_and_when(client, coordinator, step):
    suggestion = make_suggestion(
        make_offer(firm=make_firm(is_verified=True)), make_need(firm=make_firm(is_verified=True))
    )
    other = make_coordinator(name="Kajsa")
    later = {"later_by": other, "later_at": timezone.now(), "later_until": timezone.localdate() + timedelta(days=2)}
    Suggestion.objects.update(state=State.LATER, **later)
    need = suggestion.parts.get(role="receiver").listing

    form = {"reason": "price", "days": "7", "listing": need.pk, "fact": "months", "seen": "proposed"}
    page = client.post(reverse(f"suggestion-{step}", args=[suggestion.pk]), form, follow=True).content.decode()

    assert "Kajsa was here first" in page
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.later_by) == (State.LATER, other)


@pytest.mark.parametrize(("form", "days"), [({"days": "1"}, 1), ({"days": "30"}, 30), ({"until": "today+5"}, 5)])
def test_later_takes_days_or_a_day_and_offers_the_way_back(client, coordinator, form, days):
    suggestion, today = make_suggestion(), timezone.localdate()
    form = {name: str(today + timedelta(days=5)) if name == "until" else value for name, value in form.items()}

    page = client.post(reverse("suggestion-later", args=[suggestion.pk]), form, follow=True).content.decode()

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.later_until) == (State.LATER, today + timedelta(days=days))
    assert "Put off. It comes back on" in page
    assert reverse("suggestion-undo", args=[suggestion.pk]) in page
    assert suggestion.pk in listed(client, "?state=later")


@pytest.mark.parametrize("form", [{}, {"days": "2"}, {"until": "soon"}])
def test_later_without_a_day_asks_for_one_and_keeps_what_was_typed(client, coordinator, form):
    suggestion = make_suggestion()

    answer = client.post(reverse("suggestion-later", args=[suggestion.pk]), form)

    assert answer.status_code == 422
    assert form.get("until", "") in answer.content.decode()
    suggestion.refresh_from_db()
    assert suggestion.state == State.PROPOSED


def test_later_on_a_day_that_has_passed_is_told_so(client, coordinator):
    suggestion = make_suggestion()

    page = client.post(reverse("suggestion-later", args=[suggestion.pk]), {"until": "2020-01-01"}, follow=True)

    assert "is not between tomorrow and" in page.content.decode()


def test_a_page_shows_list_bars_value_case_and_keys(client, coordinator):
    suggestion = make_suggestion(make_offer(price=0, currency="SEK"), make_need(use="bedding"))

    page = client.get(path_of(suggestion)).content.decode()

    assert 'aria-current="true"' in page
    assert "1 of 1 in the list" in page
    for part in ("Month by month", "The months as a table", "What it may be worth", "a tonne", "Done elsewhere:"):
        assert part in page
    assert page.count("data-key=") >= 13
