"""What a filter asks of a listing, said once for all who ask: the database, a market in memory, and of one in hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import F, Q
from django.db.models.lookups import GreaterThan

from marketplace.models import Listing


@dataclass(frozen=True, slots=True)
class OneOf:
    """A column has one of some values. Made by `one_of`."""

    column: str
    values: frozenset[object]

    @property
    def query(self) -> Q:
        return Q(**{f"{self.column}__in": self.values})

    def holds(self, listing: Listing) -> bool:
        return getattr(listing, self.column) in self.values


@dataclass(frozen=True, slots=True)
class InMonths:
    """Something is there in any of the months of some bits."""

    bits: int

    @property
    def query(self) -> Q:
        return Q(GreaterThan(F("shown_months").bitand(self.bits), 0))

    def holds(self, listing: Listing) -> bool:
        return bool(listing.shown_months & self.bits)


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of some conditions, of which there is at least one."""

    parts: tuple["Condition", ...]

    @property
    def query(self) -> Q:
        return reduce(and_, (each.query for each in self.parts))

    def holds(self, listing: Listing) -> bool:
        return all(each.holds(listing) for each in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of some conditions, of which there is at least one."""

    parts: tuple["Condition", ...]

    @property
    def query(self) -> Q:
        return reduce(or_, (each.query for each in self.parts))

    def holds(self, listing: Listing) -> bool:
        return any(each.holds(listing) for each in self.parts)


Condition = OneOf | InMonths | AllOf | AnyOf


def one_of(column: str, values: Iterable[object]) -> OneOf:
    """Ask for a column to have one of some values, as they were sent."""
    to_python = Listing._meta.get_field(column).to_python
    return OneOf(column, frozenset(to_python(value) for value in values))
