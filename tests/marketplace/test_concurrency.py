"""Two people, or two workers, at the same moment: one wins, the other is told, and nothing is there twice."""

import io
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command

from marketplace.actions.desk import open_desk
from marketplace.actions.follow_ups import claim_follow_up
from marketplace.actions.legal_facts import say_legal_fact
from marketplace.actions.listings import change_listing, move_listings, publish_listing, withdraw_listing
from marketplace.actions.looks import note_looks
from marketplace.actions.photos import add_photo
from marketplace.actions.reports import report_listing
from marketplace.actions.saved_searches import save_search
from marketplace.actions.sites import change_site
from marketplace.actions.staged_imports import start_import
from marketplace.actions.suggestions import (
    approve_suggestion,
    ask_for_fact,
    dismiss_suggestion,
    dismiss_suggestions,
    propose_suggestions,
    put_off_suggestion,
    undo_review,
)
from marketplace.actions.symbioses import answer_introduction, open_symbiosis, renew_consents
from marketplace.errors import RefusedError, WrongStateError
from marketplace.follow_ups import dispatch, note_new_listing, run_import
from marketplace.models import (
    Event,
    Find,
    Firm,
    FollowUp,
    Import,
    Listing,
    Notice,
    Report,
    SavedSearch,
    Suggestion,
    Symbiosis,
)
from tests.at_once import errors_of, kinds
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_photo,
    make_saved_search,
    make_site,
    make_suggestion,
    make_symbiosis,
    make_user,
)
from tests.pictures import make_picture
from tests.spreadsheets import staged_import, uploaded_import
from tests.worker import work_off

Kind = Event.Kind
SOON = NOON + timedelta(minutes=5)


# --- Review ----------------------------------------------------------------------------------------------------------


def verified_suggestion():
    offer, need = make_offer(firm=make_firm(is_verified=True)), make_need(firm=make_firm(is_verified=True))
    return make_suggestion(offer, need)


def test_of_two_reviews_at_once_one_counts_and_the_other_is_told_whose_and_when(at_once):
    suggestion = verified_suggestion()
    kajsa, frode = make_coordinator(name="Kajsa"), make_coordinator(name="Frode")

    outcomes = at_once(
        lambda: approve_suggestion(suggestion, by=kajsa, now=NOON),
        lambda: dismiss_suggestion(suggestion, by=frode, now=NOON, reason="distance"),
    )

    (refusal,) = errors_of(outcomes)
    suggestion.refresh_from_db()
    assert isinstance(refusal, WrongStateError)
    assert suggestion.reviewed_by.name in refusal.message
    assert "24 Nov 2026" in refusal.message
    assert kinds(Kind.SUGGESTION_APPROVED) + kinds(Kind.SUGGESTION_DISMISSED) == 1


@pytest.mark.parametrize("decision", ["dismiss", "put off", "ask"])
def test_of_two_decisions_over_what_both_saw_waiting_one_counts_and_the_other_is_told(at_once, decision):
    suggestion = verified_suggestion()
    need = suggestion.parts.get(role="receiver").listing_id
    kajsa, frode = make_coordinator(name="Kajsa"), make_coordinator(name="Frode")
    acts = {
        "dismiss": partial(dismiss_suggestion, reason="distance"),
        "put off": partial(put_off_suggestion, until=(NOON + timedelta(days=7)).date()),
        "ask": partial(ask_for_fact, listing_pk=need, fact="months"),
    }

    outcomes = at_once(
        lambda: put_off_suggestion(
            suggestion, by=kajsa, now=NOON, until=(NOON + timedelta(days=2)).date(), seen="proposed"
        ),
        lambda: acts[decision](suggestion, by=frode, now=NOON, seen="proposed"),
    )

    (refusal,) = errors_of(outcomes)
    suggestion.refresh_from_db()
    assert isinstance(refusal, WrongStateError)
    assert suggestion.decided_by.name in refusal.message
    assert "24 Nov 2026" in refusal.message
    assert Event.objects.filter(kind__startswith="suggestion.").count() == 1


