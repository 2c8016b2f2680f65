"""The benchmark of the rules."""

from datetime import date

from marketplace.management.bench.law import law_section, random_facts
from matching.compliance import border_card
from matching.knowledge import load_knowledge

DAY = date(2026, 11, 24)


def test_law_section_tells_cards_rules_table_and_share():
    lines = list(law_section(as_of=DAY, seed=1, cases=20, listings=15))

    rows = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    assert rows == [
        "work",
        "20 cards of random exchanges",
        f"each with {len(load_knowledge().law.rules)} rows of rules",
        "the table for candidates, all materials",
    ]
    assert any("the gate of unlawful uses takes" in line for line in lines)


def test_random_facts_are_the_same_for_a_seed_and_lead_to_every_kind_of_answer():
    knowledge = load_knowledge()
    facts = list(random_facts(200, knowledge=knowledge, seed=3))

    assert facts == list(random_facts(200, knowledge=knowledge, seed=3))
    assert facts != list(random_facts(200, knowledge=knowledge, seed=4))
    assert len({border_card(each, knowledge=knowledge, as_of=DAY).status for each in facts}) > 2
