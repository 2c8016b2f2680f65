"""A coordinator writes down what a firm says by phone; it is asked to confirm, reminded, and lapses."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.statements import (
    ask_statement,
    correct_listing,
    forget_speaker,
    lapse_statement,
    new_statement,
    remind_statement,
    write_statement,
)
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Firm, Listing, Membership, Notice, Site, StatedListing, Statement
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_offer,
    make_site,
    make_statement,
    make_user,
    valid_org_number,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db
State = Statement.State
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


def said(firm, *, key="k1", email="karin@sagen.example", language="sv", spoken_by="Karin Ås"):
    return new_statement(key=key, spoken_by=spoken_by, email=email, language=language, said_on=NOON.date(), firm=firm)


def new_firm():
    return Firm(name="Nya Sågen AB", country="SE", nace="16", org_number=valid_org_number("SE", number=77))


def new_site():
    return Site(municipality="SE-2309", locality="Krokom", latitude=63.33, longitude=14.45)


def bark(**facts):
    return Listing(**{"side": "offer", "title": "Bark", "material": "bark", "amount": 12, "unit": "t", **facts})


def write(statement, *, by, site=None, listings=None, publishes=True):
    return write_statement(
        statement, site=site or new_site(), listings=listings or [bark()], publishes=publishes, by=by, now=NOON
    )


def test_write_statement_registers_a_firm_that_nobody_owns_with_unconfirmed_listings():
    coordinator = make_coordinator()

    statement = write(said(new_firm()), by=coordinator, listings=[bark(), bark(side="need", title="Flis")])

    firm = Firm.objects.get()
    assert (firm.name, firm.is_verified, Membership.objects.count()) == ("Nya Sågen AB", False, 0)
    listings = Listing.objects.order_by("pk")
    assert [(each.title, each.state, each.is_confirmed, each.visibility) for each in listings] == [
        ("Bark", "published", False, "blind"),
        ("Flis", "published", False, "blind"),
    ]
    assert (statement.written_by, statement.asked_at, statement.state) == (coordinator, NOON, State.WAITING)
    kinds = [event.kind for event in Event.objects.filter(by=coordinator).order_by("pk")]
    assert kinds[:2] == ["firm.registered", "statement.written"]
    assert kinds[-1] == "statement.asked"


def test_write_statement_saves_drafts_and_asks_nobody_yet():
    statement = write(said(new_firm(), email=""), by=make_coordinator(), publishes=False)
    work_off(now=NOON)

    assert (Listing.objects.get().state, statement.asked_at) == ("draft", None)
    assert not Notice.objects.filter(code="statement_asked").exists()


def test_write_statement_twice_writes_once():
    coordinator = make_coordinator()

    first = write(said(new_firm()), by=coordinator)
    again = write(said(Firm.objects.get()), by=coordinator, site=Site.objects.get())

    assert first == again
    assert (Listing.objects.count(), Statement.objects.count()) == (1, 1)


def test_write_statement_to_publish_needs_somebody_who_can_confirm():
    with pytest.raises(RefusedError) as refusal:
        write(said(new_firm(), email=""), by=make_coordinator())

    assert refusal.value.code == "nobody_to_ask"
    assert not Firm.objects.exists()


def test_write_statement_says_what_a_listing_lacks_and_writes_nothing():
    with pytest.raises(ValidationError) as error:
        write(said(new_firm()), by=make_coordinator(), listings=[bark(amount=None)])

    assert "amount" in error.value.message_dict
    assert not Statement.objects.exists()


@pytest.mark.parametrize("who", ["member", "stranger", "elsewhere", "own firm"])
def test_write_statement_is_for_coordinators_of_the_area_outside_the_firm(who):
    site = make_site()
    people = {
        "member": make_member(site.firm),
        "stranger": make_user(),
        "elsewhere": make_coordinator(("NO-5038",)),
        "own firm": make_coordinator(),
    }
    people["own firm"].membership_set.create(firm=site.firm)

    with pytest.raises(PermissionDenied):
        write(said(site.firm), by=people[who], site=site)
    if who in ("stranger", "elsewhere"):
        with pytest.raises(PermissionDenied):
            write(said(new_firm()), by=people[who])
    assert not Statement.objects.exists()


def test_write_statement_for_a_firm_with_members_asks_them_and_needs_no_address():
    site = make_site()
    member = make_member(site.firm, email="ola@firm.example")

    write(said(site.firm, email=""), by=make_coordinator(), site=site)
    work_off(now=NOON)

    assert Notice.objects.get(code="statement_asked").user == member
    assert [message.to for message in mail.outbox if "/said/" in message.body] == [["ola@firm.example"]]


@pytest.mark.parametrize(("language", "words"), [("sv", "Stämmer det här?"), ("nb", "Stemmer dette?")])
def test_the_firm_is_asked_by_mail_in_its_language_with_a_link(language, words):
    write(said(new_firm(), language=language), by=make_coordinator(name="Siv Ek"))
    work_off(now=NOON)

    letter = next(message for message in mail.outbox if message.to == ["karin@sagen.example"])
    assert words in letter.subject
    assert "Siv Ek" in letter.subject
    assert "/said/" in letter.body


def test_a_draft_that_is_published_later_asks_the_firm_then():
    offer = make_offer(published_at=NOON)
    statement = make_statement(offer, is_asked=False)
    from_page = Event.objects.create(kind="listing.unconfirmed", subject=offer, at=NOON)
    work_off(now=NOON)

    statement.refresh_from_db()
    from_page.refresh_from_db()
    assert from_page.dispatched_at == NOON
    assert (statement.asked_at, statement.round) == (NOON, 1)
    assert Notice.objects.filter(code="statement_asked").count() == 1


def test_ask_statement_again_makes_a_new_round_and_may_change_the_address():
    statement = make_statement()
    coordinator = statement.written_by

    again = ask_statement(statement, by=coordinator, now=NOON + WEEK, email=" Ny@Firma.example ")

    assert (again.round, again.email, again.asked_at, again.reminded_at) == (2, "ny@firma.example", NOON + WEEK, None)


def test_ask_statement_refuses_what_is_answered_and_no_address():
    answered = make_statement(state=State.ANSWERED, closed_at=NOON)
    nowhere = make_statement(email="")

    for statement, code in ((answered, "answered_already"), (nowhere, "nobody_to_ask")):
        with pytest.raises(RefusedError) as refusal:
            ask_statement(statement, by=statement.written_by, now=NOON)
        assert refusal.value.code == code


def test_remind_statement_once_after_a_week():
    statement = make_statement()

    with pytest.raises(RefusedError):
        remind_statement(statement, by=None, now=NOON + timedelta(days=6))
    remind_statement(statement, by=None, now=NOON + WEEK)
    with pytest.raises(RefusedError):
        remind_statement(statement, by=None, now=NOON + 2 * WEEK)
    work_off(now=NOON + WEEK)

    assert Notice.objects.filter(code="statement_reminded", email="karin@sagen.example").count() == 1


def test_lapse_statement_pauses_what_nobody_confirmed_and_tells_the_writer():
    offer, draft = make_offer(), make_offer(state="draft")
    statement = make_statement(offer, draft)

    with pytest.raises(RefusedError):
        lapse_statement(statement, by=None, now=NOON + MONTH - timedelta(minutes=1))
    lapse_statement(statement, by=None, now=NOON + MONTH)
    with pytest.raises(WrongStateError):
        lapse_statement(statement, by=None, now=NOON + MONTH)
    work_off(now=NOON + MONTH)

    statement.refresh_from_db()
    offer.refresh_from_db()
    draft.refresh_from_db()
    assert (statement.state, statement.closed_at) == (State.LAPSED, NOON + MONTH)
    assert (offer.state, offer.is_confirmed, draft.state) == ("paused", False, "draft")
    assert Notice.objects.get(code="statement_lapsed").user == statement.written_by


def test_a_lapsed_statement_can_be_asked_again():
    statement = make_statement()
    lapse_statement(statement, by=None, now=NOON + MONTH)

    again = ask_statement(statement, by=statement.written_by, now=NOON + MONTH)

    assert (again.state, again.closed_at, again.round) == (State.WAITING, None, 2)


def test_correct_listing_of_a_firm_with_members_tells_them_what_and_who():
    offer = make_offer()
    member, coordinator = make_member(offer.firm), make_coordinator(name="Siv Ek")

    corrected = correct_listing(offer, facts={"amount": 20}, said=said(offer.firm), by=coordinator, now=NOON)
    work_off(now=NOON)

    assert (corrected.amount, corrected.is_confirmed) == (20, True)
    notice = Notice.objects.get(code="listing_corrected")
    assert (notice.user, notice.values["name"]) == (member, "Siv Ek")
    kept = Statement.objects.get()
    assert (kept.spoken_by, kept.email, kept.state, kept.stated.get().answer) == ("Karin Ås", "", "answered", "told")


def test_correct_listing_of_a_firm_without_members_asks_it_to_confirm_anew():
    offer = make_offer()
    old = make_statement(offer)

    correct_listing(offer, facts={"amount": 20}, said=said(offer.firm), by=make_coordinator(), now=NOON)

    offer.refresh_from_db()
    assert (offer.amount, offer.is_confirmed) == (20, False)
    assert [each.answer for each in StatedListing.objects.order_by("pk")] == ["replaced", "unanswered"]
    assert Statement.objects.exclude(pk=old.pk).get().asked_at == NOON


def test_correct_listing_without_a_change_writes_nothing():
    offer = make_offer()

    correct_listing(offer, facts={"amount": offer.amount}, said=said(offer.firm), by=make_coordinator(), now=NOON)

    assert not Event.objects.exists()


def test_correct_listing_is_for_coordinators_outside_the_firm():
    offer = make_offer()

    for person in (make_member(offer.firm), make_user(), make_coordinator(("NO-5038",))):
        with pytest.raises(PermissionDenied):
            correct_listing(offer, facts={"amount": 20}, said=said(offer.firm), by=person, now=NOON)


def test_forget_speaker_erases_name_address_and_letters_and_keeps_the_answers():
    statement = make_statement()
    ask_statement(statement, by=statement.written_by, now=NOON)
    work_off(now=NOON)

    forget_speaker(statement, by=None, now=NOON)
    forget_speaker(statement, by=None, now=NOON + WEEK)

    statement.refresh_from_db()
    assert (statement.spoken_by, statement.email, statement.forgotten_at) == ("", "", NOON)
    assert not Notice.objects.filter(email="karin@sagen.example").exists()
    assert statement.stated.count() == 1


def test_forget_speaker_is_refused_to_strangers():
    with pytest.raises(PermissionDenied):
        forget_speaker(make_statement(), by=make_user(), now=NOON)


def test_a_firm_is_not_registered_twice_by_phone():
    firm = make_firm(org_number=valid_org_number("SE", number=77))

    with pytest.raises(ValidationError):
        write(said(new_firm()), by=make_coordinator())
    assert Firm.objects.get() == firm
