"""Sentences for why two listings are not matched, or are not shown to each other."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.wording.reasons import aspect_names
from matching.records import Gate

WEAKEST = 3

_GATES: Mapping[Gate, Promise] = {
    Gate.UNLIKE_RESOURCE: gettext_lazy("They are not the same kind of thing, such as a material and heat."),
    Gate.OWN_FIRM: gettext_lazy("Both are of the same firm."),
    Gate.BLOCKED_FIRM: gettext_lazy("One of the two firms has blocked the other."),
    Gate.HAZARD: gettext_lazy("The offer is hazardous, and the need takes nothing hazardous."),
    Gate.UNLAWFUL_USE: gettext_lazy("By the rules we know, this material may not go to this use."),
    Gate.ABP_USE: gettext_lazy("Animal by-products of this category may not go to this use."),
    Gate.WINDOWS_APART: gettext_lazy("There is no day on which both are available."),
    Gate.BEYOND_LIMIT: gettext_lazy("It is further than one of the two says it may be, or than a pipe reaches."),
    Gate.TREATED_WOOD: gettext_lazy("The need asks for clean wood, and this wood is treated, painted or glued."),
    Gate.TO_PIGS: gettext_lazy("Leftovers of kitchens, raw blood and offal may not go to pigs."),
    Gate.SEWAGE_SLUDGE: gettext_lazy("The need takes no sewage sludge, or would lose its organic label by it."),
    Gate.DIGESTATE: gettext_lazy("The offer has been digested already, and the need is a digester's."),
    Gate.OWN_MATERIAL: gettext_lazy("The firm of the need has such material itself and does not ask for it."),
}


def gate_sentence(gate: Gate) -> str:
    """Return what a closed gate means. No sentence has a number, so that it tells nothing hidden."""
    return str(_GATES[gate])


def off_market_sentence(title: str, state: str) -> str:
    return _("“%(title)s” is not on the market (%(state)s). Only what is on the market is compared.") % {
        "title": title,
        "state": state,
    }


def order_sentence(*, score: float, rank: int | None, shown: int, last_score: float | None, is_shown: bool) -> str:
    """Return how a pair that no gate closes fares beside those that the page shows."""
    if is_shown:
        return _("It is among them: number %(rank)s by fit.") % {"rank": rank}
    if rank is not None:
        told = {"rank": rank, "shown": shown}
        return (
            _("It is number %(rank)s by fit. The page shows %(shown)s, chosen so that not all are of one kind.") % told
        )
    if last_score is None:
        return _("Nothing is shown yet: the list is being made. Look again in a minute.")
    told = {"percent": round(100 * score), "last": round(100 * last_score), "shown": shown}
    return (
        _("It comes after those shown: its fit is %(percent)s of 100, that of the last of the %(shown)s is %(last)s.")
        % told
    )


def weakest_aspects(fits: Mapping[str, float]) -> list[tuple[str, int]]:
    """Return name and percent of the aspects that fit least, the weakest first, without those that fit in full."""
    names = aspect_names()
    weak = sorted((fit, aspect) for aspect, fit in fits.items() if round(100 * fit) < 100)
    return [(names[aspect], round(100 * fit)) for fit, aspect in weak[:WEAKEST]]
