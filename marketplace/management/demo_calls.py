"""What firms of the demo have said by phone: one has confirmed it, one is asked, one was reminded long ago."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from marketplace.actions.statement_answers import ListingAnswer, answer_statement
from marketplace.actions.statements import new_statement, remind_statement, write_statement
from marketplace.forms.places import read_place
from marketplace.models import Firm, Listing, Site, Statement, User
from marketplace.queries.knowledge import current_knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call with a firm that nobody has an account for. listings: (side, material, title, tonnes a year, use)."""

    key: str
    firm: str
    country: str
    org_number: str
    nace: str
    place: str
    spoken_by: str
    email: str
    language: str
    days_ago: int
    is_confirmed: bool = False
    listings: list[tuple[str, str, str, int, str]] = field(default_factory=list)


CALLS = [
    Call(
        key="demo-call-1",
        firm="Flugsnapparens Snickeri AB (demo)",
        country="SE",
        org_number="4099009013",
        nace="16.23",
        place="Krokom",
        spoken_by="Ulla Hyvel",
        email="ulla@flugsnapparen.example",
        language="sv",
        days_ago=6,
        is_confirmed=True,
        listings=[
            ("offer", "planer_shavings", "Kutterspån från snickeriet, säckat", 25, ""),
            ("offer", "wood_offcuts", "Spillbitar av furu, utan lim och färg", 40, ""),
        ],
    ),
    Call(
        key="demo-call-2",
        firm="Trollbekken Bakeri AS (demo)",
        country="NO",
        org_number="400009015",
        nace="10.71",
        place="Levanger",
        spoken_by="Eline Eltekrok",
        email="eline@trollbekken.example",
        language="nb",
        days_ago=4,
        listings=[("offer", "surplus_bread", "Usolgt brød, uten fyll", 30, "")],
    ),
    Call(
        key="demo-call-3",
        firm="Stenskvättans Hästgård HB (demo)",
        country="SE",
        org_number="4099009021",
        nace="01.43",
        place="Lit, Östersund",
        spoken_by="Göte Grime",
        email="gote@stenskvattan.example",
        language="sv",
        days_ago=20,
        listings=[
            ("need", "planer_shavings", "Spån till åtta boxar", 35, "bedding"),
            ("offer", "solid_manure", "Hästgödsel med spån", 120, ""),
        ],
    ),
]


def make_calls(*, by: User, now: datetime) -> list[Listing]:
    """Return the listings of the calls that are not written down yet; all are unconfirmed but those of the first."""
    known = set(Statement.objects.filter(key__in=[call.key for call in CALLS]).values_list("key", flat=True))
    return [listing for call in CALLS if call.key not in known for listing in _make_call(call, by=by, now=now)]


@transaction.atomic
def _make_call(call: Call, *, by: User, now: datetime) -> list[Listing]:
    at = now - timedelta(days=call.days_ago)
    facts = {"name": call.firm, "country": call.country, "org_number": call.org_number, "nace": call.nace}
    firm, site = Firm(**facts, is_demo=True), Site(**read_place(call.place, municipality="", country=call.country))
    said = {"spoken_by": call.spoken_by, "email": call.email, "language": call.language, "said_on": localdate(at)}
    statement = new_statement(key=call.key, firm=firm, **said)
    listings = [_listing(call, *told) for told in call.listings]
    statement = write_statement(statement, site=site, listings=listings, publishes=True, by=by, now=at)
    if call.is_confirmed:
        yes = {listing.pk: ListingAnswer(confirms=True) for listing in listings}
        answer_statement(statement, answers=yes, by=None, now=at + timedelta(days=1))
    elif call.days_ago > 7:
        remind_statement(statement, by=None, now=at + timedelta(days=7))
    return listings


def _listing(call: Call, side: str, material: str, title: str, tonnes: int, use: str) -> Listing:
    return Listing(
        side=side,
        resource=str(current_knowledge().materials[material].resource),
        material=material,
        use=use,
        title=title,
        language=call.language,
        amount=tonnes,
        unit="t",
        rhythm=Listing.Rhythm.YEAR,
    )