def test_of_two_who_dismiss_many_at_once_each_suggestion_is_dismissed_by_one(at_once):
    both = [verified_suggestion(), verified_suggestion()]
    kajsa, frode = make_coordinator(name="Kajsa"), make_coordinator(name="Frode")

    outcomes = at_once(
        lambda: dismiss_suggestions(both, by=kajsa, now=NOON, reason="law", seen="proposed"),
        lambda: dismiss_suggestions(both[::-1], by=frode, now=NOON, reason="price", seen="proposed"),
    )

    assert errors_of(outcomes) == []
    assert sum(len(outcome.done) for outcome in outcomes) == 2
    assert all("was here first" in why for outcome in outcomes for _each, why in outcome.refused)
    assert kinds(Kind.SUGGESTION_DISMISSED) == 2


def test_a_firm_looked_at_from_two_pages_at_once_is_noted_once(at_once):
    firm, kajsa = make_firm(), make_coordinator()

    outcomes = at_once(*[lambda: note_looks([firm.pk], by=kajsa, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert kinds(Kind.FIRM_LOOKED_AT) == 1


def test_a_desk_opened_in_two_tabs_at_once_is_noted_once(at_once):
    kajsa = make_coordinator()

    outcomes = at_once(*[lambda: open_desk(by=kajsa, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert kinds(Kind.DESK_OPENED) == 1


def test_of_an_undo_and_the_telling_at_once_only_one_happens(at_once):
    suggestion, coordinator = verified_suggestion(), make_coordinator()
    approve_suggestion(suggestion, by=coordinator, now=NOON)

    outcomes = at_once(
        lambda: undo_review(suggestion, by=coordinator, now=SOON),
        lambda: open_symbiosis(suggestion, by=None, now=SOON),
    )

    suggestion.refresh_from_db()
    assert len(errors_of(outcomes)) == 1
    assert Symbiosis.objects.exists() == (suggestion.state == Suggestion.State.APPROVED)


def test_two_workers_propose_a_pair_once(at_once):
    offer, need = make_offer(), make_need()

    outcomes = at_once(
        lambda: propose_suggestions(offer, by=None, now=NOON), lambda: propose_suggestions(need, by=None, now=NOON)
    )

    assert errors_of(outcomes) == []
    assert Suggestion.objects.count() == kinds(Kind.SUGGESTION_PROPOSED) == 1


# --- Consent ---------------------------------------------------------------------------------------------------------


def members_of(symbiosis):
    return {party: make_member(party.listing.firm) for party in symbiosis.parties.order_by("pk")}


def test_two_firms_that_say_yes_at_once_are_introduced_once(at_once):
    symbiosis = make_symbiosis()
    (one, her), (other, him) = members_of(symbiosis).items()

    outcomes = at_once(
        lambda: answer_introduction(one, by=her, now=NOON, consents=True),
        lambda: answer_introduction(other, by=him, now=NOON, consents=True),
    )
    work_off(now=SOON)

    symbiosis.refresh_from_db()
    assert errors_of(outcomes) == []
    assert symbiosis.stage == Symbiosis.Stage.DISCUSSION
    assert kinds(Kind.SYMBIOSIS_MOVED) == 1
    assert Notice.objects.filter(code=Notice.Code.FIRMS_INTRODUCED, user__in=[her, him]).count() == 2


def test_two_members_who_answer_at_once_answer_once(at_once):
    symbiosis = make_symbiosis()
    party = symbiosis.parties.first()
    her, him = make_member(party.listing.firm), make_member(party.listing.firm)

    outcomes = at_once(
        lambda: answer_introduction(party, by=her, now=NOON, consents=True),
        lambda: answer_introduction(party, by=him, now=NOON, consents=False),
    )

    (refusal,) = errors_of(outcomes)
    assert isinstance(refusal, RefusedError)
    assert kinds(Kind.PARTY_ANSWERED) == 1


def test_a_no_and_a_yes_at_once_end_in_a_no(at_once):
    symbiosis = make_symbiosis()
    (one, her), (other, him) = members_of(symbiosis).items()

    at_once(
        lambda: answer_introduction(one, by=her, now=NOON, consents=True),
        lambda: answer_introduction(other, by=him, now=NOON, consents=False),
    )

    symbiosis.refresh_from_db()
    assert symbiosis.stage == Symbiosis.Stage.FAILED
    assert symbiosis.introduced_at is None


def test_two_workers_ask_for_consent_anew_once(at_once):
    symbiosis = make_symbiosis()
    party = symbiosis.parties.first()
    change_listing(party.listing, by=None, now=NOON, facts={"amount": 20})
    listing = Listing.objects.get(pk=party.listing_id)

    outcomes = at_once(*[lambda: renew_consents(listing, by=None, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert set(symbiosis.parties.values_list("round", flat=True)) == {2}
    assert kinds(Kind.CONSENT_RENEWED) == 1


# --- Listings --------------------------------------------------------------------------------------------------------


def test_publishing_and_withdrawing_at_once_end_withdrawn(at_once):
    listing = make_offer(state=Listing.State.PAUSED)
    member = make_member(listing.firm)

    outcomes = at_once(
        lambda: publish_listing(listing, by=member, now=NOON), lambda: withdraw_listing(listing, by=member, now=NOON)
    )
    work_off(now=SOON)

    listing.refresh_from_db()
    assert listing.state == Listing.State.WITHDRAWN
    assert all(isinstance(error, WrongStateError) for error in errors_of(outcomes))
    assert not Suggestion.objects.exists()


def test_two_workers_move_the_listings_of_a_site_once(at_once):
    listing = make_offer()
    change_site(listing.site, facts={"latitude": 63.4}, by=make_member(listing.firm), now=NOON)

    outcomes = at_once(*[lambda: move_listings(listing.site, by=None, now=NOON)] * 2)

    listing.refresh_from_db()
    assert errors_of(outcomes) == []
    assert (listing.version, kinds(Kind.LISTING_CHANGED)) == (2, 1)


def test_a_file_imported_twice_at_once_is_there_once(at_once, tmp_path):
    file = tmp_path / "listings.csv"
    file.write_text(
        "id,side,title,material,quantity,unit,place,country,firm,org_number\n"
        "1,offer,Bark,bark,12,t,Krokom,SE,Nybarkens Såg,\n"
        "2,need,Bark,bark,10,t,Krokom,SE,Nybarkens Gård,\n"
        "3,offer,Spån,sawdust,10,t,Krokom,SE,Spånkompaniet,5560360793\n",
        encoding="utf-8",
    )

    def run():
        call_command("import_listings", str(file), stdout=io.StringIO(), stderr=io.StringIO())

    outcomes = at_once(run, run)

    assert errors_of(outcomes) == []
    assert (Firm.objects.count(), Listing.objects.count()) == (3, 3)
    assert not file.with_suffix(".rejected.csv").exists()


def test_a_staged_import_begun_from_two_places_at_once_is_carried_out_once(at_once):
    firm = make_firm()
    make_site(firm)
    member = make_member(firm)
    staged = staged_import(firm, b"Vad;Material;M\xc3\xa4ngd;Enhet;Ort\nBark;bark;12;ton;Krokom\n", by=member, now=NOON)

    def run():
        run_import(start_import(staged, by=member, now=NOON), by=None, now=NOON)

    outcomes = at_once(run, run)

    assert errors_of(outcomes) == []
    assert (Listing.objects.filter(firm=firm).count(), kinds("import.started"), kinds("import.ended")) == (1, 1, 1)


def test_the_same_file_uploaded_twice_at_once_is_one_import(at_once):
    firm = make_firm()
    member = make_member(firm)

    outcomes = at_once(*[lambda: uploaded_import(firm, b"Vad;Ort\nBark;Krokom\n", by=member, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert (Import.objects.count(), kinds("import.uploaded")) == (1, 1)


def test_a_listing_reported_twice_at_once_is_reported_once(at_once):
    listing, person = make_offer(), make_user()

    outcomes = at_once(*[lambda: report_listing(listing, by=person, now=NOON, reason="spam")] * 2)

    (refusal,) = errors_of(outcomes)
    assert isinstance(refusal, RefusedError)
    assert Report.objects.count() == 1


def test_a_fact_of_the_law_said_twice_at_once_holds_once(at_once):
    offer = make_offer()
    person = make_member(offer.firm)
    answers = ("yes", "no")

    outcomes = at_once(
        *[partial(say_legal_fact, offer, by=person, now=NOON, code="hazardous", value=each) for each in answers]
    )

    assert errors_of(outcomes) == []
    assert offer.legal_facts.filter(replaced_at=None).count() == 1
    assert offer.legal_facts.count() == 2


# --- Follow-ups ------------------------------------------------------------------------------------------------------


def waiting_follow_up(*, kind=Kind.LISTING_PUBLISHED, subject=None):
    event = Event.objects.create(kind=kind, subject=subject or make_offer(), at=NOON)
    dispatch(event.pk, now=NOON)
    return FollowUp.objects.filter(event=event).earliest("pk")


def test_a_follow_up_is_claimed_by_one_of_two_workers(at_once):
    follow_up = waiting_follow_up()

    outcomes = at_once(*[lambda: claim_follow_up(follow_up.pk, now=NOON)] * 2)

    assert sum(outcome is not None for outcome in outcomes) == 1


def test_an_event_dispatched_twice_at_once_has_its_follow_ups_once(at_once):
    event = Event.objects.create(kind=Kind.SUGGESTION_APPROVED, subject=make_suggestion(), at=NOON)

    outcomes = at_once(*[lambda: dispatch(event.pk, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert event.follow_ups.count() == 2


# --- Photos ----------------------------------------------------------------------------------------------------------


def test_of_two_who_add_the_fifth_photo_at_once_one_is_told_that_there_are_five(at_once):
    offer = make_offer()
    member = make_member(offer.firm)
    for place in range(1, 5):
        make_photo(offer, shade=place, position=place)
    last, more = make_picture(80), make_picture(90)

    outcomes = at_once(
        lambda: add_photo(offer, picture=last, alt="Bark", by=member, now=NOON),
        lambda: add_photo(offer, picture=more, alt="Flis", by=member, now=NOON),
    )

    (refusal,) = errors_of(outcomes)
    assert isinstance(refusal, RefusedError)
    assert offer.photos.count() == 5


def test_a_photo_sent_twice_at_once_is_there_once(at_once):
    offer = make_offer()
    member, picture = make_member(offer.firm), make_picture()

    outcomes = at_once(*[lambda: add_photo(offer, picture=picture, alt="Bark", by=member, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert (offer.photos.count(), kinds(Kind.LISTING_PHOTOS_CHANGED)) == (1, 1)


# --- Saved searches --------------------------------------------------------------------------------------------------


def test_two_workers_who_carry_out_the_same_finds_tell_of_a_listing_once(at_once):
    search = make_saved_search(frequency="at_once")
    offer = make_offer(published_at=SOON)

    outcomes = at_once(*[lambda: note_new_listing(offer, by=None, now=SOON)] * 2)

    assert errors_of(outcomes) == []
    assert [*Find.objects.values_list("search", "listing")] == [(search.pk, offer.pk)]
    assert (kinds(Kind.SEARCH_FOUND), kinds(Kind.NOTICE_WRITTEN)) == (1, 1)


def test_a_search_saved_twice_at_once_is_there_once(at_once):
    person = make_user()

    outcomes = at_once(
        *[lambda: save_search(SavedSearch(query="", name="Allt", frequency="daily"), by=person, now=NOON)] * 2
    )

    assert errors_of(outcomes) == []
    assert SavedSearch.objects.count() == 1
