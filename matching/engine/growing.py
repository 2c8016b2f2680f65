"""A segment with room at its end: to take in a newcomer is to write a few numbers, and nothing is made anew."""

from collections.abc import Hashable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from matching.engine.asked import SHARED, law_column, other_of, sharing
from matching.engine.columns import Columns, Ints
from matching.engine.packed import Packed, pack, pack_one
from matching.engine.postings import make_postings
from matching.engine.room import Array, Room
from matching.engine.segment import Segment
from matching.engine.wants import Coded
from matching.words import Texts
from matching.words.letters import LetterArrays, Letters
from matching.words.told import ConceptArrays, Concepts

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Record = TypeVar("_Record", bound="DataclassInstance")

# What numbers listings → the columns that it numbers, the first of which tells one from another.
_NUMBERED = {
    "kind": ("kinds", "told", "wants"),
    "season": ("seasons", "keeps_months"),
    "point": ("points",),
    "block_set": ("block_sets",),
    "law_material": ("law_materials",),
    "use_set": ("use_sets", "use_places"),
    "quality": ("qualities",),
}
_BY_NUMBER = frozenset(name for names in _NUMBERED.values() for name in names)


class GrowingSegment(Segment):
    """Listings in the order of their coming, each newcomer a block of its own until all are `packed_anew`.

    Arrays that were handed out stay as they were.
    """

    def __init__(self, segment: Segment) -> None:
        super().__init__(segment.columns, segment.texts, segment.meanings)
        for made in ("facts", "packed", "postings", "other", "seasons"):
            setattr(self, made, getattr(segment, made))
        self._rooms: dict[str, Room] = {}
        self._lists: dict[str, list[Any]] = {}
        self._numbers = {
            name: {value: number for number, value in enumerate(_values(segment.columns, name))} for name in _NUMBERED
        }

    def add(self, alone: Segment) -> int:
        """Take in a segment of one listing. Return its place."""
        self.__dict__.pop("groups", None)  # of all before
        place, known = len(self), {name: len(numbers) for name, numbers in self._numbers.items()}
        of_one = {name: self._number(name, _values(alone.columns, name)[0]) for name in _NUMBERED}
        seen = {each for name, number in of_one.items() if number < known[name] for each in _NUMBERED[name]}
        facts = alone.facts.copy()
        for name in set(of_one).intersection(facts.dtype.names or ()):
            facts[name] = of_one[name]
        facts["law"] = of_one[law_column(alone.columns)]
        own: dict[str, Any] = {name: np.array([number]) for name, number in of_one.items()}
        columns = replace(alone.columns, **own)
        joined = self._joined("columns", self.columns, columns, but={*seen, *SHARED, law_column(columns)})
        self.texts = self._with_texts(alone.texts)
        self.meanings = self._joined("meanings", self.meanings, alone.meanings)
        self.facts = self._added("facts", self.facts, facts)
        self.columns = sharing(joined, self.facts)
        self.packed = self._with_item(pack_one(facts), place=place)
        self.other = other_of(self.facts, self.texts)
        return place

    def as_it_is(self) -> Segment:
        """Return the listings of this moment, whoever comes later."""
        found = {name: getattr(self.columns, name) for name in _BY_NUMBER}
        lists: dict[str, Any] = {name: list(value) for name, value in found.items() if isinstance(value, list)}
        still = Segment(replace(self.columns, **lists), self.texts, self.meanings)
        still.facts, still.seasons = self.facts, self.seasons.of_first(len(self.columns.seasons))
        return still

    def _number(self, name: str, value: Hashable) -> int:
        """Return the number of a value, the next one where nobody has it."""
        numbers = self._numbers[name]
        return numbers.setdefault(value, len(numbers))

    def _with_texts(self, one: Texts) -> Texts:
        return Texts(
            self._with_letters(self.texts.letters.arrays, one.letters.arrays),
            self._with_concepts(self.texts.concepts.arrays, one.concepts),
            self._added("named", self.texts.named, one.named),
        )

    def _with_letters(self, whole: LetterArrays, one: LetterArrays) -> Letters:
        """Return texts with another at the end, its words among the rest as if nobody else had them."""
        n_words, words = len(whole.gram_ends) - 1, whole.words
        if n_words + len(one.gram_ends) > np.iinfo(words.dtype).max:
            words = words.astype(np.uint32)
            self._rooms.pop("letters.words", None)
        return Letters(
            LetterArrays(
                ends=self._added("letters.ends", whole.ends, one.ends[1:] + whole.ends[-1]),
                words=self._added("letters.words", words, one.words.astype(np.int64) + n_words),
                gram_ends=self._added("letters.gram_ends", whole.gram_ends, one.gram_ends[1:] + whole.gram_ends[-1]),
                grams=self._added("letters.grams", whole.grams, one.grams),
                lengths=self._added("letters.lengths", whole.lengths, one.lengths),
                rarity=whole.rarity,
            )
        )

    def _with_concepts(self, whole: ConceptArrays, one: Concepts) -> Concepts:
        arrays = ConceptArrays(
            ends=self._added("concepts.ends", whole.ends, one.arrays.ends[1:] + whole.ends[-1]),
            columns=self._added("concepts.columns", whole.columns, one.arrays.columns),
            weights=self._added("concepts.weights", whole.weights, one.arrays.weights),
        )
        return Concepts(arrays, one.width)

    def _with_item(self, one: Packed, *, place: int) -> Packed:
        items, blocks, groups = one
        items["place"] = place
        for parts, first in ((blocks, len(self.packed.items)), (groups, len(self.packed.blocks))):
            parts["first"], parts["end"] = first, first + 1
        joined = zip(Packed._fields, self.packed, (items, blocks, groups), strict=True)
        return Packed(*(self._added(f"packed.{name}", whole, more) for name, whole, more in joined))

    def _joined(self, name: str, whole: _Record, more: _Record, *, but: Sequence[str] | set[str] = ()) -> _Record:
        """Return a record of arrays, lists and such records, all but these with those of another at their ends."""
        changes: dict[str, Any] = {}
        for each in _names(whole):
            own, other = getattr(whole, each), getattr(more, each)
            if each in but:
                continue
            if isinstance(own, np.ndarray):
                changes[each] = self._added(f"{name}.{each}", own, other)
            elif isinstance(own, Coded):
                changes[each] = self._with_answers(f"{name}.{each}", own, other)
            elif is_dataclass(own) and not isinstance(own, type):
                changes[each] = self._joined(f"{name}.{each}", own, other)
            elif isinstance(own, (tuple, list)):
                changes[each] = self._listed(f"{name}.{each}", own, other)
        return replace(whole, **changes)

    def _with_answers(self, name: str, whole: Coded, more: Coded) -> Coded:
        """Return what kinds make of materials with the kinds of another at the end."""
        same = (whole.values[:, None] == more.values) | (np.isnan(whole.values)[:, None] & np.isnan(more.values))
        place, is_new = same.argmax(axis=0) if len(whole.values) else np.zeros(len(more.values), int), ~same.any(axis=0)
        place[is_new] = len(whole.values) + np.arange(is_new.sum())
        values = self._added(f"{name}.values", whole.values, more.values[is_new])
        codes = whole.codes
        if len(values) > np.iinfo(codes.dtype).max:
            codes = codes.astype(np.min_scalar_type(len(values)))
            self._rooms.pop(f"{name}.codes", None)
        return Coded(
            values,
            self._added(f"{name}.codes", codes, place[more.codes]),
            self._added(f"{name}.row", whole.row, more.row + len(codes)),
        )

    def _added(self, name: str, whole: Array, more: Array) -> Array:
        if name not in self._rooms:
            self._rooms[name] = Room(whole)
        return self._rooms[name].add(more)

    def _listed(self, name: str, whole: Sequence[Any], more: Sequence[Any]) -> Sequence[Any]:
        if name not in self._lists:
            self._lists[name] = list(whole)
        self._lists[name].extend(more)
        return self._lists[name]


