"""Ask the API as somebody, or as nobody."""

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.models import User

NOBODY = None


def ask(path: str, user: User | None = NOBODY, *, method: str = "GET", **headers: str) -> HttpResponse:
    """Return the answer to a request of an address below /api/v1/; headers are named with underscores."""
    client = Client(headers={name.replace("_", "-"): value for name, value in headers.items()})
    if user is not None:
        client.force_login(user)
    return client.generic(method, f"/api/v1/{path}")


def read(path: str, user: User | None = NOBODY, **headers: str) -> dict[str, object]:
    """Return what an address holds; it must be there."""
    answer = ask(path, user, **headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


def ids(page: dict[str, object]) -> list[int]:
    """Return the ids of a page's results."""
    return [row["id"] for row in page["results"]]


def queries_of(path: str, user: User | None = NOBODY) -> int:
    """Return how often the database is asked to answer a request."""
    with CaptureQueriesContext(connection) as queries:
        read(path, user)
    return len(queries)
