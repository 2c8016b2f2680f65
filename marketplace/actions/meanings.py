"""Vectors of listings' texts: made where the market's index is kept, and nowhere else."""

import logging
from collections.abc import Collection

from marketplace.models import Meaning
from marketplace.queries.meanings import listings_without_meaning, meanings_are_on, text_digest, text_of
from matching.embedding import NoModelError, load_embedder

_AT_ONCE = 100  # listings, some two seconds: what has been read by then outlives a crash
log = logging.getLogger(__name__)


def remember_meanings(pks: Collection[int] | None = None) -> int:
    """Have a language model read the published texts, or those of these listings, that it has not read yet.

    Only where the index is kept: it loads the model. Computes first, then writes; safe to repeat. Without a model the
    texts stay unread, which costs confidence and nothing else. Returns how many were read.
    """
    if not meanings_are_on():
        return 0
    try:
        embedder = load_embedder()
    except NoModelError as error:
        log.warning("SEMANTIC_WEIGHT is set, and no text gets a vector: %s.", error)
        return 0
    unread = listings_without_meaning(embedder.name, pks=pks)
    for start in range(0, len(unread), _AT_ONCE):
        part = unread[start : start + _AT_ONCE]
        vectors = embedder.meanings([text_of(listing) for listing in part])
        Meaning.objects.bulk_create(
            [
                Meaning(listing=listing, text_digest=text_digest(listing), model=embedder.name, vector=vector)
                for listing, vector in zip(part, vectors, strict=True)
            ],
            update_conflicts=True,
            unique_fields=["listing"],
            update_fields=["text_digest", "model", "vector"],
        )
    return len(unread)
