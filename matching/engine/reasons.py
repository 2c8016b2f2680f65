"""Why a pair fits or does not: codes with the numbers that their sentences need."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from matching.engine.judging import SCORE_DIGITS
from matching.knowledge import Knowledge
from matching.materials import MaterialTree
from matching.records import BASE_UNITS, Aspect, Floats, Listing, Reason, ReasonCode
from matching.scoring import ASPECTS
from matching.timing import HORIZON_DAYS, TIMING_FLOOR
from matching.words import Mention

MOST_FOR, MOST_AGAINST = 3, 2

# From which fit an aspect may speak for a pair; below `_GOOD` it may speak against it. 120 km by road, a tenth of the
# amount, half of the months are good; a related material is worth telling, and so is some likeness of words.
_GOOD = 0.5
_GOOD_FROM = {
    Aspect.MATERIAL: 0.1,
    Aspect.AMOUNT: _GOOD,
    Aspect.TIMING: _GOOD,
    Aspect.DISTANCE: _GOOD,
    Aspect.TEXT: 0.25,
}

_SLIGHT = 0.01
_Values = Mapping[str, float | str | list[int]]
_Found = tuple[ReasonCode, _Values] | None


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One offer with one need and what was judged. fits, effects: in the order of `ASPECTS`, NaN where unknown."""

    offer: Listing
    need: Listing
    fits: Floats
    effects: Floats
    km: float
    offer_mentions: Mapping[str, Mention]
    need_mentions: Mapping[str, Mention]
    wording: float  # how alike the characters are, in [0, 1]
    tree: MaterialTree
    knowledge: Knowledge
    today: date

    def fit(self, aspect: Aspect) -> float:
        return float(self.fits[ASPECTS.index(aspect)])

    def is_good(self, aspect: Aspect) -> bool:
        """Return whether a person would call this aspect good, whatever else is known of the pair."""
        return self.fit(aspect) >= _GOOD


