"""Why a suggestion is new, has changed or went, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_OFFER = {
    "new_listing": gettext_lazy("The offer is new on the market."),
    "changed_material": gettext_lazy("The material of the offer has changed."),
    "changed_amount": gettext_lazy("The amount of the offer has changed."),
    "changed_price": gettext_lazy("The price of the offer has changed."),
    "changed_place": gettext_lazy("The place of the offer has changed."),
    "changed_times": gettext_lazy("The times of the offer have changed."),
    "changed_quality": gettext_lazy("The quality of the offer has changed."),
    "changed_other": gettext_lazy("The text of the offer has changed."),
    "fact_answered": gettext_lazy("The giver has answered a question."),
    "paused": gettext_lazy("The offer is paused."),
    "fulfilled": gettext_lazy("The offer is taken."),
    "expired": gettext_lazy("The offer has expired."),
    "withdrawn": gettext_lazy("The offer is withdrawn."),
    "firm_hidden": gettext_lazy("The giver is hidden."),
}
_NEED = {
    "new_listing": gettext_lazy("The need is new on the market."),
    "changed_material": gettext_lazy("The material of the need has changed."),
    "changed_amount": gettext_lazy("The amount of the need has changed."),
    "changed_price": gettext_lazy("The price of the need has changed."),
    "changed_place": gettext_lazy("The place of the need has changed."),
    "changed_times": gettext_lazy("The times of the need have changed."),
    "changed_quality": gettext_lazy("The quality that the need asks for has changed."),
    "changed_other": gettext_lazy("The text of the need has changed."),
    "fact_answered": gettext_lazy("The receiver has answered a question."),
    "paused": gettext_lazy("The need is paused."),
    "fulfilled": gettext_lazy("The need is met."),
    "expired": gettext_lazy("The need has expired."),
    "withdrawn": gettext_lazy("The need is withdrawn."),
    "firm_hidden": gettext_lazy("The receiver is hidden."),
}


def cause_text(code: str, *, side: str) -> str:
    """Return why something happened to a suggestion; side: of the listing that it happened to, or empty."""
    if code == "firm_asked":
        return _("One of the two firms asked about it.")
    if code == "tables_corrected":
        return _("What is known of materials was corrected.")
    texts = {"offer": _OFFER, "need": _NEED}.get(side, {})
    return str(texts[code]) if code in texts else _("The whole market was matched anew.")
