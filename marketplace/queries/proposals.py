"""What a line of words may say of a listing, as records: proposals to correct, never a choice."""

from dataclasses import dataclass
from datetime import date

from geo.places import Place
from marketplace.models import Site
from matching.codes import Question


@dataclass(frozen=True, slots=True)
class Proposal:
    """A material or use that words may mean. words: those that led there, as they were read."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedCode:
    """A waste code that may be right. question: what decides it; partners: codes on the other side of the answer."""

    code: str
    hazardous: bool
    question: Question | None
    partners: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedAmount:
    """One way to read an amount. unit and rhythm are codes; rhythm is "" where the words do not tell it."""

    amount: float
    unit: str
    rhythm: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedMonths:
    """The months of the line. words: those that named them."""

    months: tuple[int, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedWindow:
    """From when, or until when, or both. words: those that said so."""

    start: date | None
    end: date | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedPrice:
    """What the receiver pays per unit of the amount, below zero where the giver does."""

    price: float
    currency: str
    unit: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedQuality:
    """A figure for one property of the tables, in its unit; None where it is open at that end."""

    code: str
    low: float | None
    high: float | None
    unit: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedPlace:
    """A place that was named, and the firm's sites there. places: all of that name."""

    places: tuple[Place, ...]
    sites: tuple[Site, ...]
    word: str

    @property
    def words(self) -> tuple[str, ...]:
        return (self.word,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """All that a line says. thing: what is left of it beside amount, rhythm, months, days, price and place.

    sure_material, sure_use: the one to tick, "" where the words leave a doubt. is_in_vessels: the thing comes in
    sacks or the like, of which the line tells how many.
    """

    text: str
    language: str
    thing: str
    materials: tuple[Proposal, ...] = ()
    sure_material: str = ""
    uses: tuple[Proposal, ...] = ()
    sure_use: str = ""
    amounts: tuple[ProposedAmount, ...] = ()
    is_in_vessels: bool = False
    months: ProposedMonths | None = None
    window: ProposedWindow | None = None
    price: ProposedPrice | None = None
    qualities: tuple[ProposedQuality, ...] = ()
    places: tuple[ProposedPlace, ...] = ()
    codes: tuple[ProposedCode, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing at all was understood."""
        told = (self.materials, self.uses, self.amounts, self.months, self.window, self.price)
        return not any((*told, self.qualities, self.places, self.codes))
