"""Where a firm answers what a coordinator asks."""

from django.urls import reverse

from marketplace.wording.law_questions import law_question
from marketplace.wording.missing import QUALITY


def answer_path(listing_pk: int, fact: str) -> str:
    """Return the page on which a fact of a listing is told: `MissingFact.code`, or a code of the law's questions."""
    if fact.startswith(QUALITY):
        return f"{reverse('listing-quality', args=[listing_pk])}?code={fact.removeprefix(QUALITY)}"
    if law_question(fact) is not None:
        return f"{reverse('listing-law', args=[listing_pk])}?fact={fact}"
    return reverse("listing-edit", args=[listing_pk])