def packed_anew(segment: Segment, places: Ints) -> Segment:
    """Return the listings at these places packed together. Reads and judges nothing anew."""
    columns, texts = segment.columns, segment.texts
    picked = Segment(
        _picked(columns, places, but=_BY_NUMBER.union(SHARED)),
        Texts(texts.letters.pick(places), texts.concepts.pick(places), texts.named[places]),
        segment.meanings.pick(places),
    )
    picked.facts = segment.facts[places]
    picked.columns = sharing(picked.columns, picked.facts)
    picked.packed = pack(picked.facts, picked.columns.points[picked.columns.point])
    picked.postings = make_postings(picked.packed, picked.texts.concepts)
    picked.seasons = segment.seasons
    return picked


def _picked(record: _Record, places: Ints, *, but: frozenset[str] = frozenset()) -> _Record:
    """Return a record of arrays, lists and such records, all but these with the rows at these places alone."""
    changes: dict[str, Any] = {}
    for each in _names(record):
        own = getattr(record, each)
        if each in but:
            continue
        if isinstance(own, np.ndarray):
            changes[each] = own[places]
        elif is_dataclass(own) and not isinstance(own, type):
            changes[each] = _picked(own, places)
        elif isinstance(own, (tuple, list)):
            changes[each] = _of(own, places)
    return replace(record, **changes)


def _of(listed: Sequence[Any], places: Ints) -> list[Any]:
    return [listed[place] for place in places.tolist()]


def _values(columns: Columns, name: str) -> Sequence[Hashable]:
    """Return the different values that these numbers stand for."""
    found = getattr(columns, _NUMBERED[name][0])
    if name == "season":
        return [(row.tobytes(), keeps) for row, keeps in zip(found, columns.keeps_months.tolist(), strict=True)]
    return [row.tobytes() for row in found] if isinstance(found, np.ndarray) else found


def _names(record: "DataclassInstance") -> list[str]:
    return [each.name for each in fields(record)]
