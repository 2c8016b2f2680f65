"""What a firm answers about what it said by phone: for each thing right or not, and what is to be corrected."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from marketplace.actions.statement_answers import ListingAnswer
from marketplace.forms.fields import NumberField
from marketplace.models import Listing
from marketplace.queries.statements import StatedRow, StatementCard
from marketplace.wording.numbers import unit_text
from matching.amounts import units_for
from matching.records import Resource

YES, NO, ALL = "yes", "no", "all"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One thing that was said, with its fields where it is still to be answered."""

    row: StatedRow
    answer: BoundField | None = None
    title: BoundField | None = None
    amount: BoundField | None = None
    unit: BoundField | None = None
    rhythm: BoundField | None = None

    @property
    def is_folded_open(self) -> bool:
        return any(field and field.errors for field in (self.title, self.amount, self.unit, self.rhythm))


class StatementAnswersForm(forms.Form):
    """One question per listing. It checks shapes and never saves."""

    def __init__(self, *args: Any, card: StatementCard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = card
        self.confirms_all = bool(self.is_bound and self.data.get("then") == ALL)
        for row in self.open_rows:
            self._ask(row.listing)

    @property
    def open_rows(self) -> list[StatedRow]:
        return [row for row in self.card.rows if row.is_open]

    def _ask(self, listing: Listing) -> None:
        pk, units = listing.pk, units_for(Resource(listing.resource))
        self.fields[f"answer_{pk}"] = forms.ChoiceField(
            label=_("Is this right?"),
            choices=[(YES, _("Right, or as I correct it below")), (NO, _("Not ours: take it away"))],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields[f"title_{pk}"] = forms.CharField(
            label=_("What is it?"), max_length=Listing._meta.get_field("title").max_length, initial=listing.title
        )
        self.fields[f"amount_{pk}"] = NumberField(
            label=_("Amount"),
            max_digits=15,
            decimal_places=3,
            required=listing.state != Listing.State.DRAFT,
            initial=listing.amount,
            error_messages={"required": _("Say how much, roughly.")},
        )
        self.fields[f"unit_{pk}"] = forms.ChoiceField(
            label=_("Unit"), choices=[(code, unit_text(code)) for code in units], initial=listing.unit
        )
        self.fields[f"rhythm_{pk}"] = forms.ChoiceField(
            label=_("How often?"), choices=Listing.Rhythm.choices, initial=listing.rhythm
        )

    @property
    def rows(self) -> list[AnswerRow]:
        """Return everything that was said, in its order."""
        return [self._row(row) for row in self.card.rows]

    def _row(self, row: StatedRow) -> AnswerRow:
        if not row.is_open:
            return AnswerRow(row)
        names = ("answer", "title", "amount", "unit", "rhythm")
        return AnswerRow(row, *(self[f"{name}_{row.listing.pk}"] for name in names))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.confirms_all and not any(cleaned.get(f"answer_{row.listing.pk}") for row in self.open_rows):
            raise forms.ValidationError(_("Choose an answer for at least one of them."))
        return cleaned

    def answers(self) -> dict[int, ListingAnswer]:
        """Return the answers of a valid form, by listing; what nobody answered waits."""
        return {
            row.listing.pk: ListingAnswer(confirms=said == YES, facts=self._facts(row.listing.pk))
            for row in self.open_rows
            if (said := self.cleaned_data[f"answer_{row.listing.pk}"] or (YES if self.confirms_all else ""))
        }

    def _facts(self, pk: int) -> dict[str, object]:
        return {name: self.cleaned_data[f"{name}_{pk}"] for name in ("title", "amount", "unit", "rhythm")}
