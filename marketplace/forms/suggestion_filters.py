"""The filters of the review queue, for page and API alike."""

from datetime import datetime, timedelta

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.forms.flat_select import FlatSelect
from marketplace.models import Role, Suggestion, SuggestionPart
from marketplace.queries.interests import is_asked_about
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.places import municipality_choices
from marketplace.wording.numbers import language

DIRECTIONS = [
    ("SE-SE", _("Sweden → Sweden")),
    ("SE-NO", _("Sweden → Norway")),
    ("NO-SE", _("Norway → Sweden")),
    ("NO-NO", _("Norway → Norway")),
]
SCORES = [("80", _("80 or more")), ("70", _("70 or more")), ("60", _("60 or more")), ("50", _("50 or more"))]
AGES = [
    ("1", _("since yesterday")),
    ("7", _("within a week")),
    ("30", _("within 30 days")),
    ("older", _("more than 30 days ago")),
]
ASKED = [("yes", _("a firm has asked"))]
_OLD = 30


def material_choices() -> list[tuple[str, str]]:
    """Return every material and group by its name."""
    knowledge, reader = current_knowledge(), language()
    named = [(code, knowledge.name(code, reader)) for code in knowledge.materials]
    return sorted(named, key=lambda pair: pair[1].casefold())


class SuggestionFilter(django_filters.FilterSet):
    """Suggestions by area, material, direction, score and age. now: the moment that ages count from."""

    municipality = django_filters.ChoiceFilter(
        label=_("Area"), choices=municipality_choices, method="of_area", widget=FlatSelect, empty_label=_("Everywhere")
    )
    material = django_filters.ChoiceFilter(
        label=_("Material"),
        choices=material_choices,
        method="of_material",
        widget=FlatSelect,
        empty_label=_("All materials"),
    )
    direction = django_filters.ChoiceFilter(
        label=_("Direction"),
        choices=DIRECTIONS,
        method="of_direction",
        widget=FlatSelect,
        empty_label=_("All directions"),
    )
    score = django_filters.ChoiceFilter(
        label=_("Score"), choices=SCORES, method="of_score", widget=FlatSelect, empty_label=_("Any score")
    )
    age = django_filters.ChoiceFilter(
        label=_("Suggested"), choices=AGES, method="of_age", widget=FlatSelect, empty_label=_("Any time")
    )
    asked = django_filters.ChoiceFilter(
        label=_("Asked about"),
        choices=ASKED,
        method="of_asked",
        widget=FlatSelect,
        empty_label=_("All"),
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=Suggestion.State.choices)

    class Meta:
        model = Suggestion
        fields = ["municipality", "material", "direction", "score", "age", "asked", "state"]

    def __init__(self, *arguments: object, now: datetime, **keywords: object) -> None:
        super().__init__(*arguments, **keywords)
        self.now = now

    def of_area(self, suggestions: QuerySet[Suggestion], name: str, value: str) -> QuerySet[Suggestion]:
        """Keep what has a side in a municipality."""
        return suggestions.filter(_a_part(Q(listing__site__municipality=value)))

    def of_material(self, suggestions: QuerySet[Suggestion], name: str, value: str) -> QuerySet[Suggestion]:
        """Keep a material, or all of a group, on either side."""
        codes = [value, *current_knowledge().children.get(value, ())]
        return suggestions.filter(_a_part(Q(listing__material__in=codes)))

    def of_direction(self, suggestions: QuerySet[Suggestion], name: str, value: str) -> QuerySet[Suggestion]:
        """Keep what goes from one country to one."""
        start, end = value.split("-")
        giver, receiver = _in_country(start) & Q(role=Role.GIVER), _in_country(end) & Q(role=Role.RECEIVER)
        return suggestions.filter(_a_part(giver), _a_part(receiver))

    def of_score(self, suggestions: QuerySet[Suggestion], name: str, value: str) -> QuerySet[Suggestion]:
        """Keep what scores as much, in per cent as pages show it."""
        return suggestions.filter(score__gte=int(value) / 100)

    def of_age(self, suggestions: QuerySet[Suggestion], name: str, value: str) -> QuerySet[Suggestion]:
        """Keep what was suggested in the last days, or before the last thirty."""
        if value == "older":
            return suggestions.filter(proposed_at__lt=self.now - timedelta(days=_OLD))
        return suggestions.filter(proposed_at__gte=self.now - timedelta(days=int(value)))

    def of_asked(self, suggestions: QuerySet[Suggestion], name: str, value: str) -> QuerySet[Suggestion]:
        """Keep what one of the two firms has asked about."""
        return suggestions.filter(is_asked_about())


def _a_part(condition: Q) -> Exists:
    # One look-up per row on the way down the queue, which stops when its page is full: a join would read all.
    return Exists(SuggestionPart.objects.filter(condition, suggestion=OuterRef("pk")))


def _in_country(country: str) -> Q:
    return Q(listing__site__municipality__startswith=f"{country}-") | Q(
        listing__site=None, listing__firm__country=country
    )
