"""Which entry of the lists of shipment it is: stated by the firm, else suggested by the waste code."""

from collections.abc import Callable
from dataclasses import dataclass

from matching.compliance.case import Case, legal_test
from matching.compliance.facts import OriginProcess, TreatedWood
from matching.compliance.truth import Truth, all_of, any_of, known, negate, unknown
from matching.knowledge.law_codes import Colour
from matching.knowledge.law_entries import WasteEntry

_DISPERSIBLE_CODES = frozenset({"120101", "120103"})  # filings and turnings
_COLOURS = {
    "III": Colour.GREEN,
    "IIIA": Colour.GREEN,
    "IIIB": Colour.GREEN_IIIB,
    "IV": Colour.AMBER,
    "UNLISTED": Colour.UNLISTED,
}
_OWN_ROWS = ("rubber", "straw", "carpet", "liquid carton", "beverage carton")


@dataclass(frozen=True, slots=True)
class Entry:
    """holds: whether `code` is the one; where not, `otherwise` is. codes: of a mixture more than one."""

    colour: Colour | None
    codes: tuple[str, ...]
    holds: Truth = True
    otherwise: str = ""
    otherwise_colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Unlisted:
    """No entry can be told: what must be asked."""

    asked: frozenset[str]


def entry(case: Case) -> Entry | Unlisted:
    """Return the entry; a stated one comes before the one that the waste code suggests."""
    if case.entry is None:
        case.entry = _find_entry(case)
    found: Entry | Unlisted = case.entry
    return found


def _find_entry(case: Case) -> Entry | Unlisted:
    lists, facts = case.knowledge.law.entries, case.facts
    suggested = entry_row(case)
    stated = facts.wsr_code
    if len(stated) > 1:
        allowed = stated in lists.mixtures or facts.wsr_list == "IIIA"
        return Entry(Colour.GREEN if allowed else Colour.UNLISTED, tuple(sorted(stated)))
    if stated and not (suggested and suggested.entry in stated):
        code = next(iter(stated))
        colour = lists.colour(code)
        return Entry(colour, (code,)) if colour else Unlisted(unknown("wsr_code"))
    if suggested is None and facts.wsr_list.upper() in _COLOURS:
        return Entry(_COLOURS[facts.wsr_list.upper()], ())
    if suggested is None:
        return Unlisted(unknown("wsr_code") if facts.ewc_code else unknown("ewc_code"))
    return _suggested(case, suggested)


def _suggested(case: Case, row: WasteEntry) -> Entry:
    lists = case.knowledge.law.entries
    holds = NEEDS[row.needs](case) if row.needs else True
    other = lists.colour(row.otherwise) if row.otherwise else None
    return Entry(lists.colour(row.entry), (row.entry,), holds, row.otherwise, other)


def entry_row(case: Case) -> WasteEntry | None:
    """Return the row of the waste code; rubber, straw, carpets and cartons may have one of their own within a code."""
    rows, code, family = case.knowledge.law.entries.by_waste_code, case.facts.ewc_code, case.facts.material_family
    special = next((word for word in _OWN_ROWS if word in family), "")
    return rows.get(f"{code}:{special}") or rows.get(code)


def list_codes(case: Case) -> tuple[str, ...]:
    """Return the entry that applies, the sterner first where a fact decides between two; none where unknown."""
    found = entry(case)
    if isinstance(found, Unlisted):
        return ()
    if found.holds is True:
        return found.codes
    return (found.otherwise,) if found.holds is False else (found.otherwise, *found.codes)


def _has_colour(case: Case, *colours: Colour) -> Truth:
    found = entry(case)
    if isinstance(found, Unlisted):
        return found.asked
    return any_of(
        all_of(found.holds, found.colour in colours), all_of(negate(found.holds), found.otherwise_colour in colours)
    )


@legal_test
def green_entry(case: Case) -> Truth:
    return _has_colour(case, Colour.GREEN)


@legal_test
def annex_iiib_entry(case: Case) -> Truth:
    return _has_colour(case, Colour.GREEN_IIIB)


@legal_test
def amber_entry(case: Case) -> Truth:
    return _has_colour(case, Colour.AMBER)


@legal_test
def no_entry(case: Case) -> Truth:
    return _has_colour(case, Colour.UNLISTED)


@legal_test
def plastic(case: Case) -> Truth:
    return _has_colour(case, Colour.PLASTIC)


@legal_test
def electronic(case: Case) -> Truth:
    return _has_colour(case, Colour.ELECTRONIC)


@legal_test
def mixed_municipal(case: Case) -> Truth:
    return case.facts.ewc_code == "200301" or "Y46" in case.facts.wsr_code


@legal_test
def over_guideline(case: Case) -> Truth:
    """A green entry with more of other things in it than our guideline, which is not law. Plastics have figures."""
    share = case.facts.contamination_pct
    if share is None:
        return case.presume_not("contamination_pct")
    over = share > case.number("contamination_guideline_pct")
    return all_of(over, any_of(green_entry(case), annex_iiib_entry(case)))


@legal_test
def contaminated(case: Case) -> Truth:
    """Whether so much prevents sound recovery is the authorities' judgement."""
    return all_of(over_guideline(case), unknown("AUTH-NV", "AUTH-MDIR"))


def _untreated(case: Case) -> Truth:
    treated = case.facts.treated_wood
    return unknown("treated_wood") if treated is None else treated is TreatedWood.NONE


def _sorted(case: Case) -> Truth:
    return known(case.facts.sorted_to_spec, "sorted_to_spec")


def _from_demolition(case: Case) -> Truth:
    """The entry says so; for gypsum of another origin the authorities are asked."""
    origin = case.facts.origin_process
    if origin is None:
        return unknown("origin_process")
    return origin is OriginProcess.DEMOLITION or unknown("AUTH-NV", "AUTH-MDIR")


def _little_tar(case: Case) -> Truth:
    found = case.facts.benzo_a_pyrene_mg_kg
    if found is None:
        return unknown("benzo_a_pyrene_mg_kg")
    return found < case.number("benzo_a_pyrene_mg_kg")


def _coal(case: Case) -> Truth:
    """Ash of coal alone is listed: the family's name tells, if anything does."""
    family = case.facts.material_family
    if not family or family == "ash":
        return unknown("material_family")
    return "coal" in family and not any(word in family for word in ("wood", "bio", "mixed"))


def _massive(case: Case) -> Truth:
    """Metal in massive form; asked of turnings and dust, presumed of everything else."""
    stated = case.facts.non_dispersible
    if stated is not None:
        return stated
    if case.facts.ewc_code in _DISPERSIBLE_CODES:
        return unknown("non_dispersible")
    return not case.presume_not("non_dispersible")


NEEDS: dict[str, Callable[[Case], Truth]] = {
    "untreated": _untreated,
    "sorted": _sorted,
    "from_demolition": _from_demolition,
    "little_tar": _little_tar,
    "coal": _coal,
    "massive": _massive,
}
