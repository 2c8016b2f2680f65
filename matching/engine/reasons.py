"""Why a pair fits or does not: codes with the numbers that their sentences need."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from math import isnan

import numpy as np

from matching.engine.judged import SCORE_DIGITS
from matching.engine.material_reasons import Found, material_reason, said_by
from matching.engine.pair import GOOD, Pair
from matching.engine.small_reasons import case, hierarchy, legal, meaning, novelty, quality, value
from matching.records import BASE_UNITS, Aspect, Reason, ReasonCode, Travel
from matching.scoring import ASPECTS
from matching.timing import HORIZON_DAYS, TIMING_FLOOR

MOST_FOR, MOST_AGAINST = 3, 2

# From which fit an aspect may speak for a pair. Half of the usual haul, a tenth of the amount, half of the months are
# good; a related material is worth telling, and so is some likeness of words; the law must be light indeed.
_GOOD_FROM = dict.fromkeys(ASPECTS, GOOD) | {
    Aspect.MATERIAL: 0.1,
    Aspect.TEXT: 0.25,
    Aspect.LEGAL: 0.85,
    Aspect.HIERARCHY: 0.85,
    Aspect.CASES: 0.3,
    Aspect.NOVELTY: 0.9,
}
# Below this fit an aspect may speak against it.
_BAD_BELOW = dict.fromkeys(ASPECTS, GOOD) | {Aspect.LEGAL: 0.65, Aspect.HIERARCHY: 0.65, Aspect.NOVELTY: 0.9}

_SLIGHT = 0.01
_ALIKE = 0.05  # from this share of n-grams on the words of two texts are somewhat alike
_SPEAK_FOR = frozenset(
    (
        *(ReasonCode.SAME_CONCEPT, ReasonCode.SAME_MATERIAL, ReasonCode.SAME_WASTE_CODE, ReasonCode.KNOWN_USE),
        *(ReasonCode.SECTOR_INPUT, ReasonCode.SECTOR_USE),
    )
)
_LEAST_EFFECT = 0.001  # what moves the score by less is no reason


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
    effect, fit = pair.effect(aspect), pair.fit(aspect)
    is_true = fit >= _GOOD_FROM[aspect] if effect > 0 else effect < 0 and fit < _BAD_BELOW[aspect]
    if not is_true or abs(effect) < _LEAST_EFFECT:  # also where the aspect is unknown
        return None
    found = _FINDERS[aspect](pair)
    if found and effect < 0 and found[0] in _SPEAK_FOR:
        return None  # "both say shavings" tells nobody that the words leave a doubt
    return Reason(code=found[0], aspect=aspect, weight=effect, values=found[1]) if found else None


def _amount(pair: Pair) -> Found:
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


def _timing(pair: Pair) -> Found:
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


def _distance(pair: Pair) -> Found:
    """Return how far it is: by road with the minutes, through a pipe as a straight line."""
    code, numbers = ReasonCode.NEAR if pair.is_good(Aspect.DISTANCE) else ReasonCode.FAR, {"km": pair.km}
    if pair.offer.resource.travel is Travel.PIPE:
        return code, {**numbers, "straight": 1}
    return code, numbers if isnan(pair.minutes) else {**numbers, "minutes": pair.minutes}


def _text(pair: Pair) -> Found:
    """Return what the words say for the pair beside the material; other words are no reason against it."""
    if pair.effect(Aspect.TEXT) < 0:
        return None
    both = [code for code in pair.offer_mentions if code in pair.need_mentions and code != said_by(pair)]
    if not both:
        # Codes may be alike where the words are not: then the material says it, and no text does.
        return (ReasonCode.SIMILAR_WORDING, {"share": pair.wording}) if pair.wording >= _ALIKE else None
    surest = max(both, key=lambda code: (pair.offer_mentions[code].weight * pair.need_mentions[code].weight, code))
    words = {"offer_word": pair.offer_mentions[surest].word, "need_word": pair.need_mentions[surest].word}
    return ReasonCode.SAME_CONCEPT, {"material": surest, **words}


_FINDERS: Mapping[Aspect, Callable[[Pair], Found]] = {
    Aspect.MATERIAL: material_reason,
    Aspect.QUALITY: quality,
    Aspect.VALUE: value,
    Aspect.LEGAL: legal,
    Aspect.HIERARCHY: hierarchy,
    Aspect.CASES: case,
    Aspect.NOVELTY: novelty,
    Aspect.MEANING: meaning,
    Aspect.AMOUNT: _amount,
    Aspect.TIMING: _timing,
    Aspect.DISTANCE: _distance,
    Aspect.TEXT: _text,
}
