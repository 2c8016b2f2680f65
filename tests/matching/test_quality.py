"""The aspect quality."""

import numpy as np
import pytest

from matching.knowledge import load_knowledge
from matching.quality import (
    QUALITY_FLOOR,
    Quality,
    decisive_quality,
    missing_qualities,
    quality_fits,
    range_fits,
)
from matching.records import PropertyValue

KNOWLEDGE = load_knowledge()


def value(low=None, high=None, code="moisture"):
    return PropertyValue(code=code, low=low, high=high, unit="%")


def fit(offered, needed):
    return float(quality_fits([offered], [needed], knowledge=KNOWLEDGE)[0, 0])


def ranged(low, high, least, most):
    return float(range_fits(np.array(low), np.array(high), least=np.array(least), most=np.array(most)))


def test_range_fits_are_the_share_inside_and_fade_with_the_gap():
    inside, half, near, far = (
        ranged(10.0, 20.0, 0.0, 30.0),
        ranged(10.0, 30.0, 0.0, 20.0),
        ranged(22.0, 22.0, 0.0, 20.0),
        ranged(80.0, 80.0, 0.0, 20.0),
    )

    assert 1 == inside > near > half > far
    assert far == pytest.approx(QUALITY_FLOOR, abs=1e-3)
    assert half == pytest.approx(QUALITY_FLOOR + (1 - QUALITY_FLOOR) / 2)


def test_range_fits_take_open_ends():
    assert ranged(20.0, np.inf, 10.0, np.inf) == 1
    assert QUALITY_FLOOR < ranged(20.0, np.inf, 0.0, 40.0) < 1


def test_quality_fits_hold_what_is_stated_against_what_the_need_accepts():
    dry = Quality((value(high=20),))

    assert fit(Quality((value(12, 12),)), dry) == 1
    assert fit(Quality((value(55, 60),)), dry) < 0.5


def test_quality_fits_hold_it_against_what_the_use_asks_for():
    wet = Quality((value(55, 55),), material="sawdust")

    assert fit(wet, Quality(uses=("biochar",))) < 1
    assert fit(wet, Quality((value(high=60),), uses=("biochar",))) == 1  # the need's own range goes before


@pytest.mark.parametrize(
    ("offered", "needed"),
    [
        (Quality(), Quality((value(high=20),))),
        (Quality((value(55, 55),)), Quality()),
        (Quality((value(55, 55),)), Quality((value(high=20, code="ash_content"),))),
    ],
)
def test_quality_fits_are_unknown_where_nothing_can_be_compared(offered, needed):
    assert np.isnan(fit(offered, needed))


def test_quality_fits_go_by_the_worst():
    both = Quality((value(12, 12), value(9, 9, code="ash_content")))
    asked = Quality((value(high=20), value(high=1, code="ash_content")))

    assert fit(both, asked) == fit(Quality((both.values[1],)), asked) < 1
    assert decisive_quality(both, asked, knowledge=KNOWLEDGE) == both.values[1]


def test_missing_qualities_are_those_bounded_and_not_stated():
    assert "moisture" in missing_qualities(Quality(material="sawdust"), Quality(uses=("biochar",)), knowledge=KNOWLEDGE)
    assert missing_qualities(Quality((value(1, 1),)), Quality((value(high=2),)), knowledge=KNOWLEDGE) == ()
