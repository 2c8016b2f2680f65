"""The benchmark of tables and words."""

from datetime import date

from marketplace.management.bench import knowledge
from marketplace.management.bench.knowledge import knowledge_section


def test_knowledge_section_has_a_row_for_each_work_and_size(monkeypatch):
    monkeypatch.setattr(knowledge, "_LINES", 4)
    # Tracing every allocation takes five times the work; that it counts right is tested with the other measures.
    monkeypatch.setattr(knowledge, "held_bytes", lambda work: bool(work()))

    lines = list(knowledge_section(as_of=date(2026, 11, 24), seed=1, sizes=(5, 10)))

    rows = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    assert rows == [
        "work",
        "load all tables",
        "make the text model",
        "make the code finder, and keep it in a folder",
        "make the code finder from that folder",
        "texts",
        "5",
        "10",
    ]
    assert any("mean of 4 phrases" in line for line in lines)
