"""The table of industries, and how a firm's code is read."""

import csv
import os
from pathlib import Path

import pytest

from matching.industries import industry_name, load_industries


def test_load_industries_names_every_division_in_three_languages():
    industries = load_industries()

    assert len(industries) == 88
    assert list(industries) == sorted(industries)
    assert all(industry.names.keys() == {"sv", "nb", "en"} for industry in industries.values())
    for language in ("sv", "nb", "en"):
        assert len({industry.name(language) for industry in industries.values()}) == 88


@pytest.mark.skipif("REFERENCE_DIR" not in os.environ, reason="REFERENCE_DIR names no folder with the official list")
def test_load_industries_has_the_official_divisions():
    official = Path(os.environ.get("REFERENCE_DIR", ""), "nace_rev2_sv.csv")
    with official.open(encoding="utf-8", newline="") as rows:
        divisions = {row["code"] for row in csv.DictReader(rows) if row["level"] == "2"}

    assert load_industries().keys() == divisions


@pytest.mark.parametrize(
    ("nace", "language", "name"),
    [
        ("16", "sv", "sågverk och trävaror"),
        ("16.10", "nb", "sagbruk og trevarer"),
        ("16.101", "nn", "sagbruk og trevarer"),
        ("", "en", ""),
        ("04", "en", ""),
    ],
)
def test_industry_name_reads_the_division(nace, language, name):
    assert industry_name(nace, language) == name
