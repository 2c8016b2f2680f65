"""What a firm says by phone that it has and needs: a line of words each, and rows guessed from its industry."""

from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.forms.fields import NumberField, material_choices
from marketplace.forms.picks import exact_amount, material_picks
from marketplace.models import Firm, Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.proposals import ProposedAmount, Understanding
from marketplace.queries.understanding import LONGEST_LINE
from marketplace.wording.numbers import language, unit_text
from marketplace.wording.understanding import understood_amount_text
from matching.amounts import UNITS, units_for

_USUAL_UNITS = ("t", "MWh", "m3", "pcs", "h")  # the first of these that a resource is counted in stands there already


class AmountFields(forms.Form):
    """How much, in which unit, how often."""

    amount = NumberField(label=gettext_lazy("Amount"), max_digits=15, decimal_places=3, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    rhythm = forms.ChoiceField(label=gettext_lazy("How often?"), choices=Listing.Rhythm.choices, required=False)

    @staticmethod
    def with_usual(
        data: QueryDict | None, *, prefix: str, unit: str, rhythm: str = Listing.Rhythm.YEAR
    ) -> QueryDict | None:
        """Return the data of a row; one that the page did not show yet stands at what is usual."""
        if data is None:
            return None
        data = data.copy()
        data.setdefault(f"{prefix}-unit", unit)
        data.setdefault(f"{prefix}-rhythm", rhythm)
        return data

    def clean_amount(self) -> Decimal | None:
        amount = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(_("The amount must be more than zero."))
        return amount


class HypothesisForm(AmountFields):
    """One material that firms of the industry usually have or could use. A guess, until somebody ticks it."""

    is_ticked = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict | None, *, side: str, material: str) -> None:
        units = units_for(current_knowledge().materials[material].resource)
        usual, prefix = next((unit for unit in _USUAL_UNITS if unit in units), units[0]), f"{side}-{material}"
        initial = {"unit": usual, "rhythm": Listing.Rhythm.YEAR}
        super().__init__(self.with_usual(data, prefix=prefix, unit=usual), prefix=prefix, initial=initial)
        self.side, self.material = side, material
        self.fields["is_ticked"].label = self.name
        self.fields["unit"].choices = [(code, unit_text(code)) for code in units]

    @property
    def name(self) -> str:
        return material_title(self.material, language())

    @property
    def is_meant(self) -> bool:
        """Return whether the row was ticked; an amount ticks it too."""
        return bool(self.cleaned_data.get("is_ticked") or self.cleaned_data.get("amount") or self.errors)

    def facts(self, *, written_in: str) -> dict[str, object]:
        """Return what a valid row says of its listing, its title in the firm's language."""
        said, title = self.cleaned_data, material_title(self.material, written_in)
        return {"title": title, "material": self.material, **{name: said[name] for name in _AMOUNT}}


_AMOUNT = ("amount", "unit", "rhythm")


