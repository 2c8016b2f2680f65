"""A file on its way in: who may, what is done twice, what can be undone, and what is forgotten."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.accounts import delete_account
from marketplace.actions.listings import change_listing, fulfil_listing
from marketplace.actions.staged_imports import (
    correct_row,
    discard_import,
    forget_imports,
    leave_out_row,
    map_columns,
    start_import,
    take_back_import,
    upload_import,
)
from marketplace.errors import RefusedError, WrongStateError
from marketplace.follow_ups import check_import, run_import, undo_import
from marketplace.models import Event, Import, Listing
from marketplace.queries.accounts import personal_data
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_symbiosis,
)
from tests.spreadsheets import imported, staged_import, uploaded_import
from tests.worker import work_off

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
TABLE = "Id;Vad;Material;Mängd;Enhet;Ort\n1;Bark;bark;12;ton;Krokom\n2;Spån;sawdust;3;ton;Krokom\n3;Okänt;;;;\n"


@pytest.fixture
def firm():
    firm = make_firm()
    make_site(firm)
    return firm


@pytest.fixture
def member(firm):
    return make_member(firm)


def undo(staged, *, by, now=LATER):
    undo_import(take_back_import(staged, by=by, now=now), by=None, now=now)
    staged.refresh_from_db()
    return {row.external_id: (row.undone, row.why_kept) for row in staged.rows.all()}


def steps(staged):
    told = {"columns": staged.columns, "unit": "", "rhythm": ""}
    row = staged.rows.order_by("number").first()
    return {
        "map": lambda by: map_columns(staged, **told, by=by, now=NOON),
        "correct": lambda by: correct_row(row, fixes={"title": "x"}, by=by, now=NOON),
        "leave out": lambda by: leave_out_row(row, is_left_out=True, by=by, now=NOON),
        "start": lambda by: start_import(staged, by=by, now=NOON),
        "undo": lambda by: take_back_import(staged, by=by, now=NOON),
        "discard": lambda by: discard_import(staged, by=by, now=NOON),
    }


@pytest.mark.parametrize("step", ["map", "correct", "leave out", "start", "undo", "discard"])
def test_every_step_is_for_the_firms_members_and_its_coordinators(firm, member, step):
    staged = staged_import(firm, TABLE.encode(), by=member, now=NOON)

    for stranger in (make_member(), make_coordinator(("NO-5038",))):
        with pytest.raises(PermissionDenied):
            steps(staged)[step](stranger)


@pytest.mark.parametrize("step", ["map", "correct", "leave out", "discard"])
def test_what_is_imported_is_looked_through_no_more(firm, member, step):
    staged = imported(firm, TABLE.encode(), by=member, now=NOON)

    with pytest.raises(WrongStateError):
        steps(staged)[step](member)


@pytest.mark.parametrize("step", ["correct", "leave out", "start", "undo"])
def test_what_is_only_uploaded_is_neither_corrected_nor_imported(firm, member, step):
    staged = uploaded_import(firm, TABLE.encode(), by=member, now=NOON)

    with pytest.raises(RefusedError):
        steps(staged)[step](member)


def test_upload_import_refuses_strangers_and_hidden_firms(firm, member):
    with pytest.raises(PermissionDenied):
        uploaded_import(firm, TABLE.encode(), by=make_member(), now=NOON)
    firm.hidden_at = NOON
    firm.save()

    with pytest.raises(RefusedError):
        uploaded_import(firm, TABLE.encode(), by=member, now=NOON)


def test_upload_import_of_the_same_file_is_the_one_under_way(firm, member):
    first = uploaded_import(firm, TABLE.encode(), by=member, now=NOON)
    again = uploaded_import(firm, TABLE.encode(), by=make_member(firm), now=LATER)

    assert (again, again.rows.count()) == (first, 3)
    assert Event.objects.filter(kind=Event.Kind.IMPORT_UPLOADED).count() == 1


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (["id", "title", "title", "quantity", "unit", "place"], "the same"),
        (["id", "", "", "quantity", "unit", "place"], "what it is"),
        (["title"], "the same"),
    ],
)
def test_map_columns_refuses_what_cannot_be(firm, member, columns, words):
    staged = uploaded_import(firm, TABLE.encode(), by=member, now=NOON)

    with pytest.raises(ValidationError) as refusal:
        map_columns(staged, columns=columns, unit="", rhythm="", by=member, now=NOON)

    assert words in refusal.value.messages[0]


def test_start_import_refuses_a_file_of_which_no_row_can_be_read(firm, member):
    staged = staged_import(firm, b"Vad;Side\nBark;kanske\n", by=member, now=NOON)

    with pytest.raises(RefusedError):
        start_import(staged, by=member, now=NOON)


def test_the_same_row_twice_in_a_file_is_rejected_with_the_row_that_it_repeats(firm, member):
    staged = staged_import(firm, f"{TABLE}1;Bark igen;bark;1;ton;Krokom\n".encode(), by=member, now=NOON)

    why = staged.rows.get(number=5).problems[""]
    assert "the same as row 2" in why[0]
    run_import(start_import(staged, by=member, now=NOON), by=None, now=NOON)
    assert Listing.objects.filter(firm=firm).count() == 3


def test_run_import_goes_on_where_a_worker_died_and_does_nothing_twice(firm, member):
    staged = staged_import(firm, TABLE.encode(), by=member, now=NOON)
    started = start_import(staged, by=member, now=NOON)

    run_import(started, by=None, now=NOON)
    Import.objects.filter(pk=staged.pk).update(state="running")
    staged.rows.filter(number=3).update(is_imported=False)
    run_import(started, by=None, now=LATER)

    assert Listing.objects.filter(firm=firm).count() == 3
    assert staged.rows.get(number=3).result == "unchanged"


def test_run_import_by_somebody_who_has_left_waits_for_another(firm, member):
    staged = start_import(staged_import(firm, TABLE.encode(), by=member, now=NOON), by=member, now=NOON)
    member.membership_set.all().delete()

    work_off(now=LATER)

    staged.refresh_from_db()
    assert (staged.state, Listing.objects.filter(firm=firm).count()) == ("ready", 0)


def test_check_import_of_what_is_read_already_changes_nothing(firm, member):
    staged = staged_import(firm, TABLE.encode(), by=member, now=NOON)
    staged.rows.update(verdict="")

    check_import(staged, by=None, now=NOON)

    assert set(staged.rows.values_list("verdict", flat=True)) == {""}


def test_undo_keeps_what_others_build_on_and_says_why(firm, member):
    staged = imported(firm, TABLE.encode(), by=member, now=NOON)
    bark, spån = (Listing.objects.get(external_id=number) for number in "12")
    make_symbiosis(bark, make_need())
    change_listing(spån, facts={"amount": 5}, by=member, now=LATER)

    undone = undo(staged, by=member)

    assert undone["1"] == ("kept", "A symbiosis hangs on it. Talk to the other firm first.")
    assert undone["2"][0] == "kept"
    assert "changed it since" in undone["2"][1]
    assert undone["3"] == ("undone", "")
    assert sorted(firm.listings.values_list("state", flat=True)) == ["published", "published"]


def test_undo_leaves_what_is_over_and_lets_the_file_in_again(firm, member):
    staged = imported(firm, TABLE.encode(), by=member, now=NOON)
    fulfil_listing(Listing.objects.get(external_id="1"), by=member, now=LATER)

    undone = undo(staged, by=member)
    imported(firm, TABLE.replace("1;Bark", "9;Bark").encode(), by=member, now=LATER)

    assert undone["1"] == ("kept", "It is over already.")
    assert sorted(firm.listings.values_list("state", flat=True)) == [
        *("draft", "fulfilled", "published", "published", "withdrawn")
    ]


def test_undo_changes_back_what_the_import_has_changed(firm, member):
    imported(firm, TABLE.encode(), by=member, now=NOON)
    second = imported(firm, TABLE.replace("12;ton", "900;ton").encode(), by=member, now=LATER)
    assert Listing.objects.get(external_id="1").amount == 900

    undo(second, by=member, now=LATER + timedelta(hours=1))

    assert Listing.objects.get(external_id="1").amount == 12
    again = imported(firm, f"{TABLE}\n".encode(), by=member, now=LATER)
    assert set(again.rows.values_list("result", flat=True)) == {"unchanged"}


def test_undo_removes_the_sites_it_has_made_and_no_others(firm, member):
    staged = imported(firm, b"Vad;Ort\nBark;Verdal\nSpill;Krokom\n", by=member, now=NOON)
    assert firm.sites.count() == 2

    undo(staged, by=member)

    assert [site.locality for site in firm.sites.all()] == ["Krokom"]


def test_a_row_of_another_firm_is_rejected_and_changes_nothing_of_it(firm, member):
    other = make_offer(external_id="1", title="Främmande bark")
    table = f"Id;Vad;Företag;Org.nr\n1;Bark;{other.firm.name};\n2;Spån;;{other.firm.org_number}\n"

    staged = staged_import(firm, table.encode(), by=member, now=NOON)

    assert set(staged.rows.values_list("verdict", flat=True)) == {"rejected"}
    assert Listing.objects.get().title == "Främmande bark"


def test_forget_imports_deletes_files_nobody_went_on_with_and_keeps_listings(firm, member):
    old = imported(firm, TABLE.encode(), by=member, now=NOON)
    waiting = uploaded_import(firm, TABLE.encode(), by=member, now=NOON)

    forget_imports(now=NOON + timedelta(days=8))
    assert list(Import.objects.all()) == [old]
    assert not Import.objects.filter(pk=waiting.pk).exists()

    forget_imports(now=NOON + timedelta(days=31))
    assert not Import.objects.exists()
    assert firm.listings.count() == 3


def test_a_persons_data_names_their_files_and_their_account_takes_these_along(firm, member):
    make_member(firm)
    imported(firm, TABLE.encode(), by=member, now=NOON)

    assert [each["file_name"] for each in personal_data(member)["files_imported"]] == ["rester.csv"]
    delete_account(member, successors={}, by=member, now=LATER)

    assert not Import.objects.exists()
    assert firm.listings.count() == 3


def test_upload_import_keeps_what_it_is_given(firm, member):
    staged = Import(firm=firm, file_name="", digest="x", language="sv", side="offer", heading_line=1, total=0)
    staged.heading = staged.columns = []

    with pytest.raises(ValidationError):
        upload_import(staged, rows=[], by=member, now=NOON)
