"""Sentences for facts that a listing does not tell."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.wording.aspects import property_name
from marketplace.wording.law_questions import law_question

QUALITY = "quality:"
"""How the code of a quality that is missing begins; the property's follows."""

_MISSING = {
    "material": gettext_lazy("which material it is"),
    "use": gettext_lazy("what it is for"),
    "quality": gettext_lazy("its quality"),
    "amount": gettext_lazy("how much there is"),
    "months": gettext_lazy("in which months"),
    "waste_code": gettext_lazy("the waste code"),
    "place": gettext_lazy("where it is"),
    "weight_each": gettext_lazy("what one piece or load weighs"),
    "hazard": gettext_lazy("whether it is hazardous"),
    "abp_category": gettext_lazy("the animal by-product category"),
}


def missing_fact_text(fact: str) -> str:
    """Return the name of a fact that a listing lacks, to stand in a sentence; of one for the law the question.

    fact: as `matching.records.MissingFact.code` or a code of the law's questions.
    """
    if fact.startswith(QUALITY):
        return _("what its %(property)s is") % {"property": property_name(fact.removeprefix(QUALITY))}
    question = law_question(fact) if fact not in _MISSING else None
    return str(question.text if question else _MISSING[fact])


def missing_fact_sentence(fact: str, side: str) -> str:
    """Return which side lacks which fact."""
    if side == "offer":
        return _("The offer does not say %(fact)s.") % {"fact": missing_fact_text(fact)}
    return _("The need does not say %(fact)s.") % {"fact": missing_fact_text(fact)}
