"""Asking in turn, and the section on the engine."""

from contextlib import nullcontext
from types import ModuleType

import numpy as np
import pytest

from marketplace.management.bench import contest, engine, growth
from marketplace.management.bench.contest import Contest, Contestant, ask_in_turn
from marketplace.management.bench.growth import Growth, ask_exponent, growth_lines
from marketplace.management.bench.pool import make_pool
from matching.evaluation.workload import make_workload
from tests.matching.made import KNOWLEDGE, TODAY


class Recorder:
    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def best(self, need):
        self.asked.append(need)
        return self.answer(need)

    def stored_bytes(self):
        return 60


@pytest.fixture
def pool():
    return make_pool(make_workload(30, knowledge=KNOWLEDGE, as_of=TODAY, seed=1), knowledge=KNOWLEDGE, as_of=TODAY)


def test_ask_in_turn_stops_asking_who_has_used_up_its_time(pool):
    quick, slow = Contestant("quick", Recorder(pool.best)), Contestant("slow", Recorder(lambda need: []))

    ask_in_turn([quick], pool, needs=[4, 5, 6, 7], most_seconds=60)
    ask_in_turn([slow], pool, needs=[4, 5, 6, 7], most_seconds=0)

    assert quick.peer.asked == [4, 4, 5, 6, 7]
    assert slow.peer.asked == [4, 4, 5, 6]
    assert quick.recalls == [1, 1, 1, 1]
    assert slow.recalls == [0, 0, 0]


def test_ratios_are_over_what_both_have_answered():
    one, other = (Contestant(name, Recorder(list)) for name in ("one", "other"))
    one.seconds, other.seconds = [4.0, 4.0, 100.0], [2.0, 2.0]
    one.cpu_seconds, other.cpu_seconds = [3.0, 3.0, 100.0], [1.0, 1.0]

    assert one.ratios_to(other) == (2, 3)
    assert other.ratios_to(one) == (0.5, pytest.approx(1 / 3))


def test_contest_lines_name_who_cannot_run(pool, monkeypatch):
    here, gone = ModuleType("here"), ModuleType("gone")
    here.NAME, here.opened = "here", lambda pool: nullcontext(Recorder(pool.best))
    gone.NAME, gone.what_is_missing = "gone", lambda: "no server answers"
    monkeypatch.setattr(contest, "load_peer", {"here": here, "gone": gone}.get)

    ours = [Contestant("ours", Recorder(pool.best)), Contestant("more", Recorder(pool.best), has_other_score=True)]
    contest_of_two = Contest(pool, needs=[1, 2], most_seconds=60)
    lines = list(contest_of_two.lines(ours, rankers=("here", "gone")))

    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| ")]
    assert [(row[0], row[5], row[6], row[7]) for row in rows[1:]] == [
        ("ours", "1.000", "2", "2"),
        ("more", "", "2", "2"),
        ("here", "1.000", "2", "2"),
    ]
    assert "Not run: gone: no server answers." in lines
    assert contest_of_two.ratios("here", "ours") == contest_of_two.everybody["here"].ratios_to(ours[0])
    assert contest_of_two.ratios("gone", "ours") is None


def test_engine_section_compares_at_every_size(monkeypatch):
    monkeypatch.setattr(engine, "_NEEDS", 3)
    monkeypatch.setattr(growth, "_CHANGED", 2)
    monkeypatch.setattr(engine, "read_bytes_per_second", lambda: 1e10)

    lines = list(engine.engine_section(as_of=TODAY, seed=1, sizes=(20, 40), rankers=("brute_force",)))

    assert [line for line in lines if line.startswith("#")] == [
        "## The engine beside others",
        "### 20 offers",
        "### 40 offers",
        "## The engine as the market grows",
        "## What the engine is to reach",
    ]
    assert [line.split(" | ")[5] for line in lines if line.startswith(("| ours |", "| numpy"))] == ["1.000"] * 4


def test_engine_section_asks_numpy_alone_where_ours_is_compiled(monkeypatch):
    monkeypatch.setattr(engine, "_NEEDS", 3)
    monkeypatch.setattr(growth, "_CHANGED", 2)
    monkeypatch.setattr(engine, "COMPILED_FROM", 40)

    lines = list(engine.engine_section(as_of=TODAY, seed=1, sizes=(20, 40), rankers=()))

    assert [line.split(" | ")[0] for line in lines if line.startswith("| ours")] == [
        "| ours",
        "| ours, all aspects, by road",
        "| ours",
        "| ours, numpy alone",
        "| ours, all aspects, by road",
    ]


def test_growth_lines_leave_empty_what_was_not_measured():
    unknown = float("nan")
    small = Growth(
        size=1_000,
        make=1e-5,
        bytes_each=100,
        ask=1e-3,
        judged=50,
        lists=2e-4,
        put_to_ask=(3, 3),
        withdraw_to_ask=(2, 2),
    )
    large = Growth(
        size=10_000,
        make=1e-5,
        bytes_each=unknown,
        ask=4e-3,
        judged=90,
        lists=unknown,
        put_to_ask=(3, 3),
        withdraw_to_ask=(2, 2),
    )

    lines = list(growth_lines([small, large], read_speed=1e8))

    assert "| 1 000 | 10.0 µs | 100 | 1.00 ms | 50 | 1.00 × | 200 µs | 3.00 × | 2.00 × |" in lines
    assert "| 10 000 | 10.0 µs |  | 4.00 ms | 90 | 0.400 × |  | 3.00 × | 2.00 × |" in lines
    assert "CPU time of one need grows with size^0.60, over the sizes asked by the same program" in lines


def test_growth_is_told_over_sizes_that_one_program_answers(monkeypatch):
    monkeypatch.setattr(growth, "load_search", lambda: object)
    costs = {1_000: 9e-3, 10_000: 1e-3, 100_000: 4e-3}
    grown = [
        Growth(
            size=size,
            make=1e-5,
            bytes_each=100,
            ask=ask,
            judged=50,
            lists=2e-4,
            put_to_ask=(3, 3),
            withdraw_to_ask=(2, 2),
        )
        for size, ask in costs.items()
    ]

    assert ask_exponent(grown) == pytest.approx(np.log10(4))
    assert ask_exponent(grown[:2]) == pytest.approx(np.log10(1 / 9))

    monkeypatch.setattr(growth, "load_search", lambda: None)
    assert ask_exponent(grown) == pytest.approx(np.log10(4 / 9) / 2)
