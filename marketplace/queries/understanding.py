"""Reading a line such as "30 m³ sågspån i veckan, Bräcke"."""

from collections.abc import Sequence
from datetime import date

from geo.places import Place, Precision
from marketplace.models import Firm, Listing, Site
from marketplace.queries.knowledge import current_code_finder, current_knowledge, current_use_finder
from marketplace.queries.line_amounts import amounts_told, counts_of_the_thing, months_told, price_told, window_told
from marketplace.queries.line_qualities import qualities_told
from marketplace.queries.proposals import Proposal, ProposedCode, ProposedPlace, Understanding
from matching.codes import (
    Evidence,
    FoundCode,
    FoundMaterial,
    FoundPlace,
    Trace,
    Understood,
    read_line,
    without_counts,
)
from matching.words import detect_language

LONGEST_LINE = 300  # a line of so many takes a quarter of a second to read
# On the dev phrases of `matching/data/evaluation` (November 2026) the first material was right in .90 to .93 where it
# scored .9 and led by .1, so it is ticked; below .3 the right one was not even among the first five.
_SURE, _LEAD = 0.9, 0.1
_POSSIBLE, _FURTHER, _SHARE = 0.3, 0.2, 0.25  # the first, and those after it, also as a share of the first
_ALIKE = 0.55  # so much alike a word may mean another material than the sure one that it names: no phrase lost by it
_CODE_FROM, _CODE_LEAST = 0.5, 0.6  # of codes: the first at all, and the others as a share of it
_MOST = 4


def understand_line(text: str, *, side: str, firm: Firm, language: str, on: date) -> Understanding:
    """Return what a line may mean. on: today, on which a waste code must hold in the firm's country.

    The reader's language is the line's; who reads English may write any: English is no language of the region.
    """
    if not text.strip():
        return Understanding(text="", language=language, thing="")
    facts = read_line(text, language)
    language, found = _read_thing(facts.thing or text, language)
    counts = counts_of_the_thing(facts, found.materials)
    thing = without_counts(text, facts, counts) or text
    uses = _uses(text, language) if side == Listing.Side.NEED else ()
    codes = _codes(_told_codes(found), firm=firm, on=on) if side == Listing.Side.OFFER else ()
    proposed = _materials(found.materials)
    amounts = amounts_told(facts, counts)
    return Understanding(
        text=text,
        language=language,
        thing=thing,
        materials=proposed,
        sure_material=_sure_material(found.materials),
        uses=tuple(proposal for proposal, _ in uses),
        sure_use=uses[0][0].code if len(uses) == 1 and uses[0][1] >= _SURE else "",
        amounts=amounts,
        is_in_vessels=any(each.is_in_vessels for each in counts),
        months=months_told(facts),
        window=window_told(facts, on=on),
        price=price_told(facts, amounts, side=side, firm=firm),
        qualities=qualities_told(text, proposed),
        places=tuple(_place(named, firm=firm) for named in facts.places),
        codes=() if _has_no_code(proposed) else codes,
    )


def _read_thing(thing: str, language: str) -> tuple[str, Understood]:
    """Return the language, and what the words mean in it; of several that may be meant, the one that says most."""
    languages = dict.fromkeys((language, detect_language(thing) or language) if language == "en" else (language,))
    readings = [(each, current_code_finder().understand(thing, each)) for each in languages]
    return max(readings, key=lambda reading: max((found.score for found in reading[1].materials), default=0))


def sure_material(text: str, *, language: str) -> str:
    """Return the code of the material that some words surely mean, "" if none."""
    return _sure_material(_read_thing(text[:LONGEST_LINE], language)[1].materials) if text.strip() else ""


def likely_materials(text: str, *, language: str) -> tuple[Proposal, ...]:
    """Return the materials that some words may mean, the likeliest first."""
    return _materials(_read_thing(text[:LONGEST_LINE], language)[1].materials) if text.strip() else ()


