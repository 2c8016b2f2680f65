"""The facts that the law asks about, as questions to people: one at a time, with what helps to answer."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.wording.law_choices import CHOICES, Choices
from marketplace.wording.numbers import number_text

OFFER, NEED = "offer", "need"


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    SEVERAL = "several"
    NUMBER = "number"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawQuestion:
    """A question about a listing of one side. code: the field of matching.compliance.Facts that it fills.

    unit: of a number. choices: of a choice, value and label. firm_code: of a question about the firm, not this listing:
    what its answer is kept under, once for all its listings.
    """

    code: str
    side: str
    kind: Kind
    text: Promise | str
    help: Promise | str = ""
    unit: str = ""
    choices: Choices = field(default=())
    firm_code: str = ""

    @property
    def is_criterion(self) -> bool:
        """Return whether a dossier asks it, with evidence (law/criteria.csv)."""
        return self.code.startswith(("bp_", "rg_"))


def _asked(code: str, side: str, kind: Kind, text: Promise, **more: Promise | str) -> LawQuestion:
    of_firm = _OF_FIRMS.get(code, "")
    return LawQuestion(
        code=code, side=side, kind=kind, text=text, choices=CHOICES.get(code, ()), firm_code=of_firm, **more
    )


# A firm that gives and takes has one registration, whichever end asks for it.
_OF_FIRMS = {
    "abp_supplier": "abp_registered",
    "abp_receiver": "abp_registered",
    "feed_reg_supplier": "feed_registered",
    "feed_reg_receiver": "feed_registered",
    "vat_registered": "vat_registered",
    "annual_t": "annual_t",
    "mpf_code": "mpf_code",
}


_UNSURE = gettext_lazy("Leave it open if you are not sure: unknown never counts as no.")
_ALL = [
    _asked(
        "status_claim",
        OFFER,
        Kind.CHOICE,
        gettext_lazy("What is it, in your own view?"),
        help=gettext_lazy(
            "Most of the rules follow from this. A by-product and used goods have to be shown; waste need not."
        ),
    ),
    _asked("origin_process", OFFER, Kind.CHOICE, gettext_lazy("Where does it arise?")),
    _asked(
        "hazardous",
        OFFER,
        Kind.YES_NO,
        gettext_lazy("Is it hazardous waste?"),
        help=gettext_lazy(
            "Some waste codes exist twice, with and without a star. An analysis or the supplier's data sheet tells."
        ),
    ),
    _asked(
        "hp_codes",
        OFFER,
        Kind.SEVERAL,
        gettext_lazy("Which hazardous properties has it?"),
        help=gettext_lazy("The papers of hazardous waste name them. An analysis or the supplier's data sheet tells."),
    ),
    _asked("mirror_assessed", OFFER, Kind.YES_NO, gettext_lazy("Is there evidence that it is not hazardous?")),
    _asked(
        "abp",
        OFFER,
        Kind.CHOICE,
        gettext_lazy("Is it an animal by-product, and of which category?"),
        help=gettext_lazy(
            "Category 3 was fit for food or is of healthy animals; dead farmed animals and manure are category 2."
        ),
    ),
    _asked("abp_kind", OFFER, Kind.CHOICE, gettext_lazy("Which kind of animal by-product is it?")),
    _asked(
        "abp_processed_protein", OFFER, Kind.YES_NO, gettext_lazy("Is it processed animal protein, such as fish meal?")
    ),
    _asked(
        "abp_supplier", OFFER, Kind.YES_NO, gettext_lazy("Is your plant approved or registered for animal by-products?")
    ),
    _asked(
        "contamination_pct",
        OFFER,
        Kind.NUMBER,
        gettext_lazy("How much else is in it, by weight?"),
        unit="%",
        help=gettext_lazy("Dirt, labels, other materials. For plastics a few per cent decide which papers are needed."),
    ),
    _asked("polymers", OFFER, Kind.SEVERAL, gettext_lazy("Which plastics is it?")),
    _asked("sorted_to_spec", OFFER, Kind.YES_NO, gettext_lazy("Is it sorted to a specification?")),
    _asked("treated_wood", OFFER, Kind.CHOICE, gettext_lazy("Has the wood been treated?")),
    _asked("conifer_bark", OFFER, Kind.YES_NO, gettext_lazy("Is there bark of conifers in it?")),
    _asked(
        "benzo_a_pyrene_mg_kg",
        OFFER,
        Kind.NUMBER,
        gettext_lazy("How much benzo(a)pyrene is in it?"),
        unit="mg/kg",
        help=gettext_lazy("An analysis of the asphalt tells: old road surfaces can hold coal tar."),
    ),
    _asked(
        "pop_over_annex_iv",
        OFFER,
        Kind.YES_NO,
        gettext_lazy("Does it hold persistent organic pollutants above the limit?"),
        help=gettext_lazy("Think of flame retardants in old foam and plastics. A test or the maker's word tells."),
    ),
    _asked("svhc", OFFER, Kind.YES_NO, gettext_lazy("Does it hold 0.1 % or more of a substance of very high concern?")),
    _asked("non_dispersible", OFFER, Kind.YES_NO, gettext_lazy("Is the metal in solid pieces, not dust or powder?")),
    _asked("invasive_risk", OFFER, Kind.YES_NO, gettext_lazy("Can it carry invasive species, such as lupin or slugs?")),
    _asked("quantity_kg", OFFER, Kind.NUMBER, gettext_lazy("How much does one load weigh?"), unit="kg"),
    _asked("annual_t", OFFER, Kind.NUMBER, gettext_lazy("How much waste do you carry yourself in a year?"), unit="t"),
    _asked("wood_packaging", OFFER, Kind.CHOICE, gettext_lazy("Does it travel on wooden pallets or in wooden crates?")),
    _asked("own_transport", OFFER, Kind.YES_NO, gettext_lazy("Do you carry it yourself, in your own vehicle?")),
    _asked(
        "arranger_type",
        OFFER,
        Kind.CHOICE,
        gettext_lazy("Who arranges the shipment?"),
        help=gettext_lazy("Materialtorget and its coordinators introduce you and arrange nothing."),
    ),
    _asked(
        "broker_registered",
        OFFER,
        Kind.YES_NO,
        gettext_lazy("Is whoever arranges it registered as collector, broker or dealer?"),
    ),
    _asked("feed_reg_supplier", OFFER, Kind.YES_NO, gettext_lazy("Is your firm registered as a feed business?")),
    _asked(
        "bp_1",
        OFFER,
        Kind.YES_NO,
        gettext_lazy("Is it certain that it will be used?"),
        help=gettext_lazy("A contract or a standing outlet shows it."),
    ),
    _asked("bp_2", OFFER, Kind.YES_NO, gettext_lazy("Can it be used as it is, or with no more than usual processing?")),
    _asked("bp_3", OFFER, Kind.YES_NO, gettext_lazy("Does it arise in a production that aims at something else?")),
    _asked("bp_4", OFFER, Kind.YES_NO, gettext_lazy("Is the use lawful, and safe for health and the environment?")),
    _asked("rg_a", OFFER, Kind.YES_NO, gettext_lazy("Is it certain that the goods will be used again?")),
    _asked("rg_b", OFFER, Kind.YES_NO, gettext_lazy("Do they work without major repair?")),
    _asked("rg_c", OFFER, Kind.YES_NO, gettext_lazy("Have they been tested where that matters?")),
    _asked("rg_d", OFFER, Kind.YES_NO, gettext_lazy("Is their use lawful?")),
    _asked("rg_e", OFFER, Kind.YES_NO, gettext_lazy("Are they protected against damage on the way?")),
    _asked("eow_regulation", OFFER, Kind.CHOICE, gettext_lazy("By which rules has it ceased to be waste?")),
    _asked(
        "eow_statement", OFFER, Kind.YES_NO, gettext_lazy("Is there a statement of conformity and a quality system?")
    ),
    _asked(
        "wsr_code", OFFER, Kind.CODE, gettext_lazy("Which entry of the lists of waste shipments is it?"), help=_UNSURE
    ),
    _asked("hs_code", OFFER, Kind.CODE, gettext_lazy("Which customs heading is it?"), help=_UNSURE),
    _asked(
        "receiver_permit",
        NEED,
        Kind.CHOICE,
        gettext_lazy("May your site take it as waste: is there a permit or a notification?"),
    ),
    _asked(
        "operation_code",
        NEED,
        Kind.CHOICE,
        gettext_lazy("What is done with it, as an R or D operation?"),
        help=gettext_lazy("Your permit names it. Only waste needs one."),
    ),
    _asked("interim", NEED, Kind.YES_NO, gettext_lazy("Does it go on to another plant after yours?")),
    _asked(
        "abp_receiver", NEED, Kind.YES_NO, gettext_lazy("Is your plant approved or registered for animal by-products?")
    ),
    _asked("feed_reg_receiver", NEED, Kind.YES_NO, gettext_lazy("Is your firm registered as a feed business?")),
    _asked("separate_recycling", NEED, Kind.YES_NO, gettext_lazy("Does each kind of plastic go to its own recycling?")),
    _asked("vat_registered", NEED, Kind.YES_NO, gettext_lazy("Is your firm registered for VAT?")),
    _asked(
        "mpf_code",
        NEED,
        Kind.CODE,
        gettext_lazy("Which code of the Swedish permit ordinance has your site?"),
        help=_UNSURE,
    ),
]
QUESTIONS = {question.code: question for question in _ALL}
# Facts that a listing's own form has fields for: the fact as listings are asked for it, its side, the question.
FIELD_QUESTIONS = {
    "ewc_code": ("waste_code", OFFER, gettext_lazy("Which waste code has it?")),
    "use": ("use", NEED, gettext_lazy("What will it be used for?")),
    "material_family": ("material", OFFER, gettext_lazy("What is it exactly?")),
}
# A number of approval is asked for as whether there is one.
ASKED_AS = {"abp_approval_no": "abp_receiver"}


def law_question(fact: str) -> LawQuestion | None:
    """Return the question that a fact is asked for by, None for one that a listing has fields for, or nobody asks."""
    return QUESTIONS.get(ASKED_AS.get(fact, fact))


def law_answer_text(code: str, value: str) -> str:
    """Return an answer as people gave it."""
    question = QUESTIONS[code]
    if question.kind is Kind.YES_NO:
        return _("yes") if value == "yes" else _("no")
    if question.kind is Kind.NUMBER:
        return f"{number_text(Decimal(value), digits=3)} {question.unit}"
    labels = dict(question.choices)
    return ", ".join(str(labels.get(part, part)) for part in value.split("+"))
