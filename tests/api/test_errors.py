"""Every error has the same shape, and nothing asked ends in a failure of ours."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from rest_framework.throttling import SimpleRateThrottle

from tests.api.asking import NOBODY, ask
from tests.factories import make_coordinator, make_member, make_offer, make_suggestion

PATHS = [
    "listings/",
    "offers/",
    "needs/",
    "offers/1/",
    "offers/1/matches/",
    "needs/1/matches/",
    "materials/",
    "materials/bark/",
    "suggestions/",
    "suggestions/1/",
    "symbioses/",
    "symbioses/1/",
    "schema/",
    "docs/",
]


def check_error(answer: object, *, status: int, code: str) -> dict[str, object]:
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/json")
    error = answer.json()
    assert list(error) == ["code", "detail", "fields"]
    assert error["code"] == code
    assert error["detail"]
    return error


@pytest.mark.django_db
def test_bad_value_is_named_by_its_parameter():
    error = check_error(ask("offers/?material=gold&country=XX", accept_language="en"), status=400, code="invalid")

    assert sorted(error["fields"]) == ["country", "material"]
    assert "gold" in error["fields"]["material"][0]


@pytest.mark.django_db
def test_too_many_parameters_are_a_bad_request():
    answer = ask(f"offers/?{'&'.join(['a=1'] * 1200)}")

    check_error(answer, status=400, code="parse_error")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["suggestions/", "suggestions/1/"])
def test_suggestions_ask_who_is_there(path):
    answer = ask(path)

    check_error(answer, status=401, code="not_authenticated")
    assert answer.headers["WWW-Authenticate"] == "Session"


@pytest.mark.django_db
@pytest.mark.parametrize("exists", [True, False])
def test_suggestions_are_not_for_firms(exists):
    pk = make_suggestion().pk if exists else 1

    error = check_error(ask(f"suggestions/{pk}/", make_member()), status=403, code="permission_denied")

    assert error["fields"] == {}


@pytest.mark.django_db
def test_suggestion_elsewhere_is_not_found():
    suggestion = make_suggestion()

    answer = ask(f"suggestions/{suggestion.pk}/", make_coordinator(("NO-5001",)))

    check_error(answer, status=404, code="not_found")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["offers/1/", "needs/1/matches/", "materials/gold/", "offers/x/", f"offers/{'9' * 30}/", f"offers/{'9' * 5000}/"],
)
def test_what_is_not_there_is_not_found(path):
    check_error(ask(path), status=404, code="not_found")


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v2/offers/", "/api/v1/firm/", "/api/v1/offers/1/x/"])
def test_unknown_address_below_api_is_json(path):
    check_error(Client().get(path), status=404, code="not_found")


@pytest.mark.django_db
def test_unknown_address_elsewhere_is_a_page():
    answer = Client().get("/apis/")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_address_without_its_last_slash_is_put_right():
    answer = ask("offers")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/offers/")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_writing_is_not_allowed_yet(method):
    for user in (NOBODY, make_member()):
        for path in PATHS:
            answer = ask(path, user, method=method)

            check_error(answer, status=405, code="method_not_allowed")
            assert "GET" in answer.headers["Allow"], path


@pytest.mark.django_db
def test_writing_is_refused_before_the_csrf_token_is_asked_for():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member())

    answer = client.post("/api/v1/offers/", {"title": "Bark"}, content_type="application/json")

    check_error(answer, status=405, code="method_not_allowed")


@pytest.mark.django_db
def test_only_json_is_spoken():
    for path in ("offers/", "materials/", "schema/"):
        check_error(ask(path, accept="image/png"), status=406, code="not_acceptable")


@pytest.mark.django_db
@pytest.mark.parametrize("scope", ["anon", "user"])
def test_who_asks_too_often_is_told_when_to_come_back(monkeypatch, scope):
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None} | {scope: "2/min"})
    caches["rates"].clear()
    user = make_member() if scope == "user" else NOBODY

    answers = [ask("materials/", user, x_forwarded_for=f"192.0.2.{each}") for each in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    check_error(answers[2], status=429, code="throttled")
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60


@pytest.mark.django_db
def test_counting_how_often_somebody_asks_asks_no_database(monkeypatch, django_assert_num_queries):
    ask("offers/")  # what a process keeps is there
    with CaptureQueriesContext(connection) as uncounted:
        ask("offers/")
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "100/min", "user": "100/min"})

    with django_assert_num_queries(len(uncounted)):
        ask("offers/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "material=%00",
        "municipality=SE-0000",
        "municipality=SE-2309-NONE",
        "resource=MATERIAL",
        "country=%F0%9F%A6%8C",
        "material[]=bark",
        "material=bark&material=gold",
        "page_size=1&page_size=x",
        "format=xml",
        "lang=%00",
        "lang=../../etc",
        "lang=xx",
        "version=9",
        "state=gone",
        "cursor[]=1",
        "%00=%00",
        "a" * 7000,
    ],
)
def test_odd_parameters_never_fail(query):
    make_offer(pk=1)
    coordinator = make_coordinator()

    for path in PATHS:
        assert ask(f"{path}?{query}", coordinator).status_code < 500, path


NAMES = some.sampled_from(["material", "municipality", "country", "resource", "side", "page_size", "cursor", "format"])
VALUES = some.one_of(
    some.text(max_size=40), some.integers().map(str), some.floats().map(str), some.sampled_from(["bark", "SE", "NO"])
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parameters=some.lists(some.tuples(NAMES, VALUES), max_size=4))
def test_list_answers_whatever_it_is_asked(parameters):
    answer = Client().get("/api/v1/listings/", parameters)

    assert answer.status_code in (200, 400, 404)
    assert answer.headers["Content-Type"].startswith("application/json")
