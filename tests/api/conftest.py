"""What every test of the API runs with."""

import pytest
from rest_framework.throttling import SimpleRateThrottle


@pytest.fixture(autouse=True)
def _no_throttles(monkeypatch):
    """Ask as often as a test needs; the test of the throttles sets its own rate."""
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})
