"""What became of an interest, for the firm that showed it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_OUTCOMES: Mapping[str, Promise] = {
    "waits": gettext_lazy("A coordinator looks at it. If it could work, both firms are asked."),
    "introduced": gettext_lazy("Both firms have been asked."),
    "declined": gettext_lazy("A coordinator has looked at it and does not go on with it."),
    "answered": gettext_lazy("A coordinator has answered."),
    "off_market": gettext_lazy("One of the two listings is no longer on the market."),
}


def outcome_text(outcome: str) -> str:
    return str(_OUTCOMES[outcome])
