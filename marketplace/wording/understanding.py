"""What decides whether a waste code is right, as a question to the one who has the waste."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from marketplace.wording.numbers import number_text, rhythm_text, unit_text
from matching.codes import Question


def waste_code_text(code: str, *, hazardous: bool) -> str:
    """Return a code as the list writes it, with a star where it is hazardous: “03 01 04*”, never on two lines."""
    return f"{code[:2]}\N{NO-BREAK SPACE}{code[2:4]}\N{NO-BREAK SPACE}{code[4:]}{'*' if hazardous else ''}"


def question_text(question: Question | None, *, hazardous: bool, partners: Iterable[str]) -> str:
    """Return what to find out before this code is picked, "" where nothing about hazard decides.

    partners: the codes on the other side, as `waste_code_text` writes them.
    """
    if question is None:
        return ""
    if question is Question.HAZARDOUS_ALWAYS:
        return _("Always hazardous waste. Is it really this?")
    others = " / ".join(partners)
    if hazardous:
        asked = _("Only if it contains hazardous substances above the limits.")
        return f"{asked} " + _("Else %(codes)s.") % {"codes": others} if others else asked
    asked = _("Only if it contains no hazardous substances above the limits.")
    return f"{asked} " + _("Else %(codes)s.") % {"codes": others} if others else asked


def understood_amount_text(amount: float, unit: str, rhythm: str) -> str:
    """Return an amount as it was understood, with its rhythm where that is known: “30 m³ a week”."""
    text = f"{number_text(amount, digits=3)} {unit_text(unit, count=amount)}"
    return f"{text} {rhythm_text(rhythm)}" if rhythm else text
