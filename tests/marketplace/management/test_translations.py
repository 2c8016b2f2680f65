import gettext
import os

import pytest

from marketplace.management.translations import build_translations

PO = """
msgid ""
msgstr "Language: sv\\nContent-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "bark"
msgstr "bark från såg"

#, fuzzy
msgid "sawdust"
msgstr "en gissning"
"""


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "sv" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO, encoding="utf-8")
    return path


def test_build_translations_writes_what_the_site_reads(source, tmp_path):
    [built] = build_translations(tmp_path)

    with built.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert built == source.with_suffix(".mo")
    assert catalogue.gettext("bark") == "bark från såg"
    assert catalogue.gettext("sawdust") == "sawdust"  # nobody has confirmed the guess


def test_build_translations_builds_only_what_is_stale(source, tmp_path):
    [built] = build_translations(tmp_path)

    at_once = build_translations(tmp_path)
    os.utime(source, (built.stat().st_mtime + 10,) * 2)

    assert at_once == []
    assert build_translations(tmp_path) == [built]
    assert [path.suffix for path in sorted(source.parent.iterdir())] == [".mo", ".po"]
