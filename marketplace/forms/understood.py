"""Posting a listing from a line of words: what they may mean, filled in or as choices."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.places import Place
from marketplace.forms.listings import ListingForm
from marketplace.forms.picks import (
    Pick,
    PickRadio,
    Picks,
    ToldFact,
    amount_key,
    amount_picks,
    code_picks,
    exact_amount,
    material_picks,
    quality_picks,
    told_facts,
    use_picks,
)
from marketplace.forms.places import read_place
from marketplace.models import Listing, PropertyValue, Site
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.proposals import Understanding
from marketplace.queries.understanding import LONGEST_LINE
from matching.records import Dimension

OTHER = "other"
_NEW_SITE = "new:"


class LineForm(forms.Form):
    """The one box: what somebody has or needs, in their own words."""

    text = forms.CharField(
        label=gettext_lazy("Say it in one line"),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class UnderstoodForm(ListingForm):
    """The form of a new listing, filled in from a line; what its words leave open, the person decides.

    may_add_site: whether a place that was named can become a new site of the firm.
    """

    text = forms.CharField(required=False, max_length=LONGEST_LINE, widget=forms.HiddenInput)

    def __init__(self, *args: Any, understanding: Understanding, may_add_site: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {**kwargs.get("initial", {}), **_words(understanding)}
        super().__init__(*args, **kwargs)
        self.understanding = understanding
        self.new_site: Site | None = None
        self.may_add_site = may_add_site
        self._new_places = _places_without_site(understanding) if may_add_site else {}
        sure = understanding.sure_material, understanding.sure_use
        self._offer("material", material_picks(understanding), label=_("Material"), ticked=sure[0])
        self._offer("use", use_picks(understanding), label=_("What will it be used for?"), ticked=sure[1])
        # A code is never ticked by us: a wrong one can make a transport unlawful.
        none_yet = Pick(_("Not now, or another code"))
        self._offer("waste_code", code_picks(understanding), label=_("Waste code"), ticked=OTHER, other=none_yet)
        self._fill_in_amount()
        self._fill_in_season_and_price()
        self._offer_qualities()
        self._offer_sites()

    def _offer(self, name: str, picks: Picks, *, label: str, ticked: str = "", other: Pick | None = None) -> None:
        """Put radio buttons before a field, which then is for what none of them says."""
        if not picks:
            return
        self.fields[f"{name}_pick"] = forms.ChoiceField(
            label=label,
            choices=[*picks, (OTHER, other or Pick(_("Something else")))],
            widget=PickRadio,
            required=False,
            initial=ticked,
        )

    def _fill_in_amount(self) -> None:
        """Fill in the one amount that was named, or offer several; ask how often where the words do not tell."""
        found = self.understanding.amounts
        if len(found) == 1:
            self.initial |= {"amount": exact_amount(found[0]), "unit": found[0].unit, "rhythm": found[0].rhythm}
        elif found:
            self._offer("amount", amount_picks(self.understanding), label=_("Amount"), other=Pick(_("Another amount")))
        if self.asks_rhythm:
            self.fields["rhythm"].choices = [("", _("How often?")), *Listing.Rhythm.choices]
            self.fields["rhythm"].required = False
            self.initial["rhythm"] = ""

    def _fill_in_season_and_price(self) -> None:
        months, window, price = self.understanding.months, self.understanding.window, self.understanding.price
        if months:
            self.initial["months"] = list(months.months)
        if window:
            self.initial |= {"available_from": window.start, "available_until": window.end}
        if price:
            self.initial |= {"price": Decimal(str(round(price.price, 2))), "currency": price.currency}
            if price.unit and not self.understanding.amounts:
                self.initial["unit"] = price.unit

    def _offer_qualities(self) -> None:
        """Offer the figures that were told, each to be left out: they decide who fits."""
        picks = quality_picks(self.understanding)
        if picks:
            self.fields["qualities"] = forms.MultipleChoiceField(
                label=_("What your words tell of the quality"),
                choices=picks,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[code for code, _text in picks],
            )

    def _offer_sites(self) -> None:
        """Offer the firm's sites, and the places that were named as new ones; choose one only if it alone is meant."""
        sites = list(self.fields["site"].queryset)
        new = [
            (f"{_NEW_SITE}{code}", _("Add %(place)s as a new site") % {"place": place.label})
            for code, place in self._new_places.items()
        ]
        self.fields["site"] = forms.TypedChoiceField(
            label=self.fields["site"].label,
            choices=[("", _("Choose a site")), *((str(site.pk), str(site)) for site in sites), *new],
            coerce=self._site_of,
            empty_value=None,
            required=False,
        )
        there = {site.pk for place in self.understanding.places for site in place.sites}
        if not self.understanding.places:
            there = {site.pk for site in sites}
        self.initial["site"] = next(iter(there)) if len(there) == 1 else ""

    def _site_of(self, value: str) -> Site:
        if not value.startswith(_NEW_SITE):
            return self.instance.firm.sites.get(pk=value)
        place = self._new_places[value.removeprefix(_NEW_SITE)]
        facts = read_place(place.name, municipality=place.municipality.code, country="")
        self.new_site = Site(firm=self.instance.firm, **facts)
        return self.new_site

    @property
    def unfolded(self) -> set[str]:
        picks = {name for name in self.fields if name.endswith("_pick")}
        asked = picks | {name.removesuffix("_pick") for name in picks} | ({"kg_each"} if self.asks_weight else set())
        return super().unfolded | asked | {"text"}

    @property
    def asks_rhythm(self) -> bool:
        """Return whether the words tell an amount, but not how often it comes."""
        return any(not each.rhythm for each in self.understanding.amounts)

    @property
    def asks_weight(self) -> bool:
        """Return whether pieces were named, or loads of what is weighed: only with what one weighs they compare."""
        units = {each.unit for each in self.understanding.amounts}
        return "pcs" in units or ("trips" in units and self._is_weighed)

    @property
    def _is_weighed(self) -> bool:
        known = current_knowledge().materials
        return any(known[each.code].resource.dimension == Dimension.MASS for each in self.understanding.materials)

    @property
    def code_names(self) -> list[str]:
        """Return the waste codes that are proposed, as the list writes them."""
        return [pick.code for _value, pick in code_picks(self.understanding)]

    @property
    def is_likely_hazardous(self) -> bool:
        """Return whether the likeliest waste code is of hazardous waste: that must not stay folded away."""
        return bool(self.understanding.codes) and self.understanding.codes[0].hazardous

    @cached_property
    def told(self) -> list[ToldFact]:
        return list(told_facts(self.understanding))

    def told_qualities(self) -> list[PropertyValue]:
        """Return the qualities that were told and left ticked, as they are kept."""
        ticked = self.cleaned_data.get("qualities", ())
        return [
            PropertyValue(code=each.code, low=each.low, high=each.high, unit=each.unit)
            for each in self.understanding.qualities
            if each.code in ticked
        ]

    def clean(self) -> dict[str, Any]:
        facts = self.cleaned_data
        for name in ("material", "use", "waste_code"):
            if facts.get(f"{name}_pick", OTHER) not in ("", OTHER):
                facts[name] = facts[f"{name}_pick"]
        read = {amount_key(each): each for each in self.understanding.amounts}.get(facts.get("amount_pick", ""))
        if read:
            facts |= {"amount": exact_amount(read), "unit": read.unit, "rhythm": read.rhythm or facts.get("rhythm")}
        if not facts.get("rhythm") and "rhythm" not in self.errors:
            self.add_error("rhythm", _("Say how often."))
        return super().clean()


def _words(understanding: Understanding) -> dict[str, str]:
    """Return the thing as title, or all words where nothing was understood.

    What is too long for a title, and what it comes in, is described as well.
    """
    words = (understanding.text if understanding.is_empty else understanding.thing).strip()
    title, longest = f"{words[:1].upper()}{words[1:]}", Listing._meta.get_field("title").max_length
    described = {"description": understanding.text} if len(title) > longest or understanding.is_in_vessels else {}
    return {"title": Truncator(title).chars(longest), "text": understanding.text, **described}


def _places_without_site(understanding: Understanding) -> dict[str, Place]:
    named = (each for each in understanding.places if not each.sites)
    return {place.code: place for each in named for place in each.places}
