"""A row of a table of listings as the engine takes it: what cannot be read is unknown, and told."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from geo.places import Place, find_place
from matching.amounts import Quantity, Rhythm, check_window, kg_of_one, normalise, parse_months
from matching.errors import ChoiceUnknownError, FactError
from matching.kinds import kind_reader
from matching.knowledge import Knowledge, Material
from matching.records import Listing, PropertyValue, Resource, Side
from matching.tables.cells import parse_date, parse_number, parse_range, parse_waste_code
from matching.tables.reading import CellError, Row

_Read = TypeVar("_Read")
_LANGUAGES = {"no": "nb", "nb": "nb", "nn": "nn", "sv": "sv", "se": "sv", "en": "en"}
_USUAL_RHYTHM = "year"


class ListingReader:
    """Reads rows of listings; `problems` collects the cells that made no sense."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.problems: list[CellError] = []

    def read(self, row: Row, *, side: Side) -> Listing:
        """Return the row as a listing of this side. Whatever is missing or unreadable in it is unknown."""
        language = _LANGUAGES.get(row.text("language").casefold()[:2], "")
        material = self._try(row, "material", partial(self._material, language=language))
        resource = self._try(row, "resource", _resource) or self._resource_of(row, material, language=language)
        latitude, longitude = self._point(row)
        listing = Listing(
            id=row.text("id"),
            side=side,
            title=row.text("title"),
            resource=resource,
            description=row.text("description"),
            language=language,
            material=material.code if material else "",
            waste_code=self._try(row, "ewc_code", parse_waste_code) or "",
            use=self._use(row, language=language),
            latitude=latitude,
            longitude=longitude,
            country=row.text("country").upper(),
            max_km=self._try(row, "max_km", parse_number),
            firm=row.text("org_number") or row.text("firm"),
            nace=row.text("nace"),
            properties=self._properties(row),
        )
        return self._with_amount(self._with_window(listing, row), row, material=material)

    def _resource_of(self, row: Row, material: Material | None, *, language: str) -> Resource:
        """Return the resource of a row that does not state it: heat for "spillvärme"."""
        if material:
            return material.resource
        return kind_reader(self._knowledge).resource_of(row.text("title"), row.text("description"), language)

    def _with_window(self, listing: Listing, row: Row) -> Listing:
        start, end = self._try(row, "available_from", parse_date), self._try(row, "available_until", parse_date)
        try:
            check_window(start, end)
        except FactError as error:
            self._report(row, "available_until", error)
            return listing
        return replace(listing, available_from=start, available_until=end)

    def _with_amount(self, listing: Listing, row: Row, *, material: Material | None) -> Listing:
        months = self._try(row, "months", parse_months) or ()
        # "30 m3" of what the words alone name: they tell its density as well as a statement does.
        material = material or self._knowledge.materials.get(kind_reader(self._knowledge).read(listing).sure_material)
        in_base_unit = partial(
            normalise,
            unit=row.text("unit"),
            resource=listing.resource,
            density_kg_m3=material.density_kg_m3 if material else None,
            kg_each=kg_of_one(
                row.text("unit"),
                told=self._try(row, "kg_each", parse_number),
                usual=material.kg_each if material else None,
            ),
        )

        def quantity(text: str) -> Quantity:
            return in_base_unit(parse_number(text), rhythm=row.text("rhythm") or _USUAL_RHYTHM, months=months)

        def price_each(text: str) -> float:
            return parse_number(text) / in_base_unit(1.0, rhythm=Rhythm.ONCE).total

        amount = self._try(row, "quantity", quantity)
        # An amount that cannot be reckoned has been reported; the price for one of the unit would be for nothing else.
        price = self._try(row, "price", price_each) if amount or not row.text("quantity") else None
        return replace(
            listing,
            quantity=amount.total if amount else None,
            once=amount.once if amount else False,
            month_shares=amount.month_shares if amount else _shares_of(months),
            price=price,
            currency=row.text("currency").upper() if price is not None else "",
        )

    def _point(self, row: Row) -> tuple[float | None, float | None]:
        latitude, longitude = self._try(row, "latitude", _latitude), self._try(row, "longitude", _longitude)
        if latitude is not None and longitude is not None:
            return latitude, longitude
        place = self._try(row, "place", partial(_place, country=row.text("country").upper()))
        return (place.latitude, place.longitude) if place else (None, None)

    def _properties(self, row: Row) -> tuple[PropertyValue, ...]:
        found = []
        for code, known in self._knowledge.properties.items():
            ends = self._try(row, code, parse_range)
            if ends:
                found.append(PropertyValue(code=code, low=ends[0], high=ends[1], unit=known.unit))
        return tuple(found)

    def _use(self, row: Row, *, language: str) -> str:
        """Return the code of the use; the text as it stands where no use has it."""
        try:
            return self._knowledge.use_for(row.text("use"), language).code
        except KeyError:
            return row.text("use")

    def _material(self, text: str, *, language: str) -> Material:
        try:
            return self._knowledge.material_for(text, language)
        except KeyError:
            raise ChoiceUnknownError(text=text) from None

    def _try(self, row: Row, column: str, parse: Callable[[str], _Read]) -> _Read | None:
        try:
            return row.read(column, parse)
        except CellError as problem:
            self.problems.append(problem)
            return None

    def _report(self, row: Row, column: str, error: FactError) -> None:
        value = row.text(column)
        self.problems.append(
            CellError(row=row.number, column=column, value=value, code=error.code, values=error.values)
        )


def _resource(text: str) -> Resource:
    try:
        return Resource(text.casefold())
    except ValueError:
        raise ChoiceUnknownError(text=text) from None


def _place(text: str, *, country: str) -> Place:
    try:
        return find_place(text, country)
    except ValueError:
        raise ChoiceUnknownError(text=text) from None


def _latitude(text: str) -> float:
    return _within(text, 90)


def _longitude(text: str) -> float:
    return _within(text, 180)


def _within(text: str, most: float) -> float:
    degrees = parse_number(text)
    if abs(degrees) > most:
        raise ChoiceUnknownError(text=text)
    return degrees


def _shares_of(months: tuple[int, ...]) -> tuple[float, ...] | None:
    return tuple((month in months) / len(months) for month in range(1, 13)) if months else None
