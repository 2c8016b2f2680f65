"""Saying what the law asks about a listing."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import WrongStateError, require
from marketplace.models import Event, LegalFact, Listing, User
from marketplace.permissions import can_edit_listing
from marketplace.wording.law_questions import QUESTIONS
from matching.compliance.cases import case_columns
from matching.errors import FactError


@transaction.atomic
def say_legal_fact(listing: Listing, *, by: User, now: datetime, code: str, value: str) -> LegalFact:
    """Say or confirm one fact of a listing; what was said before is kept as replaced.

    Raises PermissionDenied, WrongStateError for a listing that is over, ValidationError for a fact that nobody asks
    of its side or a value that makes no sense.
    """
    # Locked, so that two people who answer at once leave one answer that holds.
    listing = Listing.objects.select_for_update(of=("self",)).select_related("firm", "site").get(pk=listing.pk)
    require(can_edit_listing(by, listing), _("Only members of the firm can change its listings."))
    if not Listing.NEXT_STATES[Listing.State(listing.state)]:
        raise WrongStateError(_("This listing is over. Post a new one instead."))
    _check(listing, code=code, value=value)
    old = listing.legal_facts.filter(code=code, replaced_at=None).first()
    if old and old.value == value:
        return old
    if old:
        old.replaced_at = now
        old.save(update_fields=["replaced_at"])
    fact = LegalFact(listing=listing, code=code, value=value, said_by=by, said_at=now)
    fact.full_clean()
    fact.save()
    changes = {code: [old.value if old else "", value]}
    record(Event.Kind.LISTING_LAW_ANSWERED, listing, by=by, now=now, changes=changes)
    return fact


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
