"""Where a firm answers what a coordinator asks."""

import pytest

from marketplace.queries.asks import answer_path


@pytest.mark.parametrize(
    ("fact", "path"),
    [
        ("amount", "/listings/7/edit/"),
        ("quality", "/listings/7/edit/"),
        ("quality:moisture", "/listings/7/quality/?code=moisture"),
        ("status_claim", "/listings/7/law/?fact=status_claim"),
    ],
)
def test_answer_path_leads_to_the_page_that_takes_the_answer(fact, path):
    assert answer_path(7, fact) == path
