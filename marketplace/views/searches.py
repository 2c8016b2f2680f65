"""The pages on which one searches: both sides, offers, needs; and a search as a feed."""

from dataclasses import replace
from datetime import UTC, datetime, time

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from marketplace.models import Listing
from marketplace.queries.listing_cards import ListingCard, listing_cards
from marketplace.queries.listings import own_listings
from marketplace.queries.search_reasons import found_cards
from marketplace.queries.search_results import Results
from marketplace.queries.search_words import LONGEST
from marketplace.queries.searches import Order
from marketplace.views.searching import search

ON_A_PAGE = 24
IN_A_FEED = 50
_PAGES = {"": "listing-search", Listing.Side.OFFER.value: "offer-list", Listing.Side.NEED.value: "need-list"}
_OWN_OFFERED = 30  # own listings to order by


@require_safe
def listing_search(request: HttpRequest) -> HttpResponse:
    """Show what both sides have of what is looked for."""
    return _browse(request, "")


@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    return _browse(request, Listing.Side.OFFER)


@require_safe
def need_list(request: HttpRequest) -> HttpResponse:
    return _browse(request, Listing.Side.NEED)


def _browse(request: HttpRequest, side: str) -> HttpResponse:
    searched = search(request, side=side)
    page = Paginator(searched.results.listed(), ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    without_view = query.copy()
    without_view.pop("view", None)
    cards = listing_cards(page.object_list)
    context = {
        "side": side,
        "search": searched,
        "page": page,
        "cards": cards,
        "found": found_cards(cards, words=searched.search.words),
        "query": query.urlencode(),
        "tabs": searched.sides({each: reverse(name) for each, name in _PAGES.items()}),
        "without_view": without_view.urlencode(),
        "as_table": request.GET.get("view") == "table",
        "count": page.paginator.count,
        "own": _own(request),
        "feed_query": searched.search.to_query(),
        "save_url": f"{reverse('saved-search-new')}?{searched.search.to_query()}",
    }
    return render(request, "listings/list.html", context)


def _own(request: HttpRequest) -> list[Listing]:
    """Return the viewer's listings to which results can be ordered to fit."""
    if not request.user.is_authenticated:
        return []
    return list(own_listings(request.user).filter(state=Listing.State.PUBLISHED)[:_OWN_OFFERED])


@require_safe
@conditional_page
def search_feed(request: HttpRequest) -> HttpResponse:
    """Answer with the newest results of a search, for feed readers, in the language of the search."""
    searched = search(request)
    reader = searched.search.language
    with translation.override(reader if reader in dict(settings.LANGUAGES) else translation.get_language()):
        newest = Results(search=replace(searched.search, order=Order.NEWEST), viewer=request.user).listed()
        query = searched.search.to_query()
        feed = Atom1Feed(
            title=_("Materialtorget: %(search)s")
            % {"search": searched.search.text[:LONGEST] or _("new on the market")},
            link=request.build_absolute_uri(f"{reverse('listing-search')}?{query}"),
            feed_url=request.build_absolute_uri(),
            description=" ".join(searched.understood),
            language=translation.get_language(),
            author_name="Materialtorget",  # required (RFC 4287, 4.1.1), and of a blind listing nobody else is told
        )
        for card in listing_cards(newest[:IN_A_FEED]):
            _add(feed, card, request=request)
        answer = HttpResponse(content_type=feed.content_type)
        feed.write(answer, "utf-8")
    return answer


def _add(feed: Atom1Feed, card: ListingCard, *, request: HttpRequest) -> None:
    # The day alone: the very second of publishing could tell whose listing it is.
    day = timezone.localdate(card.published_at)
    address = request.build_absolute_uri(card.url)
    feed.add_item(
        title=f"{card.side_label.capitalize()}: {card.title}",
        link=address,
        unique_id=address,
        description=", ".join(part for part in (card.amount, card.months_text, card.area_name, card.price) if part),
        updateddate=datetime.combine(day, time(), tzinfo=UTC),
    )
