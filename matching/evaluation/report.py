"""Rankers compared on the gold set, and what the comparison can say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.evaluation.gold import GoldSet
from matching.evaluation.measures import bootstrap_difference, ndcg, recall, reciprocal_rank
from matching.evaluation.rankers import OURS, Ranker
from matching.evaluation.translating import Translator
from matching.knowledge import load_knowledge
from matching.records import Bools, Floats, Listing, Side

IN_OTHER_WORDS = "the words of the query in the other language"
_LONG = 5


_Values = tuple[float | None, float | None, float | None]
Lead = tuple[float, float, float]
"""A difference and the ends of its 95 % interval."""


@dataclass(frozen=True)
class Direction:
    """Which queries are counted: those of one side, and with countries only counterparts of one country count."""

    side: Side
    offer_country: str = ""
    need_country: str = ""


@dataclass(frozen=True)
class Comparison:
    """What one ranker reaches in one direction, means over the queries that have anything to find.

    leads: by how much our ranker is above this one in nDCG@10, recall@10 and reciprocal rank, and the ends of each 95 %
    interval; None for ours.
    """

    ranker: str
    ndcg: float
    recall: float
    reciprocal_rank: float
    queries: int
    leads: tuple[Lead, Lead, Lead] | None

    @property
    def lead(self) -> Lead | None:
        """Return the lead in nDCG@10."""
        return self.leads[0] if self.leads else None


def compare_rankers(
    gold: GoldSet, rankers: Mapping[str, Ranker], *, direction: Direction, split: str, seed: int
) -> tuple[Comparison, ...]:
    """Return what each ranker reaches, ours first, then by nDCG@10. Raises KeyError where ours is not among them.

    The same seed gives the same intervals.
    """
    values = {name: _values(gold, ranker, direction=direction, split=split) for name, ranker in rankers.items()}
    ours = values[OURS]
    found = [
        Comparison(
            ranker=name,
            ndcg=_mean([each[0] for each in own]),
            recall=_mean([each[1] for each in own]),
            reciprocal_rank=_mean([each[2] for each in own]),
            queries=sum(each[0] is not None for each in own),
            leads=None if name == OURS else _leads(ours, own, seed=seed),
        )
        for name, own in values.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.ranker != OURS, -each.ndcg)))


def lead_over(sets: tuple[GoldSet, GoldSet], ranker: Ranker, *, direction: Direction, split: str, seed: int) -> Lead:
    """Return how far a ranker's nDCG@10 on one set is above that on another, whose queries and grades are the same."""
    one, other = (_values(gold, ranker, direction=direction, split=split) for gold in sets)
    return _lead(one, other, measure=0, seed=seed)


def robustness(gold: GoldSet, ranker: Ranker, *, side: Side, split: str, seed: int) -> dict[str, float]:
    """Return the nDCG@10 of a ranker with all that is told, without one kind of fact, misspelt, and translated."""
    changes: dict[str, Callable[[Listing], Listing]] = {
        "all that is told": lambda listing: listing,
        "no waste code": lambda listing: replace(listing, waste_code=""),
        "no amount": lambda listing: replace(listing, quantity=None),
        "no months": lambda listing: replace(listing, month_shares=None),
        "no price": lambda listing: replace(listing, price=None, currency=""),
        "no place": lambda listing: replace(listing, latitude=None, longitude=None),
        "no description": lambda listing: replace(listing, description=""),
        "a slip in every long word of the title": lambda listing: _misspelt(listing, seed=seed, also_described=False),
        "a slip in every long word": lambda listing: _misspelt(listing, seed=seed, also_described=True),
    }
    changed = {
        name: replace(gold, offers=tuple(map(change, gold.offers)), needs=tuple(map(change, gold.needs)))
        for name, change in changes.items()
    }
    changed[IN_OTHER_WORDS] = _in_other_words(gold, side)
    values = {name: _values(each, ranker, direction=Direction(side), split=split) for name, each in changed.items()}
    return {name: _mean([each[0] for each in found]) for name, found in values.items()}


def _in_other_words(gold: GoldSet, side: Side) -> GoldSet:
    """Return the set with the listings that ask in the words of the other language, and those asked as they are."""
    asking = gold.offers if side is Side.OFFER else gold.needs
    put = tuple(map(Translator(load_knowledge()).listing, asking))
    return replace(gold, offers=put) if side is Side.OFFER else replace(gold, needs=put)


def _misspelt(listing: Listing, *, seed: int, also_described: bool) -> Listing:
    """Return the listing with slips in its title, which are the same whether its description has some or not."""
    chance = np.random.default_rng([seed, *listing.id.encode()])
    slipped = replace(listing, title=misspell(listing.title, chance=chance))
    return replace(slipped, description=misspell(listing.description, chance=chance)) if also_described else slipped


def misspell(text: str, *, chance: np.random.Generator) -> str:
    """Return the text with two neighbouring letters swapped in every word of six or more."""
    return " ".join(_swapped(word, chance=chance) if len(word) > _LONG else word for word in text.split())


def _swapped(word: str, *, chance: np.random.Generator) -> str:
    place = int(chance.integers(1, len(word) - 2))
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _values(gold: GoldSet, ranker: Ranker, *, direction: Direction, split: str) -> list[_Values]:
    """Return nDCG@10, recall@10 and reciprocal rank of every query."""
    scores = ranker(gold.offers, gold.needs)
    side = direction.side
    others = gold.needs if side is Side.OFFER else gold.offers
    table = scores if side is Side.OFFER else scores.T
    own = gold.offers if side is Side.OFFER else gold.needs
    places = {listing.id: place for place, listing in enumerate(own)}
    own_country, other_country = direction.offer_country, direction.need_country
    if side is Side.NEED:
        own_country, other_country = other_country, own_country
    here = np.array([not other_country or each.country == other_country for each in others])
    return [
        _query_values(table[places[query.id]], gold.known(query), others=others, here=here)
        for query in gold.queries(side, split)
        if not own_country or query.country == own_country
    ]


def _query_values(scores: Floats, known: Mapping[str, int], *, others: Sequence[Listing], here: Bools) -> _Values:
    order = np.argsort(-np.where(here, scores, -1), kind="stable")
    ranked = [known.get(others[place].id, 0) for place in order if here[place] and scores[place] >= 0]
    reachable = [known.get(each.id, 0) for each, is_here in zip(others, here, strict=True) if is_here]
    return ndcg(ranked, reachable), recall(ranked, reachable), reciprocal_rank(ranked, reachable)


def _leads(ours: Sequence[_Values], theirs: Sequence[_Values], *, seed: int) -> tuple[Lead, Lead, Lead]:
    in_ndcg, in_recall, in_rank = (_lead(ours, theirs, measure=measure, seed=seed) for measure in range(3))
    return in_ndcg, in_recall, in_rank


def _lead(ours: Sequence[_Values], theirs: Sequence[_Values], *, measure: int, seed: int) -> Lead:
    pairs = [(one[measure], other[measure]) for one, other in zip(ours, theirs, strict=True)]
    both = np.array([(one, other) for one, other in pairs if one is not None and other is not None])
    if not len(both):
        return float("nan"), float("nan"), float("nan")
    return bootstrap_difference(both[:, 0], both[:, 1], chance=np.random.default_rng(seed))


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else float("nan")
