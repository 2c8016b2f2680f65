"""How far a text says that it may be: "högst 5 mil", "inntil 40 km fra gården"."""

import re

_KM_A_MIL = 10
_LIMIT = re.compile(
    r"\b(?:högst|max(?:imalt|imum)?|inom|innen(?:for)?|inntil|upp till|opp til|opptil|inte mer än|ikke mer enn|within"
    r"|at most|no more than)\.?\s+(?:ca\.?\s+|cirka\s+)?(\d+(?:[.,]\d+)?)\s*(km|kilometer|kilometre|mil)\b(?!/)",
    re.IGNORECASE,
)
# "Inom 2 km från E14" says where it lies.
_LANDMARK = re.compile(
    r"\s+(?:från|fra|frå|from|till|til|to)\s+(?:[ER]v?\.?\s?\d|\w*(?:väg|vei|veg|kai|kaj|havn|hamn|spår))"
)


def told_limit_km(text: str) -> float | None:
    """Return the kilometres that a text sets as its limit, None where it sets none; of several the widest."""
    found = [
        float(match[1].replace(",", ".")) * (_KM_A_MIL if match[2].casefold() == "mil" else 1)
        for match in _LIMIT.finditer(text)
        if not _LANDMARK.match(text, match.end())
    ]
    return max(found, default=None)
