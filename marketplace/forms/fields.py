"""Fields as people in Sweden and Norway fill them in."""

import re
from decimal import Decimal

from django import forms

from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.facts import fact_sentence
from marketplace.wording.numbers import language, plain_number_text
from marketplace.wording.uses import hierarchy_name
from matching.errors import FactError
from matching.knowledge import Hierarchy
from matching.tables import parse_number, parse_waste_code

_KEPT = re.compile(r"\d{6}$")  # how a code stands in the database


class NumberField(forms.DecimalField):
    """A number with decimal comma or point, and blanks between thousands if they like."""

    widget = forms.TextInput

    def prepare_value(self, value: object) -> object:
        """Return a stored number as the reader would type it; what was typed stays as it is."""
        return plain_number_text(value) if isinstance(value, Decimal) else value

    def to_python(self, value: object) -> Decimal | None:
        if value in self.empty_values:
            return None
        try:
            return super().to_python(str(parse_number(str(value))))
        except FactError as error:
            raise forms.ValidationError(fact_sentence(error)) from error

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "decimal", "autocomplete": "off"}


class WasteCodeField(forms.CharField):
    """A waste code of the European list, with or without blanks and star."""

    def to_python(self, value: object) -> str:
        text = str(super().to_python(value))
        if not text:
            return ""
        try:
            code = parse_waste_code(text)
        except FactError as error:
            raise forms.ValidationError(fact_sentence(error)) from error
        if code not in current_knowledge().waste_codes:
            raise forms.ValidationError(self.error_messages["invalid"])
        return code

    def prepare_value(self, value: object) -> object:
        """Return a kept code as the list prints it."""
        return f"{value[:2]} {value[2:4]} {value[4:]}" if isinstance(value, str) and _KEPT.match(value) else value


def material_choices(empty_label: str) -> list[tuple[str, object]]:
    """Return the materials for a select grouped as the tree is, by name in the reader's language."""
    knowledge, reader = current_knowledge(), language()
    groups = sorted((knowledge.name(group.code, reader), group.code) for group in knowledge.groups)
    return [("", empty_label)] + [
        (name, sorted(((leaf, knowledge.name(leaf, reader)) for leaf in knowledge.children[code]), key=_by_name))
        for name, code in groups
    ]


def use_choices(empty_label: str) -> list[tuple[str, object]]:
    """Return the uses for a select grouped by the steps of the waste hierarchy, by name in the reader's language."""
    knowledge, reader = current_knowledge(), language()
    of_step = {step: [use.code for use in knowledge.uses.values() if use.hierarchy is step] for step in Hierarchy}
    return [("", empty_label)] + [
        (hierarchy_name(step), sorted(((code, knowledge.use_name(code, reader)) for code in codes), key=_by_name))
        for step, codes in of_step.items()
        if codes
    ]


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()
