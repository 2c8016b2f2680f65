"""Bringing one row into the site: its firm, its site, its listing."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from marketplace.actions.import_lookup import FirmFacts
from marketplace.actions.imports import Checked, ImportedRow, Result, import_row, settle_published
from marketplace.actions.listings import change_listing, fulfil_listing, pause_listing
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Firm, FollowUp, Listing, PropertyValue, Site
from marketplace.queries.org_numbers import read_org_number
from tests.factories import NOON, make_firm, make_site, valid_org_number
from tests.worker import work_off

pytestmark = pytest.mark.django_db
FACTS = {
    **{"title": "Bark", "material": "bark", "amount": Decimal(12), "unit": "t", "rhythm": "month"},
    **{"resource": "material", "language": "sv", "months": []},
}
PLACE = {
    **{"municipality": "SE-2309", "locality": "Krokom", "latitude": 63.326, "longitude": 14.449},
    "location_precision": Site.Precision.PLACE,
}


def imported(**fields):
    firm = FirmFacts(name="Sågen AB", country="SE")
    return ImportedRow(**{"external_id": "1", "digest": "a", "side": "offer", "firm": firm, "place": PLACE, **fields})


def checking(*, properties=(), problems=None, **facts):
    """Return what a form would: these facts, without what has been left out."""

    def check(listing, site, left_out):
        kept = {name: value for name, value in {**FACTS, "site": site, **facts}.items() if name not in left_out}
        blank = {"material": "", "amount": None, "unit": "", "site": None}
        return Checked(facts={**blank, **kept}, properties=list(properties), problems={**(problems or {}), **left_out})

    return check


def bring(row=None, *, check=None):
    return import_row(row or imported(), check=check or checking(), by=None, now=NOON)


def test_import_row_publishes_what_is_complete():
    outcome = bring()

    listing = Listing.objects.get()
    assert (outcome.result, outcome.problems) == (Result.CREATED, {})
    assert (listing.state, listing.title, listing.quantity, listing.external_id) == ("published", "Bark", 144_000, "1")


def test_import_row_registers_an_unknown_firm_unverified_and_without_an_owner():
    bring()

    firm = Firm.objects.get()
    assert (firm.name, firm.country, firm.is_verified, firm.is_demo) == ("Sågen AB", "SE", False, False)
    assert not firm.membership_set.exists()


def test_import_row_marks_an_invented_firm():
    bring(imported(firm=FirmFacts(name="Sågen AB (demo)", country="SE")))

    assert Firm.objects.get().is_demo


def test_import_row_finds_a_firm_by_its_number_whatever_the_name():
    firm = make_firm()
    number = read_org_number(firm.org_number, country="SE")

    bring(imported(firm=FirmFacts(name="Another spelling", country="SE", number=number)))

    assert Listing.objects.get().firm == firm


def test_import_row_keeps_a_sole_traders_number_as_a_hash_only():
    number = read_org_number("811228-9874", country="SE")

    bring(imported(firm=FirmFacts(name="Sven", country="SE", number=number)))

    firm = Firm.objects.get()
    assert (firm.org_number, firm.org_number_hash) == ("", number.hash)


def test_import_row_takes_a_name_for_a_firm_of_imports_only():
    make_firm(name="Sågen AB")  # has a number: another firm may have the same name

    bring()
    bring(imported(external_id="2"))

    assert Firm.objects.filter(name="Sågen AB").count() == 2
    assert Firm.objects.get(org_number="").listings.count() == 2


def test_import_row_refuses_a_number_that_nobody_has_without_a_name():
    number = read_org_number(valid_org_number("NO", number=1), country="NO")

    with pytest.raises(RefusedError, match="Give the firm's name too"):
        bring(imported(firm=FirmFacts(name="", country="NO", number=number)))


def test_import_row_makes_one_site_per_place():
    elsewhere = {**PLACE, "locality": "Nälden"}
    bring()

    bring(imported(external_id="2"))
    bring(imported(external_id="3", place=elsewhere))

    assert sorted(Site.objects.values_list("locality", flat=True)) == ["Krokom", "Nälden"]


def test_import_row_takes_points_close_together_for_one_site():
    pin = {**PLACE, "location_precision": Site.Precision.PIN}
    bring(imported(place=pin))

    bring(imported(external_id="2", place={**pin, "latitude": PLACE["latitude"] + 0.0005}))
    bring(imported(external_id="3", place={**pin, "latitude": PLACE["latitude"] + 0.01}))

    assert Site.objects.count() == 2


def test_import_row_leaves_the_same_row_alone_whatever_people_did_since():
    listing = bring().listing
    change_listing(listing, by=None, now=NOON, facts={"title": "Bark, siktad"})
    before = Event.objects.count()

    outcome = bring()

    listing.refresh_from_db()
    assert (outcome.result, listing.title, Event.objects.count()) == (Result.UNCHANGED, "Bark, siktad", before)


def test_import_row_changes_the_listing_of_a_changed_row():
    listing = bring().listing

    outcome = bring(imported(digest="b"), check=checking(amount=Decimal(15)))

    listing.refresh_from_db()
    assert (outcome.result, Listing.objects.count(), listing.amount, listing.state) == (
        *(Result.CHANGED, 1, Decimal(15)),
        "published",
    )


def test_import_row_calls_a_row_unchanged_that_only_looks_different():
    bring()

    assert bring(imported(digest="b")).result == Result.UNCHANGED


def test_import_row_keeps_what_is_incomplete_as_a_draft_that_says_what_is_missing():
    outcome = bring(imported(place={}), check=checking(amount=None))

    assert outcome.listing.state == Listing.State.DRAFT
    assert outcome.problems == {"amount": ["Say how much, roughly."], "site": ["Say where it is."]}


def test_import_row_does_not_publish_what_could_not_be_read_in_full():
    outcome = bring(check=checking(problems={"price": ["“abc” is not a number."]}))

    assert outcome.listing.state == Listing.State.DRAFT
    assert outcome.problems == {"price": ["“abc” is not a number."]}
    assert not Event.objects.filter(kind=Event.Kind.LISTING_PUBLISHED).exists()


def test_import_row_leaves_out_what_the_action_refuses():
    outcome = bring(check=checking(amount=Decimal(10**9)))

    assert (outcome.listing.state, outcome.listing.amount) == (Listing.State.DRAFT, None)
    assert "more than any firm has" in outcome.problems["amount"][0]


def test_import_row_publishes_a_draft_whose_row_has_been_completed():
    bring(check=checking(amount=None))

    outcome = bring(imported(digest="b"))

    assert (outcome.result, outcome.listing.state) == (Result.CHANGED, Listing.State.PUBLISHED)


def test_import_row_says_of_an_unchanged_draft_what_is_still_missing():
    bring(check=checking(amount=None))

    outcome = bring(check=checking(amount=None))

    assert (outcome.result, outcome.problems) == (Result.UNCHANGED, {"amount": ["Say how much, roughly."]})


def test_import_row_lets_no_incomplete_row_empty_a_published_listing():
    listing = bring().listing

    with pytest.raises(ValidationError, match="stays as it was"):
        bring(imported(digest="b"), check=checking(amount=None))

    listing.refresh_from_db()
    assert listing.amount == 12


def test_import_row_leaves_a_paused_listing_paused():
    pause_listing(bring().listing, by=None, now=NOON)

    outcome = bring(imported(digest="b"), check=checking(amount=Decimal(15)))

    assert (outcome.result, outcome.listing.state) == (Result.CHANGED, Listing.State.PAUSED)


def test_import_row_refuses_to_change_a_listing_that_is_over():
    fulfil_listing(bring().listing, by=None, now=NOON)

    with pytest.raises(WrongStateError):
        bring(imported(digest="b"), check=checking(amount=Decimal(15)))


def test_import_row_refuses_to_turn_an_offer_into_a_need():
    bring()

    with pytest.raises(RefusedError, match="id of its own"):
        bring(imported(digest="b", side="need"))


def test_import_row_leaves_nothing_of_a_row_that_fails():
    with pytest.raises(ValidationError):
        bring(check=checking(title=""))

    assert (Firm.objects.count(), Site.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_import_row_keeps_and_replaces_qualities():
    first = PropertyValue(code="moisture", low=10, high=12, unit="%")
    second = PropertyValue(code="moisture", low=20, high=25, unit="%")
    bring(check=checking(properties=[first]))

    outcome = bring(imported(digest="b"), check=checking(properties=[second]))

    assert (outcome.result, PropertyValue.objects.get().low) == (Result.CHANGED, 20)


def test_import_row_keeps_a_firms_own_site_where_it_lies_at_the_place():
    site = make_site()
    number = read_org_number(site.firm.org_number, country="SE")

    bring(imported(firm=FirmFacts(name="", country="SE", number=number)))

    assert Listing.objects.get().site == site


def test_settle_published_leaves_nothing_to_propose_for_the_worker():
    listing = bring().listing

    settle_published([listing])
    work_off()

    proposals = FollowUp.objects.filter(action="propose_suggestions", event__kind=Event.Kind.LISTING_PUBLISHED)
    assert list(proposals.values_list("state", "outcome", "attempts")) == [("done", "rematch", 0)]
