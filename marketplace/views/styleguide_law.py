"""An invented border card with every part, and a status of each kind, for the style guide."""

from datetime import UTC, date, datetime

from marketplace.queries.border_cards import BorderView, Branch, LawStatus, OpenFact
from marketplace.queries.border_codes import CodeToConfirm
from marketplace.queries.border_sources import Citation, PaperRow, Source, TermRow

_LAW = Source("förordning (EU) 2024/1157 om transport av avfall, art. 18", "#law")

STATUSES = [
    LawStatus("ok", "inga särskilda papper"),
    LawStatus("papers", "papper behövs"),
    LawStatus("ask", "något att fråga om"),
    LawStatus("blocked", "inte ännu: medgivande eller tillstånd saknas"),
    LawStatus("prohibited", "inte möjligt på det här sättet"),
]
BORDER = BorderView(
    day=date(2026, 11, 23),
    giver_country="SE",
    receiver_country="NO",
    supposed="",
    other_country="SE",
    other_country_name="Sverige",
    status="blocked",
    short="inte ännu: medgivande eller tillstånd saknas",
    text="Inte som det ser ut nu. Här nedanför står vad som saknas och vem som kan lösa det.",
    regime="avfall över gränsen med myndigheternas medgivande",
    open_facts=[
        OpenFact(
            fact="contamination_pct",
            text="Hur mycket annat är det i, räknat i vikt?",
            side="offer",
            listing_pk=1,
            is_open=True,
            may_answer=True,
            may_ask=True,
            is_field=False,
        ),
        OpenFact(
            fact="use",
            text="Vad ska det användas till?",
            side="need",
            listing_pk=2,
            is_open=True,
            may_answer=True,
            may_ask=False,
            is_field=True,
        ),
        OpenFact(
            fact="receiver_permit",
            text="Får er plats ta emot det som avfall: finns tillstånd eller anmälan?",
            side="need",
            listing_pk=2,
            is_open=False,
            may_answer=False,
            may_ask=False,
            is_field=False,
        ),
    ],
    judges=[TermRow("kommunens miljönämnd", "")],
    papers=[
        PaperRow(
            name="bilaga VII, transportdokumentet",
            made_by="den som ordnar transporten gör det",
            due="2 arbetsdagar före avfärd",
            by=date(2027, 1, 4),
            country="",
            sources=[_LAW],
        ),
        PaperRow(
            name="transportörens tillstånd eller anmälan",
            made_by="transportören har det",
            due="före avfärd",
            by=None,
            country="Sverige",
            sources=[_LAW],
        ),
    ],
    if_hazardous=[
        PaperRow(
            name="farligt avfall i avfallsregistret",
            made_by="lämnaren gör det",
            due="före avfärd",
            by=None,
            country="Sverige",
            sources=[_LAW],
        ),
    ],
    optional=[
        PaperRow(
            name="ursprungsdeklaration",
            made_by="lämnaren gör det",
            due="vid gränsen",
            by=None,
            country="",
            sources=[_LAW],
        )
    ],
    unblock=[TermRow("skriftligt medgivande från Naturvårdsverket och Miljødirektoratet", "")],
    deciders=[TermRow("Naturvårdsverket", "https://www.naturvardsverket.se")],
    notes=["Det får inte blandas på vägen och tas tillbaka om planen spricker."],
    codes=[
        CodeToConfirm(
            fact="hs_code",
            kind="Tulltaxenummer",
            label="3915",
            choices=[("3915", "3915"), ("391510", "3915.10")],
            listing_pk=1,
            may_answer=True,
            confirmed_by="",
            confirmed_at=None,
            confidence="säker",
        ),
        CodeToConfirm(
            fact="wsr_code",
            kind="Post i listorna över avfallstransporter",
            label="EU3011",
            choices=[("EU3011", "EU3011")],
            listing_pk=1,
            may_answer=True,
            confirmed_by="Siv Ek",
            confirmed_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
            confidence="ganska säker",
        ),
    ],
    citations=[Citation("S-08", [_LAW], "säker")],
    hazards=["HP 14, miljöfarligt"],
    dossier_pk=1,
    branches=[
        Branch("Om den nya EU-förordningen gäller även i Norge", "papper behövs", "grönlistat avfall", "EU3011"),
        Branch("Om den inte gäller i Norge ännu", "inte ännu", "avfall med medgivande", "Y48"),
    ],
    presumed="farligt avfall, träemballage",
    tabled=["Avfallskod 15 01 02: den vanliga för materialet."],
)
