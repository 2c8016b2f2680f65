"""One material or group as its page shows it: names, codes, qualities, uses, industries, cases, live listings."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from marketplace.permissions import Viewer
from marketplace.queries.conditions import one_of
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.known_rows import (
    CaseRow,
    NamedLink,
    NameRow,
    SourceRow,
    UseRow,
    case_row,
    material_url,
    name_rows,
    sector_names,
    source_rows,
    use_row,
)
from marketplace.queries.live_listings import LiveListings, live_listings
from marketplace.wording.aspects import property_name
from marketplace.wording.known import (
    certainty_text,
    country_name,
    no_waste_code_text,
    range_text,
    spaced_code,
)
from marketplace.wording.numbers import language, number_text, period_text
from matching.knowledge import Material, TermKind, WasteCode

COUNTRIES = ("SE", "NO")


@dataclass(frozen=True, slots=True)
class WasteCodeRow:
    """A code that a material usually has, and where and when it holds; `limits` is empty where it always does."""

    code: str
    name: str
    hazardous: bool
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialPage:
    """A group has `materials` and no figures of its own; a material has `group`."""

    code: str
    name: str
    url: str
    icon: str
    resource: str
    group: NamedLink | None
    materials: list[NamedLink]
    names: list[NameRow]
    waste_codes: list[WasteCodeRow]
    no_waste_code: str
    facts: list[tuple[str, str]]
    qualities: list[tuple[str, str]]
    uses: list[UseRow]
    givers: list[str]
    takers: list[str]
    cases: list[CaseRow]
    live: LiveListings
    certainty: str
    sources: tuple[SourceRow, ...]


def material_page(code: str, *, viewer: Viewer, as_of: date) -> MaterialPage:
    """Return the page of a material or group. Raises KeyError."""
    knowledge, reader = current_knowledge(), language()
    material = knowledge.material(code)
    family = {code, *knowledge.children.get(code, ())}
    chosen = one_of("material", family)
    return MaterialPage(
        code=code,
        name=knowledge.name(code, reader),
        url=material_url(code),
        icon=knowledge.group(code),
        resource=str(material.resource),
        group=None if material.is_group else _link(knowledge.group(code)),
        materials=sorted((_link(each) for each in family - {code}), key=lambda link: link.name.casefold()),
        names=name_rows(code, kind=TermKind.MATERIAL),
        waste_codes=[_waste_code_row(knowledge.waste_codes[each], as_of=as_of) for each in _waste_codes(material)],
        no_waste_code=no_waste_code_text(material.no_waste_code),
        facts=_facts(material),
        qualities=[(property_name(each.code), range_text(each)) for each in material.properties],
        uses=[use_row(edge, of_material=True) for edge in knowledge.material_uses.of(code)],
        givers=sector_names(each.code for each in knowledge.sectors.by_code.values() if family & {*each.residues}),
        takers=sector_names(each.code for each in knowledge.sectors.by_code.values() if family & {*each.inputs}),
        cases=[case_row(each) for each in knowledge.cases.values() if each.material in family],
        live=live_listings(viewer, offers=chosen, needs=chosen),
        certainty=certainty_text(material.how, material.confidence),
        sources=source_rows(material.source),
    )


def _link(code: str) -> NamedLink:
    return NamedLink(current_knowledge().name(code, language()), material_url(code))


def _waste_codes(material: Material) -> list[str]:
    known = current_knowledge().waste_codes
    return [code for code in material.waste_codes if code in known]


def _waste_code_row(waste: WasteCode, *, as_of: date) -> WasteCodeRow:
    return WasteCodeRow(
        code=spaced_code(waste.code),
        name=current_knowledge().waste_name(waste.code, language()),
        hazardous=waste.hazardous,
        limits=tuple(_limit(waste, country, as_of=as_of) for country in COUNTRIES if _is_limited(waste, country)),
    )


def _is_limited(waste: WasteCode, country: str) -> bool:
    return any(row.country == country for row in waste.validity)


def _limit(waste: WasteCode, country: str, *, as_of: date) -> str:
    """Return from when to when a code holds in a country: “Sweden: from 9 December 2026”."""
    listed = [row for row in waste.validity if row.country == country and row.listed]
    periods = [text for row in listed if (text := period_text(row.first_day, row.last_day))]
    told = "; ".join(periods) or (_("no limit") if listed else _("not in its list"))
    if listed and not waste.is_valid(country, day=as_of):
        told = _("%(period)s, not today") % {"period": told}
    return f"{country_name(country)}: {told}"


def _facts(material: Material) -> list[tuple[str, str]]:
    """Return the typical figures that the tables have."""
    figures = [
        (_("Weight in a heap"), material.density_kg_m3, "kg/m³"),
        (_("Weight of a piece"), material.kg_each, "kg"),
        (_("Dry matter"), material.dry_matter_pct, "%"),
        (_("Keeps for"), material.shelf_life_days, _("days")),
    ]
    facts = [(label, f"{number_text(value)} {unit}") for label, value, unit in figures if value is not None]
    if material.abp_category:
        facts.append((_("Animal by-product category"), str(material.abp_category)))
    return facts
