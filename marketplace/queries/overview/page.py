"""The whole overview: rows first, then every figure from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from geo.mapview import MapLabel
from marketplace.queries.overview import coverage, movement, supply
from marketplace.queries.overview.coverage import Spot
from marketplace.queries.overview.listings import firm_sheet, listing_sheet
from marketplace.queries.overview.potentials import potential_sheet
from marketplace.queries.overview.scope import Scope
from marketplace.queries.overview.sheets import Figure, Sheet
from marketplace.queries.overview.suggestions import pairs_of, review_stays, suggestion_sheet
from marketplace.queries.overview.symbioses import courses_of, stay_sheet, symbiosis_sheet
from marketplace.queries.overview.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The sheets by their codes, the tables of each part of the page, what is on its map, and the factors' sources."""

    sheets: Mapping[str, Sheet]
    movement: Sequence[Table]
    funnel: Table
    supply: Sequence[Table]
    alone: Sequence[Table]
    potential: Sequence[Table]
    municipalities: Table
    spots: Sequence[Spot]
    labels: Sequence[MapLabel]
    sources: Sequence[tuple[str, str, int]]

    @property
    def tables(self) -> Sequence[Table]:
        """Return every table in the order of the page."""
        return (*self.movement, self.funnel, *self.supply, *self.alone, *self.potential, self.municipalities)

    @property
    def figures(self) -> Iterator[tuple[str, str, str, Figure]]:
        """Yield each figure of the page: the table, the row and the head over it."""
        for table in self.tables:
            for row, head, figure in table.figures:
                yield table.caption, row, head, figure


def overview(scope: Scope) -> Overview:
    """Return the overview of what a coordinator may see."""
    sheets = {sheet.code: sheet for sheet in _sheets(scope)}
    listings, potential = sheets["listings"], sheets["potential"]
    municipalities = coverage.municipalities(scope, firms=sheets["firms"], listings=listings)
    spots = coverage.spots(scope, municipalities)
    moved = (
        movement.came_in(sheets),
        movement.standing(sheets),
        movement.months(sheets),
        movement.dismissals(sheets),
        movement.barriers(sheets),
    )
    alone = (supply.alone_by_size(listings), supply.alone_by_group(listings), supply.largest_alone(listings))
    return Overview(
        sheets=sheets,
        movement=moved,
        funnel=movement.funnel(sheets),
        supply=(supply.by_group(listings), supply.by_area(listings), supply.by_material_and_area(listings)),
        alone=alone,
        potential=(coverage.saved_by_group(potential), coverage.by_standing(potential)),
        municipalities=municipalities,
        spots=spots,
        labels=coverage.town_labels(spots),
        sources=coverage.sources(potential),
    )


def _sheets(scope: Scope) -> Iterator[Sheet]:
    pairs, courses = pairs_of(scope), courses_of(scope)
    yield listing_sheet(scope)
    yield firm_sheet(scope)
    yield suggestion_sheet(scope, pairs, reached={course.pk: course.furthest for course in courses})
    yield symbiosis_sheet(scope, courses)
    yield stay_sheet(scope, chain(review_stays(scope, pairs), *(course.stays for course in courses)))
    yield potential_sheet(pairs)
