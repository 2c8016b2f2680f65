"""Where such things have been done elsewhere: the nearest cases of a firm's own offers and needs, and why these."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.known_rows import CaseRow, case_row
from marketplace.wording.numbers import language
from matching.knowledge import Case

_NEAR = ("SE", "NO", "FI", "DK", "IS")


@dataclass(frozen=True, slots=True)
class Precedent:
    """A documented exchange, and why it is shown."""

    case: CaseRow
    why: str


def nearest_precedents(listings: Iterable[Listing], *, nace: str, most: int) -> list[Precedent]:
    """Return the cases nearest to some listings of one firm: the same material before its kin, each case once.

    Where there are fewer than wanted, further ones of firms of the same industry.
    """
    ranked = sorted(
        (pair for listing in listings for pair in _kin(listing)),
        key=lambda pair: _nearness(pair[1], listing=pair[0], nace=nace),
    )
    nearest = {case.code: (listing, case) for listing, case in reversed(ranked)}
    in_order = list(dict.fromkeys(case.code for _listing, case in ranked))[:most]
    found = [Precedent(case_row(nearest[code][1]), _why(*nearest[code])) for code in in_order]
    return [*found, *_of_such_firms(nace, without=nearest.keys())][:most]


def _of_such_firms(nace: str, *, without: Collection[str]) -> Iterator[Precedent]:
    """Return the cases in which a firm of an industry gave or took, those near by first."""
    cases = sorted(current_knowledge().cases.values(), key=lambda case: (case.country not in _NEAR, case.code))
    for case in cases:
        industries = {case.giver_industry[:2], case.receiver_industry[:2]} - {""}
        if nace[:2] in industries and case.code not in without:
            yield Precedent(case_row(case), _("A firm of your industry took part."))


def _kin(listing: Listing) -> Iterator[tuple[Listing, Case]]:
    """Return the cases of a listing's material, of its group and of that group's other materials."""
    materials = current_knowledge().materials
    if listing.material not in materials:
        return
    family = materials[listing.material].parent or listing.material
    for case in current_knowledge().cases.values():
        if family in (case.material, materials[case.material].parent):
            yield listing, case


def _nearness(case: Case, *, listing: Listing, nace: str) -> tuple[object, ...]:
    industry = case.giver_industry if listing.side == Listing.Side.OFFER else case.receiver_industry
    return (
        case.material != listing.material,
        bool(listing.use) and case.use != listing.use,
        not nace or industry[:2] != nace[:2],
        case.country not in _NEAR,
        -(case.reported or case.since or 0),
        case.code,
    )


def _why(listing: Listing, case: Case) -> str:
    knowledge, reader = current_knowledge(), language()
    own, theirs = knowledge.name(listing.material, reader), knowledge.name(case.material, reader)
    told = {"own": own, "theirs": theirs, "use": knowledge.use_name(case.use, reader)}
    if case.material == listing.material:
        return _("The same material as yours, %(own)s, used for: %(use)s.") % told
    return _("Akin to %(own)s: %(theirs)s, used for: %(use)s.") % told
