"""Sentences about the import of official lists of waste codes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace.wording.known import spaced_code
from matching.codes.list_changes import CodeChange, Step
from matching.codes.official_lists import ListFault, ListFaultError

_FAULTS = {
    ListFault.NO_CODES: gettext_lazy("No waste code stands at the beginning of a line. Is this the right file?"),
    ListFault.WRONG_CODE: gettext_lazy("“%(value)s” is no waste code. Write it with six digits: 02 01 03."),
    ListFault.TWICE: gettext_lazy(
        "%(value)s stands there for the second time. Keep one wording of the list in the file."
    ),
    ListFault.NO_TITLE: gettext_lazy("%(value)s has no title. Write it behind the code."),
    ListFault.COLUMNS: gettext_lazy(
        "The columns Kode, Beskrivelse and Farlig are needed, and here it says: %(value)s. Export the file again."
    ),
    ListFault.CELLS: gettext_lazy(
        "%(value)s cells are not as many as there are columns. Put text with a semicolon in quotation marks."
    ),
    ListFault.HAZARD: gettext_lazy("“%(value)s” has to be Ja or Nei in the column Farlig."),
}
_STEPS = {
    Step.NEW: gettext_lazy("new"),
    Step.HAZARDOUS: gettext_lazy("becomes hazardous"),
    Step.HARMLESS: gettext_lazy("no longer hazardous"),
    Step.ENDED: gettext_lazy("ends"),
}


def fault_sentence(fault: ListFaultError) -> str:
    """Return what is wrong in which line, and what to do."""
    text = str(_FAULTS[fault.fault]) % {"value": fault.value}
    return _("Line %(line)s: %(text)s") % {"line": fault.line, "text": text} if fault.line else text


def change_line(change: CodeChange) -> str:
    """Return what becomes of a code: “+ 16 06 07* lithium batteries: new”."""
    return f"{spaced_code(change.code)}  {_STEPS[change.step]}: {change.title}"


def left_out_line(number: int) -> str:
    """Return that some changes to harmless are left out."""
    text = ngettext(
        "%(number)s code that would no longer be hazardous is left as it is. --also-harmless takes it too.",
        "%(number)s codes that would no longer be hazardous are left as they are. --also-harmless takes them too.",
        number,
    )
    return text % {"number": number}
