"""Invented listings, strips and fields for the style guide."""

from dataclasses import replace
from datetime import UTC, datetime

from django import forms
from django.core.paginator import Paginator

from marketplace.queries.listing_cards import ListingCard
from marketplace.queries.strips import Strip

MONTHS = ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"]
WINTER = (0.95, 1.0, 0.9, 0.7, 0.4, 0.25, 0.1, 0.2, 0.45, 0.6, 0.8, 0.9)
STALL = (0.8, 0.8, 0.8, 0.6, 0.2, 0.0, 0.0, 0.0, 0.3, 0.7, 0.8, 0.8)

OFFER = ListingCard(
    pk=1,
    side="offer",
    side_label="Utbud",
    resource="material",
    material_code="bark",
    icon="wood_residues",
    title="Färsk granbark, inte sorterad",
    material_name="bark",
    amount="750 ton i månaden",
    months=WINTER,
    months_text="hela året, mest oktober–april",
    window_text="",
    area_code="SE-2309",
    area_name="Krokom",
    country="SE",
    latitude=63.33,
    longitude=14.46,
    price="35 kr/ton",
    firm_name="",
    firm_pk=None,
    blind_label="ett företag, Krokoms kommun",
    is_open=False,
    is_blind=True,
    state="published",
    state_label="publicerad",
    published_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    url="#offer",
    is_mine=False,
    waste_code="03 01 01",
    waste_name="bark- och korkavfall",
    is_hazardous=False,
)
NEED = replace(
    OFFER,
    pk=2,
    side="need",
    side_label="Behov",
    title="Strø til 140 melkekyr",
    material_name="strø",
    amount="120 tonn i måneden",
    months=STALL,
    months_text="september–mai",
    area_name="Verdal",
    country="NO",
    price="inntil 220 kr/tonn",
    blind_label="en gård, Verdal kommune",
    url="#need",
)
HEAT = replace(
    OFFER,
    pk=3,
    resource="heat",
    icon="heat",
    title="Spillvärme från datahall, 35 °C",
    material_name="lågtempererad värme",
    amount="4 GWh om året",
    months=(0.9,) * 12,
    months_text="hela året",
    area_name="Östersund",
    price="",
    firm_name="Exempelhallen AB",
    is_open=True,
    is_blind=False,
)
DRAFT = replace(
    OFFER,
    pk=4,
    icon="brewery_bakery_residues",
    title="Drav efter bryggning, hämtas varm",
    material_name="drav",
    amount="800 kg i veckan",
    firm_name="Vårt bryggeri",
    is_open=True,
    is_mine=True,
    state="draft",
    state_label="utkast",
    price="0 kr",
)
STRIP = Strip(
    giver=OFFER,
    receiver=NEED,
    km=168,
    km_text="ungefär 170 km på väg",
    crosses_border=True,
    score=0.82,
    percent=82,
    reasons_for=[
        "Bark duger som strö när den är torr nog.",
        "Månaderna möts: båda har sin topp från oktober till april.",
        "16 procent av barken räcker till hela behovet.",
    ],
    reasons_against=[
        "170 km är långt för ett gods som är värt 35 kr/ton.",
        "Strö ur skogsbark till Norge: fråga om växtskydd.",
    ],
    missing=["Torrhalten i barken är inte angiven."],
)
NEAR = replace(
    STRIP,
    giver=HEAT,
    receiver=replace(NEED, icon="heat", resource="heat", title="Värme till växthus", material_name="värme 30–45 °C"),
    km=None,
    km_text="",
    crosses_border=False,
    percent=57,
    reasons_against=[],
    missing=[],
)
SIBLING = replace(STRIP, giver=DRAFT, crosses_border=False, km_text="ungefär 40 km på väg", percent=64, missing=[])


class SampleForm(forms.Form):
    """One field of each kind, as pages use them."""

    title = forms.CharField(label="Rubrik", help_text="Säg det som du skulle säga det i telefon.")
    material = forms.ChoiceField(
        label="Material",
        choices=[
            ("", "Välj …"),
            ("Skog och såg", [("bark", "bark"), ("sawdust", "sågspån")]),
            ("Glas", [("g", "glas")]),
        ],
    )
    amount = forms.DecimalField(label="Hur mycket?", help_text="En ungefärlig siffra duger.", localize=True)
    unit = forms.ChoiceField(label="Enhet", choices=[("t", "ton"), ("m3", "m³")])
    rhythm = forms.ChoiceField(label="Hur ofta?", choices=[("month", "i månaden"), ("once", "en gång")])
    months = forms.MultipleChoiceField(
        label="Vilka månader?",
        choices=[(str(n), m) for n, m in enumerate(MONTHS, 1)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = forms.CharField(label="Var?", help_text="Ort eller kommun.")
    latitude = forms.CharField(label="Latitud", required=False)
    longitude = forms.CharField(label="Longitud", required=False)
    price = forms.DecimalField(
        label="Pris", required=False, help_text="Minus betyder att du betalar för att bli av med det."
    )
    currency = forms.ChoiceField(label="Valuta", choices=[("SEK", "SEK"), ("NOK", "NOK")])
    max_km = forms.IntegerField(label="Längsta avstånd", required=False)
    visibility = forms.ChoiceField(
        label="Vem får se vilka ni är?",
        choices=[("blind", "bara den som båda sagt ja till"), ("open", "alla")],
        widget=forms.RadioSelect,
    )
    description = forms.CharField(label="Mer om det", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    again = forms.BooleanField(label="Påminn mig varje kvartal", required=False)


def page_parts() -> dict[str, object]:
    """Return samples for what stands around the listings."""
    day = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    links = [{"label": "allt", "url": "#all", "active": True, "count": 128}]
    links += [{"label": name, "url": "#one", "active": False, "count": 12} for name in ("trä", "mat", "bygg", "metall")]
    names = [("idé", "done"), ("samtal", "done"), ("förhandling", "now"), ("genomförande", "next"), ("klart", "next")]
    return {
        "crumbs": [("Utbud", "#offers"), ("Bark", "#bark")],
        "filters": [{"label": "Material", "links": links}, {"label": "Land", "links": links[:1]}],
        "tabs": [{"label": "Lista", "url": "#list", "active": True, "count": 4}, {"label": "Karta", "url": "#map"}],
        "stages": [{"label": label, "state": state} for label, state in names],
        "stopped": [
            {"label": "idé", "state": "done"},
            {"label": "samtal", "state": "held"},
            {"label": "slut", "state": "failed"},
        ],
        "events": [
            {"at": day, "text": "Båda har sagt ja", "by": "Materialtorget"},
            {"at": day, "text": "Frågat om torrhalten", "by": "Samordnaren"},
            {"at": day, "text": "Avböjt: för långt"},
        ],
        "fits": [("material", 94), ("mängd", 71), ("månader", 88), ("avstånd", 46), ("pris", None)],
        "page": Paginator(range(70), 10).page(3),
        "heads": [{"label": "Kommun", "url": "#sort", "direction": "ascending"}, {"label": "ton", "numeric": True}],
        "rows": [
            [{"text": name, "url": "#row"}, {"text": tonnes, "numeric": True}]
            for name, tonnes in (("Krokom", "9 000"), ("Verdal", "1 080"), ("Åre", "40"))
        ],
    }
