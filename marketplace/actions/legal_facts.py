"""Saying what the law asks about a listing, or once for all about its firm."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import WrongStateError, require
from marketplace.models import Event, Firm, LegalFact, Listing, Suggestion, User
from marketplace.permissions import can_edit_listing
from marketplace.queries.legal_facts import said_facts
from marketplace.wording.law_questions import QUESTIONS
from matching.compliance.cases import case_columns
from matching.errors import FactError


@transaction.atomic
def say_legal_fact(
    listing: Listing,
    *,
    by: User,
    now: datetime,
    code: str,
    value: str,
    evidence: str = "",
    only_here: bool = False,
) -> LegalFact:
    """Say or confirm one fact of a listing, with what shows it; what was said before is kept as replaced.

    A fact of the firm, such as a registration, is kept once for all its listings, unless it is said of this one alone.
    Raises PermissionDenied, WrongStateError for a listing that is over, ValidationError for a fact that nobody asks
    of its side or a value that makes no sense.
    """
    listing = _locked(listing)
    require(can_edit_listing(by, listing), _("Only members of the firm can change its listings."))
    if not Listing.NEXT_STATES[Listing.State(listing.state)]:
        raise WrongStateError(_("This listing is over. Post a new one instead."))
    _check(listing, code=code, value=value)
    firm_code = "" if only_here else QUESTIONS[code].firm_code
    owner = {"firm": listing.firm} if firm_code else {"listing": listing}
    before = said_facts(listing).get(code)
    held = LegalFact.objects.filter(code=firm_code or code, replaced_at=None, **owner).first()
    if held and (held.value, held.evidence) == (value, evidence) and held == before:
        return held
    _replace(listing, code=code, held=held, now=now)
    fact = LegalFact(code=firm_code or code, value=value, evidence=evidence, said_by=by, said_at=now, **owner)
    fact.full_clean()
    fact.save()
    changes = {code: [before.value if before else "", value]}
    for each in (listing, *(_others_asked(listing, firm_code) if firm_code else ())):
        record(Event.Kind.LISTING_LAW_ANSWERED, each, by=by, now=now, changes=changes)
    return fact


def _locked(listing: Listing) -> Listing:
    """Lock firm and listing, so that two people who answer at once leave one answer that holds."""
    Firm.objects.select_for_update().get(pk=listing.firm_id)
    return Listing.objects.select_for_update(of=("self",)).select_related("firm", "site").get(pk=listing.pk)


def _replace(listing: Listing, *, code: str, held: LegalFact | None, now: datetime) -> None:
    """End what was said before in the same place, and what this listing had said for itself."""
    ended = Q(pk=held.pk) if held else Q(pk__in=[])
    ended |= Q(listing=listing, code=code, replaced_at=None)
    LegalFact.objects.filter(ended).update(replaced_at=now)


def _others_asked(listing: Listing, firm_code: str) -> QuerySet[Listing]:
    """Return the firm's other listings that wait for the same answer: they need not be asked any more."""
    codes = [each.code for each in QUESTIONS.values() if each.firm_code == firm_code]
    waiting = Suggestion.objects.filter(
        state=Suggestion.State.ASKED, asked_fact__in=codes, asked_listing__firm=listing.firm
    )
    return Listing.objects.filter(pk__in=waiting.values("asked_listing")).exclude(pk=listing.pk).order_by("pk")


def _check(listing: Listing, *, code: str, value: str) -> None:
    question = QUESTIONS.get(code)
    if question is None or question.side != listing.side:
        raise ValidationError(_("Nobody asks that of this listing."))
    try:
        case_columns()[code](value)
    except FactError as error:
        raise ValidationError(
            _("“%(value)s” is no answer to this. Choose one of the answers.") % {"value": value}
        ) from error
