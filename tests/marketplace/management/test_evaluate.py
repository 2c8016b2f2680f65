"""`manage.py evaluate`."""

from io import StringIO

import numpy as np
from django.core.management import call_command

from marketplace.management.distance_page import distance_section
from marketplace.management.evaluation_page import code_section, pair_section
from marketplace.management.ranking_checks import calibration_section, robustness_section
from marketplace.management.ranking_goals import goal_section
from marketplace.management.ranking_page import direction_section, in_each_direction, ranking_section, set_section
from marketplace.management.ranking_trial import Trial, on_one_set
from marketplace.management.safety_page import Safety, safety_section
from marketplace.management.stated_page import stated_section
from matching.engine.setting import Setting
from matching.evaluation import HardRule, load_gold_set
from matching.evaluation.rankers import OURS
from matching.knowledge import load_knowledge
from tests.matching.made import ENGINE

EVALUATE = "marketplace.management.commands.evaluate"


def test_evaluate_prints_one_part_and_writes_nothing(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    out = StringIO()

    call_command("evaluate", only="pairs", stdout=out)

    assert "# Evaluation" in out.getvalue()
    assert "| test | " in out.getvalue()
    assert not (tmp_path / "docs").exists()


def test_evaluate_writes_the_page(settings, tmp_path, monkeypatch):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    made = {"code_section": "codes", "pair_section": "pairs", "ranking_part": "ranking"}
    made |= {"distance_section": "distances", "search_section": "searches"}
    for name, line in made.items():
        monkeypatch.setattr(f"{EVALUATE}.{name}", lambda *_, line=line, **__: iter([line, ""]))

    call_command("evaluate", stdout=StringIO())

    page = (tmp_path / "docs" / "evaluation.md").read_text(encoding="utf-8")
    assert page.startswith("# Evaluation\n")
    assert f"Tables {load_knowledge().version}." in page
    assert page.endswith("codes\n\npairs\n\nranking\n\ndistances\n\nsearches\n")


def test_code_section_has_english_terms_where_they_are(tmp_path, monkeypatch):
    monkeypatch.setattr("marketplace.management.evaluation_page.PHRASE_SETS", ())
    (tmp_path / "ewc_search_dev.csv").write_text("term_en,ewc_codes\nSawdust,03 01 05\n", encoding="utf-8")

    with_terms = [line for line in code_section(load_knowledge(), reference_folder=tmp_path) if "English terms" in line]

    assert with_terms[0] == "| English terms | dev | 1 | ours | 1.000 |  | 1.000 |  | 1.000 |  |"
    assert with_terms[1].endswith(" (+0.000 to +0.000) |")


def flat_trial(*names):
    flat = dict.fromkeys(names, lambda offers, needs: np.full((len(offers), len(needs)), 0.5))
    return Trial(load_gold_set(), flat, "dev")


def test_ranking_section_compares_asked_by_both_sides():
    lines = list(ranking_section(flat_trial(OURS)))

    assert [line.split(",")[1] for line in lines if line.startswith("## ")] == [
        " asked by needs (dev",
        " asked by offers (dev",
    ]
    assert sum(line.startswith(f"| {OURS} | ") for line in lines) == 2


def test_in_each_direction_has_every_ranker_and_measure_by_both_sides():
    lines = list(in_each_direction(flat_trial(OURS, "flat")))

    assert sum(line.startswith("### ") for line in lines) == 8
    assert "### SE → NO, asked by offers (dev, n = " in "\n".join(lines)
    rows = [line for line in lines if line.startswith(("| ours ", "| flat "))]
    assert len(rows) == 16
    assert {row.count("|") for row in rows} == {8}
    assert all("(+0.000 to +0.000)" in row for row in rows if row.startswith("| flat "))


def test_set_section_names_what_was_not_run():
    lines = "\n".join(set_section(flat_trial(OURS), why_not="the extra `semantic` is not installed"))

    assert "92 offers and 90 needs" in lines
    assert "Not run: ours with meanings (weight 0.05), as the extra `semantic` is not installed." in lines
    assert "Not run" not in "\n".join(set_section(flat_trial(OURS), why_not=""))


def test_on_one_set_ranks_once():
    asked = []
    ranker = on_one_set(lambda offers, needs: asked.append(1) or np.ones((2, 2)), load_gold_set())

    assert ranker((), ()).tolist() == ranker((), ()).tolist() == [[1, 1], [1, 1]]
    assert len(asked) == 1


def test_direction_section_asks_both_sides_in_all_four_directions(monkeypatch):
    monkeypatch.setattr("marketplace.management.ranking_page.SHORT", (OURS,))

    rows = [line for line in direction_section(flat_trial(OURS)) if " → " in line][1:]

    assert [row.split(" | ")[0][2:] for row in rows[::2]] == ["SE → SE", "SE → NO", "NO → SE", "NO → NO"]
    assert len(rows) == 8


def test_goal_section_tells_what_was_reached_and_what_was_missed():
    trial = flat_trial(OURS, "ours without text", "flat")

    rows = [line for line in goal_section(trial, trial, flat_safety(trial)) if line.startswith("| ")][1:]

    goals = [row.strip("| ").split(" | ") for row in rows]
    assert [goal[0].split(", asked")[0] for goal in goals[:3:2]] == ["nDCG@10"] * 2
    assert all("over flat" in goal[0] for goal in goals[1:4:2])  # ours without text is no baseline
    assert [goal[1:] for goal in goals[1:4:2]] == [["> +0.000", "+0.000", "**missed**"]] * 2  # no better is not above
    assert len(goals) == 9
    assert all(goal[-1] == "**missed**" for goal in goals)


def flat_safety(trial):
    return Safety(trial, Setting(**ENGINE), ENGINE["distances"])


def test_safety_section_counts_by_rule_and_by_ranker():
    safety = flat_safety(flat_trial(OURS, "ours without text", "flat"))

    lines = list(safety_section(safety))

    cells = {line.strip("| ").split(" | ")[0]: line.strip("| ").split(" | ")[1:] for line in lines if line[:1] == "|"}
    assert {str(rule) for rule in HardRule} < cells.keys()
    assert "ours without text" not in cells
    assert cells[OURS] == cells["flat"]
    assert int(cells["flat"][2]) == safety.by_rules == safety.suggested > 0
    assert int(cells["any"][2]) == safety.by_rules
    assert int(cells["flat"][1]) == safety.by_gates > 0


def test_stated_section_puts_stated_beside_text():
    trial = flat_trial(OURS, "ours without quality", "same waste code")

    lines = list(stated_section(trial, load_gold_set(stated=True), setting=Setting(**ENGINE)))

    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith(("| ours", "| same"))]
    assert [row[0] for row in rows] == [OURS, "ours without quality", "same waste code"]
    assert all(row[1] == row[2] for row in rows)  # who looks at nothing ranks both alike
    assert "ours gains +0.000 (+0.000 to +0.000) asked by needs" in " ".join(lines)
    assert "quality of 17, by texts alone of 0" in " ".join(lines)


