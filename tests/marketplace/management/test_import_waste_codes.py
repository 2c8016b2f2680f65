"""The command that takes official lists of waste codes into the tables."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from marketplace.models import Event, TableCorrection
from marketplace.queries.knowledge import current_knowledge, renew_knowledge

pytestmark = pytest.mark.django_db
NEW = "03 01 77* Något nytt.\n"
DAY = date(2027, 2, 1)


@pytest.fixture
def run(tmp_path, capsys):
    def command(text, *options):
        path = tmp_path / "list.txt"
        path.write_text(text, encoding="utf-8")
        call_command("import_waste_codes", path, "--language", "en", *options)
        return capsys.readouterr().out

    return command


def test_a_trial_shows_what_would_change_and_writes_nothing(run):
    told = run(NEW, "--partial", "--dry-run")

    assert "03 01 77  new: Något nytt" in told
    assert "1 new, 0 changed, 0 ended." in told
    assert not TableCorrection.objects.exists()


def test_codes_hold_from_their_day_and_a_second_run_brings_nothing(run):
    run(NEW, "--partial", "--from", "2027-02-01")
    rows = TableCorrection.objects.count()
    again = run(NEW, "--partial", "--from", "2027-02-01")
    renew_knowledge(as_of=TableCorrection.objects.first().valid_from)

    code = current_knowledge().waste_codes["030177"]
    assert (code.is_valid("SE", day=date(2027, 1, 31)), code.is_valid("SE", day=DAY)) == (False, True)
    assert "0 new, 0 changed, 0 ended." in again
    assert TableCorrection.objects.count() == rows == 4
    assert Event.objects.get().kind == "waste_codes.imported"
    assert set(TableCorrection.objects.values_list("source", "state")) == {("list.txt", "approved")}


def test_nothing_hazardous_becomes_harmless_unasked(run):
    text = "Kode;Beskrivelse;Farlig\n160601;Blybatterier;Nei"

    told = run(text, "--partial")
    assert "1 code that would no longer be hazardous is left as it is" in told
    assert "0 new, 0 changed, 0 ended." in told
    assert "no longer hazardous: Blybatterier" in run(text, "--partial", "--also-harmless", "--dry-run")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NEW, "--partial"),
        ("03 01 77 Ett\n\n03 01 77 Två", "Line 3: 030177 stands there for the second time"),
        ("Kode;Beskrivelse;Farlig\n030177;Nytt;nja", "Line 2: “nja” has to be Ja or Nei"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_to_do(run, text, told):
    with pytest.raises(CommandError, match=told.replace("(", r"\(")):
        run(text)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes("03 01 77 Nöje".encode("latin-1"))

    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import_waste_codes", path, "--language", "en")
