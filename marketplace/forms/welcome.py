"""A firm's first run: what it may have and need, to tick and adjust on one page."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.forms.firms import SectorField
from marketplace.forms.stated_rows import HypothesisForm, material_title
from marketplace.models import Firm, Listing, Site
from marketplace.queries.firm_pages import site_place
from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.numbers import language, month_name

LOOK = "look"


class WelcomeForm(forms.Form):
    """What kind of firm it is, and where what it ticks is."""

    sector = SectorField(required=False)
    site = forms.ModelChoiceField(
        label=gettext_lazy("Where?"),
        queryset=None,
        empty_label=None,
        error_messages={"required": gettext_lazy("Say where it is.")},
    )

    def __init__(self, data: QueryDict | None, *, firm: Firm) -> None:
        usual = current_knowledge().sectors.of(firm.nace) if firm.nace else None
        sites = list(firm.sites.order_by("pk"))
        initial = {"sector": usual.code if usual else firm.nace, "site": sites[0].pk if sites else None}
        super().__init__(data, initial=initial)
        self.fields["sector"].label = _("What kind of firm are you?")
        self.fields["site"].queryset = Site.objects.filter(firm=firm).order_by("pk")
        self.fields["site"].choices = [(site.pk, f"{site.name} {site_place(site)}".strip()) for site in sites]
        self.has_sites = bool(sites)

    @property
    def chosen_sector(self) -> str:
        """Return the code whose guesses are shown: as chosen, else as the firm's industry says."""
        return str(self["sector"].value() or "")


class WelcomeRow(HypothesisForm):
    """One guess to tick, with what is usual, to adjust."""

    title = forms.CharField(
        label=gettext_lazy("What do you call it?"),
        required=False,
        max_length=Listing._meta.get_field("title").max_length,
    )
    use = forms.ChoiceField(label=gettext_lazy("What will it be used for?"), required=False)
    months = forms.TypedMultipleChoiceField(
        label=gettext_lazy("In which months?"),
        help_text=gettext_lazy("None ticked: all year."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict | None, *, side: str, material: str, uses: tuple[str, ...]) -> None:
        knowledge, reader = current_knowledge(), language()
        usual = next((use for use in uses if knowledge.material_uses.between(material, use)), "")
        known = {edge.use for edge in knowledge.material_uses.of(material)} | ({usual} - {""})
        prefix = f"{side}-{material}"
        if data is not None:
            data = data.copy()
            data.setdefault(f"{prefix}-use", usual)
            data.setdefault(f"{prefix}-title", material_title(material, reader))
        super().__init__(data, side=side, material=material)
        self.initial |= {"title": self.name, "use": usual}
        self.fields["months"].choices = [(month, month_name(month)) for month in range(1, 13)]
        if side == Listing.Side.NEED:
            named = sorted(((use, knowledge.use_name(use, reader)) for use in known), key=lambda pair: pair[1])
            self.fields["use"].choices = [("", _("Not said")), *named]
        else:
            del self.fields["use"]

    @property
    def waste_code(self) -> str:
        """Return the code that such a material usually has, to be looked at: nobody's code is ticked for them."""
        codes = current_knowledge().materials[self.material].waste_codes if self.side == Listing.Side.OFFER else ()
        return f"{codes[0][:2]} {codes[0][2:4]} {codes[0][4:]}" if codes else ""

    @property
    def is_unfolded(self) -> bool:
        """Return whether something beyond the amount was typed or is wrong, so that it stands open."""
        folded = [name for name in ("title", "use", "months") if name in self.fields]
        return self.is_bound and any(self[name].errors or name in self.changed_data for name in folded)

    def facts(self, *, written_in: str) -> dict[str, object]:
        """Return what a valid row says of its listing, under the name that the firm gave it."""
        said = self.cleaned_data
        # The page says what none ticked means, so that it is said; what there is once has no year.
        unsaid = [] if said["rhythm"] == Listing.Rhythm.ONCE else list(range(1, 13))
        months = said["months"] or unsaid
        facts = {**super().facts(written_in=written_in), "months": months, "use": said.get("use", "")}
        return {**facts, "title": said["title"].strip()} if said["title"].strip() else facts


def welcome_rows(data: QueryDict | None, *, sector: str, posted: set[tuple[str, str]]) -> list[WelcomeRow]:
    """Return what firms of a kind usually have, then what they could use, without what the firm has posted."""
    known = current_knowledge().sectors.of(sector) if sector else None
    if known is None:
        return []
    sides = ((Listing.Side.OFFER, known.residues), (Listing.Side.NEED, known.inputs))
    materials = current_knowledge().materials
    return [
        WelcomeRow(data, side=side, material=code, uses=known.uses)
        for side, codes in sides
        for code in codes
        if not materials[code].is_group and (side, code) not in posted
    ]


def meant_rows(rows: list[WelcomeRow]) -> list[WelcomeRow]:
    """Return the rows that are ticked or filled in, each asked for its amount."""
    for row in rows:
        row.is_valid()
    meant = [row for row in rows if row.is_meant]
    for row in meant:
        if not row.cleaned_data.get("amount") and "amount" not in row.errors:
            row.add_error("amount", _("Say how much, roughly."))
    return meant
