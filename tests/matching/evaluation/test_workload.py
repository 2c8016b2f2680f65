"""Made-up markets for measuring speed."""

from matching.evaluation.workload import make_workload
from matching.records import Aspect, Side
from tests.matching.made import KNOWLEDGE, TODAY, make_market

SIZE = 30


def made(**changes):
    return make_workload(**{"size": SIZE, "knowledge": KNOWLEDGE, "as_of": TODAY, "seed": 1, **changes})


def test_make_workload_is_the_same_for_the_same_seed():
    assert made() == made()
    assert made() != made(seed=2)


def test_make_workload_fills_both_sides():
    workload = made()

    for listings, side in ((workload.offers, Side.OFFER), (workload.needs, Side.NEED)):
        assert len({listing.id for listing in listings}) == SIZE
        assert {listing.side for listing in listings} == {side}


def test_make_workload_uses_materials_and_codes_of_the_tables():
    for listing in (*made().offers, *made().needs):
        assert listing.waste_code in ("", *KNOWLEDGE.materials[listing.material].waste_codes)
        assert abs(sum(listing.month_shares) - 1) < 1e-9


def test_make_workload_leaves_none_of_the_first_aspects_unknown():
    workload = made()
    market = make_market(workload.offers, workload.needs)

    for offer in workload.offers[:5]:
        for need in workload.needs[:5]:
            fits = market.judge(offer.id, need.id).fits
            assert {Aspect.MATERIAL, Aspect.AMOUNT, Aspect.TIMING, Aspect.DISTANCE, Aspect.TEXT} <= set(fits)
