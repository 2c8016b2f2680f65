"""Importing a spreadsheet by page: uploading, columns, rows, result, undoing; who may, and what is sent twice."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from marketplace.models import Import, Listing, Site
from tests.factories import make_coordinator, make_firm, make_member, make_offer, make_site, make_user
from tests.spreadsheets import norwegian_workbook, swedish_csv
from tests.worker import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    firm = make_firm(name="Ängsbergets Såg")
    make_site(firm)
    return firm


@pytest.fixture
def member(firm, client):
    member = make_member(firm)
    client.force_login(member)
    return member


def upload(client, firm, content, *, name="rester.csv", side="offer", site="", **more):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("import-new", args=[firm.pk]), {"file": file, "side": side, "site": site, **more})


def columns(client, staged, **told):
    answers = {f"column_{at}": column for at, column in enumerate(staged.columns)}
    return client.post(reverse("import-columns", args=[staged.pk]), {**answers, "unit": "", "rhythm": "", **told})


def swedish(client, firm):
    """Return the messy Swedish file, uploaded, its columns told."""
    upload(client, firm, swedish_csv())
    staged = Import.objects.get()
    columns(client, staged, column_6="description")
    staged.refresh_from_db()
    return staged


def start(client, staged):
    return client.post(reverse("import-start", args=[staged.pk]), follow=True)


def test_import_new_asks_only_about_columns_that_are_not_known(client, firm, member):
    answer = upload(client, firm, swedish_csv())

    staged = Import.objects.get()
    assert answer.url == reverse("import-columns", args=[staged.pk])
    assert staged.columns == ["title", "material", "quantity", "unit", "months", "place", ""]
    page = client.get(answer.url).content.decode()
    assert "Anteckning" in page
    assert "Ligger ute" in page


def test_import_new_reads_a_file_whose_columns_are_all_known_at_once(client, firm, member):
    answer = upload(client, firm, norwegian_workbook(), name="rester.xlsx")

    staged = Import.objects.get()
    assert answer.url == reverse("import-detail", args=[staged.pk])
    assert staged.state == "ready"


def test_import_detail_shows_row_by_row_what_was_understood_and_what_is_missing(client, firm, member):
    staged = swedish(client, firm)

    page = client.get(reverse("import-detail", args=[staged.pk])).content.decode()

    assert "1,250.5 t a year" in page
    assert "Oct–Apr" in page
    assert "30 m³ a week" in page
    assert "We take it for" in page
    assert "<strong>D7</strong>" in page
    assert "kärror" in page


def test_import_start_publishes_what_is_complete_and_keeps_the_rest_as_drafts(client, firm, member):
    staged = swedish(client, firm)

    page = start(client, staged).content.decode()

    published = Listing.objects.filter(state="published").order_by("pk")
    assert [(each.title, each.material, each.unit, each.months) for each in published] == [
        ("Bark från barkmaskinen", "bark", "t", [1, 2, 3, 4, 10, 11, 12]),
        ("Torr kutterspån", "planer_shavings", "m3", list(range(1, 13))),
    ]
    assert Listing.objects.get(state="draft").title == "Stolpar"
    assert "3 new" in page
    assert {each.created_by for each in Listing.objects.all()} == {member}
    assert published[0].description == "Ligger ute"


def test_import_start_twice_imports_once(client, firm, member):
    staged = swedish(client, firm)

    start(client, staged)
    start(client, staged)
    work_off()

    assert Listing.objects.count() == 3


def test_the_same_file_uploaded_twice_is_one_import_and_once_imported_changes_nothing(client, firm, member):
    staged = swedish(client, firm)
    upload(client, firm, swedish_csv())
    assert Import.objects.count() == 1
    start(client, staged)

    upload(client, firm, swedish_csv())
    again = Import.objects.exclude(pk=staged.pk).get()
    columns(client, again, column_6="description")
    start(client, again)

    assert Listing.objects.count() == 3
    assert set(again.rows.values_list("result", flat=True)) == {"unchanged"}


def test_import_of_a_norwegian_workbook_reads_prices_seasons_and_units_of_the_heading(client):
    firm = make_firm(country="NO", name="Verdal Settefisk")
    client.force_login(make_member(firm))
    upload(client, firm, norwegian_workbook(), name="rester.xlsx")
    staged = Import.objects.get()

    start(client, staged)

    sludge, shavings = Listing.objects.filter(state="published").order_by("pk")
    assert (sludge.material, sludge.unit, sludge.rhythm, float(sludge.amount)) == ("fish_sludge", "t", "year", 1200.5)
    assert (sludge.waste_code, float(sludge.price), sludge.currency) == ("020102", -150, "NOK")
    assert sludge.months == [5, 6, 7, 8, 9]
    assert (shavings.price, shavings.currency) == (0, "NOK")
    assert Site.objects.get(firm=firm).municipality == "NO-5038"


def test_import_row_corrects_a_row_that_then_is_complete(client, firm, member):
    staged = swedish(client, firm)
    row = staged.rows.get(verdict="draft")
    address = reverse("import-row", args=[row.pk])
    assert "kärror" in client.get(address).content.decode()

    fixed = {"title": "Stolpar", "material": "clean_waste_wood", "quantity": "12", "unit": "t", "place": "Krokom"}
    client.post(address, {**fixed, "rhythm": "once"})

    row.refresh_from_db()
    assert (row.verdict, row.problems) == ("ready", {})
    start(client, staged)
    listing = Listing.objects.get(title="Stolpar")
    assert (listing.state, listing.rhythm, listing.unit) == ("published", "once", "t")


def test_a_number_of_loads_is_a_draft_that_asks_for_their_tonnes_until_they_are_told(client, firm, member):
    rows = "Gödsel;Hästgödsel;3 lass i månaden;Krokom\nMer;Hästgödsel;3 lass à 8 ton i månaden;Krokom\n"
    upload(client, firm, f"Vad;Material;Mängd;Ort\n{rows}".encode())
    staged = Import.objects.get()
    asked, told = staged.rows.order_by("number")
    assert (asked.verdict, list(asked.problems), told.verdict) == ("draft", ["kg_each"], "ready")
    page = client.get(reverse("import-row", args=[asked.pk])).content.decode()
    assert "<strong>C2</strong>" in page
    assert "Say what one load weighs" in page

    fixed = {"title": "Gödsel", "material": "horse_manure", "quantity": "3", "unit": "trips", "rhythm": "month"}
    client.post(reverse("import-row", args=[asked.pk]), {**fixed, "place": "Krokom", "kg_each": "8000"})

    start(client, staged)
    assert set(Listing.objects.values_list("state", "unit", "quantity")) == {("published", "trips", 288_000)}


def test_a_line_that_adds_up_the_others_is_left_out_until_it_is_taken_in(client, firm, member):
    upload(client, firm, "Vad;Material;Mängd;Ort\nBark;bark;2,5 ton;Krokom\nSumma;;2,5 ton;\n".encode())
    staged = Import.objects.get()

    page = client.get(reverse("import-detail", args=[staged.pk])).content.decode()

    assert list(staged.rows.order_by("number").values_list("is_left_out", flat=True)) == [False, True]
    assert "Left out" in page
    start(client, staged)
    assert Listing.objects.get().title == "Bark"


def test_import_row_leave_out_leaves_a_row_alone_and_takes_it_in_again(client, firm, member):
    staged = swedish(client, firm)
    row = staged.rows.order_by("number").first()
    address = reverse("import-row-leave-out", args=[row.pk])

    client.post(address, {"is_left_out": "1"})
    start(client, staged)

    assert not Listing.objects.filter(title="Bark från barkmaskinen").exists()
    client.post(address, {"is_left_out": "0"})
    row.refresh_from_db()
    assert row.is_left_out  # too late: it is imported


def test_import_undo_deletes_drafts_and_withdraws_what_was_published(client, firm, member):
    staged = swedish(client, firm)
    start(client, staged)
    work_off()

    page = client.post(reverse("import-undo", args=[staged.pk]), follow=True).content.decode()

    assert "The import is undone" in page
    assert sorted(Listing.objects.values_list("state", flat=True)) == ["withdrawn", "withdrawn"]
    assert Site.objects.filter(firm=firm).count() == 2  # Östersund stays, for a withdrawn listing lies there


def test_import_rejected_gives_the_rows_as_they_came_with_their_reasons(client, firm, member):
    content = "Vad;Mängd;Ort;Typ av annons\nBark;1,5;Krokom;kanske\n=cmd();2;Krokom;kanske\n"
    upload(client, firm, f"{content}{'x' * 130};2;Krokom;har\n".encode())
    staged = Import.objects.get()

    text = client.get(reverse("import-rejected", args=[staged.pk, "csv"])).content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(client.get(reverse("import-rejected", args=[staged.pk, "xlsx"])).content))

    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Vad", "Mängd", "Ort", "Typ av annons", "Reason"]
    assert rows[1][:4] == ["Bark", "1,5", "Krokom", "kanske"]
    assert "“kanske”" in rows[1][4]
    assert rows[3][4] == "A4 Title: Ensure this value has at most 120 characters (it has 130)."
    assert rows[2][0] == "'=cmd()"
    assert book.active["A3"].value == "'=cmd()"


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_import_template_is_read_back_without_asking(client, firm, member, language, kind):
    template = client.get(reverse("import-template", args=[kind]), {"language": language})
    if kind == "csv":
        delimiter = "," if language == "en" else ";"
        heading = template.content.decode("utf-8-sig").strip()
        content = f"{heading}\nBark{delimiter}Bark{delimiter}3{delimiter}t\n".encode()
    else:
        book = load_workbook(io.BytesIO(template.content))
        for examples in book.worksheets[1].iter_rows(min_row=2, values_only=True):
            book.worksheets[0].append(examples)
        saved = io.BytesIO()
        book.save(saved)
        content = saved.getvalue()

    upload(client, firm, content, name=f"fylld.{kind}")

    staged = Import.objects.get()
    assert "" not in staged.columns
    assert {row.verdict for row in staged.rows.all()} == ({"draft"} if kind == "csv" else {"ready"})


def test_import_detail_of_a_long_file_shows_progress_and_a_worker_does_the_rest(client, firm, member):
    rows = "".join(f"Bark {number};bark;2,5;ton;Krokom\n" for number in range(120))
    upload(client, firm, f"Vad;Material;Mängd;Enhet;Ort\n{rows}".encode())
    staged = Import.objects.get()
    address = reverse("import-detail", args=[staged.pk])

    page = client.get(address).content.decode()
    polled = client.get(address, headers={"HX-Request": "true"})
    work_off()
    ended = client.get(address, headers={"HX-Request": "true"})

    assert "The rows are being read" in page
    assert "Look again" in page
    assert "<progress" in polled.content.decode()
    assert "<html" not in polled.content.decode()
    assert ended.headers["HX-Refresh"] == "true"
    client.post(reverse("import-start", args=[staged.pk]))
    assert Listing.objects.count() == 0
    work_off()
    assert Listing.objects.filter(state="published").count() == 120


def test_import_discard_forgets_a_file_that_is_not_imported_and_no_other(client, firm, member):
    staged = swedish(client, firm)

    client.post(reverse("import-discard", args=[staged.pk]))

    assert not Import.objects.exists()
    other = swedish(client, firm)
    start(client, other)
    client.post(reverse("import-discard", args=[other.pk]))
    assert Import.objects.get() == other


def test_import_pages_are_not_there_for_strangers_and_others_firms(client, firm, member):
    staged = swedish(client, firm)
    row = staged.rows.first()
    pages = [
        reverse("import-new", args=[firm.pk]),
        reverse("firm-export", args=[firm.pk, "csv"]),
        *(reverse(name, args=[staged.pk]) for name in ("import-detail", "import-columns")),
        reverse("import-rejected", args=[staged.pk, "csv"]),
        reverse("import-row", args=[row.pk]),
    ]
    posts = [reverse(name, args=[staged.pk]) for name in ("import-start", "import-undo", "import-discard")]
    posts.append(reverse("import-row-leave-out", args=[row.pk]))
    client.logout()
    assert {client.get(page).status_code for page in pages} == {302}

    for person in (make_user(), make_member(), make_coordinator(("NO-5038",))):
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} == {404}
        assert {client.post(page).status_code for page in posts} == {404}


def test_a_coordinator_imports_on_behalf_of_a_firm_of_their_area_alone(client, firm):
    coordinator = make_coordinator(("SE-2309",))
    client.force_login(coordinator)
    content = "Vad;Material;Mängd;Enhet;Ort\nBark;bark;2,5;ton;Krokom\nBark bort;bark;2,5;ton;Verdal\n".encode()
    upload(client, firm, content)

    start(client, Import.objects.get())

    assert Listing.objects.get().created_by == coordinator
    why = Import.objects.get().rows.get(verdict="rejected").problems
    assert why == {"": ["Only members of the firm can post for it."]}


def test_a_member_who_is_no_owner_adds_no_site_and_gets_a_draft(client, firm):
    client.force_login(make_member(firm, role="member"))
    content = "Vad;Material;Mängd;Enhet;Ort\nBark;bark;2,5;ton;Krokom\nBark bort;bark;2,5;ton;Verdal\n".encode()
    upload(client, firm, content)
    staged = Import.objects.get()
    assert list(staged.rows.order_by("number").values_list("verdict", flat=True)) == ["ready", "draft"]

    start(client, staged)

    assert sorted(Listing.objects.values_list("state", flat=True)) == ["draft", "published"]
    assert firm.sites.count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_firm_export_gives_what_the_firm_has_and_nobody_elses(client, firm, member, kind):
    make_offer(firm=firm, site=firm.sites.get(), title="Egen bark", description="=1+1")
    make_offer(title="Främmande bark", visibility="open")

    answer = client.get(reverse("firm-export", args=[firm.pk, kind]))

    assert "attachment" in answer.headers["Content-Disposition"]
    if kind == "xlsx":
        rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
        assert [row[3] for row in rows] == ["title", "Egen bark"]
        assert rows[1][4] == "'=1+1"
    else:
        text = answer.content.decode("utf-8-sig")
        assert "Egen bark" in text
        assert "Främmande" not in text


def test_import_pages_ask_as_much_for_many_rows_as_for_few(client, firm, member):
    def asked(count):
        rows = "".join(f"Bark {number};bark;{count};ton;Krokom\n" for number in range(count))
        upload(client, firm, f"Vad;Material;Mängd;Enhet;Ort\n{rows}".encode())
        staged = Import.objects.latest("pk")
        counts = []
        for step in (lambda: None, lambda: start(client, staged)):
            step()
            client.get(reverse("import-detail", args=[staged.pk]))  # what is asked once
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("import-detail", args=[staged.pk]))
            counts.append(len(queries))
        return counts

    assert asked(1) == asked(3) == asked(20)
