"""The words of a synergy sheet."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.transport_tables import Range
from marketplace.models import Listing, Suggestion, Symbiosis
from marketplace.wording.numbers import number_text

_STEPS_OF_SUGGESTION: Mapping[str, Promise] = {
    Suggestion.State.PROPOSED: gettext_lazy(
        "A coordinator looks at it, and asks both firms whether they want to meet."
    ),
    Suggestion.State.LATER: gettext_lazy("A coordinator has put it off, and looks at it again."),
    Suggestion.State.APPROVED: gettext_lazy(
        "Both firms are asked whether they want to meet. Names open when both say yes."
    ),
    Suggestion.State.DISMISSED: gettext_lazy("None: it was dismissed."),
    Suggestion.State.MERGED: gettext_lazy("None: it is part of another suggestion."),
    Suggestion.State.LAPSED: gettext_lazy("None: it is no longer possible."),
}
_STEPS_OF_SYMBIOSIS: Mapping[str, Promise] = {
    Symbiosis.Stage.IDEA: gettext_lazy("Each firm answers whether it wants to meet. Names open when both say yes."),
    Symbiosis.Stage.DISCUSSION: gettext_lazy(
        "The firms talk: a sample, the amount, the price, the months, who carries."
    ),
    Symbiosis.Stage.NEGOTIATION: gettext_lazy("Agree in writing on quality, amount, price and who carries."),
    Symbiosis.Stage.IMPLEMENTATION: gettext_lazy(
        "Carry the first load, weigh it, and confirm the tonnes on both sides."
    ),
    Symbiosis.Stage.COMPLETED: gettext_lazy("Go on delivering, and confirm each delivery."),
}


def next_step_of_suggestion(state: str, *, asked: str) -> str:
    """Return what comes next. asked: the fact that a firm was asked for."""
    if state == Suggestion.State.ASKED:
        return _("A firm has been asked: %(fact)s.") % {"fact": asked}
    return str(_STEPS_OF_SUGGESTION[Suggestion.State(state)])


def next_step_of_symbiosis(stage: str, *, barrier: str) -> str:
    """Return what comes next; of one that has stopped, what stands in the way."""
    if stage in (Symbiosis.Stage.ON_HOLD, Symbiosis.Stage.FAILED):
        return _("It has stopped. What stands in the way: %(barrier)s.") % {"barrier": barrier}
    return str(_STEPS_OF_SYMBIOSIS[Symbiosis.Stage(stage)])


def question_line(question: str, *, side: str) -> str:
    """Return a question for the law, with whom it is for."""
    words = _("To the giver: %(question)s") if side == Listing.Side.OFFER else _("To the receiver: %(question)s")
    return words % {"question": question}


def impact_lines(*, waste_t: float, net: Range | None, once: bool) -> list[str]:
    """Return what could be saved, each for a year or once.

    waste_t: tonnes kept from being waste; net: tonnes of CO₂e, None where no factor is known.
    """
    tonnes = _rounded(waste_t)
    lines = [
        _("%(tonnes)s t kept from being waste, once") % {"tonnes": tonnes}
        if once
        else _("%(tonnes)s t a year kept from being waste") % {"tonnes": tonnes}
    ]
    if net is None:
        return [*lines, _("No figure for CO₂e: what it would replace is not known well enough.")]
    told = {"low": _rounded(net.low), "high": _rounded(net.high), "middle": _rounded(net.default)}
    return [
        *lines,
        _("%(low)s to %(high)s t CO₂e saved, once; about %(middle)s; the carrying is taken off") % told
        if once
        else _("%(low)s to %(high)s t CO₂e a year saved; about %(middle)s; the carrying is taken off") % told,
    ]


def _rounded(tonnes: float) -> str:
    """Return tonnes with two digits that count: more would pretend."""
    return number_text(float(f"{tonnes:.2g}"), digits=2)


def sheet_words() -> dict[str, str]:
    """Return the headings of every sheet."""
    return {
        "sheet": _("Synergy sheet"),
        "what": _("What, how much, from whom to whom"),
        "has": _("Has"),
        "needs": _("Needs"),
        "when": _("When"),
        "supply": _("Supply"),
        "demand": _("Demand"),
        "why": _("Why it could fit"),
        "against": _("What speaks against it"),
        "questions": _("Open questions"),
        "none_open": _("None that the listings leave open."),
        "law": _("What the law asks"),
        "papers": _("Papers:"),
        "law_day": _("Information, no legal advice: the authorities decide."),
        "impact": _("What it could save"),
        "potential": _("Potential, an estimate: none of it counts as delivered or verified."),
        "factor": _("Factor:"),
        "next": _("Next step"),
        "goal": _("Goal"),
        "progress": _("Progress"),
        "internal": _("only coordinators read this"),
        "contact": _("Coordinator:"),
        "blind": _("Names, exact amounts and places open when both firms have said yes."),
        "unconfirmed": _("unconfirmed"),
    }
