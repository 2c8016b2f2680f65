"""Fixtures of tests in which several threads or processes share a database."""

from tests.at_once import address, at_once
from tests.databases import shared_databases

__all__ = ["address", "at_once", "shared_databases"]
