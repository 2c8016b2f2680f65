"""Fixtures of tests in which two things happen at the same moment."""

from tests.at_once import address, addresses, at_once

__all__ = ["address", "addresses", "at_once"]
