"""Municipalities, localities and areas of the region, and what people type for them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

import numpy as np

from geo.distance import Floats, straight_km
from geo.place_records import Area, Locality, Municipality, Place, PlaceError, Precision
from geo.tables import read_table

__all__ = [
    "Area",
    "Gazetteer",
    "Locality",
    "Municipality",
    "Place",
    "PlaceError",
    "Precision",
    "find_place",
    "fold_name",
    "load_gazetteer",
]


def fold_name(text: str) -> str:
    """Return a name as it is compared: without case, diacritics and the digraphs that stand for them."""
    text = text.casefold().replace("ø", "o").replace("æ", "a")
    text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    for digraph, letter in (("aa", "a"), ("ae", "a"), ("oe", "o")):
        text = text.replace(digraph, letter)
    return " ".join(re.findall(r"[a-z]+", text))  # a postcode before the name goes too


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Every place of the region, by code and by name."""

    areas: Mapping[str, Area]
    municipalities: Mapping[str, Municipality]
    localities: Mapping[str, Locality]
    _by_name: Mapping[str, tuple[Place, ...]] = field(repr=False)
    _by_postcode: Mapping[str, Place] = field(repr=False)
    _points: Floats = field(repr=False, compare=False)

    def find(self, text: str, country: str = "") -> tuple[Place, ...]:
        """Return the places that a typed text may stand for, best first; none for an empty text.

        An exact name comes alone; else names that begin so, else names in which a word begins so,
        else names spelt nearly so. "Ås, Tydal" asks for an Ås in the municipality of Tydal. A postcode
        will do alone, and decides between namesakes.
        """
        return self._exact(text, country) or _kept(self._similar(text), text=text, country=country)

    def find_place(self, text: str, country: str = "") -> Place:
        """Return the one place of this name. Raise PlaceError where there is none, or more than one."""
        exact = self._exact(text, country)
        if len(exact) == 1:
            return exact[0]
        code = "ambiguous_place" if exact else "unknown_place"
        raise PlaceError(code, text=text, candidates=exact or self.find(text, country))

    def _exact(self, text: str, country: str) -> tuple[Place, ...]:
        """Return the places of just this name; if it is not one place alone, the postcode beside it may tell."""
        found = self._named(text, country)
        number = re.sub(r"\D", "", text)
        if len(found) != 1 and number in self._by_postcode:
            return _kept((self._by_postcode[number],), text=text, country=country) or found
        return found

    def _named(self, text: str, country: str) -> tuple[Place, ...]:
        name = text.partition(",")[0]
        for key in _keys(name):
            if found := _kept(self._by_name.get(key, ()), text=text, country=country):
                if _KIND_OF_PLACE.search(name):  # "Krokoms kommun" is more than the village of Krokom
                    found = tuple(dict.fromkeys(Place.of_municipality(place.municipality) for place in found))
                return found
        return ()

    def _similar(self, text: str) -> tuple[Place, ...]:
        names, key = self._by_name, _keys(text.partition(",")[0])[-1]
        if not key:
            return ()
        similar = (
            [name for name in names if name.startswith(key)]
            or [name for name in names if f" {key}" in name]
            or get_close_matches(key, names, n=5, cutoff=0.75)
        )
        return tuple(dict.fromkeys(place for name in similar for place in names[name]))

    def postcodes(self, beginning: str) -> tuple[tuple[str, Place], ...]:
        """Return the postcodes that begin so, each with its place, in their order."""
        return tuple((code, place) for code, place in sorted(self._by_postcode.items()) if code.startswith(beginning))

    def place(self, code: str) -> Place:
        """Return the place of a code. Raise KeyError if there is none."""
        if code in self.municipalities:
            return Place.of_municipality(self.municipalities[code])
        locality = self.localities[code]
        return Place.of_locality(locality, self.municipalities[locality.municipality])

    def area_point(self, code: str) -> tuple[float, float]:
        """Return the latitude and longitude that stand for a county or half: the middle of its seats."""
        seats = [
            (municipality.latitude, municipality.longitude)
            for municipality in self.municipalities.values()
            if code in (municipality.county, municipality.half)
        ]
        latitude, longitude = np.mean(seats, axis=0)
        return float(latitude), float(longitude)

    def nearest(self, latitude: float, longitude: float) -> Locality:
        """Return the locality nearest to a point."""
        distances = straight_km(np.array([[latitude, longitude]]), self._points)[0]
        return tuple(self.localities.values())[int(distances.argmin())]


