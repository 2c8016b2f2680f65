"""What holds for any exchange, whatever is known of it."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.compliance import Abp, AbpKind, Facts, Mode, Regime, Status, border_card
from tests.matching.compliance.made import DEFAULTS, KNOWLEDGE, TODAY, exchanges, known_facts

SHIPMENTS = {Regime.WSR_ART18, Regime.WSR_BELOW20, Regime.WSR_PIC}


def card_of(facts):
    return border_card(facts, knowledge=KNOWLEDGE, as_of=TODAY)


def at_least(status, other):
    return status.rank >= other.rank


@given(exchanges, st.data())
@settings(max_examples=400, deadline=None)
def test_an_unknown_never_improves_the_status(facts, data):
    """A block may become a question, never papers; where a presumption stands in for the fact, the card names it."""
    known = known_facts(facts)
    if not known:
        return
    name = data.draw(st.sampled_from(known))

    before, after = card_of(facts), card_of(replace(facts, **{name: DEFAULTS[name]}))

    worst_kept = min(before.status, Status.ASK, key=lambda status: status.rank)
    assert at_least(after.status, worst_kept) or name in after.presumed


@given(exchanges)
@settings(max_examples=300, deadline=None)
def test_a_hazardous_waste_never_crosses_on_papers_without_consents(facts):
    card = card_of(replace(facts, hazardous=True, consents=frozenset(), origin_country="SE", dest_country="NO"))

    if card.regime in SHIPMENTS:
        assert at_least(card.status, Status.ASK)


@given(exchanges)
@settings(max_examples=200, deadline=None)
def test_at_home_there_is_neither_annex_vii_nor_customs(facts):
    card = card_of(replace(facts, origin_country="NO", dest_country="NO"))

    assert not {"P-ANNEXVII", "P-PIC", "P-CUSTOMS-EXP", "P-CUSTOMS-IMP", "P-TRACES"} & set(card.papers)
    assert card.regime not in SHIPMENTS


@given(exchanges, st.sampled_from((Abp.CAT1, Abp.CAT2, Abp.CAT3)))
@settings(max_examples=200, deadline=None)
def test_an_unmixed_animal_by_product_never_falls_under_shipments_of_waste(facts, category):
    kind = AbpKind.OTHER if facts.abp_kind is AbpKind.CATERING else facts.abp_kind
    card = card_of(replace(facts, abp=category, abp_kind=kind, ewc_code="020202", hazardous=False))

    assert card.regime not in SHIPMENTS


@given(exchanges)
@settings(max_examples=200, deadline=None)
def test_disposal_never_goes_by_article_18(facts):
    card = card_of(replace(facts, operation_code="D1"))

    assert card.regime is not Regime.WSR_ART18
    assert "P-ANNEXVII" not in card.papers


@given(exchanges)
@settings(max_examples=300, deadline=None)
def test_a_card_agrees_with_itself(facts):
    card = card_of(facts)

    assert (card.status is Status.BLOCKED) == bool(card.unblock) or card.branches
    assert card.status is not Status.ASK or card.asks
    assert card.status is not Status.OK or not (card.papers or card.asks)
    asked = {code for rule in card.open_rules for code in rule.asks} | set(card.asks)
    assert asked <= {f"FACT:{name}" for name in DEFAULTS} | KNOWLEDGE.law.authorities.keys()
    assert set(card.presumed) <= DEFAULTS.keys() - set(known_facts(facts))
    if card.regime is Regime.PROHIBITED:
        assert (card.status, card.papers, card.unblock) == (Status.BLOCKED, (), ("U-NEVER",))


@given(exchanges)
@settings(max_examples=200, deadline=None)
def test_not_knowing_how_norway_stands_is_never_better_than_knowing(facts):
    unknown, eea, oecd = (card_of(replace(facts, no_wsr_mode=mode)) for mode in (Mode.UNKNOWN, Mode.EEA, Mode.OECD))

    assert at_least(unknown.status, min(eea.status, oecd.status, key=lambda status: status.rank))
    if (eea.status, eea.regime) != (oecd.status, oecd.regime):
        assert at_least(unknown.status, Status.ASK)
        assert {"AUTH-NV", "AUTH-MDIR"} <= set(unknown.unblock_or_ask)
        assert unknown.branches == {Mode.EEA: eea, Mode.OECD: oecd}


def test_nothing_known_is_asked():
    card = card_of(Facts())

    assert card.status is Status.ASK
    assert {"FACT:status_claim", "FACT:origin_country", "FACT:dest_country"} <= set(card.asks)
