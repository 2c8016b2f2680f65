"""What a coordinator oversees: figures that come of rows, within what the desk shows them."""

from datetime import date, timedelta

import pytest

from marketplace.actions.stages import correct_stage, fail_symbiosis, hold_symbiosis, move_symbiosis, resume_symbiosis
from marketplace.models import CandidateList, Symbiosis
from marketplace.queries.overview import area_choices, overview, scope_of
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    make_symbiosis,
)

pytestmark = pytest.mark.django_db
Stage = Symbiosis.Stage
DAY = timedelta(days=1)


def seen(viewer, *, area="", first=None, last=None, now=NOON + DAY):
    return overview(scope_of(viewer, area=area, first=first, last=last, now=now))


def rows(found, code):
    """Return the rows of a table: the label, then words and the values of figures."""
    (table,) = [table for table in found.tables if table.code == code]
    return [(row.label, *(getattr(cell, "value", cell) for cell in row.cells)) for row in table.rows]


def values(found, code):
    """Return a table as label → the rest of its row."""
    return {label: tuple(cells) for label, *cells in rows(found, code)}


def at(municipality, *, country="SE"):
    return make_site(make_firm(country=country), municipality=municipality, latitude=63.3, longitude=14.5)


def test_came_in_counts_both_days_and_nothing_beyond():
    coordinator = make_coordinator()
    for days in (0, 1, 2, 3):
        make_offer(created_at=NOON + days * DAY)
    make_need(created_at=NOON + 2 * DAY)
    make_offer(created_at=NOON + DAY, state="draft", published_at=None)
    first, last = NOON.date() + DAY, NOON.date() + 2 * DAY

    came_in = values(seen(coordinator, first=first, last=last), "came_in")

    assert came_in["Offers that came in"] == (2,)
    assert came_in["Needs that came in"] == (1,)


def test_standing_tells_what_moves_from_what_stands_still():
    coordinator = make_coordinator()
    make_symbiosis()
    make_symbiosis(opened_at=NOON - 40 * DAY)
    make_symbiosis(stage=Stage.ON_HOLD)
    make_symbiosis(stage=Stage.COMPLETED)
    make_symbiosis(stage=Stage.FAILED)

    found = seen(coordinator)

    now = values(found, "standing")
    assert now["Symbioses that move"] == (1,)
    assert now["Symbioses that stand still"] == (2,)
    assert (now["of these on hold"], now["of these idle for 30 days"]) == ((1,), (1,))
    assert values(found, "came_in")["Symbioses failed"] == (1,)
    assert values(found, "barriers") == {"Price": (1, 1)}


def test_funnel_takes_the_median_of_stays_that_ended_and_keeps_those_that_go_on_apart():
    coordinator = make_coordinator()
    moves = ((Stage.NEGOTIATION, Stage.IMPLEMENTATION, 1), (Stage.IMPLEMENTATION, Stage.COMPLETED, 2))
    for days in (2, 4, 9):
        symbiosis = make_symbiosis(stage=Stage.NEGOTIATION)
        for before, after, pace in moves:
            if before == symbiosis.stage and pace * days < 10:
                symbiosis = move_symbiosis(
                    symbiosis, stage=after, seen=before, by=coordinator, now=NOON + pace * days * DAY
                )

    funnel = values(seen(coordinator, now=NOON + 10 * DAY), "funnel")

    assert funnel["Implementation"] == (3, 1, 2, 3.0, 1.0)
    assert funnel["Firms met: discussion"][0] == 3
    assert funnel["Completed"] == (2, "–", "–", "–", "–")


def test_funnel_counts_each_stay_and_time_on_hold_as_on_hold():
    coordinator = make_coordinator()
    symbiosis = make_symbiosis(opened_at=NOON)
    hold_symbiosis(symbiosis, seen=Stage.IDEA, barrier="price", by=coordinator, now=NOON + 3 * DAY)
    resume_symbiosis(symbiosis, by=coordinator, now=NOON + 10 * DAY)
    fail_symbiosis(symbiosis, seen=Stage.IDEA, barrier="law", by=coordinator, now=NOON + 11 * DAY)

    found = seen(coordinator, now=NOON + 20 * DAY)

    assert [(row["stage"], row["days"]) for row in found.sheets["stays"].rows if row["stage"] != "review"] == [
        ("idea", 1.0),
        ("idea", 3.0),
        ("on_hold", 7.0),
    ]
    assert values(found, "funnel")["Sent to the firms"] == (1, 0, 2, 2.0, None)
    assert values(found, "funnel")["On hold"] == ("–", 0, 1, 7.0, None)


