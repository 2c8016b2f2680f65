"""The people as whom the demo can be tried out. They exist where DEMO is set."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What every one of them logs in with; it is no secret.
LOGIN_WORD = "materialtorget-demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """firm: the name of the firm that they own, empty for the coordinators."""

    email: str
    name: str
    language: str
    role: Promise
    firm: str = ""


SAWMILL = DemoPerson(
    email="sawmill@demo.example",
    name="Sara Sågström",
    language="sv",
    role=_("a sawmill in Jämtland that has bark and sawdust to offer"),
    firm="Tjäderkullens Sågverk AB (demo)",
)
FARM = DemoPerson(
    email="farm@demo.example",
    name="Frode Fjøsmo",
    language="nb",
    role=_("a sheep farm in Trøndelag that looks for bedding and feed"),
    firm="Saueflya Gard AS (demo)",
)
COORDINATOR = DemoPerson(
    email="coordinator@demo.example",
    name="Kajsa Kråkbär",
    language="sv",
    role=_("a coordinator on both sides of the border"),
)
COLLEAGUE = DemoPerson(
    email="colleague@demo.example",
    name="Terje Tyttebær",
    language="nb",
    role=_("a second coordinator, in Trøndelag: approves the corrections of tables that the first one proposes"),
)
# In the order in which a tour of the demo needs them.
DEMO_PEOPLE = (SAWMILL, FARM, COORDINATOR, COLLEAGUE)