def _materials(found: Sequence[FoundMaterial]) -> tuple[Proposal, ...]:
    """Return leaves alone: of a group that was named, those of its leaves that the words speak for most."""
    if not found or found[0].score < _POSSIBLE:
        return ()
    children, materials = current_knowledge().children, current_knowledge().materials
    told: dict[str, tuple[str, ...]] = {}
    named = _places(found[0]) if _sure_material(found) else set()
    for each in found:
        is_told = each is found[0] or not _looks_alike(each, named)
        if is_told and each.score >= max(_FURTHER, _SHARE * found[0].score):
            words = _words(each)
            leaves = [leaf.code for leaf in found if materials[leaf.code].parent == each.code] + [
                *children.get(each.code, ())
            ]
            for code in leaves if materials[each.code].is_group else [each.code]:
                told.setdefault(code, words)
    return tuple(Proposal(code, words) for code, words in [*told.items()][:_MOST])


def _places(found: FoundMaterial) -> set[int]:
    """Return which words of the line name a material."""
    return {place for evidence in found.words for place in evidence.span}


def _looks_alike(found: FoundMaterial, named: set[int]) -> bool:
    """Return whether only the look of words that surely name another speaks for it: windows are no window cleaner."""
    by_look = all(evidence.trace is Trace.WORDING for evidence in found.words)
    return by_look and found.score < _ALIKE and _places(found) <= named


def _sure_material(found: Sequence[FoundMaterial]) -> str:
    if not found or found[0].score < _SURE or current_knowledge().materials[found[0].code].is_group:
        return ""
    lead = found[0].score - (found[1].score if len(found) > 1 else 0)
    return found[0].code if lead >= _LEAD else ""


def _has_no_code(materials: Sequence[Proposal]) -> bool:
    """Return whether the likeliest is no waste by its nature: heat, premises, competence."""
    return bool(materials) and bool(current_knowledge().materials[materials[0].code].no_waste_code)


def _uses(text: str, language: str) -> list[tuple[Proposal, float]]:
    found = current_use_finder().find(text, language)[:_MOST]
    return [(Proposal(each.use, (each.word,)), each.weight) for each in found]


def _told_codes(found: Understood) -> tuple[FoundCode, ...]:
    """Return the codes, where the material is sure and has some, without those that other words only look like.

    "Rundballer" look like ballast, and hay is what they hold.
    """
    sure = _sure_material(found.materials)
    if not sure or not current_knowledge().materials[sure].waste_codes:
        return found.codes
    named = _places(found.materials[0])
    return tuple(each for each in found.codes if any(_is_told(evidence, named) for evidence in each.words))


def _is_told(evidence: Evidence, named: set[int]) -> bool:
    """Return whether a known word speaks, or one that looks alike of those that name the thing."""
    return evidence.trace is not Trace.WORDING or not named.isdisjoint(evidence.span)


def _codes(found: Sequence[FoundCode], *, firm: Firm, on: date) -> tuple[ProposedCode, ...]:
    """Return the likeliest codes that the firm's country has, each with whether it is hazardous there."""
    known = current_knowledge().waste_codes
    valid = [each for each in found if known[each.code].is_valid(firm.country, day=on)]
    if not valid or valid[0].score < _CODE_FROM:
        return ()
    likely = [each for each in valid if each.score >= _CODE_LEAST * valid[0].score][:_MOST]
    return tuple(
        ProposedCode(
            code=each.code,
            hazardous=known[each.code].is_hazardous(firm.country, day=on),
            question=each.question,
            partners=tuple(code for code in each.partners if known[code].is_valid(firm.country, day=on)),
            words=_words(each),
        )
        for each in likely
    )


def _words(found: FoundMaterial | FoundCode) -> tuple[str, ...]:
    return tuple(dict.fromkeys(evidence.word for evidence in found.words))[:2]


def _place(found: FoundPlace, *, firm: Firm) -> ProposedPlace:
    sites = firm.sites.order_by("pk") if firm.pk else ()  # one that is being written down has none yet
    there = (site for site in sites if any(_is_at(site, place) for place in found.places))
    return ProposedPlace(found.places, tuple(there), found.span.text)


def _is_at(site: Site, place: Place) -> bool:
    """Return whether a site is meant: in the locality that was named, or anywhere where that was a municipality."""
    if site.municipality != place.municipality.code:
        return False
    return place.precision == Precision.MUNICIPALITY or site.locality in ("", place.name)
