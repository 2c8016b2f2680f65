"""What the marketplace knows of a person, for that person."""

from allauth.account.models import EmailAddress
from django.db.models import Manager, Q, QuerySet
from django.urls import reverse

from geo.places import load_gazetteer
from marketplace.models import (
    Claim,
    Event,
    Import,
    Invitation,
    InvolvedPerson,
    LegalFact,
    Listing,
    Notice,
    Report,
    StatedListing,
    Statement,
    User,
)
from marketplace.permissions import is_coordinator


def personal_data(viewer: User) -> dict[str, object]:
    """Return everything that is kept about the viewer, ready for JSON. A sole trader's number is not kept."""
    return {
        "account": {
            "email": viewer.email,
            "name": viewer.name,
            "phone": viewer.phone,
            "language": viewer.language,
            "joined_at": viewer.joined_at,
            "last_login": viewer.last_login,
        },
        "email_addresses": _rows(EmailAddress.objects.filter(user=viewer), "email", "verified", "primary"),
        **_in_firms(viewer),
        **_about_listings(viewer),
        **_said_by_phone(viewer),
        **_about_the_market(viewer),
        **_in_symbioses(viewer),
        "notices": _rows(Notice.objects.filter(user=viewer), "code", "values", "written_at", "mailed_at", "read_at"),
        "actions": _rows(Event.objects.filter(by=viewer), "kind", "subject_type__model", "subject_id", "at"),
    }


def _rows(kept: QuerySet | Manager, *names: str) -> list[dict[str, object]]:
    """Return these facts of what is kept, in the order in which it came."""
    return list(kept.order_by("pk").values(*names))


def _in_firms(viewer: User) -> dict[str, object]:
    """Return where a person belongs, and whom they asked or who asked them."""
    sent, accepted = Invitation.objects.filter(invited_by=viewer), Invitation.objects.filter(accepted_by=viewer)
    return {
        "firms": _rows(viewer.membership_set, "firm__name", "role"),
        "coordinates": _municipalities(viewer),
        "claims": _rows(Claim.objects.filter(user=viewer), "firm__name", "state", "asked_at", "answered_at"),
        "invitations_sent": _rows(sent, "firm__name", "email", "invited_at", "accepted_at", "withdrawn_at"),
        "invitations_accepted": _rows(accepted, "firm__name", "email", "accepted_at"),
    }


def _about_listings(viewer: User) -> dict[str, object]:
    """Return what a person has written of listings: by hand, as a file, and for the law."""
    imported = Import.objects.filter(Q(uploaded_by=viewer) | Q(started_by=viewer))
    answers = LegalFact.objects.filter(said_by=viewer)
    answer = "listing__pk", "firm__name", "code", "value", "evidence", "said_at", "replaced_at"
    return {
        "listings_created": _rows(
            Listing.objects.filter(created_by=viewer), "pk", "side", "title", "state", "created_at"
        ),
        "files_imported": _rows(imported, "firm__name", "file_name", "state", "uploaded_at", "ended_at"),
        "legal_facts_said": _rows(answers, *answer),
    }


def _said_by_phone(viewer: User) -> dict[str, object]:
    """Return the calls that a person wrote down, those they were asked in, and what they answered to such notes."""
    written, spoken = Statement.objects.filter(written_by=viewer), Statement.objects.filter(email=viewer.email)
    call = "firm__name", "spoken_by", "email", "phone", "said_on", "written_at", "stated__listing__title"
    answered = StatedListing.objects.filter(answered_by=viewer)
    return {
        "statements_written": _rows(written, "firm__name", "said_on", "written_at"),
        "spoke_for_firms": _rows(spoken, *call),
        "statements_answered": _rows(answered, "listing__pk", "answer", "answered_at"),
    }


def _about_the_market(viewer: User) -> dict[str, object]:
    """Return what a person reported, looks for, was told of and showed."""
    photos = _rows(viewer.photos, "pk", "listing__pk", "alt", "is_open", "added_at")
    search = "name", "query", "frequency", "saved_at", "paused_at", "told_at"
    return {
        "interests": _rows(viewer.interests, "own__pk", "other__pk", "message", "at", "answer"),
        "reports": _rows(Report.objects.filter(by=viewer), "listing__pk", "reason", "note", "at", "state"),
        "saved_searches": _rows(viewer.saved_searches, *search),
        "told_of_listings": _rows(viewer.told_listings, "listing__pk", "told_at"),
        "photos_added": [{**photo, "address": reverse("photo", args=[photo["pk"], "large"])} for photo in photos],
    }


def _in_symbioses(viewer: User) -> dict[str, object]:
    """Return what a person has written about symbioses, and where they are named.

    Of what others wrote about talks with them only that they did: it may name a firm that is still hidden from them.
    """
    contact = "symbiosis__pk", "way", "with_whom", "on", "said", "written_at"
    involved = InvolvedPerson.objects.filter(email__iexact=viewer.email)
    files = _rows(viewer.attachments, "pk", "symbiosis__pk", "listing__pk", "kind", "name", "size", "added_at")
    return {
        "symbioses_looked_after": list(viewer.owned_symbioses.order_by("pk").values_list("pk", flat=True)),
        "notes_written": _rows(viewer.symbiosis_notes, "symbiosis__pk", "text", "written_at"),
        "contacts_written": _rows(viewer.written_contact_entries, *contact),
        "contacts_with_you": _rows(viewer.contact_entries, "way", "on"),
        "involved_in_symbioses": _rows(involved, "name", "role", "email", "phone", "added_at"),
        "files_attached": [{**file, "address": _address(file)} for file in files],
    }


def _address(file: dict[str, object]) -> str:
    """Return where who may still read a file finds it."""
    if file["listing__pk"]:
        return reverse("listing-file", args=[file["pk"]])
    return reverse("symbiosis-file", args=[file["symbiosis__pk"], file["pk"]])


def _municipalities(viewer: User) -> list[str]:
    if not is_coordinator(viewer):
        return []
    places = load_gazetteer().municipalities
    codes = viewer.coordinator.areas.order_by("municipality").values_list("municipality", flat=True)
    return [places[code].name for code in codes]
