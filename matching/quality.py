"""The aspect quality: does what is stated of the offer lie in what the need, or its use, accepts?"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from matching.knowledge import Knowledge, kept
from matching.records import Floats, PropertyValue

QualityFits = NDArray[np.float32]

QUALITY_FLOOR = 0.1
_FADING = 4.0  # a tenth beyond a bound costs a third of the fit: most bounds are not that sharp
_OPEN_ENDED = 0.5  # "at least 20 %", and the need takes up to 40: half of that may do


@dataclass(frozen=True)
class Quality:
    """What quality hangs on: of an offer its material and stated values, of a need its uses and accepted ranges."""

    values: tuple[PropertyValue, ...] = ()
    material: str = ""
    uses: tuple[str, ...] = ()


_values = attrgetter("values")


def quality_fits(offered: Sequence[Quality], needed: Sequence[Quality], *, knowledge: Knowledge) -> QualityFits:
    """Return how well stated qualities lie in accepted ranges: the worst of them decides.

    What the offer does not state is unknown, never a misfit; what nobody bounds is not asked for.
    Returns shape (n_offered, n_needed), in [`QUALITY_FLOOR`, 1], right to seven digits; NaN where no bounded quality is
    stated.
    """
    fits = np.full((len(offered), len(needed)), np.nan, dtype=np.float32)
    if not any(map(_values, offered)):
        return fits
    rows = np.array([row for row, each in enumerate(offered) if each.values], dtype=np.int64)
    codes = tuple(knowledge.properties)
    stated = np.stack([_ranges(offered[row].values, codes) for row in rows])
    materials = sorted({offered[row].material for row in rows})
    place = np.array([materials.index(offered[row].material) for row in rows])
    for column, need in enumerate(needed):
        accepted = np.stack([_accepted(need, material, knowledge) for material in materials])
        fits[rows, column] = _worst(stated, accepted[place])
    return fits


def range_fits(low: Floats, high: Floats, *, least: Floats, most: Floats) -> Floats:
    """Return how well stated ranges lie in accepted ones: the share inside, else fading with the gap.

    low, high: stated; least, most: accepted; infinite where open. Shapes that broadcast.
    Returns the broadcast shape, in [`QUALITY_FLOOR`, 1].
    """
    width = high - low
    inside = np.minimum(high, most) - np.maximum(low, least)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(np.isfinite(width), np.clip(inside / width, 0, 1), _OPEN_ENDED)
        whole = (low >= least) & (high <= most)
        gap = np.maximum(np.maximum(least - high, low - most), 0)
        bound = np.where(low > most, most, least)
        near = np.exp(-_FADING * gap / np.maximum(np.abs(bound), 1e-9))
    fits: Floats = np.where(whole, 1.0, np.where(inside < 0, near, share))
    return QUALITY_FLOOR + (1 - QUALITY_FLOOR) * fits


def missing_qualities(offer: Quality, need: Quality, *, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the qualities that the need or its uses bound and the offer does not state, in the tables' order."""
    codes = tuple(knowledge.properties)
    bounded = ~np.isnan(_accepted(need, offer.material, knowledge)[:, 0])
    stated = {value.code for value in offer.values}
    return tuple(code for code, is_bounded in zip(codes, bounded, strict=True) if is_bounded and code not in stated)


def decisive_quality(offer: Quality, need: Quality, *, knowledge: Knowledge) -> PropertyValue | None:
    """Return the stated value of the bounded quality that fits worst, None where none is both."""
    codes = tuple(knowledge.properties)
    accepted, stated = _accepted(need, offer.material, knowledge), _ranges(offer.values, codes)
    fits = range_fits(stated[:, 0], stated[:, 1], least=accepted[:, 0], most=accepted[:, 1])
    fits = np.where(np.isnan(stated[:, 0]) | np.isnan(accepted[:, 0]), np.inf, fits)
    worst = codes[int(fits.argmin())] if np.isfinite(fits).any() else ""
    return next((value for value in offer.values if value.code == worst), None)


def _worst(stated: Floats, accepted: Floats) -> Floats:
    """Return the lowest fit of each offer, NaN where it states nothing that is bounded. Shapes (n, properties, 2)."""
    fits = range_fits(stated[..., 0], stated[..., 1], least=accepted[..., 0], most=accepted[..., 1])
    known = ~np.isnan(stated[..., 0]) & ~np.isnan(accepted[..., 0])
    worst = np.where(known, fits, np.inf).min(axis=1, initial=np.inf)
    return np.where(np.isinf(worst), np.nan, worst)


@kept
def _accepted(need: Quality, material: str, knowledge: Knowledge) -> Floats:
    """Return the accepted range of each property, shape (n_properties, 2), NaN where none is.

    The need's own ranges go before what the table of uses asks of the material.
    """
    edges = (knowledge.material_uses.between(material, use) for use in need.uses)
    conditions = [condition for edge in edges if edge for condition in edge.conditions]
    bounded = [each for each in conditions if each.low is not None or each.high is not None]
    return _ranges((*bounded, *need.values), tuple(knowledge.properties))


def _ranges(values: Sequence[PropertyValue], codes: Sequence[str]) -> Floats:
    """Return low and high by property, infinite where open, NaN where not named; the last of a code counts."""
    ranges = np.full((len(codes), 2), np.nan)
    for value in values:
        if value.code in codes:
            low, high = value.low, value.high
            ranges[codes.index(value.code)] = -np.inf if low is None else low, np.inf if high is None else high
    return ranges
