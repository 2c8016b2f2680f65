"""Suggested symbioses: proposed by the engine (proposals, rematching), decided by coordinators (reviews)."""

from marketplace.actions.suggestions.many import dismiss_suggestions, undo_reviews
from marketplace.actions.suggestions.proposals import (
    lapse_suggestion,
    lapse_suggestions,
    listing_set,
    propose_suggestion,
    propose_suggestions,
    propose_suggestions_of_firm,
)
from marketplace.actions.suggestions.rematching import match_by_tables, rematch
from marketplace.actions.suggestions.reviews import (
    approve_suggestion,
    ask_for_fact,
    dismiss_suggestion,
    put_off_suggestion,
    return_suggestion,
    undo_review,
)

__all__ = [
    "approve_suggestion",
    "ask_for_fact",
    "dismiss_suggestion",
    "dismiss_suggestions",
    "lapse_suggestion",
    "lapse_suggestions",
    "listing_set",
    "match_by_tables",
    "propose_suggestion",
    "propose_suggestions",
    "propose_suggestions_of_firm",
    "put_off_suggestion",
    "rematch",
    "return_suggestion",
    "undo_review",
    "undo_reviews",
]
