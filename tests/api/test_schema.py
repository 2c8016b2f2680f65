"""The schema and its page."""

import json
import re

import pytest
from django.core.management import call_command

from api.errors import ErrorOut
from tests.api.asking import ask

ADDRESSES = [
    "distance/",
    "firms/",
    "firms/{id}/",
    "listings/",
    "listings/{id}/",
    "materials/",
    "materials/{code}/",
    "needs/",
    "needs/{id}/",
    "needs/{id}/matches/",
    "needs/{id}/matches/{offer_id}/",
    "offers/",
    "offers/{id}/",
    "offers/{id}/matches/",
    "offers/{id}/matches/{need_id}/",
    "search/",
    "suggestions/",
    "suggestions/{id}/",
    "symbioses/",
    "symbioses/{id}/",
    "understanding/",
]


@pytest.fixture(scope="module")
def schema(tmp_path_factory) -> dict[str, object]:
    path = tmp_path_factory.mktemp("schema") / "schema.json"
    call_command("spectacular", validate=True, fail_on_warn=True, format="openapi-json", file=str(path))
    return json.loads(path.read_text())


def test_schema_is_valid_and_names_every_address(schema):
    assert schema["openapi"] == "3.0.3"
    assert sorted(schema["paths"]) == [f"/api/v1/{address}" for address in ADDRESSES]


def test_schema_knows_reading_only(schema):
    assert {method for operations in schema["paths"].values() for method in operations} == {"get"}


def test_schema_names_the_errors_of_every_operation(schema):
    for path, operations in schema["paths"].items():
        errors = {code: answer for code, answer in operations["get"]["responses"].items() if code != "200"}
        shapes = {answer["content"]["application/json"]["schema"]["$ref"] for answer in errors.values()}

        assert {"405", "406", "429"} <= set(errors), path
        assert shapes == {f"#/components/schemas/{ErrorOut.__name__}"}


def test_schema_has_a_place_for_every_part_of_a_page(schema):
    for path in ("offers/", "materials/", "offers/{id}/matches/"):
        answer = schema["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]
        name = answer["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]

        assert set(schema["components"]["schemas"][name]["required"]) >= {"next", "previous", "results"}


@pytest.mark.django_db
def test_schema_is_served():
    answer = ask("schema/?format=json")

    assert answer.status_code == 200
    assert json.loads(answer.content)["info"]["title"] == "Materialtorget"


@pytest.mark.django_db
def test_docs_page_has_nothing_that_the_policy_forbids():
    answer = ask("docs/")
    page = answer.content.decode()

    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", page) == []


@pytest.mark.django_db
def test_docs_page_tells_every_address_and_every_shape_that_it_points_to(schema):
    page = ask("docs/").content.decode()

    for address in ADDRESSES:
        assert f"<code>GET /api/v1/{address}</code>" in page
    assert set(re.findall(r'href="#(shape-\w+)"', page)) <= set(re.findall(r'id="(shape-\w+)"', page))
    assert "curl -H" in page
