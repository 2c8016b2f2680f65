"""As many queries for thirty rows as for one, on every page that lists something."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.actions.events import record
from marketplace.models import Event, Notice, Party, Report, Suggestion
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_interest,
    make_legal_fact,
    make_member,
    make_need,
    make_offer,
    make_suggestion,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db


class Market:
    """Rows of every kind around one firm, its member and the area's coordinator; `grow` adds one of each."""

    def __init__(self) -> None:
        self.firm = make_firm(is_verified=True)
        self.member = make_member(self.firm)
        self.coordinator = make_coordinator()
        self.reviewer = make_coordinator()
        self.offer = make_offer(firm=self.firm, title="Granbark")
        self.asked_about = make_offer()

    def grow(self) -> None:
        own, other = make_offer(firm=self.firm), make_need(firm=make_firm(is_verified=True))
        make_member(other.firm)
        make_offer(firm=self.firm, state="draft", questioned_at=NOON)
        make_offer(), make_need(material="sawdust", visibility="open")
        make_suggestion(own, other)
        make_legal_fact(other, "receiver_permit", "yes"), make_legal_fact(own, "status_claim", "byproduct")
        make_suggestion(state="dismissed", dismiss_reason="price", reviewed_by=self.reviewer, reviewed_at=NOON)
        asked = {"asked_by": self.reviewer, "asked_at": NOON, "asked_listing": other, "asked_fact": "months"}
        make_suggestion(make_offer(), other, state=Suggestion.State.ASKED, **asked)
        make_symbiosis(own, make_need(), owner=self.coordinator, next_step="Ring", next_step_date=NOON.date())
        make_symbiosis(make_offer(firm=self.firm), make_need(), answer=Party.Answer.YES, stage="discussion")
        Report.objects.create(listing=other, by=make_user(), at=NOON, reason="spam")
        make_interest(own, other), make_interest(own, make_need(material="acid_whey"))
        make_interest(make_need(firm=self.firm), self.asked_about)
        self._tell(other)

    def _tell(self, listing) -> None:
        record(Event.Kind.LISTING_CHANGED, self.offer, by=self.reviewer, now=NOON)
        facts = {"code": "listing_expired", "values": {"title": listing.title}, "language": "sv", "written_at": NOON}
        Notice.objects.create(event=Event.objects.last(), user=self.member, path=f"/listings/{listing.pk}/", **facts)


PAGES: dict[str, Callable[[Market], object]] = {
    "/": lambda market: market.member,
    "/offers/": lambda market: market.member,
    "/offers/?view=table": lambda market: market.member,
    "/offers/?material=wood_residues&municipality=SE-2309": lambda market: market.coordinator,
    "/needs/": lambda market: market.coordinator,
    "/needs/?view=table": lambda market: None,
    "/map/": lambda market: market.coordinator,
    "/map/?area=SE-2309&within=60": lambda market: market.member,
    "/map/marks/": lambda market: market.coordinator,
    "/materials/": lambda market: None,
    "/materials/bark/": lambda market: None,
    "/materials/wood-residues/": lambda market: market.member,
    "/uses/mulch/": lambda market: market.member,
    "/about/": lambda market: None,
    "/my-firm/": lambda market: market.member,
    "/my-firm/?as=coordinator": lambda market: market.coordinator,
    "/notices/": lambda market: market.member,
    "/queue/": lambda market: market.coordinator,
    "/queue/?state=dismissed": lambda market: market.coordinator,
    "/queue/?material=bark&direction=SE-SE&order=oldest": lambda market: market.coordinator,
    "/queue/?state=asked": lambda market: market.coordinator,
    "/symbioses/": lambda market: market.member,
    "/symbioses/?as=coordinator": lambda market: market.coordinator,
    "/symbioses/?view=table": lambda market: market.coordinator,
    "/symbioses/?view=table&material=bark&municipality=SE-2309&sort=owner": lambda market: market.coordinator,
    "/calendar/": lambda market: market.coordinator,
    "/overview/": lambda market: market.coordinator,
    "/overview/?area=SE-2309&first=2026-01-01&last=": lambda market: market.coordinator,
    "/reports/": lambda market: market.coordinator,
    "a listing": lambda market: market.member,
    "a listing asked about": lambda market: market.member,
    "asking about a listing": lambda market: market.member,
    "a listing, from outside": lambda market: None,
    "what the law asks of a listing": lambda market: market.member,
    "first matches": lambda market: market.member,
    "a suggestion": lambda market: market.coordinator,
    "a symbiosis": lambda market: market.member,
}


def address(page, market):
    if page.startswith("/"):
        return page
    first = {
        "a listing": f"/listings/{market.offer.pk}/",
        "a listing asked about": f"/listings/{market.asked_about.pk}/",
        "asking about a listing": f"/listings/{market.asked_about.pk}/interest/",
        "what the law asks of a listing": f"/listings/{market.offer.pk}/law/",
        "first matches": f"/firms/{market.firm.pk}/first-matches/",
        "a suggestion": f"/suggestions/{Suggestion.objects.filter(state='proposed').first().pk}/",
        "a symbiosis": f"/symbioses/{Party.objects.filter(listing__firm=market.firm).first().symbiosis_id}/",
    }
    return first[page.split(",")[0]]


def queries_of(client, page, market):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(address(page, market))
    assert answer.status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_as_often_for_thirty_rows_as_for_one(client, page):
    market = Market()
    market.grow()
    if viewer := PAGES[page](market):
        client.force_login(viewer)
    client.get(address(page, market))  # what a page keeps between requests is there
    market.grow()
    few = queries_of(client, page, market)
    for _number in range(15):
        market.grow()

    many = queries_of(client, page, market)

    assert len(many) == len(few), "\n".join(sorted(set(many) - set(few)))
