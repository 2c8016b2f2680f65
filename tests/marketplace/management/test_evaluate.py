"""`manage.py evaluate`."""

from io import StringIO

import numpy as np
from django.core.management import call_command

from marketplace.management.distance_page import distance_section
from marketplace.management.evaluation_page import code_section, pair_section
from marketplace.management.ranking_page import (
    Trial,
    calibration_section,
    direction_section,
    in_each_direction,
    on_one_set,
    ranking_section,
    robustness_section,
    set_section,
)
from matching.evaluation import load_gold_set
from matching.evaluation.rankers import OURS
from matching.knowledge import load_knowledge

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

    assert with_terms[0] == "| English terms | dev | 1 | ours | 1.000 | 1.000 | 1.000 |"


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
    monkeypatch.setattr("marketplace.management.ranking_page._SHORT", (OURS,))

    rows = [line for line in direction_section(flat_trial(OURS)) if " → " in line][1:]

    assert [row.split(" | ")[0][2:] for row in rows[::2]] == ["SE → SE", "SE → NO", "NO → SE", "NO → NO"]
    assert len(rows) == 8


def test_robustness_section_gives_a_row_for_each_loss():
    rows = [line for line in robustness_section(flat_trial(OURS)) if line.startswith("| no ")]

    assert len(rows) >= 6


def test_calibration_section_puts_chances_beside_what_came_true():
    rows = [line for line in calibration_section(flat_trial(OURS)) if line[:3].strip("| ").isdigit()]

    assert len(rows) == 1  # all pairs have one chance


def test_pair_section_compares_with_letters_alone():
    rows = [line.strip("| ").split(" | ") for line in pair_section(load_knowledge()) if line.startswith("| pairs")]

    assert [row[3] for row in rows] == ["ours", "character n-grams"] * 4
    assert [row[0] for row in rows] == ["pairs"] * 4 + ["pairs_dev2"] * 4


def test_distance_section_tells_every_sourced_pair_and_its_address():
    lines = list(distance_section())

    assert sum(line.startswith("| sourced | our roads | ") for line in lines) == 1
    assert [line for line in lines if line.startswith("| Trondheim–Oppdal | 119 | ") and "<https://" in line]
