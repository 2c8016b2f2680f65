"""The words of a by-product dossier."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_EVIDENCE: Mapping[str, Promise] = {
    "analysis": gettext_lazy("analysis"),
    "comparison": gettext_lazy("comparison with what it replaces"),
    "contract": gettext_lazy("contract"),
    "delivery_history": gettext_lazy("earlier deliveries"),
    "permit": gettext_lazy("permit"),
    "photos": gettext_lazy("photos"),
    "process_description": gettext_lazy("description of the process"),
    "sds": gettext_lazy("safety data sheet"),
    "specification": gettext_lazy("specification"),
    "standing_order": gettext_lazy("standing order"),
}


def evidence_text(kinds: tuple[str, ...]) -> str:
    """Return the kinds of evidence that answer a question, as a list of words."""
    return ", ".join(str(_EVIDENCE[kind]) for kind in kinds)


def dossier_words() -> dict[str, str]:
    """Return what stands on every dossier."""
    return {
        "title": _("By-product dossier"),
        "about": _(
            "What the firm says about each criterion, with name and day. The authorities decide whether it is waste."
        ),
        "open": _("no answer yet"),
        "evidence": _("Evidence:"),
        "kinds": _("What can show it:"),
        "yes": _("Yes"),
        "no": _("No"),
        "keep": _(
            "Keep the evidence with this page and in the vehicle. The answers hold for the next load until changed."
        ),
    }
