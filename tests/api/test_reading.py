"""What holds for every answer."""

import pytest

from tests.api.asking import ask
from tests.factories import make_coordinator, make_member, make_need, make_offer, make_suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def paths() -> list[str]:
    offer, need = make_offer(), make_need()
    suggestion = make_suggestion(offer, need)
    return [
        "listings/",
        "offers/",
        f"offers/{offer.pk}/",
        f"offers/{offer.pk}/matches/",
        f"needs/{need.pk}/matches/",
        "materials/",
        "materials/bark/",
        "suggestions/",
        f"suggestions/{suggestion.pk}/",
        "schema/",
    ]


def test_unchanged_answer_is_an_empty_304(paths):
    coordinator = make_coordinator()

    for path in paths:
        first = ask(path, coordinator)
        again = ask(path, coordinator, if_none_match=first.headers["ETag"])

        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["ETag"] == first.headers["ETag"]


def test_changed_answer_has_another_etag(paths):
    before = ask("offers/")
    make_offer()

    after = ask("offers/", if_none_match=before.headers["ETag"])

    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]


def test_etag_holds_for_one_reader_and_one_language():
    offer = make_offer(material="sawdust")
    path = f"offers/{offer.pk}/"

    answers = [
        ask(path, accept_language="sv"),
        ask(path, accept_language="nb"),
        ask(path, make_member(offer.firm), accept_language="sv"),
    ]

    assert len({answer.headers["ETag"] for answer in answers}) == 3


def test_answers_are_kept_by_nobody_else(paths):
    for path in paths:
        answer = ask(path, make_coordinator())

        assert {"private", "no-cache"} <= set(answer.headers["Cache-Control"].split(", "))
        assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].replace(" ", "").split(","))


def test_head_is_an_answer_without_its_body(paths):
    for path in paths:
        answer = ask(path, make_coordinator(), method="HEAD")

        assert (answer.status_code, answer.content) == (200, b"")
