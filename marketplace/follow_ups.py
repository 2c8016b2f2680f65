"""What follows what: event kind → actions. Nothing else happens by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from marketplace.actions.follow_ups import dispatch_event, end_follow_up
from marketplace.actions.import_checks import check_rows
from marketplace.actions.import_runs import run_rows, undo_rows
from marketplace.actions.interests import suggest_interest, tell_of_answer, tell_of_dismissal
from marketplace.actions.listings import move_listings
from marketplace.actions.notices import mail_notice
from marketplace.actions.notices_firms import (
    tell_claimant,
    tell_coordinators_of_firm,
    tell_invited,
    tell_members_verified,
    tell_owners_of_claim,
)
from marketplace.actions.notices_statements import (
    ask_to_confirm,
    remind_to_confirm,
    tell_of_correction,
    tell_writer_of_answers,
    tell_writer_of_lapse,
)
from marketplace.actions.notices_symbioses import (
    ask_if_still_true,
    introduce_parties,
    tell_new_owner,
    tell_of_asked_party,
    tell_of_due_step,
    tell_of_expiry,
    tell_of_question,
    tell_of_renewed_consent,
    tell_of_stage,
    tell_of_written_answer,
    tell_parties,
)
from marketplace.actions.reports import acknowledge_report, tell_of_decision, tell_of_report
from marketplace.actions.saved_searches import note_finds
from marketplace.actions.search_index import index_by_tables, index_listings_of_firm
from marketplace.actions.spoken_answers import count_answers
from marketplace.actions.statement_answers import settle_statements
from marketplace.actions.statements import ask_about_listing
from marketplace.actions.suggestions import (
    lapse_suggestions,
    match_by_tables,
    propose_suggestions,
    propose_suggestions_of_firm,
)
from marketplace.actions.symbioses import open_symbiosis, renew_consents
from marketplace.errors import RefusedError
from marketplace.forms.imports import StagedReader
from marketplace.forms.saved_searches import searches_finding
from marketplace.models import Event, FollowUp, Import, Listing, User
from marketplace.queries.events import last_event

Action = Callable[..., object]
Kind = Event.Kind


def check_import(staged: Import, *, by: User | None, now: datetime) -> None:
    """Read the rows of a file whose columns are told."""
    check_rows(staged, reader=StagedReader(staged), now=now)


def run_import(staged: Import, *, by: User | None, now: datetime) -> None:
    """Import a file that was started."""
    run_rows(staged, reader=StagedReader(staged), now=now)


def undo_import(staged: Import, *, by: User | None, now: datetime) -> None:
    """Undo an import that somebody has taken back."""
    asked = last_event(staged, Event.Kind.IMPORT_TAKEN_BACK)
    undo_rows(staged, by_event=asked, now=now)


def note_new_listing(listing: Listing, *, by: User | None, now: datetime) -> None:
    """Note which saved searches find a listing that is new on the market."""
    note_finds(listing, finding=partial(searches_finding, today=timezone.localdate(now)), now=now)


# Event kind → the actions that it sets off, in this order. Every kind is listed, most with none.
FOLLOW_UPS: dict[Kind, list[Action]] = {
    Kind.FIRM_REGISTERED: [tell_coordinators_of_firm],
    # The name may be another: one that somebody has blocked, and one to be found by.
    Kind.FIRM_CHANGED: [index_listings_of_firm, propose_suggestions_of_firm],
    Kind.FIRM_VERIFIED: [tell_members_verified],
    Kind.FIRM_HIDDEN: [propose_suggestions_of_firm],
    Kind.FIRM_SHOWN: [propose_suggestions_of_firm],
    Kind.FIRM_LOOKED_AT: [],
    Kind.FIRM_BLOCKED: [propose_suggestions_of_firm],
    Kind.FIRM_UNBLOCKED: [propose_suggestions_of_firm],
    Kind.FIRM_MATCH_SEEN: [],
    Kind.FIRM_CHECKLIST_CLOSED: [],
    Kind.SITE_ADDED: [],
    Kind.SITE_CHANGED: [move_listings],
    Kind.COLLEAGUE_INVITED: [tell_invited],
    Kind.INVITATION_WITHDRAWN: [],
    Kind.COLLEAGUE_JOINED: [],
    Kind.MEMBER_CHANGED: [],
    Kind.MEMBER_REMOVED: [],
    Kind.CLAIM_ASKED: [tell_owners_of_claim],
    Kind.CLAIM_ANSWERED: [tell_claimant],
    Kind.ACCOUNT_DELETED: [],
    Kind.COORDINATOR_CHANGED: [],
    Kind.DESK_OPENED: [],
    Kind.LISTING_DRAFTED: [],
    Kind.LISTING_PUBLISHED: [propose_suggestions, note_new_listing],
    Kind.LISTING_CHANGED: [propose_suggestions, renew_consents],
    Kind.LISTING_CONFIRMED: [],
    Kind.LISTING_PAUSED: [lapse_suggestions],
    Kind.LISTING_FULFILLED: [lapse_suggestions],
    Kind.LISTING_EXPIRED: [lapse_suggestions, tell_of_expiry],
    Kind.LISTING_WITHDRAWN: [lapse_suggestions],
    Kind.LISTING_LAW_ANSWERED: [propose_suggestions],
    Kind.LISTING_PHOTOS_CHANGED: [],
    Kind.LISTING_FILES_CHANGED: [],
    Kind.LISTING_QUESTIONED: [ask_if_still_true],
    Kind.LISTING_UNCONFIRMED: [ask_about_listing],
    Kind.LISTING_FIRM_CONFIRMED: [settle_statements],
    Kind.LISTING_CORRECTED: [tell_of_correction],
    Kind.STATEMENT_WRITTEN: [],
    Kind.STATEMENT_ASKED: [ask_to_confirm],
    Kind.STATEMENT_REMINDED: [remind_to_confirm],
    Kind.STATEMENT_ANSWERED: [tell_writer_of_answers],
    Kind.STATEMENT_LAPSED: [tell_writer_of_lapse],
    Kind.STATEMENT_FORGOTTEN: [],
    Kind.INTEREST_SHOWN: [suggest_interest],
    Kind.INTEREST_ANSWERED: [tell_of_answer],
    Kind.SUGGESTION_PROPOSED: [],
    Kind.SUGGESTION_RESCORED: [],
    Kind.SUGGESTION_ASKED: [tell_of_question],
    Kind.SUGGESTION_ANSWERED: [],
    Kind.SUGGESTION_PUT_OFF: [],
    Kind.SUGGESTION_RETURNED: [],
    Kind.SUGGESTION_APPROVED: [open_symbiosis, tell_parties],
    Kind.SUGGESTION_DISMISSED: [tell_of_dismissal],
    Kind.SUGGESTION_UNDONE: [],
    Kind.SUGGESTION_LAPSED: [],
    Kind.SYMBIOSIS_OPENED: [],
    Kind.SYMBIOSIS_MOVED: [tell_of_renewed_consent, tell_of_stage],  # first what has changed while it was on hold
    Kind.SYMBIOSIS_ASKED: [tell_of_asked_party],
    Kind.SYMBIOSIS_PLANNED: [],
    Kind.SYMBIOSIS_HANDED_OVER: [tell_new_owner],
    Kind.SYMBIOSIS_STEP_DUE: [tell_of_due_step],
    Kind.SYMBIOSIS_LOGGED: [],
    Kind.SYMBIOSIS_LOG_CHANGED: [],
    Kind.BARRIER_NOTED: [],
    Kind.BARRIER_REMOVED: [],
    Kind.BARRIER_RETURNED: [],
    Kind.CALENDAR_RENEWED: [],
    Kind.PARTY_ANSWERED: [introduce_parties],
    Kind.ANSWER_WRITTEN: [tell_of_written_answer, count_answers],
    Kind.ANSWER_TAKEN_BACK: [],
    Kind.FIRMS_INTRODUCED: [],
    Kind.CONSENT_RENEWED: [tell_of_renewed_consent],
    Kind.REPORT_MADE: [tell_of_report, acknowledge_report],
    Kind.REPORT_CLOSED: [tell_of_decision],
    Kind.RANKING_LEARNT: [],
    Kind.RANKING_IN_FORCE: [],
    Kind.RANKING_ENDED: [],
    Kind.CORRECTION_PROPOSED: [],
    Kind.CORRECTION_REVIEWED: [match_by_tables, index_by_tables],
    Kind.WASTE_CODES_IMPORTED: [match_by_tables, index_by_tables],
    Kind.IMPORT_UPLOADED: [],
    Kind.IMPORT_MAPPED: [check_import],
    Kind.IMPORT_CHANGED: [],
    Kind.IMPORT_STARTED: [run_import],
    Kind.IMPORT_ENDED: [],
    Kind.IMPORT_TAKEN_BACK: [undo_import],
    Kind.IMPORT_UNDONE: [],
    Kind.IMPORT_DISCARDED: [],
    Kind.SEARCH_SAVED: [],
    Kind.SEARCH_CHANGED: [],
    Kind.SEARCH_DELETED: [],
    Kind.SEARCH_FOUND: [],
    Kind.NOTICE_WRITTEN: [mail_notice],
    Kind.FOLLOW_UP_RETRIED: [],
    Kind.FOLLOW_UP_ENDED: [],
}
# A review can be undone for a while, a stage clicked wrongly and an answer heard wrongly taken back: only then are
# the firms told.
UNDO_TIME = timedelta(seconds=settings.UNDO_SECONDS)
DELAYS: dict[Action, timedelta] = dict.fromkeys(
    (open_symbiosis, tell_parties, tell_of_dismissal, tell_of_stage, count_answers), UNDO_TIME
)
ACTIONS = {action.__name__: action for actions in FOLLOW_UPS.values() for action in actions}


def dispatch(event_id: int, *, now: datetime) -> None:
    """Make and ask for the follow-ups of one event. Safe to repeat."""
    event = Event.objects.get(pk=event_id)
    actions = FOLLOW_UPS[Kind(event.kind)]
    dispatch_event(event, delays={act.__name__: DELAYS.get(act, timedelta()) for act in actions}, now=now)


def carry_out(follow_up: FollowUp, *, now: datetime) -> None:
    """Carry out one claimed follow-up: compute first, then end it in one short write."""
    act = ACTIONS[follow_up.action]
    subject = follow_up.event.subject
    if subject is None:
        end_follow_up(follow_up, refused="vanished")
        return
    try:
        act(subject, by=None, now=now)
    except RefusedError as refusal:
        end_follow_up(follow_up, refused=refusal.code)
    except ObjectDoesNotExist:
        if type(subject)._base_manager.filter(pk=subject.pk).exists():
            raise  # something else is missing: a fault that people should hear of
        end_follow_up(follow_up, refused="vanished")
    else:
        end_follow_up(follow_up)
