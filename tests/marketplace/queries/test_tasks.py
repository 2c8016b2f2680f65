"""At most three things to do, the most pressing first, and only one's own."""

import pytest

from marketplace.models import Listing, Party, Suggestion, Symbiosis
from marketplace.queries.tasks import AT_MOST, desk_tasks, firm_tasks
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_suggestion,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db
State = Listing.State


def titles(viewer):
    return [task.title for task in firm_tasks(viewer)]


def waiting_question(offer):
    asked = {"asked_listing": offer, "asked_fact": "months", "asked_by": make_coordinator(), "asked_at": NOON}
    return make_suggestion(offer, state=Suggestion.State.ASKED, **asked)


def test_firm_tasks_come_in_order_of_urgency():
    firm = make_firm()
    make_offer(firm=firm, title="utkast", state=State.DRAFT)
    make_offer(firm=firm, title="gammal", questioned_at=NOON)
    waiting_question(make_offer(firm=firm, title="frågad"))
    make_symbiosis(make_offer(firm=firm, title="föreslagen"))
    viewer = make_member(firm)

    assert titles(viewer) == [
        "A partner is suggested for “föreslagen”",
        "“frågad”: a coordinator asks in which months",
        "Is “gammal” still true?",
    ]


def test_firm_tasks_are_at_most_three():
    firm = make_firm()
    for _number in range(5):
        make_symbiosis(make_offer(firm=firm))
        make_offer(firm=firm, state=State.DRAFT)

    assert len(firm_tasks(make_member(firm))) == AT_MOST


def test_firm_tasks_lead_to_where_they_are_done():
    firm = make_firm()
    draft = make_offer(firm=firm, state=State.DRAFT)
    symbiosis = make_symbiosis(make_offer(firm=firm))

    urls = [task.url for task in firm_tasks(make_member(firm))]

    assert urls == [f"/symbioses/{symbiosis.pk}/", f"/listings/{draft.pk}/edit/"]


def test_firm_tasks_ask_a_new_firm_for_its_first_listing():
    assert titles(make_member()) == ["Tell what your firm has or needs"]


def test_firm_tasks_ask_nothing_of_who_has_no_firm():
    assert titles(make_user()) == []


def test_firm_tasks_leave_out_what_is_over():
    firm = make_firm()
    for stage in (Symbiosis.Stage.FAILED, Symbiosis.Stage.DISCUSSION):
        make_symbiosis(make_offer(firm=firm), stage=stage, barrier="other")
    make_symbiosis(make_offer(firm=firm), answer=Party.Answer.YES)
    make_offer(firm=firm, state=State.PAUSED, questioned_at=NOON)

    assert titles(make_member(firm)) == []


def test_desk_tasks_count_what_waits_for_a_coordinator():
    make_suggestion()
    make_symbiosis()
    coordinator = make_coordinator()

    tasks = [(task.title, task.url) for task in desk_tasks(coordinator)]

    assert tasks == [
        ("2 firms have not answered, and no mail reaches them: call", "/symbioses/"),
        ("1 suggestion waits for review", "/queue/"),
        ("2 firms wait to be verified", "/firms/waiting/"),
    ]


def test_desk_tasks_do_not_ask_to_call_whoever_has_an_account():
    symbiosis = make_symbiosis()
    make_member(symbiosis.parties.get(role="giver").listing.firm)

    assert "1 firm has not answered, and no mail reaches it: call" in [
        task.title for task in desk_tasks(make_coordinator())
    ]


def test_desk_tasks_are_for_coordinators_of_the_area():
    make_suggestion()
    make_symbiosis()

    assert (desk_tasks(make_user()), desk_tasks(make_coordinator(("NO-5001",)))) == ([], [])


def test_firm_tasks_are_nobody_elses():
    other = make_need()
    waiting_question(make_offer())
    make_symbiosis(make_offer(), make_need())
    make_offer(state=State.DRAFT), make_offer(questioned_at=NOON)

    assert titles(make_member(other.firm)) == []
