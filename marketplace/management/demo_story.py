"""What has happened in the demo before its first visitor comes: people, verified firms, first introductions."""

import csv
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from geo.places import load_gazetteer
from marketplace.actions.claims import answer_claim, ask_claim
from marketplace.actions.coordinators import appoint_coordinator, set_lead
from marketplace.actions.firms import change_firm, verify_firm
from marketplace.actions.suggestions import approve_suggestion
from marketplace.actions.symbioses import answer_introduction, open_symbiosis
from marketplace.demo_people import COLLEAGUE, COORDINATOR, FARM, LOGIN_WORD, SAWMILL, DemoPerson
from marketplace.models import Country, Firm, Party, Suggestion, Symbiosis, User
from marketplace.permissions import is_coordinator, is_member
from marketplace.queries.suggestions import review_queue

# Not on the login page: it has said yes to the sawmill, so that the demo has firms that know each other.
HEATING_PLANT = DemoPerson(
    email="heating-plant@demo.example",
    name="Guro Glømo",
    language="nb",
    role=_("a heating plant in Trøndelag"),
    firm="Gløtrona Varmesentral AS (demo)",
)
VERIFIED_FROM_TOP = 10
# Offer, need, and which of their people have said yes: first both, then one side, then nobody.
INTRODUCTIONS = [
    ("demo-offer-002", "demo-need-066", [SAWMILL, HEATING_PLANT]),  # bark for heat, introduced
    ("demo-offer-001", "demo-need-122", [FARM]),  # sawdust for sheep: waits for the sawmill
    ("demo-offer-012", "demo-need-053", []),  # spent grain for sheep: waits for the farm and a brewery
]


def make_coordinator(*, now: datetime) -> User:
    """Make the demo's coordinator, who leads and sees every municipality. Safe to repeat."""
    coordinator = demo_user(COORDINATOR)
    if not is_coordinator(coordinator):
        municipalities = load_gazetteer().municipalities
        appointed = appoint_coordinator(coordinator, municipalities=municipalities, by=None, now=now)
        set_lead(appointed, is_lead_now=True, by=None, now=now)
        coordinator = User.objects.select_related("coordinator").get(pk=coordinator.pk)
    return coordinator


def make_colleague(*, now: datetime) -> None:
    """Make a coordinator of the Norwegian municipalities: what two must look at has two. Safe to repeat."""
    colleague = demo_user(COLLEAGUE)
    if not is_coordinator(colleague):
        municipalities = load_gazetteer().municipalities.values()
        norwegian = [place.code for place in municipalities if place.country == Country.NORWAY]
        appoint_coordinator(colleague, municipalities=norwegian, by=None, now=now)


def make_people(*, by: User, now: datetime) -> None:
    """Make the demo's people and their firms' owners. Safe to repeat."""
    for person in (SAWMILL, FARM, HEATING_PLANT):
        user, firm = demo_user(person), Firm.objects.get(name=person.firm, is_demo=True)
        if not is_member(user, firm):
            answer_claim(ask_claim(firm, by=user, now=now), is_granted=True, by=by, now=now)


@transaction.atomic
def demo_user(person: DemoPerson) -> User:
    """Return the account of a person of the demo, made at need."""
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, LOGIN_WORD, name=person.name, language=person.language)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def describe_firms(path: Path, *, by: User, now: datetime) -> None:
    """Give the demo's firms size and role, and verify those that the table says. Safe to repeat."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["org_number"]: row for row in csv.DictReader(file)}
    for firm in Firm.objects.filter(org_number__in=rows, is_demo=True, size="").order_by("pk"):
        _describe(firm, row=rows[firm.org_number], by=by, now=now)


@transaction.atomic
def _describe(firm: Firm, *, row: dict[str, str], by: User, now: datetime) -> None:
    change_firm(firm, facts={"size": row["size"], "is_host": row["host"] == "yes"}, by=by, now=now)
    if row["verified"] == "yes":
        verify_firm(firm, checks=[Firm.Check.REGISTER, Firm.Check.CALLED], by=by, now=now)


@transaction.atomic
def verify_top(*, by: User, now: datetime) -> None:
    """Verify the firms of the first suggestions in the queue: the first visitor can approve them. Safe to repeat."""
    of_top = Firm.objects.filter(listings__suggestion_parts__suggestion__in=list(review_queue(by)[:VERIFIED_FROM_TOP]))
    for firm in of_top.filter(is_demo=True, verified_at=None).distinct().order_by("pk"):
        verify_firm(firm, checks=[Firm.Check.REGISTER, Firm.Check.CALLED], by=by, now=now)


@transaction.atomic
def make_introductions(*, by: User, now: datetime) -> None:
    """Approve the first suggestions and answer for some of the firms, once in the life of a demo."""
    told = [offer for offer, _need, _people in INTRODUCTIONS]
    if Suggestion.objects.filter(reviewed_by=by, parts__listing__external_id__in=told).exists():
        return
    for offer, need, people in INTRODUCTIONS:
        suggestion = Suggestion.objects.filter(
            parts__listing__external_id=offer, state=Suggestion.State.PROPOSED
        ).filter(parts__listing__external_id=need)
        if found := suggestion.first():
            approve_suggestion(found, by=by, now=now)
            told_at = now + timedelta(seconds=settings.UNDO_SECONDS)
            _answer(open_symbiosis(found, by=None, now=told_at), people=people, now=told_at + timedelta(hours=2))


def _answer(symbiosis: Symbiosis, *, people: Iterable[DemoPerson], now: datetime) -> None:
    for person in people:
        party = Party.objects.get(symbiosis=symbiosis, listing__firm__name=person.firm)
        answer_introduction(party, by=User.objects.get(email=person.email), consents=True, now=now)
