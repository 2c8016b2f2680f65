"""Statements: who lists them, which are due, and what people may know of their own."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.actions.accounts import delete_account
from marketplace.models import Statement
from marketplace.queries.accounts import personal_data
from marketplace.queries.statement_links import StatementLinkOverError, open_statement_link, statement_link
from marketplace.queries.statements import (
    corrections,
    statements_to_lapse,
    statements_to_remind,
    statements_waiting_for,
    visible_statements,
)
from marketplace.queries.tasks import firm_tasks
from marketplace.wording.changes import change_lines
from tests.factories import NOON, make_coordinator, make_member, make_offer, make_site, make_statement, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_visible_statements_are_those_of_the_coordinators_area_outside_own_firms():
    near, own = make_statement(), make_statement()
    far = make_statement(make_offer(site=make_site(municipality="NO-5038")))
    coordinator, lead = make_coordinator(), make_coordinator(is_lead=True)
    coordinator.membership_set.create(firm=own.firm)

    assert list(visible_statements(coordinator)) == [near]
    assert set(visible_statements(lead)) == {near, own, far}
    for nobody in (AnonymousUser(), make_user(), make_member(near.firm)):
        assert not visible_statements(nobody).exists()


def test_statements_fall_due_for_a_reminder_and_a_lapse():
    asked, reminded = make_statement(), make_statement(reminded_at=NOON)
    make_statement(is_asked=False)
    make_statement(state="answered", closed_at=NOON)

    assert list(statements_to_remind(now=NOON + 7 * DAY)) == [asked]
    assert not statements_to_remind(now=NOON + 6 * DAY).exists()
    assert list(statements_to_lapse(now=NOON + 30 * DAY)) == [asked, reminded]
    assert not statements_to_lapse(now=NOON + 29 * DAY).exists()


def test_a_later_account_of_the_firm_takes_over_what_was_said():
    statement = make_statement()
    member, stranger = make_member(statement.firm), make_member()

    assert list(statements_waiting_for(member)) == [statement]
    assert firm_tasks(member)[0].url == statement_link(statement, person=member)
    assert not statements_waiting_for(stranger).exists()
    statement.stated.update(answer="refused", answered_at=NOON)
    assert not statements_waiting_for(member).exists()


def test_a_link_is_for_its_round_its_person_and_thirty_days():
    statement = make_statement()
    member = make_member(statement.firm)
    token = statement_link(statement, person=member).split("/")[2]

    link = open_statement_link(token, now=NOON)
    assert (link.statement, link.person) == (statement, member)
    late = NOON + 30 * DAY
    for change, now in (({}, late), ({"round": 2}, NOON), ({"asked_at": None, "round": 1}, NOON)):
        Statement.objects.update(**change)
        with pytest.raises(StatementLinkOverError):
            open_statement_link(token, now=now)
    Statement.objects.update(asked_at=NOON)
    member.is_active = False
    member.save()
    with pytest.raises(StatementLinkOverError):
        open_statement_link(token, now=NOON)


def test_a_link_of_another_purpose_opens_nothing():
    for token in ("", "1-1-0", "1-1-0:abc", "a-b-c:abc", statement_link(make_statement()).split("/")[2][:-2]):
        with pytest.raises(StatementLinkOverError):
            open_statement_link(token, now=NOON)


def test_who_spoke_can_take_their_data_along_and_have_them_erased_with_the_account():
    statement = make_statement()
    karin = make_user(email=statement.email)

    (row,) = personal_data(karin)["spoke_for_firms"]
    assert (row["spoken_by"], row["firm__name"]) == ("Karin Ås", statement.firm.name)
    assert personal_data(statement.written_by)["statements_written"]
    assert personal_data(make_user())["spoke_for_firms"] == []
    delete_account(karin, successors={}, by=karin, now=NOON)

    statement.refresh_from_db()
    assert (statement.spoken_by, statement.email) == ("", "")


def test_corrections_are_told_only_where_there_are_any():
    assert corrections(make_offer()) == []


def test_change_lines_say_what_it_was_and_what_it_is():
    changes = {
        "amount": ["12.000", "20.000"],
        "material": ["bark", "sawdust"],
        "unit": ["t", "m3"],
        "rhythm": ["year", "week"],
        "months": [[], [10, 11]],
        "price": [None, "5.00"],
        "title": ["Bark", "Torr bark"],
        "site": [1, 2],
        "resource": ["material", "material"],
    }

    assert change_lines(changes) == [
        "Amount: 12 → 20",
        "Material: bark → sawdust",
        "Unit: t → m³",
        "Rhythm: a year → a week",
        "Months: all year → Oct–Nov",
        "Price: nothing said → 5",
        "Title: Bark → Torr bark",
        "Site",
    ]
