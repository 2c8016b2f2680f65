"""What a coordinator heard by phone: a firm's yes or no to a partner, and who said it."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from marketplace.forms.statements import SpeakerFields
from marketplace.forms.suggestions import AnswerForm
from marketplace.models import Country, Firm, Party, Statement
from marketplace.queries.statements import has_members, last_speaker


class SpokenAnswerForm(SpeakerFields, AnswerForm):
    """A yes or no by phone. Of a firm without members also how it is reached, which the partner gets to know."""

    phone = forms.CharField(
        label=_("Their phone"), required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    field_order = ["spoken_by", "said_on", "phone", "email", "key", "answer", "barrier", "note"]

    def __init__(self, data: QueryDict | None = None, *, party: Party, today: date) -> None:
        self.party, firm = party, party.listing.firm
        first = {"said_on": today, "language": "nb" if firm.country == Country.NORWAY else "sv", **last_speaker(firm)}
        super().__init__(data, initial=first, auto_id=f"said-{party.pk}-%s")
        self.fields["spoken_by"].label = _("Who at the firm said it?")
        self.fields["note"].label = _("Note")
        self.fields["email"].help_text = ""
        self.language = first["language"]
        del self.fields["language"]
        if has_members(firm):
            del self.fields["email"], self.fields["phone"]

    def said(self) -> Statement:
        """Return the unsaved statement of a valid form."""
        self.cleaned_data = {"email": "", "phone": "", **self.cleaned_data, "language": self.language}
        return self.statement(self.firm)

    @property
    def firm(self) -> Firm:
        return self.party.listing.firm

    @property
    def consents(self) -> bool:
        return self.cleaned_data["answer"] == "yes"
