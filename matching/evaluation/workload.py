"""Made-up markets of any size, the same for the same seed: for speed, never for quality.

They are shaped as a real market would be: few materials make up most listings, amounts are log-normal, firms sit in and
around the places of the region by their population, a third of the listings is seasonal, and firms write in their own
language and pick a neighbouring waste code now and then. All five of the first aspects are known of every pair, so that
a peer that knows no "unknown" can compute the same.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.places import Locality, load_gazetteer
from matching.knowledge import Knowledge, TermKind
from matching.knowledge.materials import Material
from matching.records import Listing, Resource, Side

_LANGUAGES = {"SE": "sv", "NO": "nb"}
_ENGLISH = 0.1
_KM_A_DEGREE = 111.2
_OWN_CODE, _NO_CODE = 0.7, 0.9  # seven in ten give the usual code, two another of the material's, one none
_SEASONAL, _WINDOWED = 0.35, 0.5
_MAX_KM, _MAX_KM_SHARES = (50, 100, 200, 400, 800), (0.1, 0.25, 0.3, 0.25, 0.1)
_LISTINGS_A_FIRM = 3
_MOST_WORDS = 4
_ARTICLES = 5_000
_MOST_TITLES = 8_000  # a side: from then on listings say what others have said, and few texts are new

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Workload:
    """A market of `size` offers and as many needs, by id."""

    offers: tuple[Listing, ...]
    needs: tuple[Listing, ...]


def make_workload(size: int, *, knowledge: Knowledge, as_of: date, seed: int) -> Workload:
    """Return a market of `size` offers and `size` needs; the same for the same size, tables, day and seed."""
    chance = np.random.default_rng(seed)
    sides = (_Side(side, knowledge=knowledge, as_of=as_of, chance=chance).listings(size) for side in Side)
    return Workload(*sides)


class _Side:
    """Draws the listings of one side."""

    def __init__(self, side: Side, *, knowledge: Knowledge, as_of: date, chance: np.random.Generator) -> None:
        self._side, self._as_of, self._chance = side, as_of, chance
        self._materials = tuple(
            leaf for leaf in knowledge.leaves if leaf.resource is Resource.MATERIAL and leaf.waste_codes
        )
        gazetteer = load_gazetteer()
        self._places = tuple(place for place in gazetteer.localities.values() if place.population)
        self._countries = tuple(gazetteer.municipalities[place.municipality].country for place in self._places)
        self._names = _words_of_materials(knowledge)
        self._words = _words_about(knowledge)
        self._titles: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._new_titles = 0

    def listings(self, size: int) -> tuple[Listing, ...]:
        materials = self._drawn_materials(size)
        places = self._chance.choice(
            len(self._places), size, p=_shares([each.population or 0 for each in self._places])
        )
        points = self._points(places)
        # Two draws of a log-normal: what a material usually comes in, and what a firm has of it.
        usual = np.random.default_rng(len(self._materials)).normal(9, 1.2, len(self._materials))
        kilograms = np.exp(usual[materials] + self._chance.normal(0, 1.3, size))
        limits = self._chance.choice(_MAX_KM, size, p=_MAX_KM_SHARES)
        firms = self._chance.integers(0, 1 + size // _LISTINGS_A_FIRM, size)
        return tuple(
            self._listing(
                number,
                material=self._materials[materials[number]],
                country=self._countries[places[number]],
                quantity=float(kilograms[number]),
                latitude=float(points[number, 0]),
                longitude=float(points[number, 1]),
                max_km=float(limits[number]) if self._side is Side.NEED else None,
                firm=f"firm-{firms[number]}",
            )
            for number in range(size)
        )

    def _drawn_materials(self, size: int) -> Ints:
        """Return materials by Zipf's law; which ones are common is the same on both sides."""
        order = np.random.default_rng(len(self._materials)).permutation(len(self._materials))
        return self._chance.choice(order, size, p=_shares([1 / rank**0.9 for rank in range(1, len(order) + 1)]))

    def _points(self, places: Ints) -> NDArray[np.float64]:
        """Return points around places: the larger the place, the farther out."""
        centres = np.array([(each.latitude, each.longitude) for each in self._places])[places]
        reach = np.array([_reach_km(each) for each in self._places])[places] / _KM_A_DEGREE
        away = self._chance.normal(0, 1, (len(places), 2)) * reach[:, None]
        away[:, 1] /= np.cos(np.radians(centres[:, 0]))
        return np.round(centres + away, 6)

    def _listing(self, number: int, *, material: Material, country: str, **facts: Any) -> Listing:
        language = "en" if self._chance.random() < _ENGLISH else _LANGUAGES[country]
        first, last = self._window()
        return Listing(
            id=f"{self._side}-{number:07d}",
            side=self._side,
            title=self._title(material, language),
            language=language,
            material=material.code,
            waste_code=self._waste_code(material),
            month_shares=self._months(),
            available_from=first,
            available_until=last,
            country=country,
            hazardous=False,
            **facts,
        )

    def _title(self, material: Material, language: str) -> str:
        """Return a title that others have used where there are many, else a new one."""
        used = self._titles[material.code, language]
        if not used or self._new_titles < _MOST_TITLES:
            self._new_titles += 1
            used.append(self._new_title(material, language))
            return used[-1]
        return self._one_of(used)

    def _new_title(self, material: Material, language: str) -> str:
        """Return a word for the material, some about it, and often the number of an article."""
        about = self._words[language]
        count = int(self._chance.integers(1, _MOST_WORDS + 1))
        words = [self._one_of(self._names[material.code, language])]
        words += [about[place] for place in self._chance.integers(0, len(about), count)]
        if self._chance.random() < 0.5:
            words.append(f"{int(self._chance.pareto(1) * 20) % _ARTICLES:04d}")
        return " ".join(words)

    def _waste_code(self, material: Material) -> str:
        draw = self._chance.random()
        if draw > _NO_CODE:
            return ""
        return material.waste_codes[0] if draw < _OWN_CODE else self._one_of(material.waste_codes)

    def _months(self) -> tuple[float, ...]:
        if self._chance.random() > _SEASONAL:
            return (1 / 12,) * 12
        first, length = int(self._chance.integers(0, 12)), int(self._chance.integers(3, 7))
        return tuple(1 / length if (month - first) % 12 < length else 0.0 for month in range(12))

    def _window(self) -> tuple[date | None, date | None]:
        if self._chance.random() > _WINDOWED:
            return None, None
        first = self._as_of + timedelta(days=int(self._chance.integers(-60, 200)))
        return first, first + timedelta(days=90 + int(self._chance.exponential(120)))

    def _one_of(self, choices: Sequence[str]) -> str:
        return choices[int(self._chance.integers(0, len(choices)))]


def _words_of_materials(knowledge: Knowledge) -> Mapping[tuple[str, str], Sequence[str]]:
    """Return what people call each material in each language, by (material, language)."""
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for term in knowledge.terms:
        if term.material:
            words[term.material, term.language].append(term.text)
    return words


def _words_about(knowledge: Knowledge) -> Mapping[str, Sequence[str]]:
    """Return words that say in what state or form something is, by language."""
    words: dict[str, list[str]] = defaultdict(list)
    for term in knowledge.terms:
        if term.kind in (TermKind.QUALITY, TermKind.FORM, TermKind.PROCESS):
            words[term.language].append(term.text)
    return words


def _reach_km(place: Locality) -> float:
    return 2 + float(np.log1p((place.population or 0) / 1000))


def _shares(weights: Sequence[float]) -> NDArray[np.float64]:
    array = np.array(weights, dtype=float)
    return np.asarray(array / array.sum())
