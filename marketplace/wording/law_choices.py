"""The answers that can be chosen from, to what the law asks."""

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.knowledge_tables import current_tables
from marketplace.wording.numbers import language
from matching.knowledge.law import term_name

Choices = tuple[tuple[str, Promise | str], ...]


def hazard_text(code: str) -> str:
    """Return a hazardous property with its name; one that the table lacks as it stands."""
    term = current_tables().law.hazards.get(code)
    return f"{code[:2]} {code[2:]}, {term_name(term, language())}" if term else code


_lazy_hazard_text = lazy(hazard_text, str)
_HAZARDS: Choices = tuple((code, _lazy_hazard_text(code)) for code in (f"HP{number}" for number in range(1, 16)))
_OPERATIONS: Choices = (
    ("R1", _("R1, fuel or energy")),
    ("R2", _("R2, solvents recovered")),
    ("R3", _("R3, organic materials recycled: paper, plastics, wood, compost, biogas")),
    ("R4", _("R4, metals recycled")),
    ("R5", _("R5, other inorganic materials recycled: glass, stone, ash")),
    ("R9", _("R9, oil refined again")),
    ("R10", _("R10, spread on land")),
    ("R11", _("R11, use of what R1 to R10 leave")),
    ("R12", _("R12, sorted or mixed before R1 to R11")),
    ("R13", _("R13, stored before R1 to R12")),
    ("D10", _("D10, incinerated without energy recovery")),
    ("D1", _("D1, landfill")),
)

CHOICES: dict[str, Choices] = {
    "hp_codes": _HAZARDS,
    "status_claim": (
        ("byproduct", _("a by-product of a production")),
        ("reuse", _("used goods, for the same use again")),
        ("product_new", _("new and unused")),
        ("eow", _("no longer waste, after recovery")),
        ("waste", pgettext_lazy("status in law", "waste")),
    ),
    "origin_process": (
        ("production", _("in production")),
        ("agri_forestry", _("in farming or forestry")),
        ("packaging", _("as packaging")),
        ("demolition", _("in building or demolition")),
        ("consumption", _("after use in a business")),
        ("household_like", _("like household waste: kitchen, office, cleaning")),
        ("recovery", _("in the treatment of waste")),
    ),
    "abp": (
        ("none", _("none: not of animals")),
        ("cat3", _("category 3")),
        ("cat2", _("category 2")),
        ("cat1", _("category 1")),
    ),
    "abp_kind": (
        ("whey", _("whey")),
        ("milk", _("milk")),
        ("egg", _("eggs")),
        ("fish", _("fish")),
        ("blood", _("blood")),
        ("hide", _("hides and skins")),
        ("wool", _("wool")),
        ("feather", _("feathers")),
        ("manure", _("manure")),
        ("catering", _("kitchen waste")),
        ("former_food_no_meat", _("former food without meat")),
        ("former_food_meat", _("former food with meat")),
        ("other", pgettext_lazy("kind of animal by-product", "other")),
    ),
    "polymers": (
        ("PE", _("polyethylene (PE)")),
        ("PP", _("polypropylene (PP)")),
        ("PET", "PET"),
        ("PS", _("polystyrene (PS, EPS)")),
        ("PVC", "PVC"),
        ("ABS", "ABS"),
        ("PA", _("polyamide (PA)")),
    ),
    "treated_wood": (
        ("none", pgettext_lazy("treatment of wood", "no")),
        ("glued", _("glued")),
        ("painted", _("painted")),
        ("impregnated", _("impregnated")),
    ),
    "wood_packaging": (
        ("none", pgettext_lazy("wooden packaging", "no wood")),
        ("ispm15", _("treated and marked (ISPM 15)")),
        ("unmarked", _("without a mark")),
    ),
    "arranger_type": (
        ("producer", _("the giver, where it arises")),
        ("holder", _("the giver, who has it from others")),
        ("collector", _("a collector")),
        ("new_producer", _("a firm that has treated or mixed it")),
        ("broker_dealer", _("a broker or dealer")),
    ),
    "receiver_permit": (
        ("yes", pgettext_lazy("permit", "yes")),
        ("no", pgettext_lazy("permit", "no")),
        ("not_required", _("none is needed")),
    ),
    "operation_code": _OPERATIONS,
    "eow_regulation": (
        ("333/2011", _("iron, steel and aluminium scrap, (EU) 333/2011")),
        ("1179/2012", _("glass cullet, (EU) 1179/2012")),
        ("715/2013", _("copper scrap, (EU) 715/2013")),
        ("decision", _("an authority's decision in this case")),
    ),
}
