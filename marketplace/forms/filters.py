"""The same filters for pages and API. They work on what everybody may see."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.forms.flat_select import FlatSelect
from marketplace.models import Country, Listing
from marketplace.queries.facets import BANDS, MONTHS, keeps
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.places import area_choices, municipality_choices


def _all_materials() -> list[tuple[str, str]]:
    return [(code, code) for code in current_knowledge().materials]


def _all_uses() -> list[tuple[str, str]]:
    return [(code, code) for code in current_knowledge().uses]


def _same(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, code) for code in codes]


class _SeveralFilter(django_filters.BaseInFilter, django_filters.ChoiceFilter):
    """Several values, separated by commas: areas that stand together on the map, the months of a season."""


class ListingFilter(django_filters.FilterSet):
    """Offers or needs by what everybody may know of them."""

    material = django_filters.ChoiceFilter(label=_("Material"), choices=_all_materials, method="by_name")
    use = django_filters.ChoiceFilter(label=_("Use"), choices=_all_uses, method="by_name")
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"),
        choices=municipality_choices,
        method="by_name",
        widget=FlatSelect,
        empty_label=_("Everywhere"),
    )
    area = _SeveralFilter(label=_("Area"), choices=area_choices, method="by_name")
    country = django_filters.ChoiceFilter(label=_("Country"), choices=Country.choices, method="by_name")
    month = _SeveralFilter(label=_("Months"), choices=_same(MONTHS), method="by_name")
    amount = django_filters.ChoiceFilter(label=_("Amount"), choices=_same(BANDS), method="by_name")
    price = django_filters.ChoiceFilter(label=_("Price"), choices=Listing.ShownPrice.choices, method="by_name")
    hazard = django_filters.ChoiceFilter(label=_("Hazard"), choices=Listing.ShownHazard.choices, method="by_name")
    resource = django_filters.ChoiceFilter(label=_("Resource"), choices=Listing.Resource.choices, method="by_name")

    class Meta:
        model = Listing
        fields = [
            *["material", "use", "municipality", "area", "country"],
            *["month", "amount", "price", "hazard", "resource"],
        ]

    def by_name(self, listings: QuerySet[Listing], name: str, value: str | list[str]) -> QuerySet[Listing]:
        """Keep what the filter of this name keeps for a value."""
        return listings.filter(keeps(name, value if isinstance(value, str) else ",".join(value)).query)

    def chosen(self) -> dict[str, str]:
        """Return what was chosen and makes sense, by name."""
        self.form.is_valid()
        values: dict[str, Any] = getattr(self.form, "cleaned_data", {})
        told = {name: value if isinstance(value, str) else ",".join(value or []) for name, value in values.items()}
        return {name: value for name, value in told.items() if value}
