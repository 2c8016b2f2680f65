"""The API keeps to its schema, whatever a caller of each kind asks: made up by schemathesis, bounded and repeatable."""

import pytest
import schemathesis
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.factories import make_coordinator, make_firm, make_member, make_need, make_offer, make_symbiosis

# No error of ours, no status, kind of answer, header or shape that the schema does not name. Valid values may be
# refused: no schema can say which places there are.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 3  # of each address, beside one of what there is
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def market():
    """Return who is asked as, and by the first part of an address what there is to ask for."""
    firm = make_firm(is_verified=True)
    offer, need = make_offer(firm=firm, title="Granbark"), make_need(visibility="open", use="bedding")
    symbiosis = make_symbiosis(offer, need)
    ids = {"offer_id": offer.pk, "need_id": need.pk, "code": "bark"}
    there = {"firms": need.firm_id, "needs": need.pk, "suggestions": symbiosis.suggestion_id, "symbioses": symbiosis.pk}
    people = {"nobody": None, "firm": make_member(firm), "coordinator": make_coordinator(is_lead=True)}
    return people, lambda path: ids | {"id": there.get(path.split("/")[3], offer.pk)}


HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}
# What a caller has to say for an answer to be there.
SAID = {"/api/v1/distance/": {"from": "Östersund", "to": "Trondheim"}, "/api/v1/understanding/": {"text": "bark"}}


@pytest.mark.parametrize("who", ["nobody", "firm", "coordinator"])
def test_every_answer_is_as_the_schema_says(market, who):
    people, there = market
    api = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())
    cookies = _cookies(people[who])
    answered = set()

    def ask(case):
        answer = case.call(headers=HEADERS, cookies=cookies)
        case.validate_response(answer, checks=CHECKS)
        answered.add((case.path, answer.status_code))

    for found in api.get_all_operations():
        operation = found.ok()
        _some(operation, ask, examples=EXAMPLES)
        known, said = there(operation.path), SAID.get(operation.path, {})
        _some(operation, lambda case, known=known, said=said: ask(_as_it_is(case, known=known, said=said)), examples=1)

    paths = {path for path, status in answered if status == 200}
    assert len(paths) >= {"nobody": 14, "firm": 18, "coordinator": 20}[who], sorted(paths)


def _cookies(person):
    if person is None:
        return {}
    client = Client()
    client.force_login(person)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _some(operation, act, *, examples):
    """Do something with some requests that the schema allows."""
    bounded = bounds(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @bounded
    @given(case=operation.as_strategy())
    def each(case):
        act(case)

    each()


def _as_it_is(case, *, known, said):
    """Return a request for what there is, without further wishes."""
    case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
    case.query = dict(said)
    return case
