"""Every line of the tables that says what is called what: terms of materials, names of waste codes and headings."""

from collections.abc import Iterator

from matching.knowledge import Knowledge
from matching.words.code_words import Entry, Target


def material_entries(knowledge: Knowledge) -> Iterator[Entry]:
    """Yield the terms of materials; in a term is what one word or few words say."""
    for term in knowledge.terms:
        if term.material:
            yield Entry(term.text, term.language, Target(material=term.material))


def name_entries(knowledge: Knowledge) -> Iterator[Entry]:
    """Yield the names of waste codes and of their headings."""
    for code, waste in knowledge.waste_codes.items():
        for language, name in waste.names.items():
            yield Entry(name, language, Target(codes=(code,)), is_term=False)
    for heading, names in knowledge.waste_headings.items():
        for language, name in names.items():
            yield Entry(name, language, Target(heading=heading), is_term=False)
