"""What is said in the sources, and what the translators' catalogues say to it."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

Message = tuple[str, str, str]  # context, singular, plural
_FUNCTIONS = ["gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext", "_"]
_FOLDERS = ["marketplace", "api", "templates", "geo", "matching"]
_CALL = re.compile(r"""\b\w*_?\((?:[^()'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*\)""")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def messages_in_sources() -> dict[Message, str]:
    """Return every message that the sources ask to translate → the first file that does."""
    found: dict[Message, str] = {}
    for folder in _FOLDERS:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            for message in _messages(path):
                found.setdefault(message, str(path.relative_to(settings.BASE_DIR)))
    return found


def _messages(path: Path) -> Iterator[Message]:
    if path.suffix == ".py" and "migrations" not in path.parts:
        source = path.read_text(encoding="utf-8")
    elif path.suffix in (".html", ".txt") and "templates" in path.parts:
        marked = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        source = "\n".join(call.group() for call in _CALL.finditer(marked))  # the rest is blanked out, and no Python
    else:
        return
    for _line, function, said, _comments in extract_python(BytesIO(source.encode()), _FUNCTIONS, [], {}):
        yield from _message(function, said)


def _message(function: str, said: str | tuple[str | None, ...]) -> Iterator[Message]:
    texts = (said,) if isinstance(said, str) else said
    context, texts = (texts[0] or "", texts[1:]) if "pgettext" in function else ("", texts)
    singular, plural = texts[0], texts[1] if function.startswith(("n", "np")) else ""
    if singular:  # None where it is no literal: such a text is marked where it is written
        yield context, singular, plural or ""


def catalogue(language: str) -> dict[Message, polib.POEntry]:
    """Return message → its entry in a language's catalogue, without those no longer in use."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    entries = polib.pofile(str(path)) if path.exists() else []
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural): entry for entry in entries if not entry.obsolete}


def placeholders(text: str) -> set[str]:
    """Return the places in a text that values go into."""
    return set(_PLACEHOLDER.findall(text.replace("%%", "")))
