"""Made-up pairs that break a hard rule, and near misses."""

from collections import Counter

import pytest

from geo.roads import RoadDistances
from matching.engine.setting import Setting
from matching.evaluation import HardRule, load_rule_cases, told_apart
from tests.matching.made import ENGINE

SETTING = Setting(**{**ENGINE, "distances": RoadDistances()})


def test_load_rule_cases_has_a_dozen_of_each_rule_and_as_many_broken_in_both_halves():
    counted = Counter((case.rule, case.split, case.is_broken) for case in load_rule_cases())

    assert all(sum(n for (rule, *_), n in counted.items() if rule is each) >= 12 for each in HardRule)
    assert len(set(counted)) == len(HardRule) * 4
    assert all(counted[rule, "dev", broken] == counted[rule, "check", broken] for rule, _, broken in counted)


@pytest.mark.parametrize("split", ["dev", "check"])
def test_gates_tell_broken_rules_from_near_misses(split):
    found = told_apart(load_rule_cases(), setting=SETTING, split=split)

    assert all(told.near_closed == 0 for told in found.values())
    assert sum(told.broken - told.closed for told in found.values()) <= 4
