import pytest

from tests.marketplace.catalogues import catalogue, messages_in_sources, placeholders

LANGUAGES = ["sv", "nb"]  # the sources are English


@pytest.fixture(scope="module")
def sources():
    return messages_in_sources()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_sources_is_translated(language, sources):
    entries = catalogue(language)

    missing = [f"{where}: {message[1]!r}" for message, where in sources.items() if message not in entries]
    empty = [message[1] for message, entry in entries.items() if message in sources and not entry.translated()]

    assert missing + empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess_or_left_over(language, sources):
    entries = catalogue(language)

    assert [message[1] for message, entry in entries.items() if entry.fuzzy] == []
    assert [message[1] for message in entries if message not in sources] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_take_the_same_values_as_the_text(language):
    wrong = []
    for (_context, singular, plural), entry in catalogue(language).items():
        allowed = [placeholders(singular), placeholders(plural or singular)]
        for text in entry.msgstr_plural.values() if plural else [entry.msgstr]:
            if text and placeholders(text) not in allowed:
                wrong.append(f"{singular!r} → {text!r}")

    assert wrong == []


def test_messages_in_sources_are_read_from_code_and_templates(sources):
    # One of each kind of marking: if the reader missed one, the tests above would find nothing to say.
    said = {message[1] for message in sources}

    assert "Skip to the content" in said  # {% translate %}
    assert "To %(to)s" in said  # {% blocktranslate %}
    assert "Log in to go on." in said  # gettext_lazy
    assert "waiting for review" in said  # gettext_lazy as _
    assert any(message[2] for message in sources)  # plural
