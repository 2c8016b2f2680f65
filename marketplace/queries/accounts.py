"""What the marketplace knows of a person, for that person."""

from allauth.account.models import EmailAddress
from django.db.models import Q
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
        "email_addresses": list(
            EmailAddress.objects.filter(user=viewer).order_by("pk").values("email", "verified", "primary")
        ),
        "firms": list(viewer.membership_set.order_by("pk").values("firm__name", "role")),
        "coordinates": _municipalities(viewer),
        "claims": list(
            Claim.objects.filter(user=viewer).order_by("pk").values("firm__name", "state", "asked_at", "answered_at")
        ),
        "invitations_sent": list(
            Invitation.objects.filter(invited_by=viewer)
            .order_by("pk")
            .values("firm__name", "email", "invited_at", "accepted_at", "withdrawn_at")
        ),
        "invitations_accepted": list(
            Invitation.objects.filter(accepted_by=viewer).order_by("pk").values("firm__name", "email", "accepted_at")
        ),
        "listings_created": list(
            Listing.objects.filter(created_by=viewer)
            .order_by("pk")
            .values("pk", "side", "title", "state", "created_at")
        ),
        "files_imported": list(
            Import.objects.filter(Q(uploaded_by=viewer) | Q(started_by=viewer))
            .order_by("pk")
            .values("firm__name", "file_name", "state", "uploaded_at", "ended_at")
        ),
        "legal_facts_said": list(
            LegalFact.objects.filter(said_by=viewer)
            .order_by("pk")
            .values("listing__pk", "firm__name", "code", "value", "evidence", "said_at", "replaced_at")
        ),
        "statements_written": list(
            Statement.objects.filter(written_by=viewer).order_by("pk").values("firm__name", "said_on", "written_at")
        ),
        "spoke_for_firms": list(
            Statement.objects.filter(email=viewer.email)
            .order_by("pk")
            .values("firm__name", "spoken_by", "email", "said_on", "written_at", "stated__listing__title")
        ),
        "statements_answered": list(
            StatedListing.objects.filter(answered_by=viewer)
            .order_by("pk")
            .values("listing__pk", "answer", "answered_at")
        ),
        "reports": list(
            Report.objects.filter(by=viewer).order_by("pk").values("listing__pk", "reason", "note", "at", "state")
        ),
        "saved_searches": list(
            viewer.saved_searches.order_by("pk").values(
                "name", "query", "frequency", "saved_at", "paused_at", "told_at"
            )
        ),
        "photos_added": [
            {**photo, "address": reverse("photo", args=[photo["pk"], "large"])}
            for photo in viewer.photos.order_by("pk").values("pk", "listing__pk", "alt", "is_open", "added_at")
        ],
        **_in_symbioses(viewer),
        "notices": list(
            Notice.objects.filter(user=viewer)
            .order_by("pk")
            .values("code", "values", "written_at", "mailed_at", "read_at")
        ),
        "actions": list(
            Event.objects.filter(by=viewer).order_by("pk").values("kind", "subject_type__model", "subject_id", "at")
        ),
    }


def _in_symbioses(viewer: User) -> dict[str, object]:
    """Return what a person has written about symbioses, and where they are named.

    Of what others wrote about talks with them only that they did: it may name a firm that is still hidden from them.
    """
    written = viewer.written_contact_entries.order_by("pk")
    return {
        "symbioses_looked_after": list(viewer.owned_symbioses.order_by("pk").values_list("pk", flat=True)),
        "notes_written": list(viewer.symbiosis_notes.order_by("pk").values("symbiosis__pk", "text", "written_at")),
        "contacts_written": list(written.values("symbiosis__pk", "way", "with_whom", "on", "said", "written_at")),
        "contacts_with_you": list(viewer.contact_entries.order_by("pk").values("way", "on")),
        "involved_in_symbioses": list(
            InvolvedPerson.objects.filter(email__iexact=viewer.email)
            .order_by("pk")
            .values("name", "role", "email", "phone", "added_at")
        ),
        "files_attached": [
            {**file, "address": _address(file)}
            for file in viewer.attachments.order_by("pk").values(
                "pk", "symbiosis__pk", "listing__pk", "kind", "name", "size", "added_at"
            )
        ],
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
