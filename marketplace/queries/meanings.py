"""The second signal of texts: whether it is switched on, whose vector is known, and whose is still to be made."""

import hashlib
from collections.abc import Collection

from django.conf import settings

from marketplace.models import Listing


def meanings_are_on() -> bool:
    return settings.SEMANTIC_WEIGHT > 0


def text_of(listing: Listing) -> tuple[str, str, str]:
    """Return the title, the description and the language of a listing, as it is matched by."""
    return listing.title, f"{listing.description}\n{listing.quality_notes}".strip(), listing.language


def text_digest(listing: Listing) -> str:
    return hashlib.sha256("\0".join(text_of(listing)).encode()).hexdigest()


def stored_meaning(listing: Listing) -> bytes:
    """Return the vector of a listing's text; empty where the signal is off, or none has been made of this text yet."""
    if not meanings_are_on():
        return b""
    meaning = getattr(listing, "meaning", None)
    return bytes(meaning.vector) if meaning and meaning.text_digest == text_digest(listing) else b""


def listings_without_meaning(model: str, *, pks: Collection[int] | None = None) -> list[Listing]:
    """Return the published listings, or those among these, whose text this model has not read yet."""
    published = Listing.objects.filter(state=Listing.State.PUBLISHED, firm__hidden_at__isnull=True)
    published = published if pks is None else published.filter(pk__in=pks)
    fields = ("title", "description", "quality_notes", "language", "meaning__text_digest", "meaning__model")
    rows = published.select_related("meaning").only(*fields).order_by("pk")
    return [row for row in rows if not _is_read(row, model)]


def _is_read(listing: Listing, model: str) -> bool:
    meaning = getattr(listing, "meaning", None)
    return meaning is not None and (meaning.model, meaning.text_digest) == (model, text_digest(listing))
