"""Registering and changing a firm, its sites, and what coordinators say of it."""

from collections import Counter
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marketplace.errors import RefusedError
from marketplace.forms.places import PlaceFields
from marketplace.models import Country, Firm, Site
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.org_numbers import read_org_number
from marketplace.wording.numbers import language
from matching.industries import load_industries

# What most people who read the language choose.
COUNTRY_OF_LANGUAGE = {"sv": Country.SWEDEN, "nb": Country.NORWAY}


def industry_choices() -> list[tuple[str, str]]:
    """Return the divisions of NACE by name in the reader's language."""
    reader = get_language() or "en"
    named = [(code, industry.name(reader)) for code, industry in load_industries().items()]
    by_name = sorted(named, key=lambda choice: choice[1].casefold())
    return [("", _("Choose")), *((code, f"{name[:1].upper()}{name[1:]}") for code, name in by_name)]


def sector_choices() -> list[tuple[str, object]]:
    """Return the kinds of firms of which we know what they usually have, then the other divisions of NACE, by name."""
    reader = language()
    sectors = current_knowledge().sectors.by_code
    usual = Counter(sector.name(reader) for sector in sectors.values())
    names = {
        code: name if usual[name := sector.name(reader)] == 1 else ", ".join(sector.names(reader))
        for code, sector in sectors.items()
    }
    named = [(code, f"{name[:1].upper()}{name[1:]}") for code, name in names.items()]
    others = [choice for choice in industry_choices()[1:] if choice[0] not in sectors]
    by_name = sorted(named, key=lambda choice: choice[1].casefold())
    return [("", _("Choose")), (_("Kinds of firms"), by_name), (_("Other industries"), others)]


class SectorField(forms.ChoiceField):
    """The kind of firm in everyday words, as fine as the hypotheses about it are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=gettext_lazy("Industry"), choices=sector_choices, **kwargs)


class IndustryField(forms.ChoiceField):
    """The industry, as a choice in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=gettext_lazy("Industry"), choices=industry_choices, **kwargs)


class FirmFields(PlaceFields):
    """What a firm says when it comes: who, what, where. `firm()` and `site()` are unsaved."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=Country.choices, widget=forms.RadioSelect)
    is_sole_trader = forms.BooleanField(
        label=gettext_lazy("I am a sole trader"),
        required=False,
        help_text=gettext_lazy(
            "In Sweden your number is then your personal identity number. We check it and keep only a scrambled "
            "form that cannot be read back. In Norway sole traders have an organisation number like every firm."
        ),
    )
    org_number = forms.CharField(
        label=gettext_lazy("Organisation number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Sweden: ten digits, 556677-8899. Norway: nine digits, 988 077 917."),
    )
    firm_name = forms.CharField(
        label=gettext_lazy("Name of the firm"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    nace = IndustryField()

    field_order = ["country", "is_sole_trader", "org_number", "firm_name", "nace", "place", "municipality"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].initial = COUNTRY_OF_LANGUAGE.get((get_language() or "")[:2])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("org_number") and cleaned.get("country"):
            try:
                cleaned["number"] = read_org_number(
                    cleaned["org_number"],
                    country=cleaned["country"],
                    is_sole_trader=bool(cleaned.get("is_sole_trader")),
                )
            except RefusedError as refusal:
                self.add_error("org_number", refusal.message)
        return cleaned

    def firm(self) -> Firm:
        """Return the unsaved firm of a valid form."""
        number = self.cleaned_data["number"]
        return Firm(
            name=self.cleaned_data["firm_name"],
            country=number.country,
            org_number=number.number,
            org_number_hash=number.hash,
            nace=self.cleaned_data["nace"],
        )

    def site(self) -> Site:
        """Return the unsaved first site of a valid form."""
        return Site(**self.cleaned_data["site_facts"])


class FirmForm(forms.ModelForm):
    """What a firm may change of itself."""

    nace = IndustryField(required=False)

    class Meta:
        model = Firm
        fields = ["name", "nace", "size", "is_host"]
        help_texts = {
            "is_host": gettext_lazy("A host firm opens premises, equipment or knowledge to smaller ones nearby.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A code may be finer than the choices, as 16.10: it stands for its division, or saving would empty it.
        kept = self.instance.nace
        self.fields["nace"].choices = [
            (kept if code and code == kept[:2] else code, name) for code, name in industry_choices()
        ]


class BlockForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the firm"), max_length=160)


class VerificationForm(forms.Form):
    checks = forms.MultipleChoiceField(
        label=gettext_lazy("What have you done?"),
        choices=Firm.Check.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say what you checked, at least one thing.")},
    )


class HidingForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The firm's members and other coordinators can read this."),
    )