def find_place(text: str, country: str = "") -> Place:
    """Return the one place of this name in the region. Raise PlaceError (a ValueError) otherwise."""
    return load_gazetteer().find_place(text, country)


@cache
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer, read once."""
    areas = {row["code"]: Area.from_row(row) for row in read_table("areas")}
    municipalities = {row["code"]: Municipality.from_row(row) for row in read_table("municipalities")}
    localities = {row["code"]: Locality.from_row(row) for row in read_table("localities")}
    points = np.array([(locality.latitude, locality.longitude) for locality in localities.values()])
    points.setflags(write=False)
    return Gazetteer(
        areas=MappingProxyType(areas),
        municipalities=MappingProxyType(municipalities),
        localities=MappingProxyType(localities),
        _by_name=MappingProxyType(_index_names(municipalities, localities)),
        _by_postcode=MappingProxyType(_index_postcodes(municipalities, localities)),
        _points=points,
    )


def _kept(places: Sequence[Place], *, text: str, country: str) -> tuple[Place, ...]:
    """Return the places in the wanted country and in the municipality typed behind the comma."""
    within = _keys(text.partition(",")[2])
    return tuple(
        place
        for place in places
        if country in ("", place.country) and (within == ("",) or fold_name(place.municipality.name) in within)
    )


def _index_names(
    municipalities: Mapping[str, Municipality], localities: Mapping[str, Locality]
) -> dict[str, tuple[Place, ...]]:
    """Return the places by folded name.

    Most municipalities are named after a place in them; then the name stands for the place, whose
    point is the same or better. Larger places come first.
    """
    index: dict[str, list[Place]] = {}
    for locality in sorted(localities.values(), key=lambda locality: (-(locality.population or 0), locality.code)):
        place = Place.of_locality(locality, municipalities[locality.municipality])
        for name in {fold_name(name) for name in (locality.name, *locality.other_names)}:
            index.setdefault(name, []).append(place)
    for municipality in municipalities.values():
        place = Place.of_municipality(municipality)
        names = (municipality.name, municipality.name_sma, municipality.full_name, *municipality.other_names)
        for name in {fold_name(name) for name in names} - {""}:
            namesakes = index.setdefault(name, [])
            if not any(namesake.municipality == municipality for namesake in namesakes):
                namesakes.append(place)
    for place in _index_postcodes(municipalities, localities).values():
        index.setdefault(fold_name(place.name), [place])
    return {name: tuple(places) for name, places in index.items()}


def _index_postcodes(
    municipalities: Mapping[str, Municipality], localities: Mapping[str, Locality]
) -> dict[str, Place]:
    """Return the place of each postcode: four digits are Norwegian, five Swedish.

    Nobody gives points of postcodes freely, so a post town that is none of our places has its
    municipality's point, and says so by its precision.
    """
    index = {}
    for row in read_table("postcodes"):
        municipality = municipalities[row["municipality"]]
        if row["locality"]:
            index[row["postcode"]] = Place.of_locality(localities[row["locality"]], municipality)
        else:
            index[row["postcode"]] = replace(Place.of_municipality(municipality), name=row["name"])
    return index


def _keys(text: str) -> tuple[str, ...]:
    """Return what to look up: Krokoms kommun is Krokom, Rossen tjïelte Rosse, but Namsos kommune is Namsos."""
    name = _KIND_OF_PLACE.sub("", text)
    folded = fold_name(name)
    return (folded, folded[:-1]) if name != text and folded.endswith(("s", "n")) else (folded,)


_KIND_OF_PLACE = re.compile(r"\s+(kommune?|municipality|tj[ïi]elte)\s*$", re.IGNORECASE)
