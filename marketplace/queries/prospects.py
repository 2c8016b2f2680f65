"""What one exchange promises: delivered value as a range, and the nearest case from elsewhere."""

from dataclasses import dataclass
from datetime import date

from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.matching import NO_BLOCKS, engine_setting, matching_record
from marketplace.wording.aspects import FARTHEST_KM, case_sentence
from marketplace.wording.numbers import distance_text, number_text
from matching.engine import find_matches
from matching.records import DeliveredValue

_ROUNDED = 10  # SEK a tonne: an estimate is no more exact
_AIR = 0.1  # of the bar, beyond its ends


@dataclass(frozen=True, slots=True)
class ValueRange:
    """What the two gain together, SEK a tonne, in words and as places on a bar from 0 to 100."""

    low_text: str
    high_text: str
    start: float
    end: float
    mid: float
    even: float  # where nothing is gained
    reach_text: str
    pays_anywhere: bool


@dataclass(frozen=True, slots=True)
class Prospects:
    """For a coordinator, who may see both sides: what an exchange is worth, and where such a thing has been done."""

    value: ValueRange | None
    case_text: str
    case_source: str
    case_address: str


def prospects(giver: Listing, receiver: Listing, *, as_of: date) -> Prospects | None:
    """Return what an exchange promises by the tables of the day; None where the rules of matching say no by now."""
    pair = [matching_record(listing, blocks=NO_BLOCKS) for listing in (giver, receiver)]
    matches = find_matches(pair[:1], pair[1:], **engine_setting(as_of), top=1)
    if not matches:
        return None
    (match,) = matches
    case = current_knowledge().cases.get(match.similar_case)
    return Prospects(
        value=_range(match.value) if match.value else None,
        case_text=case_sentence(match.similar_case) if case else "",
        case_source=case.source if case else "",
        case_address=case.address if case else "",
    )


def _range(value: DeliveredValue) -> ValueRange:
    low, high = sorted((value.low, value.high))
    least, most = min(low, 0.0), max(high, 0.0)
    air = _AIR * (most - least or 1.0)

    def place(amount: float) -> float:
        return 100 * (amount - least + air) / (most - least + 2 * air)

    return ValueRange(
        low_text=_money(low),
        high_text=_money(high),
        start=place(low),
        end=place(high),
        mid=place(value.value),
        even=place(0.0),
        reach_text=distance_text(value.break_even_km) if 0 < value.break_even_km <= FARTHEST_KM else "",
        pays_anywhere=value.break_even_km > FARTHEST_KM,
    )


def _money(amount: float) -> str:
    return f"{number_text(round(amount / _ROUNDED) * _ROUNDED, digits=0)} SEK"
