"""The first pages: home, my firm, about, notices."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace.actions.notices import read_notices
from marketplace.models import Listing
from marketplace.queries.decisions import ranking_standing
from marketplace.queries.facets import all_listings, numbers_by
from marketplace.queries.interests import own_interests
from marketplace.queries.listing_cards import listing_cards
from marketplace.queries.listings import market, newest_of_both_sides, own_listings
from marketplace.queries.map_clusters import DRAWN_LEVEL, area_counts, map_clusters
from marketplace.queries.map_drawing import drawn_marks, free_labels, region_map
from marketplace.queries.notices import notice_cards, notices_of
from marketplace.queries.rankings import current_ranking, weight_rows
from marketplace.queries.strips import own_with_best
from marketplace.queries.symbioses import symbiosis_cards, visible_symbioses
from marketplace.queries.tasks import desk_tasks, firm_tasks
from marketplace.queries.welcome import checklists

RECENT_EACH = 3
NOTICES = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    on_market = market(request.user)
    to_count = all_listings(request.user)
    sides = numbers_by(to_count, "side")
    clusters = map_clusters(area_counts(to_count), level=DRAWN_LEVEL, chosen={}, path=reverse("market-map"))
    marks = drawn_marks(clusters)
    context = {
        "recent": listing_cards(newest_of_both_sides(on_market, each=RECENT_EACH)),
        "map": region_map(),
        "marks": marks,
        "labels": free_labels(marks),
        "offer_count": sides.get((Listing.Side.OFFER,), 0),
        "need_count": sides.get((Listing.Side.NEED,), 0),
    }
    return render(request, "home.html", context)


@login_required
@require_safe
def my_firm(request: HttpRequest) -> HttpResponse:
    listings = list(own_listings(request.user)[:100])
    context = {
        "tasks": [*firm_tasks(request.user), *desk_tasks(request.user)],
        "checklists": checklists(request.user),
        "rows": own_with_best(listings, viewer=request.user, as_of=timezone.localdate()),
        "interests": own_interests(request.user),
        "symbioses": symbiosis_cards(
            visible_symbioses(request.user).filter(parties__listing__firm__membership__user=request.user)[:10],
            viewer=request.user,
        ),
    }
    return render(request, "my_firm.html", context)


@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    cards = notice_cards(list(notices_of(request.user)[:NOTICES]))
    read_notices(request.user, now=timezone.now())
    return render(request, "notices/list.html", {"cards": cards})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html", {"weights": weight_rows(current_ranking()), "standing": ranking_standing()})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "contact.html", {"email": settings.CONTACT_EMAIL, "operator": settings.OPERATOR})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html", {"email": settings.CONTACT_EMAIL, "operator": settings.OPERATOR})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html", {"email": settings.CONTACT_EMAIL, "operator": settings.OPERATOR})
