"""A segment with room at its end: to take in a newcomer is to write a few numbers, and nothing is made anew."""

from collections.abc import Hashable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from matching.engine.asked import other_of
from matching.engine.columns import Columns, Ints, repacked
from matching.engine.facts import OF_FACTS
from matching.engine.packed import Packed, pack, pack_one
from matching.engine.postings import make_postings
from matching.engine.segment import Segment
from matching.engine.wants import Coded
from matching.meaning import unknown_meanings
from matching.room import Array, Room
from matching.words import Texts
from matching.words.letters import Letters
from matching.words.told import ConceptArrays, Concepts

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Record = TypeVar("_Record", bound="DataclassInstance")

# Fields of a listing's record that are numbers → the columns with a row for each number, the first of which tells one
# from another.
_NUMBERED = {
    "kind": ("marks", "told", "wants"),
    "season": ("seasons", "keeps_months"),
    "point": ("points",),
    "block_set": ("block_sets",),
    "quality": ("qualities",),
}
_OF_OFFERS, _OF_NEEDS = {"law": ("materials",)}, {"law": ("use_sets", "use_places")}


class GrowingSegment(Segment):
    """Listings in the order of their coming, each newcomer a block of its own until all are `packed_anew`.

    Arrays that were handed out stay as they were.
    """

    def __init__(self, segment: Segment) -> None:
        super().__init__(segment.columns, segment.texts, segment.meanings)
        for made in ("packed", "postings", "other", "seasons"):
            setattr(self, made, getattr(segment, made))
        self._rooms: dict[str, Room] = {}
        self._lists: dict[str, list[Any]] = {}
        self._numbered = _NUMBERED | (_OF_NEEDS if segment.columns.is_need else _OF_OFFERS)
        self._numbers = {
            name: {value: number for number, value in enumerate(_values(segment.columns, name, columns[0]))}
            for name, columns in self._numbered.items()
        }

    def add(self, alone: Segment) -> int:
        """Take in a segment of one listing. Return its place."""
        self.__dict__.pop("groups", None)  # of all before
        place, items, facts = len(self), alone.columns.items.copy(), alone.columns.facts.copy()
        changes: dict[str, Any] = {"listings": self._listed("listings", self.columns.listings, alone.listings)}
        for name, columns in self._numbered.items():
            (value,), numbers = _values(alone.columns, name, columns[0]), self._numbers[name]
            if value not in numbers:
                numbers[value] = len(numbers)
                for each in columns:
                    own, other = getattr(self.columns, each), getattr(alone.columns, each)
                    changes[each] = self._with_more(f"columns.{each}", own, other)
            (facts if name in OF_FACTS else items)[name] = numbers[value]
        items["place"], facts["item"] = place, len(self.packed.items)
        self.packed = self._with_item(pack_one(items, behind=self.packed))
        facts = self._added("facts", self.columns.facts, facts)
        self.columns = replace(self.columns, items=self.packed.items, facts=facts, **changes)
        self.texts = self._with_texts(alone.texts)
        if self.meanings.vectors.shape[1] or alone.meanings.vectors.shape[1]:
            self.meanings = self._joined("meanings", self.meanings, alone.meanings)
        else:
            self.meanings = unknown_meanings(place + 1)
        self.other = other_of(self.columns, self.texts)
        return place

    def as_it_is(self) -> Segment:
        """Return the listings of this moment, whoever comes later."""
        found = {each.name: getattr(self.columns, each.name) for each in fields(self.columns)}
        lists: dict[str, Any] = {name: list(value) for name, value in found.items() if isinstance(value, list)}
        still = Segment(replace(self.columns, **lists), self.texts, self.meanings)
        still.seasons = self.seasons.of_first(len(self.columns.seasons))
        return still

    def _with_texts(self, one: Texts) -> Texts:
        return Texts(
            self._with_letters(self.texts.letters, one.letters),
            self._with_concepts(self.texts.concepts.arrays, one.concepts),
            self._added("named", self.texts.named, one.named),
        )

    def _with_letters(self, whole: Letters, one: Letters) -> Letters:
        words = self._wide_enough("letters.words", whole.words, whole.known.take(one.known, one.words))
        return Letters(
            whole.known,
            self._added("letters.ends", whole.ends, one.ends[1:] + whole.ends[-1]),
            self._added("letters.words", *words),
            self._added("letters.lengths", whole.lengths, one.lengths),
        )

    def _with_concepts(self, whole: ConceptArrays, one: Concepts) -> Concepts:
        columns = self._wide_enough("concepts.columns", whole.columns, one.arrays.columns)
        arrays = ConceptArrays(
            ends=self._added("concepts.ends", whole.ends, one.arrays.ends[1:] + whole.ends[-1]),
            columns=self._added("concepts.columns", *columns),
            weights=self._added("concepts.weights", whole.weights, one.arrays.weights),
        )
        return Concepts(arrays, one.width)

    def _with_item(self, one: Packed) -> Packed:
        joined = zip(Packed._fields, self.packed, one, strict=True)
        return Packed(*(self._added(f"packed.{name}", whole, more) for name, whole, more in joined))

    def _joined(self, name: str, whole: _Record, more: _Record) -> _Record:
        """Return a record of arrays, lists and such records with those of another at their ends."""
        both = {each.name: (getattr(whole, each.name), getattr(more, each.name)) for each in fields(whole)}
        changes: dict[str, Any] = {each: self._with_more(f"{name}.{each}", *pair) for each, pair in both.items()}
        return replace(whole, **changes)

    def _with_more(self, name: str, whole: Any, more: Any) -> Any:
        """Return an array, a list or a record of such with another at its end."""
        if isinstance(whole, np.ndarray):
            return self._added(name, whole, more)
        if isinstance(whole, Coded):
            return self._with_answers(name, whole, more)
        if is_dataclass(whole) and not isinstance(whole, type):
            return self._joined(name, whole, more)
        return self._listed(name, whole, more)

    def _with_answers(self, name: str, whole: Coded, more: Coded) -> Coded:
        """Return what kinds make of materials with the kinds of another at the end."""
        same = (whole.values[:, None] == more.values) | (np.isnan(whole.values)[:, None] & np.isnan(more.values))
        place, is_new = same.argmax(axis=0) if len(whole.values) else np.zeros(len(more.values), int), ~same.any(axis=0)
        place[is_new] = len(whole.values) + np.arange(is_new.sum())
        values = self._added(f"{name}.values", whole.values, more.values[is_new])
        codes = self._wide_enough(f"{name}.codes", whole.codes, place[more.codes])
        pieces = self._wide_enough(f"{name}.pieces", whole.pieces, more.pieces.astype(np.int64) + len(whole.codes))
        return Coded(
            values,
            self._added(f"{name}.codes", *codes),
            self._added(f"{name}.pieces", *pieces),
            self._added(f"{name}.row", whole.row, more.row + len(whole.pieces)),
        )

    def _wide_enough(self, name: str, whole: Array, more: Array) -> tuple[Array, Array]:
        """Return whole numbers, widened where those that come are too large for them, and those."""
        if more.max(initial=0) <= np.iinfo(whole.dtype).max:
            return whole, more
        self._rooms.pop(name, None)
        return whole.astype(np.min_scalar_type(more.max())), more

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
        repacked(columns, places),
        Texts(texts.letters.pick(places), texts.concepts.pick(places), texts.named[places]),
        segment.meanings.pick(places),
    )
    picked.packed = pack(picked.columns)
    picked.postings = make_postings(picked.packed, picked.texts.concepts)
    picked.seasons = segment.seasons
    return picked


def _values(columns: Columns, name: str, column: str) -> Sequence[Hashable]:
    """Return the different values that the numbers of a field stand for, which this column tells apart."""
    found = getattr(columns, column)
    if name == "season":
        return [(row.tobytes(), keeps) for row, keeps in zip(found, columns.keeps_months.tolist(), strict=True)]
    return [row.tobytes() for row in found] if isinstance(found, np.ndarray) else found
