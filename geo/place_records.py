"""The records of places: areas, municipalities, localities, and what a typed name stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from geo.tables import Row, split_names

# Where a language has no name of its own: the next one to ask.
NEXT_LANGUAGE = {"nn": "nb", "nb": "en", "sv": "en", "en": "sv"}


class Precision(StrEnum):
    """How exactly a point is known, best first."""

    PIN = "pin"
    POSTCODE = "postcode"
    PLACE = "place"
    MUNICIPALITY = "municipality"


class PlaceError(ValueError):
    """A typed name that no place has (`unknown_place`) or that several have (`ambiguous_place`).

    candidates: the places that were meant perhaps, best first.
    """

    def __init__(self, code: str, *, text: str, candidates: "tuple[Place, ...]" = ()) -> None:
        names = ", ".join(place.label for place in candidates)
        super().__init__(f"{code}: {text!r}" + (f"; perhaps {names}" if names else ""))
        self.code = code
        self.text = text
        self.candidates = candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A county, or half of one: what is shown of a place that must not be recognised."""

    code: str
    kind: str  # county or half
    country: str
    county: str  # of a half: the code of its county
    names: Mapping[str, str]  # by language

    @classmethod
    def from_row(cls, row: Row) -> "Area":
        names = {language: row[f"name_{language}"] for language in ("sv", "nb", "en", "sma") if row[f"name_{language}"]}
        return cls(
            code=row["code"],
            kind=row["kind"],
            country=row["country"],
            county=row["county"],
            names=MappingProxyType(names),
        )

    def name(self, language: str) -> str:
        """Return the name in this language, or in the next best."""
        while language not in self.names:
            language = NEXT_LANGUAGE.get(language, "en")
        return self.names[language]


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A municipality; its point is its seat, for its middle often lies far from people."""

    code: str  # "SE-2309"
    country: str  # "SE"
    number: str  # "2309", the national number
    name: str
    name_sma: str  # South Sámi, where an official one was found
    full_name: str  # "Snåase – Snåsa"
    county: str
    half: str
    seat: str
    latitude: float
    longitude: float
    other_names: tuple[str, ...] = ()

    @classmethod
    def from_row(cls, row: Row) -> "Municipality":
        return cls(
            code=row["code"],
            country=row["country"],
            number=row["number"],
            name=row["name"],
            name_sma=row["name_sma"],
            full_name=row["full_name"],
            county=row["county"],
            half=row["half"],
            seat=row["seat"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            other_names=split_names(row["other_names"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Locality:
    """A town, village or hamlet."""

    code: str  # "SE-krokom"
    name: str
    municipality: str
    latitude: float
    longitude: float
    population: int | None
    other_names: tuple[str, ...] = ()

    @classmethod
    def from_row(cls, row: Row) -> "Locality":
        return cls(
            code=row["code"],
            name=row["name"],
            municipality=row["municipality"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            population=int(row["population"]) if row["population"] else None,
            other_names=split_names(row["other_names"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a typed name stands for: a locality, or a municipality by its seat."""

    code: str
    name: str
    municipality: Municipality
    latitude: float
    longitude: float
    precision: Precision

    @property
    def country(self) -> str:
        return self.municipality.country

    @property
    def label(self) -> str:
        """Return the name with its municipality, where they differ."""
        return self.name if self.name == self.municipality.name else f"{self.name}, {self.municipality.name}"

    @classmethod
    def of_municipality(cls, municipality: Municipality) -> "Place":
        return cls(
            code=municipality.code,
            name=municipality.name,
            municipality=municipality,
            latitude=municipality.latitude,
            longitude=municipality.longitude,
            precision=Precision.MUNICIPALITY,
        )

    @classmethod
    def of_locality(cls, locality: Locality, municipality: Municipality) -> "Place":
        return cls(
            code=locality.code,
            name=locality.name,
            municipality=municipality,
            latitude=locality.latitude,
            longitude=locality.longitude,
            precision=Precision.PLACE,
        )
