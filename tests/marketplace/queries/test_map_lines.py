"""Lines between areas: for coordinators alone, of their area alone, and no finer than an area."""

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.models import Suggestion, Symbiosis
from marketplace.queries.map_lines import map_lines
from tests.factories import (
    NOON,
    make_coordinator,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    make_symbiosis,
)

pytestmark = pytest.mark.django_db


def need_in_verdal(**fields):
    site = make_site(municipality="NO-5038", locality="Verdalsøra", latitude=63.79123, longitude=11.48321)
    return make_need(site=site, **fields)


def test_map_lines_count_suggestions_and_symbioses_between_areas():
    make_suggestion(make_offer(), need_in_verdal()), make_suggestion(make_offer(), need_in_verdal())
    make_symbiosis(make_offer(), need_in_verdal())

    lines = map_lines(make_coordinator())

    assert [(line.kind, line.label, line.url) for line in lines] == [
        ("suggestion", "Krokom municipality → Verdal municipality: 2 suggestions", "/queue/"),
        ("symbiosis", "Krokom municipality → Verdal municipality: 1 symbiosis", "/symbioses/"),
    ]
    assert lines[0].start == pytest.approx((63.326, 14.449), abs=0.001)


def test_map_lines_run_from_the_shown_area_not_from_the_site():
    make_suggestion(make_offer(shown_area="SE-23-NW"), need_in_verdal(shown_area="NO-50-N"))

    (line,) = map_lines(make_coordinator())

    assert line.label.startswith("north-western Jämtland → northern Trøndelag")
    assert line.end != pytest.approx((63.79123, 11.48321), abs=0.001)


def test_map_lines_are_for_coordinators_of_the_area():
    suggestion = make_suggestion(make_offer(), need_in_verdal())
    make_symbiosis(make_offer(), need_in_verdal())
    member = make_member(suggestion.parts.first().listing.firm)

    assert map_lines(AnonymousUser()) == []
    assert map_lines(member) == []
    assert map_lines(make_coordinator(("SE-2361",))) == []
    assert len(map_lines(make_coordinator(is_lead=True))) == 2


def test_map_lines_leave_out_what_is_over():
    review = {"reviewed_by": make_coordinator(), "reviewed_at": NOON}
    make_suggestion(state=Suggestion.State.DISMISSED, dismiss_reason="price", **review)
    make_symbiosis(stage=Symbiosis.Stage.FAILED, barrier="price")

    assert map_lines(make_coordinator()) == []


def test_map_lines_leave_out_what_shows_no_area():
    make_suggestion(make_offer(shown_area=""), need_in_verdal())

    assert map_lines(make_coordinator()) == []
