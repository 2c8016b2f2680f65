"""A listing that is new on the market, in hand: which of many searches find it, however many they are.

`search_results` finds many listings by one search. Here it is the other way round, and the database is asked the same
few questions about the listing, for all searches together. What decides is shared: `search_results.Results.conditions`,
`search_points`, and of `listings` who sees what.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from marketplace.models import Firm, Listing, SearchTerm
from marketplace.queries.listings import Viewer, people_apart_from, people_open_to
from marketplace.queries.search_points import all_units, leading_places, leads_to, term_numbers, worth_of
from marketplace.queries.search_results import Results
from marketplace.queries.search_words import SearchWords

Key = TypeVar("Key")
Weights = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A listing on the market with all that decides who finds it.

    public, known: the weights of the terms that lead everybody there, and those to whom it is open. not_for: the people
    who do not see it; open_to: those who see all of it.
    """

    listing: Listing
    public: Weights
    known: Weights
    not_for: frozenset[int]
    open_to: frozenset[int]

    def weights_for(self, viewer: Viewer) -> Weights:
        """Return the terms that lead this viewer there."""
        return self.known if viewer.pk in self.open_to else self.public


def newcomer(listing: Listing) -> Newcomer | None:
    """Return a listing as the market has it by now; None where it has left, or its firm is hidden."""
    here = Listing.objects.filter(pk=listing.pk, state=Listing.State.PUBLISHED)
    here = here.exclude(firm__in=Firm.objects.filter(hidden_at__isnull=False))
    found = here.select_related("firm", "site").first()
    if found is None:
        return None
    terms = list(SearchTerm.objects.filter(listing=found).values_list("term", "weight", "is_public"))
    is_open = found.visibility == Listing.Visibility.OPEN
    return Newcomer(
        listing=found,
        public={term: weight for term, weight, is_public in terms if is_public},
        known={term: weight for term, weight, _is_public in terms},
        not_for=frozenset(people_apart_from(found.firm).values_list("pk", flat=True)) if is_open else frozenset(),
        open_to=frozenset(people_open_to(found).values_list("pk", flat=True)),
    )


def finding(new: Newcomer, searches: Mapping[Key, Results]) -> list[Key]:
    """Return the keys of the searches that find a listing for their viewers, as their pages would."""
    likely = {key: results for key, results in searches.items() if _may_find(new, results)}
    numbers = term_numbers(unit for results in likely.values() for unit in all_units(results.search.words))
    return [key for key, results in likely.items() if _is_led(new, results, numbers=numbers)]


def _may_find(new: Newcomer, results: Results) -> bool:
    """Return whether a search may find a listing by all that needs no look at the rest of the market."""
    if results.viewer.pk in new.not_for or not _leads_at_all(results.search.words, new.weights_for(results.viewer)):
        return False
    return all(each.holds(new.listing) for each in results.conditions())


def _leads_at_all(words: SearchWords, weights: Weights) -> bool:
    if words.says_nothing:
        return False
    leading = [words.units[place] for place in leading_places(words)]
    return not leading or any(term in weights for unit in leading for term in unit.terms)


def _is_led(new: Newcomer, results: Results, *, numbers: Mapping[str, int]) -> bool:
    words = results.search.words
    return not words.units or leads_to(worth_of(words, numbers=numbers), new.weights_for(results.viewer))
