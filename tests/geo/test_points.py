import pytest

from geo.points import parse_point


@pytest.mark.parametrize(
    "typed",
    ["63.18,14.64", " 63.18, 14.64 ", "63.18 14.64", "63.18;14.64", "63,18 14,64", "63,18; 14,64"],
)
def test_parse_point_reads_degrees_with_point_or_comma(typed: str) -> None:
    assert parse_point(typed) == (63.18, 14.64)


@pytest.mark.parametrize(
    "typed", ["", "Krokom", "7600", "831 31 Östersund", "831 31", "63.18", "63.18, 14.64, 5", "N 63"]
)
def test_parse_point_leaves_other_texts_alone(typed: str) -> None:
    assert parse_point(typed) is None


def test_parse_point_of_whole_degrees_south_and_west() -> None:
    assert parse_point("-63, -14") == (-63.0, -14.0)


@pytest.mark.parametrize("typed", ["91,14", "63, 181", "831, 31"])
def test_parse_point_refuses_numbers_that_no_point_has(typed: str) -> None:
    with pytest.raises(ValueError, match="not_a_point"):
        parse_point(typed)
