"""What a line says beside what the thing is, as records."""

from dataclasses import dataclass

from geo.places import Place
from matching.amounts import Rhythm
from matching.words.folding import words
from matching.words.vessels import VESSELS


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the line something stands: line[start:stop] is `text`."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """low and high differ where a range was typed ("20-30 ton"). unit: a code of `matching.amounts.UNITS`."""

    low: float
    high: float
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class FoundCount:
    """A bare number beside a word that may be a thing ("300 fönster"), or in front of what things come in.

    beside: the words that it may count. is_of_vessels: its span is of the vessels too.
    """

    low: float
    high: float
    beside: tuple[str, ...]
    is_of_vessels: bool
    span: Span

    @property
    def words(self) -> frozenset[str]:
        """Return the words that it may count, each by itself."""
        return frozenset() if self.is_of_vessels else frozenset(words(" ".join(self.beside)))

    @property
    def is_in_vessels(self) -> bool:
        """Return whether it counts what the thing comes in: what one weighs is not told by "10 säckar flis"."""
        return self.is_of_vessels or not VESSELS.isdisjoint(self.beside[:2])


@dataclass(frozen=True, slots=True)
class FoundRhythm:
    """times: how often in each such time: 2 of "två gånger om året", a half of "varannan vecka"."""

    rhythm: Rhythm
    span: Span
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class FoundMonths:
    months: tuple[int, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBound:
    """A day from which on (is_start) or until which something is there: `line_days.day_of` says which that is.

    month, with its day or, where that is 0, as a whole; or else a week. year: 0 where it is not told. is_left_out:
    until the day before.
    """

    is_start: bool
    is_left_out: bool
    year: int
    month: int
    day: int
    week: int
    span: Span


@dataclass(frozen=True, slots=True)
class FoundPrice:
    """currency: "" for "kr", which both countries have. unit: per what; "" where no unit is told.

    is_paid_by_writer: "vi betalar": who that is depends on the side.
    """

    amount: float
    currency: str
    unit: str
    is_paid_by_writer: bool
    span: Span


@dataclass(frozen=True, slots=True)
class FoundQuality:
    """code: of a property, in whose unit the ends are; None where it is open at that end."""

    code: str
    low: float | None
    high: float | None
    span: Span


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """places: the one of this name, or all namesakes, the likeliest first."""

    places: tuple[Place, ...]
    span: Span


FoundFact = FoundAmount | FoundCount | FoundRhythm | FoundMonths | FoundBound | FoundPrice | FoundPlace


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a line says beside what the thing is, in the order of the line. thing: what is left of the line.

    A number in `counts` is no amount yet: what is counted, whoever knows the things must say. It stays in `thing`.
    """

    amounts: tuple[FoundAmount, ...]
    rhythms: tuple[FoundRhythm, ...]
    places: tuple[FoundPlace, ...]
    thing: str
    months: tuple[FoundMonths, ...] = ()
    prices: tuple[FoundPrice, ...] = ()
    counts: tuple[FoundCount, ...] = ()
    bounds: tuple[FoundBound, ...] = ()