def test_funnel_counts_neither_a_wrong_step_nor_its_correction():
    coordinator = make_coordinator()
    symbiosis = make_symbiosis(stage=Stage.NEGOTIATION)
    move = {"by": coordinator, "seen": Stage.NEGOTIATION, "stage": Stage.IMPLEMENTATION}
    move_symbiosis(symbiosis, **move, now=NOON + 2 * DAY)
    correct_stage(symbiosis, seen=Stage.IMPLEMENTATION, reason="Fel rad", by=coordinator, now=NOON + 3 * DAY)

    before = values(seen(coordinator, now=NOON + 10 * DAY), "funnel")
    move_symbiosis(symbiosis, **move, now=NOON + 11 * DAY)
    after = values(seen(coordinator, now=NOON + 12 * DAY), "funnel")

    assert (before["Negotiation"], before["Implementation"]) == ((1, 1, 0, None, 7.0), (0, 0, 0, None, None))
    assert (after["Negotiation"], after["Implementation"]) == ((1, 0, 0, None, None), (1, 1, 0, None, 1.0))


def test_funnel_leaves_out_stays_that_ended_before_the_days_looked_at():
    coordinator = make_coordinator()
    symbiosis = make_symbiosis(opened_at=NOON)
    hold_symbiosis(symbiosis, seen=Stage.IDEA, barrier="price", by=coordinator, now=NOON + 3 * DAY)

    funnel = values(seen(coordinator, first=NOON.date() + 4 * DAY, now=NOON + 20 * DAY), "funnel")

    assert funnel["Sent to the firms"] == (0, 0, 0, None, None)
    assert funnel["On hold"] == ("–", 1, 0, None, 17.0)


def test_funnel_tells_how_long_decisions_take():
    coordinator, reviewer = make_coordinator(), make_coordinator()
    decided = {"state": "dismissed", "dismiss_reason": "price", "reviewed_by": reviewer}
    for days in (1, 3, 8):
        make_suggestion(**decided, reviewed_at=NOON + days * DAY)
    make_suggestion()
    make_suggestion(state="lapsed")

    found = seen(coordinator, now=NOON + 10 * DAY)

    assert values(found, "funnel")["Suggested"] == (5, 1, 3, 3.0, 10.0)
    assert values(found, "dismissals") == {"Does not pay": (3,)}


def test_supply_and_demand_stand_apart_by_unit_and_rhythm():
    coordinator = make_coordinator()
    make_offer(quantity_kg=12_000)
    make_offer(quantity_kg=3_500)
    make_need(quantity_kg=10_000, rhythm="once", month_shares=[])
    make_offer(quantity_kg=50_000, state="paused")
    make_need(quantity_kg=7, resource="competence", material="", unit="h", state="withdrawn")

    found = seen(coordinator)

    for code, label in (("groups", "Sawmill and joinery by-products"), ("materials", "Bark, Krokom")):
        assert rows(found, code) == [(label, "t a year", 2, 0, 15.5, 0), (label, "t once", 0, 1, 0, 10.0)]
    assert rows(found, "areas") == [("Krokom", 2, 1, 15.5, 0, 0, 10.0)]


def test_without_a_suggestion_counts_what_is_in_no_open_one():
    coordinator = make_coordinator()
    make_suggestion(make_offer(quantity_kg=5_000), make_need(quantity_kg=5_000))
    make_symbiosis(make_offer(quantity_kg=200_000), make_need(quantity_kg=300), stage=Stage.FAILED)
    alone = make_offer(quantity_kg=2_000_000)
    other = make_need(quantity_kg=8_000, rhythm="once", month_shares=[])
    for listing, counterparts in ((alone, [other.pk]), (other, [alone.pk] * 20)):
        CandidateList.objects.create(listing=listing, view="shown", counterparts=counterparts, as_of=NOON.date())

    found = seen(coordinator)

    sizes = values(found, "alone")
    assert sizes["1 000 t or more"] == (1, 0, 2000.0, 0, 0, 0)
    assert sizes["100 to 1 000 t"] == (1, 0, 200.0, 0, 0, 0)
    assert sizes["1 to 10 t"] == (0, 1, 0, 0, 0, 8.0)
    assert sizes["less than 1 t"] == (0, 1, 0, 0.3, 0, 0)
    assert sizes["All together"] == (2, 2, 2200.0, 0.3, 0, 8.0)
    (largest,) = [table for table in found.tables if table.code == "largest"]
    assert (largest.rows[0].url, largest.rows[0].cells) == (f"/listings/{alone.pk}/", ("Offer", "2,000 t a year", "1"))
    assert [row.cells for row in largest.rows[2:]] == [
        ("Need", "8 t once", "20 or more"),
        ("Need", "0.3 t a year", "0"),
    ]


def test_potential_promises_no_tonne_twice_and_keeps_where_it_stands_apart():
    coordinator = make_coordinator()
    offer = make_offer(quantity_kg=12_000)
    make_suggestion(offer, make_need(quantity_kg=10_000, use="bedding"), score=0.9)
    make_suggestion(offer, make_need(quantity_kg=10_000, use="bedding"), score=0.8)
    make_suggestion(offer, make_need(quantity_kg=10_000, use="bedding"), score=0.7)
    make_symbiosis(make_offer(quantity_kg=7_000), make_need(quantity_kg=7_000))
    make_symbiosis(make_offer(quantity_kg=9_000), make_need(quantity_kg=9_000), stage=Stage.FAILED)

    found = seen(coordinator)

    assert [row["tonnes"] for row in found.sheets["potential"].rows] == [10.0, 2.0, 7.0]
    standing = values(found, "potential")
    assert standing["Suggested"][:2] == ("t a year", 12.0)
    assert standing["Firms asked or on their way"][:2] == ("t a year", 7.0)
    low, default, high = standing["Suggested"][3:]
    assert low <= default <= high


