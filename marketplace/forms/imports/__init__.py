"""Rows of an imported file, read as if a person had typed them into the listing's form. Nothing here saves."""

from marketplace.forms.imports.files import REASON, read_listings, rejected_table
from marketplace.forms.imports.rows import read_row
from marketplace.forms.imports.staged import StagedReader

__all__ = ["REASON", "StagedReader", "read_listings", "read_row", "rejected_table"]
