"""Errors about facts that cannot be true, as codes with values; `marketplace.wording` makes sentences of them."""

from collections.abc import Mapping

Value = str | float | int


class FactError(ValueError):
    """A stated fact is nonsense. `code` says how, `values` carries what its sentence needs."""

    code = "fact_wrong"

    def __init__(self, **values: Value) -> None:
        self.values: Mapping[str, Value] = values
        told = " ".join(f"{name}={value}" for name, value in values.items())
        super().__init__(f"{self.code} {told}".strip())


class AmountNotPositiveError(FactError):
    """An amount is zero, negative or no number. Values: amount, unit."""

    code = "amount_not_positive"


class AmountAbsurdError(FactError):
    """An amount is beyond what any firm could have. Values: amount, limit (a year's, in `unit`), unit."""

    code = "amount_absurd"


class UnitUnknownError(FactError):
    """No unit is called so. Values: unit."""

    code = "unit_unknown"


class UnitUnfitError(FactError):
    """A unit does not measure this resource. Values: unit, resource, dimension."""

    code = "unit_unfit"


class DensityMissingError(FactError):
    """A volume cannot become a mass, or the other way, without a density. Values: unit."""

    code = "density_missing"


class WeightEachMissingError(FactError):
    """Pieces cannot become a mass without the weight of one. Values: unit."""

    code = "weight_each_missing"


class ConversionNotPositiveError(FactError):
    """A density or a weight of one is zero, negative or no number. Values: name, amount."""

    code = "conversion_not_positive"


class RhythmUnknownError(FactError):
    """No rhythm is called so. Values: rhythm."""

    code = "rhythm_unknown"


class MonthUnknownError(FactError):
    """A month is none of 1 to 12. Values: month."""

    code = "month_unknown"


class WindowReversedError(FactError):
    """A window ends before it starts. Values: start, end (ISO dates)."""

    code = "window_reversed"


class NumberUnreadableError(FactError):
    """A text is no number. Values: text."""

    code = "number_unreadable"


class RangeUnreadableError(FactError):
    """A text is neither a number nor a range of two, low to high. Values: text."""

    code = "range_unreadable"


class DateUnreadableError(FactError):
    """A text is no date. Values: text."""

    code = "date_unreadable"


class WasteCodeUnreadableError(FactError):
    """A text is no waste code of six digits. Values: text."""

    code = "waste_code_unreadable"


class ChoiceUnknownError(FactError):
    """A text is none of the codes that a column allows. Values: text."""

    code = "choice_unknown"


class ColumnMissingError(FactError):
    """A table lacks a column that it must have. Values: column, file."""

    code = "column_missing"
