"""Goals: reached, missed or not measured, and never said to be what they are not."""

from marketplace.management.bench.contest import OURS, PLAIN, Contest, Contestant
from marketplace.management.bench.goals import goal_lines
from marketplace.management.bench.growth import Growth
from marketplace.management.bench.peers import balltree, postgresql

CPU = {PLAIN: 20.0}


def make_contest(seconds):
    contest = Contest(None, needs=[], most_seconds=1)
    for name, each in seconds.items():
        recalls = [1.0, 0.5] if name == PLAIN else [1.0, 1.0]
        contest.everybody[name] = Contestant(
            name, None, seconds=[each] * 2, cpu_seconds=[CPU.get(name, each)] * 2, recalls=recalls
        )
    return contest


def make_growth(size, **facts):
    usual = {"make": 1e-5, "bytes_each": 100, "ask": 1e-3, "judged": 50, "lists": 1e-3}
    return Growth(size=size, **{**usual, "put_to_ask": (6.0, 4.0), "withdraw_to_ask": (float("nan"),) * 2, **facts})


def test_goal_lines_tell_what_was_reached_and_what_was_missed():
    contest = make_contest({OURS: 1.0, PLAIN: 10.0, postgresql.NAME: 200.0, balltree.NAME: 9.0})

    lines = goal_lines(
        {10_000: contest},
        [make_growth(1_000), make_growth(10_000, ask=1e-2)],
        bytes_with_all={10_000: 300.0},
    )

    rows = {line.split(" | ")[0][2:]: line.split(" | ")[1:] for line in lines if line.startswith("| ")}
    assert rows[f"{postgresql.NAME} / ours, 10 000 offers"] == ["≥ 150 ×", "200 × (200 ×)", "reached |"]
    assert rows[f"{postgresql.NAME} / ours, 100 000 offers"] == ["≥ 400 ×", "not measured", " |"]
    assert rows[f"{postgresql.NAME} / ours, numpy alone, 10 000 offers"] == ["≥ 10.0 ×", "20.0 × (10.0 ×)", "reached |"]
    assert rows[f"{balltree.NAME} / ours, 10 000 offers"] == ["≥ 10.0 ×", "9.00 × (9.00 ×)", "**missed** |"]
    assert rows["recall@20, ours, 10 000 offers"] == ["≥ 1.000", "1.000", "reached |"]
    assert rows["recall@20, ours, numpy alone, 10 000 offers"] == ["≥ 1.000", "0.750", "**missed** |"]
    assert rows["recall@20, ours, 1 000 offers"] == ["≥ 1.000", "not measured", " |"]
    assert rows["CPU time of one need grows with size^"] == ["≤ 0.65", "1.00", "**missed** |"]
    assert rows["bytes a listing, five aspects, 10 000 offers"] == ["≤ 130", "100", "reached |"]
    assert rows["bytes a listing, all aspects, 10 000 offers"] == ["≤ 256", "300", "**missed** |"]
    assert rows["put a listing / ask for one, 10 000 offers"] == [
        "≤ 5.00 ×",
        "6.00 × (4.00 ×)",
        "reached by CPU time alone |",
    ]
    assert rows["withdraw a listing / ask for one, 10 000 offers"] == ["≤ 2.00 ×", "not measured", " |"]


def test_a_ratio_that_holds_by_the_clock_alone_is_missed():
    contest = make_contest({OURS: 1.0, postgresql.NAME: 200.0})
    contest.everybody[postgresql.NAME].cpu_seconds = [90.0, 90.0]

    lines = list(goal_lines({10_000: contest}, [make_growth(10_000)], bytes_with_all={}))

    asked = f"| {postgresql.NAME} / ours, 10 000 offers | ≥ 150 × | 200 × (90.0 ×) | **missed** by CPU time |"
    assert asked in lines
