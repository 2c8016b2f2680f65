import importlib.resources

import polib
import pytest

from marketplace.wording.borrowed import BORROWED


def catalogue_of(package):
    """Return the texts that a package translates into Swedish."""
    path = importlib.resources.files(package) / "locale" / "sv" / "LC_MESSAGES" / "django.po"
    return {entry.msgid for entry in polib.pofile(path.read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def known():
    packages = ["django.conf", "django.contrib.auth", "allauth"]
    return set().union(*(catalogue_of(package) for package in packages))


@pytest.mark.parametrize("text", BORROWED)
def test_borrowed_texts_are_still_said_by_those_whose_they_are(text, known):
    assert str(text) in known
