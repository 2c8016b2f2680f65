"""Which language a text is in, when nobody has said."""

from functools import cache

from py3langid import langid

# nb and nn share `no`: in a line or two they cannot be told apart, and Norwegians read both.
_LANGUAGES = ("sv", "no", "en")


def detect_language(text: str) -> str:
    """Return sv, nb or en; Norwegian of either form is nb. Empty for a text without words."""
    if not any(letter.isalpha() for letter in text):
        return ""
    language, _ = _identifier().classify(text)
    return "nb" if language == "no" else str(language)


@cache
def _identifier() -> langid.LanguageIdentifier:
    """Return the model, read once: that takes a second, and only texts without a language need it."""
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    identifier.set_languages(list(_LANGUAGES))
    return identifier
