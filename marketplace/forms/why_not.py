"""Which listing somebody misses among the matches of another."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.models import Listing
from marketplace.permissions import Viewer
from marketplace.queries.listings import visible_listings

_NUMBER = re.compile(r"(?:.*/listings/)?(\d{1,9})(?:[/?#].*)?")


class WhyNotForm(forms.Form):
    """The number or the address of a listing on the other side that the viewer may see; cleaned, the listing."""

    def __init__(self, *args: object, listing: Listing, viewer: Viewer, **options: object) -> None:
        super().__init__(*args, **options)
        self.listing, self.viewer = listing, viewer
        self.fields["with"] = forms.CharField(  # a word of Python: it cannot be the name of an attribute
            label=_("Number or address of a listing"),
            max_length=300,
            help_text=_("The number at the end of its address, or all of the address."),
        )

    def clean(self) -> dict[str, object]:
        facts = super().clean()
        if text := facts.get("with"):
            try:
                facts["with"] = self._other(text)
            except ValidationError as error:
                self.add_error("with", error)
        return facts

    def _other(self, text: str) -> Listing:
        number = _NUMBER.fullmatch(text)
        if not number:
            raise ValidationError(
                _("“%(text)s” is no number or address of a listing. Write it as 123.") % {"text": text}
            )
        other = visible_listings(self.viewer).filter(pk=number[1]).first()
        if other is None:
            raise ValidationError(
                _("There is no listing %(number)s that you may see. Copy the address from its page.")
                % {"number": number[1]},
                code="unseen",
            )
        if other.side == self.listing.side:
            if other.side == Listing.Side.OFFER:
                raise ValidationError(_("Listing %(number)s is an offer too. Name a need.") % {"number": number[1]})
            raise ValidationError(_("Listing %(number)s is a need too. Name an offer.") % {"number": number[1]})
        return other
