"""Files as Swedish and Norwegian spreadsheets write them, from the command line into the site."""

import codecs
import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.models import Event, Firm, Listing, PropertyValue, Site
from tests.factories import make_offer

pytestmark = pytest.mark.django_db
SWEDISH = {
    **{"id": "S1", "side": "utbud", "title": "Torrt sågspån i bal", "material": "sågspån", "quantity": "1 234,5"},
    **{"unit": "ton", "rhythm": "per månad", "months": "1-4;11;12", "ewc_code": "03 01 05", "place": "Järpen, Åre"},
    **{"country": "SE", "price": "-60,5", "currency": "SEK", "firm": "Såg & Söner AB", "moisture": "10-12"},
}
NORWEGIAN = {
    **{"id": "N1", "side": "behov", "title": "Sagflis til fjøset ønskes", "material": "sagflis", "quantity": "12"},
    **{"unit": "m3/uke", "months": "10-4", "place": "Meråker", "country": "NO", "firm": "Fjøsmo Gård AS"},
}


@pytest.fixture
def run(tmp_path):
    """Return what writes rows into a file, imports it and returns the lines of the report."""

    def write_and_import(*rows, encoding="utf-8", delimiter=",", **options):
        file = tmp_path / "listings.csv"
        file.write_bytes(written(rows, encoding=encoding, delimiter=delimiter))
        return imported(file, **options)

    return write_and_import


