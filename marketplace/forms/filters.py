"""The same filters for pages and API. They work on what everybody may see."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.models import Country, Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.places import (
    area_choices,
    area_codes_around,
    area_codes_of_country,
    municipality_choices,
)


def _all_materials() -> list[tuple[str, str]]:
    return [(code, code) for code in current_knowledge().materials]


class _AreasFilter(django_filters.BaseInFilter, django_filters.ChoiceFilter):
    """Areas, separated by commas: what stands together on the map."""


class ListingFilter(django_filters.FilterSet):
    """Offers or needs by material or group, municipality, country and resource."""

    material = django_filters.ChoiceFilter(label=_("Material"), choices=_all_materials, method="of_material")
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), choices=municipality_choices, method="in_municipality", empty_label=_("Everywhere")
    )
    area = _AreasFilter(label=_("Area"), choices=area_choices, field_name="shown_area")
    country = django_filters.ChoiceFilter(label=_("Country"), choices=Country.choices, method="in_country")
    resource = django_filters.ChoiceFilter(label=_("Resource"), choices=Listing.Resource.choices)

    class Meta:
        model = Listing
        fields = ["material", "municipality", "area", "country", "resource"]

    def of_material(self, listings: QuerySet[Listing], name: str, value: str) -> QuerySet[Listing]:
        """Keep a material, or all of a group."""
        return listings.filter(material__in=[value, *current_knowledge().children.get(value, ())])

    def in_municipality(self, listings: QuerySet[Listing], name: str, value: str) -> QuerySet[Listing]:
        """Keep what is shown in a municipality, or as somewhere in its half of the county."""
        return listings.filter(shown_area__in=area_codes_around(value))

    def in_country(self, listings: QuerySet[Listing], name: str, value: str) -> QuerySet[Listing]:
        """Keep what is shown in one country."""
        return listings.filter(shown_area__in=area_codes_of_country(value))
