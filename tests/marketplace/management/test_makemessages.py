import shutil

import polib
import pytest
from django.core.management import call_command

pytestmark = pytest.mark.skipif(shutil.which("xgettext") is None, reason="the gettext tools are not installed")


@pytest.fixture
def project(tmp_path, monkeypatch, settings):
    """A folder with one text in its sources, and a Swedish catalogue that knows an older one."""
    (tmp_path / "bark.py").write_text('from django.utils.translation import gettext as _\n_("Much bark")\n')
    folder = tmp_path / "locale" / "sv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\n')
    with (folder / "django.po").open("a") as catalogue:
        catalogue.write('msgid "More bark"\nmsgstr "Mer bark"\n')
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    return folder / "django.po"


def test_makemessages_collects_texts_without_guesses_remains_or_the_time(project):
    call_command("makemessages", "--locale", "sv")

    entries = polib.pofile(str(project))
    assert [(entry.msgid, entry.msgstr, entry.fuzzy, entry.occurrences) for entry in entries] == [
        ("Much bark", "", False, [("bark.py", "")])
    ]
    assert "POT-Creation-Date" not in project.read_text(encoding="utf-8")
