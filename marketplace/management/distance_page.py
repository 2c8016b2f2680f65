"""The part of the evaluation page on road distances."""

from collections.abc import Callable, Iterator, Sequence

from geo.accuracy import Basis, Comparison, compare_distances, compare_times, spread

_MEASURES: tuple[tuple[str, Callable[[Comparison], float]], ...] = (
    ("our roads", lambda each: each.error_pct),
    ("straight line × 1.31", lambda each: each.straight_error_pct),
    ("straight line", lambda each: 100 * (each.straight_km / each.published.km - 1)),
)


def distance_section() -> Iterator[str]:
    """Yield the lines on kilometres by road against published ones."""
    compared = compare_distances()
    yield from (
        "## Road distances",
        "",
        "Error in percent of published distances; a pair that several sources tell counts once. No road length was",
        "taken from the sourced ones; the remembered share their memory with the roads and flatter. Which figures were",
        "left out was decided by hand, and it weighs: the rows with left_out have them in. Why each was left out:",
        "`geo/data/evaluation/README.md`.",
        "",
        "| basis | by | pairs | median | nine in ten within | worst |",
        "|---|---|---|---|---|---|",
        *_spreads(compared),
        "",
        f"The range that is shown with a distance holds {_held(compared, Basis.SOURCED)} sourced pairs and "
        f"{_held(compared, Basis.REMEMBERED)} remembered.",
        "",
        "| sourced pair | published km | our km | range | error | told by |",
        "|---|---|---|---|---|---|",
        *(_row(each) for each in compared if each.published.basis == Basis.SOURCED),
        "",
    )


def _spreads(compared: Sequence[Comparison]) -> Iterator[str]:
    for bases in ((Basis.SOURCED,), (Basis.SOURCED, Basis.LEFT_OUT), (Basis.REMEMBERED,)):
        for name, measure in _MEASURES:
            errors = [measure(each) for each in compared if each.published.basis in bases]
            yield _spread_row(" and ".join(bases), name, errors)
    # A length that was scaled to a published one proves nothing; the minutes told with it do.
    yield _spread_row(
        f"{Basis.SOURCED} and {Basis.USED}",
        "minutes by car, our roads",
        [each.minutes_error_pct for each in compare_times()],
    )


def _spread_row(basis: str, name: str, errors: Sequence[float]) -> str:
    each = spread(errors)
    return f"| {basis} | {name} | {each.count} | {each.median:.1f} | {each.ninth_decile:.1f} | {each.worst:.1f} |"


def _held(compared: Sequence[Comparison], basis: Basis) -> str:
    held = [each.is_in_range for each in compared if each.published.basis == basis]
    return f"{sum(held)} of {len(held)}"


def _row(each: Comparison) -> str:
    told = " ".join(f"<{address}>" for address in each.published.addresses) or "address not found again"
    return (
        f"| {each.published.start}–{each.published.end} | {each.published.km:.0f} | {each.leg.km:.0f} "
        f"| {each.leg.km_low:.0f}–{each.leg.km_high:.0f} | {each.error_pct:+.1f} | {told} |"
    )