def written(rows, *, encoding="utf-8", delimiter=","):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def imported(file, **options):
    out = io.StringIO()
    call_command("import_listings", str(file), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue().splitlines()


def rejected(tmp_path):
    return list(csv.DictReader(io.StringIO((tmp_path / "listings.rejected.csv").read_text(encoding="utf-8-sig"))))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_import_listings_reads_what_spreadsheets_write(run, encoding, delimiter):
    lines = run(SWEDISH, NORWEGIAN, encoding=encoding, delimiter=delimiter)

    offer, need = Listing.objects.order_by("side").reverse()
    assert lines[-1] == "2 rows: 2 new, 0 changed, 0 as before, 0 rejected."
    assert (offer.title, offer.material, float(offer.amount), offer.unit, offer.rhythm, offer.months) == (
        *("Torrt sågspån i bal", "sawdust", 1234.5, "t", "month"),
        [1, 2, 3, 4, 11, 12],
    )
    assert (offer.waste_code, float(offer.price), offer.language, offer.state) == ("030105", -60.5, "sv", "published")
    assert (need.unit, need.rhythm, need.months, need.language) == ("m3", "week", [1, 2, 3, 4, 10, 11, 12], "nb")
    assert PropertyValue.objects.get().low == 10


def test_import_listings_reports_every_row_in_the_readers_words(run):
    lines = run(SWEDISH, {**NORWEGIAN, "material": "", "extra": "x"}, {**NORWEGIAN, "id": "N2", "side": "both"})

    assert lines[:4] == [
        "Ignored, an unknown column: “extra”",
        "Row 2, “Torrt sågspån i bal”: published.",
        "Row 3, “Sagflis til fjøset ønskes”: kept as a draft. material: Choose a material, so that others can find it.",
        "Row 4, “Sagflis til fjøset ønskes”: rejected. side: write offer / need, not “both”.",
    ]
    assert lines[4] == "3 rows: 2 new, 0 changed, 0 as before, 1 rejected."


def test_import_listings_doubles_nothing_when_run_twice(run):
    run(SWEDISH, NORWEGIAN, {**SWEDISH, "id": "", "title": "Bark"})
    counts = [model.objects.count() for model in (Firm, Site, Listing, Event, PropertyValue)]

    lines = run(SWEDISH, NORWEGIAN, {**SWEDISH, "id": "", "title": "Bark"})

    assert lines[-1] == "3 rows: 0 new, 0 changed, 3 as before, 0 rejected."
    assert [model.objects.count() for model in (Firm, Site, Listing, Event, PropertyValue)] == counts


def test_import_listings_changes_the_listing_of_a_changed_row_alone(run):
    run(SWEDISH, NORWEGIAN)

    lines = run({**SWEDISH, "quantity": "900"}, NORWEGIAN)

    assert lines[0] == "Row 2, “Torrt sågspån i bal”: changed."
    assert list(Listing.objects.order_by("pk").values_list("amount", flat=True)) == [900, 12]


def test_import_listings_publishes_a_draft_once_its_row_is_complete(run):
    run({**SWEDISH, "unit": "bingar"})

    lines = run(SWEDISH)

    assert Listing.objects.get().state == Listing.State.PUBLISHED
    assert lines[-1] == "1 row: 0 new, 1 changed, 0 as before, 0 rejected."


def test_import_listings_writes_nothing_in_a_dry_run_and_says_the_same(run, tmp_path):
    rows = [SWEDISH, {**NORWEGIAN, "place": "Atlantis"}, {**NORWEGIAN, "id": "N2", "title": ""}]

    dry = run(*rows, dry_run=True)

    assert [model.objects.count() for model in (Firm, Site, Listing, Event, PropertyValue)] == [0] * 5
    assert not (tmp_path / "listings.rejected.csv").exists()
    assert dry[-1] == "This was a trial: nothing was written."
    assert dry[:-1] == run(*rows)[:-1]


def test_import_listings_puts_what_cannot_be_read_aside_with_the_reason(run, tmp_path):
    long = "x" * 1_000_000

    run(
        {**SWEDISH, "title": ""},
        SWEDISH,
        {**SWEDISH, "title": "The same id again"},
        {**SWEDISH, "id": "S2", "title": long},
        {**SWEDISH, "id": "S3", "org_number": "556677-8890"},
        NORWEGIAN,
    )

    reasons = {row["id"] + row["title"][:3]: row["reason"] for row in rejected(tmp_path)}
    assert reasons == {
        "S1": "title: Say what it is, in a few words.",
        "S1The": "It is the same as row 3: give each listing of a firm its own id.",
        "S2xxx": "title: Ensure this value has at most 120 characters (it has 1000000).",
        "S3Tor": "This is no Swedish organisation number. Check its digits: ten, such as 556677-8899.",
    }
    assert sorted(Listing.objects.values_list("external_id", flat=True)) == ["N1", "S1"]


def test_import_listings_takes_rejected_rows_back_once_corrected(run, tmp_path):
    run({**SWEDISH, "side": "?", "title": "=HYPERLINK(1)", "description": "-60 grader"}, delimiter=";")
    file = tmp_path / "listings.rejected.csv"
    file.write_bytes(file.read_bytes().replace(b";?;", b";offer;"))

    lines = imported(file)

    listing = Listing.objects.get()
    assert "'=HYPERLINK(1)" in file.read_text(encoding="utf-8-sig")
    assert (listing.title, listing.description) == ("=HYPERLINK(1)", "-60 grader")
    assert lines == ["Row 2, “=HYPERLINK(1)”: published.", "1 row: 1 new, 0 changed, 0 as before, 0 rejected."]


def test_import_listings_gives_the_same_id_of_two_firms_to_both(run):
    run(SWEDISH, {**SWEDISH, "firm": "Sågen i Åre AB"})

    assert Listing.objects.filter(external_id="S1").count() == 2


def test_import_listings_speaks_the_language_that_is_asked_for(run):
    lines = run({**SWEDISH, "price": "gratis"}, language="en")

    assert lines[0].endswith("price: “gratis” is not a number.")


def test_import_listings_shows_no_control_characters(run):
    lines = run({**SWEDISH, "title": "Bark\x1b[31m röd\nrad"})

    assert lines[0] == "Row 2, “Bark [31m röd rad”: published."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no file listings.csv."),
        (b"", "listings.csv is empty."),
        (b"\n\n", "listings.csv is empty."),
        (b"PK\x03\x04\x14\x00\x81\x8d\x8f\x90\x9d", "is not a CSV file"),
        (b"title,side\nBark,offer\n", "has no column “id”"),
        (b"id,side\n1,offer\n", "has no column “title”"),
        (b"id,title,title\n1,a,b\n", "two columns “title”"),
        (codecs.BOM_UTF8 + b"just a line of text\n", "has no column “id”"),
    ],
)
def test_import_listings_says_in_one_sentence_why_a_file_cannot_be_read(tmp_path, content, words):
    file = tmp_path / "listings.csv"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=words):
        imported(file)


def test_import_listings_takes_a_folder_for_no_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        imported(tmp_path)


def test_import_listings_asks_as_much_for_each_row_however_many_there_are(run):
    make_offer()  # content types and the like are read once
    run({**SWEDISH, "id": "first"})

    few = _queries(run, [{**SWEDISH, "id": f"few{number}"} for number in range(2)])
    many = _queries(run, [{**SWEDISH, "id": f"many{number}"} for number in range(6)])
    again = _queries(run, [{**SWEDISH, "id": f"many{number}"} for number in range(6)])

    assert (many - few) / 4 <= few / 2 <= 50  # what a file asks once counts for less among many
    assert again == 6 * 3 + 4  # listing and the savepoint around it; once: whose turn it is, firm, transaction


def _queries(run, rows):
    with CaptureQueriesContext(
        connection,
    ) as context:
        run(*rows)
    return len(context)
