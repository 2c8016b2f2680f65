"""What the law asks of an exchange, in the reader's language: plain words, and never a verdict."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.knowledge_tables import current_tables
from marketplace.wording.law_choices import CHOICES
from marketplace.wording.numbers import language
from matching.compliance import CodeKind, Mode, Regime, Status
from matching.knowledge import Confidence
from matching.knowledge.law import LawTerm, Paper, term_name

_SHORT: Mapping[Status, Promise] = {
    Status.OK: gettext_lazy("no papers of its own"),
    Status.PAPERS: gettext_lazy("papers needed"),
    Status.ASK: gettext_lazy("something to ask"),
    Status.BLOCKED: gettext_lazy("not yet: consent or permit missing"),
}
_PROHIBITED = gettext_lazy("not possible this way")
_LONG: Mapping[Status, Promise] = {
    Status.OK: gettext_lazy("We find no paper that the law asks for beyond those of any sale."),
    Status.PAPERS: gettext_lazy("It can go ahead once the papers below exist. You make them yourselves."),
    Status.ASK: gettext_lazy(
        "Something is open that decides what the law asks. Until it is known, the stricter case is shown."
    ),
    Status.BLOCKED: gettext_lazy("Not as things stand. What is missing, and who can lift it, is below."),
}
_NEVER = gettext_lazy(
    "The law closes this use or shipment, as far as we can see. Another use or another receiver may be open."
)
_MADE_BY: Mapping[str, Promise] = {
    "giver": gettext_lazy("the giver makes it"),
    "receiver": gettext_lazy("the receiver makes it"),
    "arranger": gettext_lazy("whoever arranges the shipment makes it"),
    "carrier": gettext_lazy("the carrier has it"),
    "facility": gettext_lazy("the receiving plant makes it"),
}
_CONFIDENCE: Mapping[Confidence, Promise] = {
    Confidence.HIGH: gettext_lazy("sure"),
    Confidence.MEDIUM: gettext_lazy("fairly sure"),
    Confidence.LOW: gettext_lazy("unsure: ask before you rely on it"),
}
_MODES: Mapping[Mode, Promise] = {
    Mode.EEA: gettext_lazy("If the new EU regulation holds in Norway as well"),
    Mode.OECD: gettext_lazy("If it does not hold in Norway yet"),
    Mode.UNKNOWN: gettext_lazy("If it is open whether it holds in Norway"),
}
_COUNTRIES: Mapping[str, Promise] = {"SE": gettext_lazy("Sweden"), "NO": gettext_lazy("Norway")}
_CODE_KINDS: Mapping[CodeKind, Promise] = {
    CodeKind.LIST_ENTRY: gettext_lazy("Entry of the lists of waste shipments"),
    CodeKind.HS: gettext_lazy("Customs heading"),
    CodeKind.ABP_KIND: gettext_lazy("Kind of animal by-product"),
    CodeKind.SWEDISH_PERMIT: gettext_lazy("Code of the Swedish permit ordinance"),
}
_LEVELS = {"B": gettext_lazy("permit"), "C": gettext_lazy("notification")}
_UNLISTED = "unlisted"
_HEADING = 4  # digits of a customs heading, before those of its subheading
# Facts taken for absent, as nothing points to them; those that people would not miss are left out.
_PRESUMED: Mapping[str, Promise] = {
    "abp": gettext_lazy("of animal origin"),
    "arranger_type": gettext_lazy("arranged by a broker or dealer"),
    "conifer_bark": gettext_lazy("bark of conifers"),
    "contamination_pct": gettext_lazy("much else in it"),
    "hazardous": gettext_lazy("hazardous waste"),
    "interim": gettext_lazy("a plant in between"),
    "invasive_risk": gettext_lazy("invasive species"),
    "non_dispersible": gettext_lazy("dust or powder"),
    "origin_process": gettext_lazy("like household waste"),
    "pop_over_annex_iv": gettext_lazy("persistent organic pollutants"),
    "wood_packaging": gettext_lazy("wooden packaging"),
}


def status_short(status: Status, regime: Regime | None) -> str:
    """Return a status as a few words for a tag."""
    return str(_PROHIBITED if regime is Regime.PROHIBITED else _SHORT[status])


def status_text(status: Status, regime: Regime | None) -> str:
    """Return a status as a sentence. It tells what is asked, not whether the exchange is lawful."""
    return str(_NEVER if regime is Regime.PROHIBITED else _LONG[status])


def regime_text(regime: Regime | None) -> str:
    """Return which body of law an exchange falls under."""
    return law_name(current_tables().law.regimes[regime]) if regime else ""


def law_name(term: LawTerm | Paper) -> str:
    return term_name(term, language())


def made_by_text(paper: Paper) -> str:
    return str(_MADE_BY[paper.made_by])


def due_text(paper: Paper) -> str:
    """Return by when a paper must exist, as working days around what happens."""
    days = paper.working_days
    if days is None:
        return _("weeks before the load leaves")
    match paper.event, days:
        case "annex_vii", _:
            return _("in force before Annex VII is filled in")
        case "receipt", _:
            return _("receipt within %(days)s working days, certificate after the recovery") % {"days": days}
        case "border", _:
            return _("at the border")
        case "delivery" | "handover", _:
            return _("when it is handed over")
        case _, 0:
            return _("before the load leaves")
        case _, after if after > 0:
            return _("within %(days)s working days after the load leaves") % {"days": after}
    return _("%(days)s working days before the load leaves") % {"days": -days}


def confidence_text(confidence: Confidence) -> str:
    return str(_CONFIDENCE[confidence])


def mode_text(mode: Mode) -> str:
    return str(_MODES[mode])


def country_name(country: str) -> str:
    return str(_COUNTRIES.get(country, country))


def presumed_text(facts: tuple[str, ...]) -> str:
    """Return what was taken for absent, as a list of words; empty where people would miss nothing."""
    return ", ".join(str(_PRESUMED[fact]) for fact in facts if fact in _PRESUMED)


def code_kind_text(kind: CodeKind) -> str:
    return str(_CODE_KINDS[kind])


def code_text(kind: CodeKind, code: str, *, level: str = "") -> str:
    """Return a code as people read it: customs headings with a point, kinds of by-products in words."""
    if kind is CodeKind.ABP_KIND:
        return str(dict(CHOICES["abp_kind"])[code])
    if kind is CodeKind.HS and len(code) > _HEADING:
        return f"{code[:_HEADING]}.{code[_HEADING:]}"
    if code == _UNLISTED:
        return _("in no list: consent is needed")
    if level not in _LEVELS:
        return code
    return f"{code} ({_LEVELS[level]})" if code else str(_LEVELS[level])


def spaced_code(code: str) -> str:
    """Return a waste code as the list prints it."""
    return f"{code[:2]} {code[2:4]} {code[4:]}".strip()


def tabled_text(fact: str, value: str) -> str:
    """Return what is taken from the table of materials, as long as nobody has said otherwise."""
    if fact == "ewc_code":
        return _("Waste code %(code)s: the usual one for this material.") % {"code": spaced_code(value)}
    return _("Animal by-product of category %(number)s: by its material.") % {"number": value.removeprefix("cat")}


def citation_text(source: str) -> tuple[str, str]:
    """Return a source of a rule (“wsr 18(5)”) as the name of the act with its place, and the act's address."""
    code, _blank, place = source.strip().partition(" ")
    act = current_tables().law.acts.get(code)
    if act is None:
        return source, ""
    return f"{law_name(act)}{_place_text(place, country=act.country)}", act.address


def _place_text(place: str, *, country: str) -> str:
    place = re.sub(r"\bprotocol\b", _("protocol"), re.sub(r"\bannex\b", _("annex"), place))
    if not place:
        return ""
    if country == "SE" and (found := re.fullmatch(r"(\d+):(\d+\w*)", place)):
        return f", {found[1]} kap. {found[2]} §"
    if country == "SE" and (found := re.fullmatch(r"(\d+) kap(?: ([\d-]+))?", place)):
        return f", {found[1]} kap. {found[2].replace('-', '–')} §" if found[2] else f", {found[1]} kap."
    if country and place[0].isdigit():
        return f", § {place}"
    return f", art. {place}" if place[0].isdigit() else f", {place}"
