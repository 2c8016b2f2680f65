"""The rows of what open suggestions could save, each tonne counted once. Potential: nobody has agreed to it."""

from collections.abc import Sequence
from functools import cache

from django.utils.translation import gettext as _

from geo.transport_tables import Range
from marketplace.models import Listing, Symbiosis
from marketplace.queries.allotments import Shares, Supply, served_once
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.overview.listings import TONNES, UNITS, Naming, group_of, material_name
from marketplace.queries.overview.sheets import Row, Sheet
from marketplace.queries.overview.suggestions import Pair, Part
from matching.impact import factor_origin, potential_impact
from matching.records import Resource

_KG_A_TONNE = 1000.0
_DIGITS = 3  # of a tonne in the rows: a kilogram
ENDS = ("low", "default", "high")
# Where a potential stands: suggested, with firms that are asked or talk, done.
SUGGESTED, UNDER_WAY, COMPLETED = "suggested", "under_way", "completed"


def potential_sheet(pairs: Sequence[Pair]) -> Sheet:
    """Return what each open suggestion could save of what better ones have left of its two listings.

    pairs: best first. Only what is counted in tonnes on both sides can be shared out; it is saved once where either of
    them comes once.
    """
    alive = [pair for pair in pairs if pair.is_open]
    shares = served_once([(pair.score, _supply(pair.giver, "offer"), _supply(pair.receiver, "need")) for pair in alive])
    named = cache(material_name)
    rows = [row for pair in alive if (row := _row(pair, shares, named=named))]
    return Sheet(code="potential", title=_("Potential"), columns=_columns(), rows=rows)


def _supply(part: Part, side: str) -> Supply:
    return Supply(part.listing, side, part.quantity, part.rhythm == Listing.Rhythm.ONCE)


def _row(pair: Pair, shares: Shares, *, named: Naming) -> Row | None:
    giver, receiver = pair.giver, pair.receiver
    share = shares.get((giver.listing, receiver.listing))
    if not share or UNITS[Resource(giver.resource).dimension][0] != TONNES:
        return None
    facts = {"material": giver.material, "use": receiver.use, "knowledge": current_knowledge()}
    found = potential_impact(share, km=pair.distance_km, **facts)
    origin = factor_origin(**facts) if found.avoided else None
    source = current_knowledge().sources.get(origin.source) if origin else None
    return {
        "suggestion": pair.pk,
        "standing": _standing(pair),
        "group": group_of(giver.material, giver.resource),
        "material_name": named(giver.material, giver.resource),
        "rhythm": "once" if Listing.Rhythm.ONCE in (giver.rhythm, receiver.rhythm) else "year",
        "tonnes": round(found.tonnes, _DIGITS),
        "with_factor": round(found.tonnes, _DIGITS) if found.avoided else None,
        "km": pair.distance_km,
        **_ends("avoided", found.avoided),
        **_ends("carried", found.transport if found.avoided else None),
        **_ends("net", found.net),
        "source": source.title if source else _("our own estimate") if origin else "",
        "source_url": source.address if source else "",
        "year": origin.year if origin else None,
    }


def _standing(pair: Pair) -> str:
    if pair.stage == Symbiosis.Stage.COMPLETED:
        return COMPLETED
    return UNDER_WAY if pair.stage else SUGGESTED


def _ends(name: str, kilograms: Range | None) -> dict[str, float | None]:
    """Return the ends of a range in tonnes of CO₂e; nothing where nothing is known."""
    return {f"{name}_{end}": kilograms and round(getattr(kilograms, end) / _KG_A_TONNE, _DIGITS) for end in ENDS}


def _columns() -> dict[str, str]:
    ends = {"low": _("low"), "default": _("most likely"), "high": _("high")}
    ranges = {"avoided": _("Avoided, t CO₂e"), "carried": _("Carrying it, t CO₂e"), "net": _("Saved, t CO₂e")}
    return {
        "suggestion": _("Suggestion"),
        "standing": _("Where it stands"),
        "group": _("Group of materials"),
        "material_name": _("Material"),
        "rhythm": _("A year or once"),
        "tonnes": _("Tonnes"),
        "with_factor": _("Tonnes with a known saving"),
        "km": _("Kilometres by road"),
        **{f"{name}_{end}": f"{what}, {how}" for name, what in ranges.items() for end, how in ends.items()},
        "source": _("Source"),
        "source_url": _("Address of the source"),
        "year": _("Year of the figures"),
    }
