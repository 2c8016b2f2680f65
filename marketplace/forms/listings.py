"""Posting and changing an offer or a need."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.forms.fields import NumberField, WasteCodeField, material_choices, use_choices
from marketplace.models import Currency, Firm, Listing, Site, User
from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.facts import fact_sentence
from marketplace.wording.numbers import month_name, unit_text
from matching.amounts import UNITS, check_window
from matching.errors import AmountNotPositiveError, ConversionNotPositiveError, WindowReversedError


class ListingForm(forms.ModelForm):
    """Four questions, and a fold of optional ones. It checks shapes and never saves."""

    material = forms.ChoiceField(label=_("Material"), required=False)
    use = forms.ChoiceField(
        label=_("What will it be used for?"),
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is no use that we know. Choose one of the list.")},
    )
    amount = NumberField(label=_("Amount"), max_digits=15, decimal_places=3, required=False)
    unit = forms.ChoiceField(
        label=_("Unit"),
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not a unit we know. Choose one of the list.")},
    )
    months = forms.TypedMultipleChoiceField(
        label=_("In which months?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("“%(value)s” is not a month. Choose among the twelve.")},
    )
    waste_code = WasteCodeField(
        label=_("Waste code"),
        required=False,
        max_length=12,
        help_text=_("Six digits, like 03 01 05, if you know it."),
        error_messages={"invalid": _("This code is not in the European list of waste. Check the digits.")},
    )
    kg_each = NumberField(
        label=_("What one piece or load weighs, in kilograms"), required=False, max_digits=10, decimal_places=3
    )
    price = NumberField(
        label=_("Price"),
        required=False,
        max_digits=12,
        decimal_places=2,
        help_text=_("Per unit. 0 means free; below zero means that the receiver is paid to take it."),
    )
    quality_notes = forms.CharField(
        label=_("Quality"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Moisture, purity, size, analyses: what a receiver would ask on the phone."),
    )

    class Meta:
        model = Listing
        fields = [
            *["title", "material", "use", "amount", "unit", "rhythm", "site", "months", "available_from"],
            *["available_until", "waste_code", "abp_category", "kg_each", "price", "currency"],
            *["max_km", "quality_notes", "description", "visibility"],
        ]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "available_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "available_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "visibility": forms.RadioSelect,
        }
        labels = {
            "site": _("Where?"),
            "max_km": _("Furthest distance in kilometres"),
            "abp_category": _("Animal by-product category"),
            "description": _("Description"),
            "title": _("What is it?"),
        }
        help_texts = {
            "title": _("In the words you use yourself. Others see it only when you open the listing to them."),
            "visibility": _("Hidden: others see material, months, a rough amount and a rough area."),
        }

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["material"].choices = material_choices(_("Choose a material"))
        self.fields["use"].choices = use_choices(_("Not said"))
        self.fields["unit"].choices = [(code, unit_text(code)) for code in UNITS]
        self.fields["months"].choices = [(month, month_name(month)) for month in range(1, 13)]
        self._list_sites(firm)
        self.fields["currency"].choices = [("", "—"), *Currency.choices]
        if not self.initial.get("unit"):
            self.initial["unit"] = "t"
        if self.instance.side == Listing.Side.NEED:
            del self.fields["abp_category"]
        else:
            del self.fields["use"]
            self.fields["abp_category"].choices = [("", _("Not said")), *self.fields["abp_category"].choices[1:]]

    def _list_sites(self, firm: Firm) -> None:
        self.fields["site"].queryset = Site.objects.filter(firm=firm).order_by("pk")
        self.fields["site"].empty_label = None if firm.sites.count() == 1 else _("Choose a site")

    @property
    def unfolded(self) -> set[str]:
        """Return the fields that stand before the fold, and those that are always filled in."""
        return {"title", "material", "amount", "unit", "rhythm", "site", "currency", "visibility"}

    @property
    def has_folded_content(self) -> bool:
        """Return whether anything optional is filled in or wrong, so that the fold opens."""
        folded = (self[name] for name in self.fields if name not in self.unfolded)
        return any(field.errors or field.value() not in (None, "", []) for field in folded)  # a price of 0 is one

    def clean_amount(self) -> Decimal | None:
        amount = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(fact_sentence(AmountNotPositiveError(amount=float(amount), unit="")))
        return amount

    def clean_kg_each(self) -> Decimal | None:
        weight = self.cleaned_data["kg_each"]
        if weight is not None and weight <= 0:
            raise forms.ValidationError(fact_sentence(ConversionNotPositiveError(name="kg_each", amount=float(weight))))
        return weight

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        try:
            check_window(facts.get("available_from"), facts.get("available_until"))
        except WindowReversedError as error:
            self.add_error("available_until", fact_sentence(error))
        material = current_knowledge().materials.get(facts.get("material", ""))
        if material is not None:
            # What it is says what kind of resource it is: nobody is asked twice.
            facts["resource"] = self.instance.resource = str(material.resource)
        if facts.get("price") is not None and not facts.get("currency"):
            self.add_error("currency", _("Say which currency the price is in."))
        if facts.get("price") is None:
            facts["currency"] = ""
        return facts


def firm_choices(user: User) -> list[Firm]:
    """Return the firms for which a person can post."""
    return list(Firm.objects.filter(membership__user=user).order_by("name", "pk"))
