"""A firm's first run: tick, adjust, publish, see what it leads to."""

import re

import pytest

from marketplace.models import Event, Firm, Listing
from marketplace.queries.welcome import checklists, first_matches
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_need, make_offer, make_site, make_user
from tests.worker import work_off

pytestmark = pytest.mark.django_db
SAWMILL = {
    "sector": "16.10",
    "offer-bark-is_ticked": "on",
    "offer-bark-amount": "9 000",
    "offer-bark-unit": "t",
    "offer-bark-rhythm": "year",
    "offer-bark-months": ["10", "11"],
    "offer-bark-title": "Granbark från sågen",
    "offer-sawdust-amount": "4000",
    "then": "publish",
}


@pytest.fixture
def firm():
    return make_site(make_firm(nace="16.10")).firm


@pytest.fixture
def member(firm, client):
    person = make_member(firm)
    client.force_login(person)
    return person


def page(firm, name="welcome"):
    return f"/firms/{firm.pk}/{name}/"


def sent(firm, **changes):
    return {**SAWMILL, "site": firm.sites.first().pk, **changes}


def test_the_page_shows_what_such_firms_have_and_need(client, firm, member):
    body = client.get(page(firm)).content.decode()

    assert 'name="offer-bark-is_ticked"' in body
    assert re.search(r'name="sector".*?value="16.10" selected', body, re.DOTALL)
    assert "03 01 01" in body
    assert '<option value="t" selected>' in body
    assert '<option value="year" selected>' in body


def test_another_kind_of_firm_shows_other_guesses_and_publishes_nothing(client, firm, member):
    answer = client.post(page(firm), {**sent(firm), "sector": "11.05", "then": "look"})

    assert answer.status_code == 200
    assert "offer-brewers_spent_grain-amount" in answer.content.decode()
    assert not Listing.objects.exists()


def test_what_is_ticked_or_has_an_amount_is_published_together(client, firm, member):
    answer = client.post(page(firm), sent(firm))

    assert (answer.status_code, answer.url) == (302, page(firm, "first-matches"))
    bark, sawdust = Listing.objects.order_by("material")
    assert (bark.title, bark.quantity, bark.months) == ("Granbark från sågen", 9_000_000, [10, 11])
    assert {(each.state, each.visibility, each.waste_code) for each in (bark, sawdust)} == {("published", "blind", "")}
    assert bark.site == firm.sites.get()


def test_no_month_ticked_says_all_year_as_the_page_promises(client, firm, member):
    client.post(page(firm), sent(firm, **{"offer-bark-months": [], "offer-sawdust-rhythm": "once"}))

    bark, sawdust = Listing.objects.order_by("material")
    assert bark.months == list(range(1, 13))
    assert bark.month_shares == pytest.approx([1 / 12] * 12)
    assert sawdust.months == [], "what there is once is not there all year"


def test_a_need_comes_with_the_usual_use(client, member, firm):
    Firm.objects.update(nace="01")

    client.post(
        page(firm), {"sector": "01", "site": firm.sites.get().pk, "need-sawdust-amount": "20", "then": "publish"}
    )

    assert (Listing.objects.get().side, Listing.objects.get().use) == ("need", "bedding")


def test_sent_twice_it_is_published_once(client, firm, member):
    for _time in range(2):
        client.post(page(firm), sent(firm))

    assert Listing.objects.count() == 2
    assert Event.objects.filter(kind=Event.Kind.LISTING_PUBLISHED).count() == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"offer-bark-amount": ""}, "Say how much, roughly."),
        ({"offer-bark-amount": "-3"}, "more than zero"),
        ({"offer-bark-amount": "mycket"}, "mycket"),
        ({"offer-bark-months": ["13"]}, "13"),
    ],
)
def test_an_error_publishes_nothing_and_loses_nothing(client, firm, member, changes, says):
    answer = client.post(page(firm), sent(firm, **changes))

    body = answer.content.decode()
    assert answer.status_code == 422
    assert says in body
    assert "Granbark från sågen" in body
    assert 'value="4000"' in body
    assert not Listing.objects.exists()


def test_nothing_ticked_says_so(client, firm, member):
    answer = client.post(page(firm), {"sector": "16.10", "site": firm.sites.get().pk, "then": "publish"})

    assert answer.status_code == 422
    assert "Tick at least one thing" in answer.content.decode()


