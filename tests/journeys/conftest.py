"""What every journey needs."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _first_of_the_day():
    """Forget how often this address has signed up: all journeys come from one, within a minute."""
    cache.clear()
