"""`manage.py bench`."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

BENCH = "marketplace.management.commands.bench"
PARTS = {
    "knowledge_section": "words",
    "geography_section": "roads",
    "law_section": "law",
    "desk_section": "desk",
    "engine_section": "engine",
    "snapshots_section": "snapshots",
    "imports_section": "imports",
    "pages_section": "pages",
}


@pytest.fixture(autouse=True)
def _quick_parts(settings, tmp_path, monkeypatch):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    for name, line in PARTS.items():
        monkeypatch.setattr(f"{BENCH}.{name}", lambda *_, line=line, **__: iter([line, ""]))


def test_bench_writes_the_page_with_its_machine(tmp_path):
    call_command("bench", stdout=StringIO())

    page = (tmp_path / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert page.startswith("# Benchmarks\n")
    assert " cores, " in page
    assert page.endswith("words\n\nroads\n\nlaw\n\ndesk\n\nengine\n\nsnapshots\n\nimports\n\npages\n")


def test_bench_prints_one_part_and_writes_nothing(tmp_path):
    out = StringIO()

    call_command("bench", only="geo", stdout=out)

    assert out.getvalue().endswith("roads\n\n")
    assert "words" not in out.getvalue()
    assert not (tmp_path / "docs" / "benchmarks.md").exists()


def test_bench_writes_one_part_in_place_of_what_it_measured_before(tmp_path, monkeypatch):
    for name, line in PARTS.items():
        monkeypatch.setattr(f"{BENCH}.{name}", lambda *_, line=line, **__: iter([f"## {line}", "", "old", ""]))
    call_command("bench", stdout=StringIO())
    monkeypatch.setattr(f"{BENCH}.geography_section", lambda **_: iter(["## roads", "", "new", ""]))

    call_command("bench", only="geo", write=True, stdout=StringIO())

    today = timezone.now().date().isoformat()
    page = (tmp_path / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    told = [f"## {line}\n\n{today}.\n\n{'new' if line == 'roads' else 'old'}\n" for line in PARTS.values()]
    assert page.endswith("\n".join(told))
    assert page.count("# Benchmarks\n") == 1


def test_bench_asks_a_million_only_when_told(monkeypatch):
    asked = []
    monkeypatch.setattr(f"{BENCH}.engine_section", lambda **options: asked.append(options["sizes"]) or iter(()))

    call_command("bench", only="engine", stdout=StringIO())
    call_command("bench", only="engine", huge=True, stdout=StringIO())

    assert asked == [(1_000, 10_000, 100_000), (1_000, 10_000, 100_000, 1_000_000)]


def test_bench_names_a_package_that_is_not_installed(monkeypatch):
    out = StringIO()
    monkeypatch.setattr(f"{BENCH}.find_spec", lambda module: None if module == "numba" else module)

    call_command("bench", only="geo", stdout=out)

    assert "numba not installed" in out.getvalue()