def test_robustness_section_gives_a_row_for_each_loss():
    rows = [line for line in robustness_section(flat_trial(OURS)) if line.startswith("| no ")]

    assert len(rows) >= 6


def test_calibration_section_puts_chances_beside_what_came_true():
    lines = list(calibration_section(flat_trial(OURS)))

    rows = [line for line in lines if line[:3].strip("| ").isdigit()]
    assert len(rows) == 2  # all pairs have one chance, and all of them are suggested
    assert rows[0].split(" | ")[1:] == rows[1].split(" | ")[1:]
    assert sum(line.startswith("| the curve as shipped | 0.") for line in lines) == 1


def test_pair_section_compares_with_letters_alone():
    rows = [line.strip("| ").split(" | ") for line in pair_section(load_knowledge()) if line.startswith("| pairs")]

    assert [row[3] for row in rows] == ["ours", "character n-grams"] * 4
    assert [row[0] for row in rows] == ["pairs"] * 4 + ["pairs_dev2"] * 4


def test_distance_section_tells_every_sourced_pair_and_its_address():
    lines = list(distance_section())

    assert sum(line.startswith("| sourced | our roads | ") for line in lines) == 1
    assert [line for line in lines if line.startswith("| Trondheim–Oppdal | 119 | ") and "<https://" in line]
