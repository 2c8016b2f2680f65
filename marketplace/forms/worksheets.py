"""What a coordinator says of a symbiosis: stages, next step, log, files, people."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.documents.uploads import check_attachment
from marketplace.models import Barrier, BarrierCode, ContactEntry, InvolvedPerson, Note, Symbiosis
from marketplace.models.attachments import SUFFIXES
from marketplace.queries.members import people_of_firms
from marketplace.queries.worksheets import colleagues_for


class DayField(forms.DateField):
    """A day, from the browser's calendar or typed; an error tells what was typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: object) -> object:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("“%(value)s” is no day. Write it like 2027-03-15."), code="invalid", params={"value": value}
            ) from error


class WorkForm(forms.Form):
    """A form of the worksheet. Several stand on one page: the ids of their fields are apart, their names are short."""

    def __init__(self, *arguments: object, symbiosis: Symbiosis, **keywords: object) -> None:
        super().__init__(*arguments, auto_id=f"{type(self).__name__.removesuffix('Form').lower()}_%s", **keywords)
        self.symbiosis = symbiosis


class MoveForm(WorkForm):
    """Where to, and from where the mover saw it."""

    stage = forms.ChoiceField(choices=Symbiosis.Stage.choices)
    seen = forms.ChoiceField(choices=Symbiosis.Stage.choices)


class CorrectionForm(WorkForm):
    """Why the last step was wrong."""

    seen = forms.ChoiceField(choices=Symbiosis.Stage.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why was the step wrong?"),
        help_text=_("Kept in the log. The history shows both the step and that it was taken back."),
        max_length=500,
        error_messages={"required": _("Say why the step was wrong.")},
    )


class BarrierForm(WorkForm):
    """What stands in the way, and who could remove it."""

    barrier = forms.ChoiceField(
        label=_("What stands in the way?"),
        choices=BarrierCode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what stands in the way.")},
    )
    note = forms.CharField(label=_("In what way?"), required=False, max_length=500)
    remover = forms.CharField(label=_("Who could remove it?"), required=False, max_length=200)


class StopForm(BarrierForm):
    """A barrier that stops it, and where the stopper saw it."""

    seen = forms.ChoiceField(choices=Symbiosis.Stage.choices, widget=forms.HiddenInput)


class HoldForm(StopForm):
    """Why it is put on hold."""


class FailForm(StopForm):
    """Why it has failed."""


class ResumeForm(WorkForm):
    """Whether the barrier is gone."""

    is_removed = forms.BooleanField(label=_("The barrier is removed"), required=False)


class PlanForm(WorkForm):
    """Goal – progress – next best step, with its day."""

    goal = forms.CharField(label=_("Goal"), required=False, max_length=300)
    progress = forms.CharField(
        label=_("Progress"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=300)
    next_step_date = DayField(label=_("On which day?"), required=False)
    is_step_shared = forms.BooleanField(
        label=_("The firms may read the next step, once they know each other"), required=False
    )

    def __init__(self, *arguments: object, symbiosis: Symbiosis, **keywords: object) -> None:
        keywords.setdefault("initial", {name: getattr(symbiosis, name) for name in self.base_fields})
        super().__init__(*arguments, symbiosis=symbiosis, **keywords)


class BarrierStateForm(WorkForm):
    """Whether a barrier is in the way."""

    state = forms.ChoiceField(choices=Barrier.State.choices)


class NoteForm(WorkForm):
    """Something to remember."""

    text = forms.CharField(
        label=_("Note"),
        max_length=Note._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write something, or leave the form alone.")},
    )


class ContactForm(WorkForm):
    """A call, mail, meeting or visit."""

    way = forms.ChoiceField(
        label=_("How?"),
        choices=ContactEntry.Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you were in contact.")},
    )
    person = forms.ModelChoiceField(
        label=_("With whom?"), queryset=None, required=False, empty_label=_("somebody else, named below")
    )
    with_whom = forms.CharField(label=_("Somebody else"), required=False, max_length=200)
    on = DayField(label=_("On which day?"), error_messages={"required": _("Say on which day it was.")})
    said = forms.CharField(
        label=_("What was said?"),
        required=False,
        max_length=ContactEntry._meta.get_field("said").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: object, symbiosis: Symbiosis, **keywords: object) -> None:
        super().__init__(*arguments, symbiosis=symbiosis, **keywords)
        self.fields["person"].queryset = people_of_firms(symbiosis)


class PersonForm(WorkForm):
    """Somebody who matters and belongs to none of the firms."""

    name = forms.CharField(
        label=_("Name"),
        max_length=InvolvedPerson._meta.get_field("name").max_length,
        error_messages={"required": _("Write a name.")},
    )
    role = forms.CharField(label=_("What do they have to do with it?"), required=False, max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)


class FileForm(WorkForm):
    """A file to attach."""

    file = forms.FileField(
        label=_("File"),
        validators=[check_attachment],
        allow_empty_file=True,  # our own check says what to do about one
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=_("PDF, JPEG or PNG, at most 10 MB."),
        error_messages={"required": _("Choose a file."), "missing": _("Choose a file.")},
    )


class HandOverForm(WorkForm):
    """Which colleague takes over, and from whom."""

    to = forms.ModelChoiceField(
        label=_("Colleague"),
        queryset=None,
        empty_label=_("choose"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("This person cannot take it over. Choose another."),
        },
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: object, symbiosis: Symbiosis, **keywords: object) -> None:
        keywords.setdefault("initial", {"seen": symbiosis.owner_id})
        super().__init__(*arguments, symbiosis=symbiosis, **keywords)
        self.fields["to"].queryset = colleagues_for(symbiosis)


FORMS = {
    "correction": CorrectionForm,
    "hold": HoldForm,
    "fail": FailForm,
    "resume": ResumeForm,
    "plan": PlanForm,
    "barrier": BarrierForm,
    "note": NoteForm,
    "contact": ContactForm,
    "person": PersonForm,
    "file": FileForm,
    "hand_over": HandOverForm,
}


def worksheet_forms(symbiosis: Symbiosis, *, today: date, sent: forms.Form | None) -> dict[str, forms.Form]:
    """Return the forms of a symbiosis' page, empty except the one that was sent and was not right."""
    starts = {name: {"seen": symbiosis.stage} for name in ("correction", "hold", "fail")}
    starts |= {"resume": {"is_removed": True}, "contact": {"on": today}}
    empty = {
        name: form(symbiosis=symbiosis, **({"initial": starts[name]} if name in starts else {}))
        for name, form in FORMS.items()
    }
    return {name: sent if type(sent) is type(form) else form for name, form in empty.items()}