def test_the_site_of_another_firm_is_refused(client, firm, member):
    answer = client.post(page(firm), {**sent(firm), "site": make_site().pk})

    assert answer.status_code == 422
    assert not Listing.objects.exists()


def test_the_first_run_is_for_the_firms_own(client, firm):
    for person, expected in ((None, 302), (make_user(), 404), (make_member(), 404), (make_coordinator(), 404)):
        if person:
            client.force_login(person)
        for name in ("welcome", "first-matches"):
            assert client.get(page(firm, name)).status_code == expected
        assert client.post(page(firm), sent(firm)).status_code == expected
        assert client.post(page(firm, "checklist/close")).status_code == expected
    assert not Listing.objects.exists()


def market_of_three():
    for name in ("NO-5038", "NO-5037", "SE-2303"):
        site = make_site(make_firm(name=f"Hemliga {name}"), municipality=name)
        make_need(site=site, use="bedding", quantity_kg=5_000_000, shown_area=name, title="Strø til kyrne")


def test_first_matches_are_three_with_reasons_and_without_names(client, firm, member):
    market_of_three()
    client.post(page(firm), sent(firm))

    before = client.get(page(firm, "first-matches")).content.decode()
    work_off()
    body = client.get(page(firm, "first-matches")).content.decode()

    assert body.count('class="strip ') == 3
    assert "hx-trigger" not in body
    assert 'class="for"' in body or "reasons" in body
    assert "Hemliga" not in before + body
    assert "Strø til kyrne" not in body


def test_while_the_worker_compares_the_page_says_so_and_asks_again(client, firm, member):
    client.post(page(firm), sent(firm))

    body = client.get(page(firm, "first-matches")).content.decode()

    assert 'hx-trigger="every 2s"' in body
    assert "0 of 2" in body
    assert "Look again" in body


def test_without_good_matches_the_nearest_cases_are_shown_with_why(client, firm, member):
    client.post(page(firm), sent(firm))
    work_off()

    found = first_matches(firm, viewer=member, as_of=NOON.date())
    body = client.get(page(firm, "first-matches")).content.decode()

    assert (found.pairs, found.is_waiting) == ([], False)
    assert len(found.precedents) == 3
    assert found.precedents[0].why.startswith(("The same material as yours, ", "Akin to "))
    assert found.precedents[-1].why == "A firm of your industry took part."
    assert all(each.case.url in body for each in found.precedents)
    assert "Nobody on the market fits well yet" in body


def test_without_a_listing_the_page_leads_to_ticking(client, firm, member):
    assert page(firm) in client.get(page(firm, "first-matches")).content.decode().split("<main")[1]


# --- The list of first steps


def steps(person):
    return [step.is_done for each in checklists(person) for step in each.steps]


def test_the_list_stands_on_my_firm_until_it_is_put_away(client, firm, member):
    assert "First steps" in client.get("/my-firm/").content.decode()

    for _time in range(2):
        client.post(page(firm, "checklist/close"))

    assert "First steps" not in client.get("/my-firm/").content.decode()
    event = Event.objects.get(kind=Event.Kind.FIRM_CHECKLIST_CLOSED)
    assert (event.subject, event.by) == (firm, member)


def test_each_step_is_ticked_by_doing_it_and_the_full_list_goes(client, firm, member):
    assert steps(member) == [False] * 5

    market_of_three()
    client.post(page(firm), sent(firm))
    client.get(page(firm, "first-matches"))
    client.get(page(firm, "first-matches"))
    assert steps(member) == [True, True, False, False, False]
    assert Event.objects.filter(kind=Event.Kind.FIRM_MATCH_SEEN).count() == 1

    firm.sites.update(address="Sågvägen 1")
    Firm.objects.filter(pk=firm.pk).update(size="small")
    make_member(firm)
    assert steps(member) == []


def test_the_list_is_for_owners(firm):
    assert steps(make_member(firm, role="member")) == []
    assert steps(make_coordinator()) == []
    assert len(steps(make_member(firm))) == 5


def test_every_link_of_the_list_opens(client, firm, member):
    (checklist,) = checklists(member)

    assert {client.get(step.url).status_code for step in checklist.steps} == {200}


def test_a_firm_with_something_posted_is_not_asked_for_it_again(client, firm, member):
    make_offer(site=firm.sites.get(), material="bark", title="Bark")

    body = client.get(page(firm)).content.decode()

    assert "offer-bark-is_ticked" not in body
    assert "offer-sawdust-is_ticked" in body
    assert "Posted already" in body
