"""One use as its page shows it, and all uses by step of the waste hierarchy."""

from dataclasses import dataclass

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
    industry_name,
    name_rows,
    sector_names,
    source_rows,
    use_row,
    use_url,
)
from marketplace.queries.live_listings import LiveListings, live_listings
from marketplace.wording.known import certainty_text
from marketplace.wording.numbers import language
from marketplace.wording.uses import hierarchy_name
from matching.knowledge import Hierarchy, TermKind


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePage:
    """materials: what can serve the use, the best suited first. kinds: the narrower uses that it counts as."""

    code: str
    name: str
    url: str
    step: str
    wider: NamedLink | None
    kinds: list[NamedLink]
    names: list[NameRow]
    materials: list[UseRow]
    receivers: list[str]
    cases: list[CaseRow]
    live: LiveListings
    certainty: str
    sources: tuple[SourceRow, ...]


def use_page(code: str, *, viewer: Viewer) -> UsePage:
    """Return the page of a use; the offers on it are of materials that serve it. Raises KeyError."""
    knowledge = current_knowledge()
    use = knowledge.use(code)
    kinds = [each.code for each in knowledge.uses.values() if each.parent == code]
    edges = [edge for (_material, each), edge in knowledge.material_uses.edges.items() if each == code]
    sectors = [each.code for each in knowledge.sectors.by_code.values() if code in each.uses]
    industries = {name for nace in use.receivers if (name := industry_name(nace))}
    return UsePage(
        code=code,
        name=knowledge.use_name(code, language()),
        url=use_url(code),
        step=hierarchy_name(use.hierarchy),
        wider=_link(use.parent) if use.parent else None,
        kinds=sorted((_link(each) for each in kinds), key=lambda link: link.name.casefold()),
        names=name_rows(code, kind=TermKind.USE),
        materials=sorted(
            (use_row(edge, of_material=False) for edge in edges),
            key=lambda row: (not row.is_common, row.suitability, row.name.casefold()),
        ),
        receivers=sorted(industries | {*sector_names(sectors)}, key=str.casefold),
        cases=[case_row(each) for each in knowledge.cases.values() if each.use in (code, *kinds)],
        live=live_listings(
            viewer,
            offers=one_of("material", {edge.material for edge in edges}),
            needs=one_of("use", [code, *kinds]),
        ),
        certainty=certainty_text(use.how, use.confidence),
        sources=source_rows(use.source),
    )


def use_list() -> list[tuple[str, list[NamedLink]]]:
    """Return the uses under the steps of the waste hierarchy, the best step first."""
    uses = current_knowledge().uses.values()
    by_step = {step: [_link(use.code) for use in uses if use.hierarchy is step] for step in Hierarchy}
    return [
        (hierarchy_name(step), sorted(links, key=lambda link: link.name.casefold()))
        for step, links in by_step.items()
        if links
    ]


def _link(code: str) -> NamedLink:
    return NamedLink(current_knowledge().use_name(code, language()), use_url(code))
