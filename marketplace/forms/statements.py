"""What a coordinator writes down during a call: which firm, who speaks for it, what it has and needs."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marketplace.actions.statements import new_statement
from marketplace.forms.firms import FirmFields, SectorField
from marketplace.models import Firm, Site, Statement, User
from marketplace.permissions import can_write_on_behalf, coordinates_municipality
from marketplace.queries.firm_pages import site_place
from marketplace.queries.org_numbers import firm_with_number
from marketplace.queries.statements import has_members

PUBLISH, LOOK = "publish", "look"


class SpeakerFields(forms.Form):
    """Who at the firm said it, when, and where the firm can confirm it."""

    spoken_by = forms.CharField(
        label=gettext_lazy("Who at the firm says it?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say who at the firm said it.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("They get a link to confirm it, without a password."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Their language"), choices=settings.LANGUAGES, widget=forms.RadioSelect, required=False
    )
    said_on = forms.DateField(
        label=gettext_lazy("When?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=36)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": str(uuid.uuid4()), "language": get_language(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def statement(self, firm: Firm) -> Statement:
        """Return the unsaved statement of a valid form."""
        facts = self.cleaned_data
        return new_statement(
            firm=firm,
            key=facts["key"],
            spoken_by=facts["spoken_by"],
            email="" if firm.pk and has_members(firm) else facts["email"],
            phone=facts.get("phone", ""),
            language=facts["language"] or get_language() or settings.LANGUAGE_CODE,
            said_on=facts["said_on"],
        )


class StatementForm(SpeakerFields, FirmFields):
    """The firm by its number, new or here already, and who speaks for it.

    is_look: it is only shown anew, so nothing is missed that is still to be typed.
    """

    nace = SectorField(required=False)

    field_order = [
        *["country", "org_number", "is_sole_trader", "firm_name", "nace", "place", "municipality"],
        *["spoken_by", "email", "language", "said_on", "key"],
    ]

    def __init__(self, *args: Any, writer: User, is_look: bool, publishes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._writer, self._is_look, self._publishes = writer, is_look, publishes
        self.existing: Firm | None = None
        self.fields["is_sole_trader"].label = _("A sole trader")
        self.fields["is_sole_trader"].help_text = _(
            "In Sweden alone: the number is a personal one then. It is checked, and kept in a scrambled form only."
        )
        for name in ("firm_name", "place") if not is_look else self.fields:
            self.fields[name].required = False  # of a firm that is here already they are known

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if number := cleaned.get("number"):
            self.existing = firm_with_number(number)
        if self.existing and not can_write_on_behalf(self._writer, self.existing):
            self.add_error(
                "org_number",
                _("%(firm)s is here already, and lies outside your area or is your own. Ask its coordinator.")
                % {"firm": self.existing},
            )
        if not self._is_look:
            self._require_firm(cleaned)
            self._require_place(cleaned)
            self._require_address(cleaned)
        return cleaned

    def _require_firm(self, cleaned: dict[str, Any]) -> None:
        if not self.existing and not cleaned.get("firm_name") and "firm_name" not in self.errors:
            self.add_error("firm_name", _("Type the name of the firm."))

    def _require_place(self, cleaned: dict[str, Any]) -> None:
        facts = cleaned.get("site_facts")
        if "place" in self.errors or "municipality" in self.errors:
            return
        if not facts and not self._sites:
            self.add_error("place", _("Say where it is."))
        elif facts and not coordinates_municipality(self._writer, facts["municipality"]):
            self.add_error("place", _("This place lies outside your area. Ask the coordinator there."))

    def _require_address(self, cleaned: dict[str, Any]) -> None:
        members = self.existing and has_members(self.existing)
        if self._publishes and not members and not cleaned.get("email") and "email" not in self.errors:
            self.add_error(
                "email", _("The firm confirms by mail. Type an address, or save as drafts until you have one.")
            )

    @cached_property
    def _sites(self) -> list[Site]:
        return list(self.existing.sites.order_by("pk")) if self.existing else []

    @property
    def site_places(self) -> str:
        """Return where the firm's sites are, for the coordinator who found it by its number."""
        return " · ".join(site_place(site) for site in self._sites)

    @property
    def asks_members(self) -> bool:
        return bool(self.existing and has_members(self.existing))

    @property
    def industry(self) -> str:
        """Return the industry whose hypotheses are offered."""
        return (self.existing.nace if self.existing else "") or self.cleaned_data.get("nace") or ""

    def chosen_site(self) -> Site:
        """Return the firm's site that was typed, unsaved where it is new; its first one where none was."""
        facts = self.cleaned_data.get("site_facts")
        if not facts:
            return self._sites[0]
        there = (
            site
            for site in self._sites
            if (site.municipality, site.locality) == (facts["municipality"], facts["locality"])
        )
        return next(there, None) or Site(**facts)

    def chosen_firm(self) -> Firm:
        return self.existing or self.firm()


class CorrectionFields(SpeakerFields):
    """On whose word a coordinator corrects a listing of a firm. Where it has members, nobody need be named."""

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.firm, self.asks_members = firm, has_members(firm)
        self.fields["spoken_by"].required = not self.asks_members
        if self.asks_members:
            del self.fields["email"], self.fields["language"]

    def said(self) -> Statement:
        """Return the unsaved statement of a valid form."""
        self.cleaned_data = {"email": "", "language": "", **self.cleaned_data}
        return self.statement(self.firm)


class AddressForm(forms.Form):
    """Where a firm is asked once more."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
