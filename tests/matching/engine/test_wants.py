"""What needs make of materials, held once: the same numbers as worked out need by need."""

import numpy as np
import pytest

from matching.engine.pairings import Pairings
from matching.engine.wants import PIECE, make_wants
from matching.kinds import Kind, Told
from matching.ways import way_tables
from tests.matching.made import KNOWLEDGE

TABLES = way_tables(KNOWLEDGE)
BARK = Kind(materials=(Told("bark"),), uses=(Told("bedding", 0.5),))
KINDS = (BARK, Kind(), Kind(materials=(Told("bark"),), uses=(Told("bedding", 0.5),), waste_code="030105"))


def test_wants_tell_of_each_need_what_the_tables_do():
    wants, everything = make_wants(KINDS, tables=TABLES), np.arange(len(TABLES.tree.codes))

    for number, kind in enumerate(KINDS):
        accepted, treatments = TABLES.accepted(kind), TABLES.treatments_to(kind)
        assert wants.accepted.at(np.array(number), everything) == pytest.approx(accepted, nan_ok=True, abs=0)
        assert wants.treatments.at(np.array(number), everything) == pytest.approx(treatments, nan_ok=True, abs=0)


def test_wants_hold_what_needs_have_in_common_once():
    accepted = make_wants(KINDS, tables=TABLES).accepted

    assert accepted.row.tolist() == [0, 1, 0]
    assert accepted.pieces.shape == (2, -(-len(TABLES.tree.codes) // PIECE))
    assert len(accepted.codes) < accepted.pieces.size / 2
    assert accepted.codes.itemsize == 1


def test_wants_of_nobody_are_empty():
    nobody = make_wants((), tables=TABLES).accepted

    assert len(nobody.row) == len(nobody.pieces) == len(nobody.codes) == 0


def test_treatments_are_unknown_for_what_a_need_has_no_use_for():
    offers = [Kind(materials=(Told(code),)) for code in ("bricks", "sawdust")]
    shavings, bedding = (Told("planer_shavings"),), (Told("bedding"),)
    needs = [Kind(uses=bedding), Kind(materials=shavings), Kind(materials=shavings, uses=bedding), Kind()]
    pairings = Pairings(TABLES.arrays(offers), TABLES.arrays(needs), make_wants(needs, tables=TABLES))

    found = pairings.treatments(np.arange(2)[:, None], np.arange(4)[None, :])

    assert np.isnan(found).tolist() == [[True, True, True, False], [False] * 4]
    assert found[:, 3].tolist() == [0, 0]
