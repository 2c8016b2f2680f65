"""What came in, was decided, moves and stands still; and the funnel with how long each stage takes."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.models import DismissReason, Symbiosis
from marketplace.models.barriers import BarrierCode
from marketplace.queries.overview.charts import bar_chart
from marketplace.queries.overview.sheets import Sheet
from marketplace.queries.overview.suggestions import STEPS, step_names
from marketplace.queries.overview.symbioses import REVIEW, STAYED_AT
from marketplace.queries.overview.tables import Table, TableRow, side_heads
from marketplace.wording.numbers import month_name

DRAWN = 24  # months, the latest: more bars are no picture
Sheets = dict[str, Sheet]


def came_in(sheets: Sheets) -> Table:
    """Return what happened within the days looked at."""
    listings, suggestions, symbioses = sheets["listings"], sheets["suggestions"], sheets["symbioses"]
    rows = (
        TableRow(_("Firms that came in"), (sheets["firms"].total("firm_in"),)),
        TableRow(_("Offers that came in"), (listings.total("offer_in"),)),
        TableRow(_("Needs that came in"), (listings.total("need_in"),)),
        TableRow(_("Suggestions made"), (suggestions.total("made"),)),
        TableRow(_("Suggestions approved"), (suggestions.total("approved_in"),)),
        TableRow(_("Suggestions dismissed"), (suggestions.total("dismissed_in"),)),
        TableRow(_("Symbioses begun"), (symbioses.total("opened_in"),)),
        TableRow(_("Symbioses completed"), (symbioses.total("completed_in"),)),
        TableRow(_("Symbioses failed"), (symbioses.total("failed_in"),)),
    )
    caption = _("Within these days")
    return Table(code="came_in", caption=caption, heads=(_("What"), _("Number")), rows=rows)


def standing(sheets: Sheets) -> Table:
    """Return what there is now, whatever days are looked at."""
    listings, suggestions, symbioses = sheets["listings"], sheets["suggestions"], sheets["symbioses"]
    queue, table = reverse("suggestion-queue"), reverse("symbiosis-list") + "?view=table"
    rows = (
        TableRow(_("Offers on the market"), (listings.total("offer"),)),
        TableRow(_("Needs on the market"), (listings.total("need"),)),
        TableRow(_("Suggestions that wait for review"), (suggestions.total("waiting"),), queue),
        TableRow(_("Suggestions about which a firm is asked"), (suggestions.total("asked"),), f"{queue}?state=asked"),
        TableRow(_("Suggestions put off"), (suggestions.total("later"),), f"{queue}?state=later"),
        TableRow(_("Symbioses that move"), (symbioses.total("moving"),), table),
        TableRow(_("Symbioses that stand still"), (symbioses.total("still"),), table),
        TableRow(_("of these on hold"), (symbioses.total("on_hold"),), f"{table}&stage=on_hold"),
        TableRow(_("of these idle for 30 days"), (symbioses.total("idle"),), table),
    )
    return Table(code="standing", caption=_("Now"), heads=(_("What"), _("Number")), rows=rows)


def months(sheets: Sheets) -> Table:
    """Return what came in and was decided, month by month."""
    listings = sheets["listings"].totals("month", columns={"offer_in": 0, "need_in": 0})
    made = sheets["suggestions"].totals("made_month", columns={"made": 0})
    decided = sheets["suggestions"].totals("decided_month", columns={"decided_in": 0})
    known = {month for totals in (listings, made, decided) for (month,) in totals.sums if month}
    rows = tuple(
        TableRow(_month_text(month), (*listings.figures(month), *made.figures(month), *decided.figures(month)))
        for month in _between(known)
    )
    names = (_("Suggestions made"), _("Suggestions decided"))
    chart = bar_chart(_("Suggestions by month"), [(row.label, row.cells[2:]) for row in rows[-DRAWN:]], names=names)
    heads = (_("Month"), *side_heads(), *names)
    return Table(code="months", caption=_("Month by month"), heads=heads, rows=rows, chart=chart)


def _between(months: set[int]) -> Iterator[int]:
    """Yield every month from the first to the last."""
    if not months:
        return
    month, last = min(months), max(months)
    while month <= last:
        yield month
        month += 1 if month % 100 < 12 else 89


def _month_text(month: int) -> str:
    return f"{month_name(month % 100, width='wide')} {month // 100}"


def dismissals(sheets: Sheets) -> Table:
    """Return why suggestions were dismissed, the most frequent reason first."""
    totals = sheets["suggestions"].totals("reason", columns={"dismissed_in": 0}, dismissed_in=1)
    keys = totals.largest_first(lambda sums: sums["dismissed_in"])
    rows = tuple(TableRow(_capital(DismissReason(reason).label), totals.figures(reason)) for (reason,) in keys)
    heads = (_("Reason"), _("Suggestions dismissed"))
    return Table(code="dismissals", caption=_("Why suggestions were dismissed"), heads=heads, rows=rows)


def barriers(sheets: Sheets) -> Table:
    """Return what ended symbioses, and what others wait for now."""
    totals = sheets["symbioses"].totals("barrier", columns={"failed_in": 0, "on_hold": 0})
    keys = [key for key in totals.largest_first(_stopped) if key[0] and _stopped(totals.sums[key])]
    rows = tuple(TableRow(_capital(BarrierCode(code).label), totals.figures(code)) for (code,) in keys)
    heads = (_("Barrier"), _("Failed within these days"), _("On hold now"))
    return Table(code="barriers", caption=_("What stands in the way"), heads=heads, rows=rows)


def _stopped(sums: dict[str, float]) -> float:
    return sums["failed_in"] + sums["on_hold"]


def funnel(sheets: Sheets) -> Table:
    """Return how far suggestions come, and how many days each stage takes."""
    suggestions, names = sheets["suggestions"], step_names()
    rows = []
    for stage, step in zip((*STAYED_AT[:-1], Symbiosis.Stage.COMPLETED), STEPS, strict=True):
        rows.append(TableRow(names[step], (suggestions.total(step), *_days(sheets["stays"], stage))))
    chart = bar_chart(_("How far suggestions come"), [(row.label, row.cells[:1]) for row in rows])
    on_hold = STAYED_AT[-1]
    rows.append(TableRow(_capital(on_hold.label), ("–", *_days(sheets["stays"], on_hold))))
    heads = (
        _("Step"),
        _("Came so far"),
        _("Are there now"),
        _("Have left"),
        _("Median days of these"),
        _("Median days so far"),
    )
    caption = _("From suggestion to completed symbiosis")
    return Table(code="funnel", caption=caption, heads=heads, rows=tuple(rows), chart=chart)


def _days(stays: Sheet, stage: str) -> tuple[object, ...]:
    if stage not in STAYED_AT:
        return ("–",) * 4  # nothing leaves the end
    code = REVIEW if stage == REVIEW else str(stage)
    return (
        stays.total("there", stage=code),
        stays.total("left", stage=code),
        stays.middle("days", digits=1, stage=code, left=1),
        stays.middle("days", digits=1, stage=code, left=0),
    )


def _capital(text: object) -> str:
    return str(text)[:1].upper() + str(text)[1:]
