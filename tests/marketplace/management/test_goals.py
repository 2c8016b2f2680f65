"""A goal, and whether it is reached."""

import pytest

from marketplace.management.goals import Goal


@pytest.mark.parametrize(
    ("asked", "figure", "verdict"),
    [
        ("≥", 1.0, "reached"),
        ("≥", 0.9, "**missed**"),
        ("≤", 1.0, "reached"),
        ("≤", 1.1, "**missed**"),
        (">", 1.0, "**missed**"),
        (">", 1.1, "reached"),
        (">", None, ""),
    ],
)
def test_a_goal_is_reached_as_asked(asked, figure, verdict):
    row = Goal("nDCG", asked, 1, figure, "{:.1f}".format).row()

    assert row == ("nDCG", f"{asked} 1.0", "not measured" if figure is None else f"{figure:.1f}", verdict)
