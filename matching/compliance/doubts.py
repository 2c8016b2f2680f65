"""Whether what is still open about an exchange could plausibly make the law ask for more than papers."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

from matching.compliance.card import BorderCard
from matching.compliance.facts import Facts
from matching.compliance.judging import border_card
from matching.compliance.legal_ease import plausible_cases
from matching.knowledge import Knowledge, Material
from matching.knowledge.law_codes import Regime, Status

_NOTHING = Facts()
# Chapter 17 of the list of waste (2000/532/EC), construction and demolition: old windows, doors and concrete do hold
# PCB, lead or asbestos now and then, which is why buildings are inventoried before they are torn down.
_OF_BUILDINGS = "17"


def is_worth_asking(card: BorderCard, facts: Facts, *, material: Material, knowledge: Knowledge, as_of: date) -> bool:
    """Return whether an open question of the card is one that a person should look at now.

    It is where something that the exchange can plausibly turn out to be (waste, by-product, used goods) asks for a
    consent, a permit or an authority even when the firms have seen to all they can; and where hazardous is plausible.
    The card itself stays as it is: it asks every question, and shows the stricter case.
    """
    if "FACT:hazardous" in card.asks and facts.ewc_code.startswith(_OF_BUILDINGS):
        return True
    found = list(_plausible_cards(facts, material=material, knowledge=knowledge, as_of=as_of))
    # A by-product that is not shown to be one is waste: that case is there beside it.
    settled = [each for each in found if each.regime is not Regime.UNDETERMINED]
    return any(each.status in (Status.ASK, Status.BLOCKED) for each in settled or found)


def _plausible_cards(facts: Facts, *, material: Material, knowledge: Knowledge, as_of: date) -> Iterator[BorderCard]:
    values = {field.name: getattr(facts, field.name) for field in fields(Facts)}
    known = {name: value for name, value in values.items() if value != getattr(_NOTHING, name)}
    places = {"giver": facts.origin_country, "receiver": facts.dest_country}
    for case in plausible_cases(material, facts.use, knowledge=knowledge, **places):
        yield border_card(replace(case, **known), knowledge=knowledge, as_of=as_of)
