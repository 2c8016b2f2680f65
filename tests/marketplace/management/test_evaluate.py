"""`manage.py evaluate`."""

from io import StringIO

import pytest
from django.core.management import call_command

from marketplace.management.evaluation_page import pair_section
from matching.knowledge import load_knowledge


def test_evaluate_prints_one_part_and_writes_nothing(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    out = StringIO()

    call_command("evaluate", only="pairs", stdout=out)

    assert "# Evaluation" in out.getvalue()
    assert "| test | " in out.getvalue()
    assert not (tmp_path / "docs").exists()


@pytest.mark.parametrize("heading", ["## Waste codes from words", "## The same material", "## Ranking, asked by needs"])
def test_evaluate_writes_the_page(page, heading):
    assert heading in page


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "docs").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.BASE_DIR", folder)
        patch.delenv("REFERENCE_DIR", raising=False)
        call_command("evaluate", stdout=StringIO())
    return (folder / "docs" / "evaluation.md").read_text(encoding="utf-8")


def test_pair_section_compares_with_letters_alone():
    rows = [line for line in pair_section(load_knowledge()) if line.startswith("| dev")]

    assert [row.split(" | ")[2] for row in rows] == ["ours", "character n-grams"]