def explain(pair: Pair) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Return the reasons for (three at most) and against (two at most), strongest first.

    A reason's weight is the log of (the score / the score if nobody knew this aspect): taking away what it tells moves
    the score the other way. And it must be true by itself: 300 km may be the best that a poor pair has, but not near.
    """
    reasons = [reason for aspect in ASPECTS if (reason := _reason(pair, aspect))]
    reasons.sort(key=lambda reason: -abs(reason.weight))
    speaking_for = [reason for reason in reasons if reason.weight > 0]
    speaking_against = [reason for reason in reasons if reason.weight < 0]
    return tuple(speaking_for[:MOST_FOR]), tuple(speaking_against[:MOST_AGAINST])


def _reason(pair: Pair, aspect: Aspect) -> Reason | None:
    effect = float(pair.effects[ASPECTS.index(aspect)])
    is_true = pair.fit(aspect) >= _GOOD_FROM[aspect] if effect > 0 else effect < 0 and not pair.is_good(aspect)
    if not is_true:  # also where the aspect is unknown
        return None
    found = _FINDERS[aspect](pair)
    return Reason(code=found[0], aspect=aspect, weight=effect, values=found[1]) if found else None


def _material(pair: Pair) -> _Found:
    """Return how the materials are related: the same, by a use that the need names, by tree or by code."""
    offered, needed, use = pair.offer.material, pair.need.material, pair.need.use
    if offered != needed and pair.is_good(Aspect.MATERIAL) and pair.knowledge.material_uses.between(offered, use):
        return ReasonCode.KNOWN_USE, {"material": offered, "use": use}
    if offered in pair.tree.index and needed in pair.tree.index:
        return _by_tree(pair, offered=offered, needed=needed)
    code, other = _waste_code(pair.offer, pair.knowledge), _waste_code(pair.need, pair.knowledge)
    if not (code and other) or code[:2] != other[:2]:
        return None
    if code == other and pair.offer.waste_code and pair.need.waste_code:
        return ReasonCode.SAME_WASTE_CODE, {"waste_code": code}
    return ReasonCode.RELATED_WASTE_CODE, {"waste_code": code, "other": other}


def _by_tree(pair: Pair, *, offered: str, needed: str) -> _Found:
    group = pair.tree.common_group(offered, needed)
    if offered == needed:
        return ReasonCode.SAME_MATERIAL, {"material": offered}
    if group:
        return ReasonCode.RELATED_MATERIAL, {"material": offered, "other": needed, "group": group}
    if pair.effects[ASPECTS.index(Aspect.MATERIAL)] > 0:
        return None
    return ReasonCode.UNRELATED_MATERIAL, {"material": offered, "other": needed}


def _waste_code(listing: Listing, knowledge: Knowledge) -> str:
    """Return the stated waste code, else the most usual one of the stated material."""
    material = knowledge.materials.get(listing.material)
    return listing.waste_code or next(iter(material.waste_codes if material else ()), "")


def _amount(pair: Pair) -> _Found:
    offered, needed = pair.offer.quantity or 0, pair.need.quantity or 0
    unit = BASE_UNITS[pair.offer.resource.dimension]
    numbers: dict[str, float | str | list[int]] = {"offer": offered, "need": needed, "unit": unit}
    if pair.offer.once and pair.need.once:
        numbers["once"] = 1
    smallest = pair.need.smallest_lot
    if smallest is not None and offered < smallest:
        return ReasonCode.LOT_TOO_SMALL, {"offer": offered, "smallest": smallest, "unit": unit}
    if offered < needed:
        return ReasonCode.AMOUNT_PART, {**numbers, "share": offered / needed}
    if pair.is_good(Aspect.AMOUNT):
        return ReasonCode.AMOUNT_COVERS, numbers
    return ReasonCode.AMOUNT_EXCEEDS, {**numbers, "share": needed / offered}


def _timing(pair: Pair) -> _Found:
    """Return the months in which what is needed is met, or in which both windows are open, and the share."""
    code = ReasonCode.MONTHS_MEET if pair.is_good(Aspect.TIMING) else ReasonCode.MONTHS_APART
    share = round((pair.fit(Aspect.TIMING) - TIMING_FLOOR) / (1 - TIMING_FLOOR), SCORE_DIGITS)
    offered, needed = pair.offer.month_shares, pair.need.month_shares
    if not (offered and needed):
        return code, {"months": _window_months(pair), "share": share}
    both = np.minimum(offered, needed)
    if both.sum() < share - _SLIGHT:  # what keeps is there in months in which it does not arise
        both = np.array(needed)
    return code, {"months": [month + 1 for month in range(12) if both[month] > 0], "share": share}


def _window_months(pair: Pair) -> list[int]:
    """Return the months of the coming year in which both windows are open."""
    starts = [each.available_from for each in (pair.offer, pair.need)]
    ends = [each.available_until for each in (pair.offer, pair.need)]
    first = max([pair.today, *(start for start in starts if start)])
    last = min([first + timedelta(days=HORIZON_DAYS - 1), *(end for end in ends if end)])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return sorted({(first.month - 1 + step) % 12 + 1 for step in range(months)})


def _distance(pair: Pair) -> _Found:
    return ReasonCode.NEAR if pair.is_good(Aspect.DISTANCE) else ReasonCode.FAR, {"km": pair.km}


def _text(pair: Pair) -> _Found:
    """Return what the words say for the pair; other words are no reason against it."""
    if pair.effects[ASPECTS.index(Aspect.TEXT)] < 0:
        return None
    both = [code for code in pair.offer_mentions if code in pair.need_mentions]
    if not both:
        return ReasonCode.SIMILAR_WORDING, {"share": pair.wording}
    surest = max(both, key=lambda code: (pair.offer_mentions[code].weight * pair.need_mentions[code].weight, code))
    words = {"offer_word": pair.offer_mentions[surest].word, "need_word": pair.need_mentions[surest].word}
    return ReasonCode.SAME_CONCEPT, {"material": surest, **words}


_FINDERS: Mapping[Aspect, Callable[[Pair], _Found]] = {
    Aspect.MATERIAL: _material,
    Aspect.AMOUNT: _amount,
    Aspect.TIMING: _timing,
    Aspect.DISTANCE: _distance,
    Aspect.TEXT: _text,
}
