"""The list of coordinators, for coordinators."""

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.queries.coordinators import coordinator_rows, visible_coordinators
from tests.factories import make_coordinator, make_member, make_user

pytestmark = pytest.mark.django_db


def test_visible_coordinators_are_for_coordinators():
    coordinator = make_coordinator()

    assert list(visible_coordinators(coordinator)) == [coordinator.coordinator]
    for viewer in (AnonymousUser(), make_user(), make_member()):
        assert not visible_coordinators(viewer).exists()


def test_coordinator_rows_name_municipalities_swedish_ones_first():
    coordinator = make_coordinator(("NO-5038", "SE-2361", "SE-2309"), name="Kari")

    row = coordinator_rows(coordinator)[0]

    assert (row.name, row.is_lead) == ("Kari", False)
    assert row.municipalities == ("Krokom", "Härjedalen", "Verdal")


@pytest.mark.parametrize("count", [1, 3])
def test_coordinator_rows_take_as_many_queries_for_three_as_for_one(count, django_assert_num_queries):
    coordinators = [make_coordinator(("SE-2309", "NO-5038")) for _each in range(count)]
    coordinators[0].coordinator.refresh_from_db()

    with django_assert_num_queries(2):
        assert len(coordinator_rows(coordinators[0])) == count
