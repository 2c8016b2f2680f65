"""What lists and map share: the market that a viewer sees, cut by the filters in the address."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from marketplace.forms.filters import ListingFilter
from marketplace.forms.reach import MINUTES, ReachForm
from marketplace.models import Listing
from marketplace.queries.browse import group_links, reach_links
from marketplace.queries.reach import sites_of


@dataclass(frozen=True, slots=True)
class Search:
    """The filters of one request, also as links. found: what all leave; everywhere: what all but the area leave."""

    filter: ListingFilter
    reach: ReachForm
    found: QuerySet[Listing]
    everywhere: QuerySet[Listing]
    links: list[dict[str, object]]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what links have chosen, for the form to send along."""
        return [(name, self.filter.data.get(name, "")) for name in ("side", "view", "material", "area")]

    @property
    def is_narrowed(self) -> bool:
        return any(self.filter.data.get(name) for name in ("material", "municipality", "area", "within"))


def search(request: HttpRequest, listings: QuerySet[Listing]) -> Search:
    """Return what is left of listings by the filters of the request's address."""
    filters = ListingFilter(request.GET, queryset=listings)
    without_area = ListingFilter({**request.GET.dict(), "area": ""}, queryset=listings)
    sites = sites_of(request.user)
    # A form that nobody has sent has nothing to complain about.
    data = request.GET if request.GET.get("within") else None
    reach = ReachForm(data, sites=sites, today=timezone.localdate(), initial=request.GET.dict())
    within = Q(shown_area__in=reach.reach.areas()) if reach.is_valid() and reach.reach else Q()
    links = group_links(listings, chosen=request.GET, path=request.path)
    if sites or request.GET.get("place"):
        links += reach_links(request.GET, minutes=MINUTES, path=request.path)
    return Search(filters, reach, filters.qs.filter(within), without_area.qs.filter(within), links)