class LineRow(AmountFields):
    """What the firm says in its own words; it is asked only for what the words leave open."""

    text = forms.CharField(
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    material = forms.ChoiceField(
        label=gettext_lazy("Which material is it?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("“%(value)s” is no material that we know.")},
    )

    def __init__(self, data: QueryDict | None, *, side: str, understanding: Understanding) -> None:
        self.side, self.understanding = side, understanding
        rhythm = "" if self.read_amount else Listing.Rhythm.YEAR  # beside an amount, how often is asked
        super().__init__(self.with_usual(data, prefix=side, unit=_USUAL_UNITS[0], rhythm=rhythm), prefix=side)
        self.fields["text"].label = (
            _("It has, in one line") if side == Listing.Side.OFFER else _("It needs, in one line")
        )
        picks = [(value, str(pick)) for value, pick in material_picks(understanding)]
        likely = [(_("Likely"), picks)] if picks else []
        self.fields["material"].choices = [("", _("Choose a material")), *likely, *material_choices("")[1:]]
        self.fields["unit"].choices = [(code, unit_text(code)) for code in UNITS]
        amount = self.read_amount
        if understanding.sure_material:
            del self.fields["material"]
        if amount and amount.rhythm:
            for name in _AMOUNT:
                del self.fields[name]
        elif amount:
            del self.fields["amount"], self.fields["unit"]
            self.fields["rhythm"].choices = [("", _("How often?")), *Listing.Rhythm.choices]

    @property
    def read_amount(self) -> ProposedAmount | None:
        """Return the one amount that the words tell."""
        return self.understanding.amounts[0] if len(self.understanding.amounts) == 1 else None

    @property
    def is_meant(self) -> bool:
        return bool(self.understanding.text.strip())

    @property
    def asks(self) -> bool:
        """Return whether the words leave something open."""
        return self.is_meant and bool(self.fields.keys() - {"text"})

    @property
    def understood(self) -> str:
        """Return what is sure of the words, to be read back on the phone."""
        sure, amount = self.understanding.sure_material, self.read_amount
        told = [current_knowledge().name(sure, language())] if sure else []
        told += [understood_amount_text(amount.amount, amount.unit, amount.rhythm)] if amount else []
        return " · ".join(told)

    def require_all(self, *, publishes: bool) -> None:
        """Add an error for what the words leave open and nobody chose."""
        if "material" in self.fields and not self.cleaned_data.get("material") and "material" not in self.errors:
            self.add_error("material", _("Choose what “%(words)s” is.") % {"words": self.understanding.text})
        if "rhythm" in self.fields and not self.cleaned_data.get("rhythm"):
            self.add_error("rhythm", _("Say how often."))
        require_amount(self, publishes=publishes)

    def facts(self, *, written_in: str) -> dict[str, object]:
        """Return what a valid row says of its listing, in the firm's words."""
        understanding, said, amount = self.understanding, self.cleaned_data, self.read_amount
        told = {name: said[name] for name in _AMOUNT if name in self.fields}
        if amount:
            told |= {"amount": exact_amount(amount), "unit": amount.unit}
            told.setdefault("rhythm", amount.rhythm)
        words = (understanding.thing or understanding.text).strip()
        title = Truncator(f"{words[:1].upper()}{words[1:]}").chars(Listing._meta.get_field("title").max_length)
        material = understanding.sure_material or said["material"]
        use = {"use": understanding.sure_use} if understanding.sure_use else {}
        return {"title": title, "material": material, "language": understanding.language or written_in, **use, **told}


def material_title(material: str, reader: str) -> str:
    """Return what a listing of a material is called as long as nobody calls it otherwise."""
    text = current_knowledge().name(material, reader)
    return f"{text[:1].upper()}{text[1:]}"


def require_amount(row: AmountFields, *, publishes: bool) -> None:
    """Add an error where a row that is to be published says no amount."""
    if publishes and "amount" in row.fields and not row.cleaned_data.get("amount") and "amount" not in row.errors:
        row.add_error("amount", _("Say how much, roughly; or save as drafts."))


def hypothesis_rows(data: QueryDict | None, *, nace: str) -> list[HypothesisForm]:
    """Return what firms of an industry usually have left, then what they could use; none where it is not known."""
    sector = current_knowledge().sectors.of(nace) if nace else None
    if sector is None:
        return []
    sides = ((Listing.Side.OFFER, sector.residues), (Listing.Side.NEED, sector.inputs))
    leaves = [
        (side, code) for side, codes in sides for code in codes if not current_knowledge().materials[code].is_group
    ]
    return [HypothesisForm(data, side=side, material=code) for side, code in leaves]


def listing_of(row: HypothesisForm | LineRow, *, firm: Firm, written_in: str) -> Listing:
    """Return the unsaved listing of a valid row, hidden as every one is at first."""
    known = current_knowledge().materials[(facts := row.facts(written_in=written_in))["material"]]
    side, hidden = row.side, Listing.Visibility.BLIND
    facts.setdefault("language", written_in)
    return Listing(firm=firm, side=side, visibility=hidden, resource=str(known.resource), **facts)