def test_municipalities_with_nothing_are_named_too_and_a_firm_counts_once_in_the_sum():
    coordinator = make_coordinator(("SE-2309", "SE-2380", "SE-2361"))
    firm = make_firm()
    make_site(firm), make_site(firm), make_site(firm, municipality="SE-2380")
    make_offer(site=at("SE-2380"))
    make_site(make_firm(hidden_at=NOON))
    make_offer(site=at("NO-5038", country="NO"))

    found = seen(coordinator)

    assert values(found, "municipalities") == {
        "Härjedalen": (0, 0, 0),
        "Krokom": (1, 0, 0),
        "Östersund": (2, 1, 0),
        "All together": (2, 1, 0),
    }
    assert found.municipalities.note.startswith("1 of 3 municipalities have no firm yet.")
    assert sorted(spot.number for spot in found.spots) == [0, 1, 2]
    assert [label.text for label in found.labels] == ["Östersund", "Trondheim"]


def test_overview_shows_the_own_area_and_what_crosses_its_edge():
    verdal, krokom = at("NO-5038", country="NO"), at("SE-2309")
    crossing = make_suggestion(make_offer(site=krokom), make_need(site=verdal))
    make_suggestion(make_offer(site=verdal), make_need(site=at("NO-5038", country="NO")))
    coordinator, lead = make_coordinator(("SE-2309",)), make_coordinator((), is_lead=True)

    mine, all_of_it = seen(coordinator), seen(lead)

    assert [row["suggestion"] for row in mine.sheets["suggestions"].rows] == [crossing.pk]
    assert [row["municipality"] for row in mine.sheets["listings"].rows] == ["SE-2309"]
    assert len(all_of_it.sheets["suggestions"].rows) == 2
    assert len(seen(lead, area="SE").sheets["listings"].rows) == 1
    assert len(seen(lead, area="NO-5038").sheets["suggestions"].rows) == 2


def test_overview_leaves_out_suggestions_and_symbioses_of_the_own_firm():
    coordinator = make_coordinator()
    own = make_offer()
    own.firm.membership_set.create(user=coordinator, role="owner")
    make_suggestion(own, make_need())
    make_symbiosis(make_offer(site=own.site), make_need())

    found = seen(coordinator)

    assert [found.sheets[code].rows for code in ("suggestions", "symbioses", "stays", "potential")] == [[]] * 4


def test_scope_gives_nobody_more_than_their_own_area():
    make_offer(site=at("SE-2380"))
    coordinator = make_coordinator(("SE-2309",))

    found = seen(coordinator, area="SE-2380")

    assert found.sheets["listings"].rows == []
    assert area_choices(coordinator) == [("SE-2309", "Krokom")]
    assert area_choices(make_coordinator(("SE-2309", "NO-5038"))) == [
        ("SE", "Sweden"),
        ("NO", "Norway"),
        ("SE-2309", "Krokom"),
        ("NO-5038", "Verdal"),
    ]


def test_symbioses_handed_over_to_the_viewer_count_for_them():
    coordinator = make_coordinator(("SE-2309",))
    verdal = at("NO-5038", country="NO")
    handed = make_symbiosis(make_offer(site=verdal), make_need(site=verdal), owner=coordinator)

    assert [row["symbiosis"] for row in seen(coordinator).sheets["symbioses"].rows] == [handed.pk]
    assert seen(coordinator, area="SE-2309").sheets["symbioses"].rows == []


def test_rows_name_no_firm_and_no_words_of_theirs():
    offer = make_offer(site=make_site(make_firm(name="Hemliga Såg"), address="Kapellvägen 77"), title="Prima granbark")
    make_suggestion(offer, make_need())
    make_symbiosis(offer)

    found = seen(make_coordinator())

    told = [str(cell) for sheet in found.sheets.values() for row in sheet.rows for cell in row.values()]
    assert not [cell for cell in told if any(word in cell for word in ("Hemliga", "granbark", "Kapell", "Firm "))]
    assert date.fromisoformat(found.sheets["listings"].rows[0]["written"]) == NOON.date()


def test_a_saving_that_nobody_knows_is_no_zero():
    coordinator = make_coordinator()
    make_suggestion(make_offer(material="leather_offcuts"), make_need(material="leather_offcuts", use="redesign"))

    found = seen(coordinator)

    (row,) = found.sheets["potential"].rows
    assert row["with_factor"] is None
    for code in ("saved", "potential"):
        ((_measure, tonnes, with_factor, *saved),) = values(found, code).values()
        assert (tonnes, with_factor, saved) == (10.0, 0, [None, None, None])
