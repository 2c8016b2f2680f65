"""Which listing a row is about, and what the listing's form makes of its facts."""

import hashlib
import json
from collections.abc import Mapping
from functools import partial

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from marketplace.actions.import_lookup import FirmFacts
from marketplace.actions.imports import Check, Checked, ImportedRow, Problems
from marketplace.errors import RefusedError
from marketplace.forms.imports.cells import Cells
from marketplace.forms.imports.files import REASON
from marketplace.forms.imports.row_forms import row_form
from marketplace.forms.imports.sites import read_site
from marketplace.forms.listings import ListingForm
from marketplace.models import Country, Firm, Listing, Site
from marketplace.queries.org_numbers import OrgNumber, OrgNumberError, read_org_number
from matching.tables import Row

_ABOUT_FIRM = {"firm", "org_number", "nace", REASON}
_DRAFT = {str(Listing.State.DRAFT), "utkast"}
_ID_LENGTH = 60
_SIDES = {
    Listing.Side.OFFER: {"offer", "offers", "utbud", "tilbud", "tilbod", "har", "have", "säljes", "selges"},
    Listing.Side.NEED: {"need", "needs", "behov", "behöver", "trenger", "söker", "søker", "sökes"},
}
_COUNTRIES = {
    Country.SWEDEN: {"se", "swe", "sverige", "sweden"},
    Country.NORWAY: {"no", "nor", "norge", "noreg", "norway"},
}


def read_row(row: Row, *, firm: Firm | None = None, usual_site: Site | None = None) -> tuple[ImportedRow, Check]:
    """Return which listing a row is about, and what checks its facts.

    firm: whose file it is, where that is known; usual_site: where its listings are that name no place.
    Raises RefusedError for a row that cannot be told: cells without a column, no side, no firm, another firm.
    """
    if row.surplus:
        raise RefusedError(
            _("It has more cells than the first line has columns. Put texts that hold a comma or semicolon in quotes.")
        )
    side = read_side(row)
    country = _choice(row, "country", _COUNTRIES) if row.text("country") else ""
    site = read_site(row, country=country)
    usual_site = None if site.facts or site.problems else usual_site
    said = sorted((name, cell) for name, cell in row.cells.items() if cell and name not in _ABOUT_FIRM)
    imported = ImportedRow(
        external_id=_external_id(row),
        digest=_hash([*said, ("usual site", usual_site.pk)] if usual_site else said),
        side=side,
        firm=_own_firm(row, firm) if firm else _firm(row, country=country or site.country),
        place=site.facts,
        site=usual_site,
        stays_draft=row.text("state").casefold() in _DRAFT,
    )
    return imported, partial(_check, row, site.problems)


def read_side(row: Row) -> str:
    """Return whether a row is an offer or a need. Raise RefusedError where it does not say it."""
    return _choice(row, "side", _SIDES)


def _choice(row: Row, column: str, words: Mapping[str, set[str]]) -> str:
    typed = row.text(column)
    found = next((str(choice) for choice, aliases in words.items() if typed.casefold() in aliases), None)
    if found is None:
        values = {"column": column, "choices": " / ".join(map(str, words)), "typed": typed[:_ID_LENGTH]}
        raise RefusedError(_("%(column)s: write %(choices)s, not “%(typed)s”.") % values)
    return found


def _external_id(row: Row) -> str:
    """Return the row's id; without one, a hash of what it is about, without what may change."""
    typed = row.text("id")
    if typed and len(typed) <= _ID_LENGTH:
        return typed
    # No firm in it: ids are the firm's own, and a sole trader's number must not be found by trying all.
    about = ("side", "title", "material", "place", "latitude", "longitude")
    return f"row-{_hash([typed] if typed else [row.text(name) for name in about])[:40]}"


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _firm(row: Row, *, country: str) -> FirmFacts:
    name, typed = row.text("firm"), row.text("org_number")
    if typed:
        number = _org_number(typed, country=country)
        return FirmFacts(name=name, country=number.country, number=number, nace=row.text("nace"))
    if not name:
        raise RefusedError(_("Say which firm it belongs to, by name (firm) or organisation number (org_number)."))
    if not country:
        raise RefusedError(_("country: say where the firm is, SE or NO."))
    return FirmFacts(name=name, country=country, nace=row.text("nace"))


def _own_firm(row: Row, firm: Firm) -> Firm:
    """Return the firm whose file it is. Raise RefusedError for a row that names another."""
    name, typed = row.text("firm"), row.text("org_number")
    others = bool(name) and name.casefold().split() != firm.name.casefold().split()
    if typed and firm.org_number:
        others = "".join(filter(str.isdigit, typed)) != firm.org_number
    if others:
        sentence = _(
            "It belongs to “%(other)s”, and this is %(firm)s's file. Import it for that firm, or clear the cell."
        )
        raise RefusedError(sentence % {"other": name or typed, "firm": firm})
    return firm


def _org_number(typed: str, *, country: str) -> OrgNumber:
    """Return the number, of either country: firms have sites on the other side of the border."""
    countries = sorted(Country.values, key=lambda each: each != (country or Country.SWEDEN))
    refusals = []
    for each in countries:
        try:
            return read_org_number(typed, country=each)
        except OrgNumberError as refusal:
            refusals.append(refusal)
    raise refusals[0]


def _check(row: Row, site_problems: Problems, listing: Listing, site: Site | None, left_out: Problems) -> Checked:
    """Return the facts of a row as the listing's form reads them; what cannot be read is left out, and told.

    Raises ValidationError where the form refuses the title: without one nothing can be kept.
    """
    cells = Cells(row)
    typed = cells.typed()
    beside_form = {"resource": cells.resource(), "language": cells.language, "use": typed["use"]}
    properties = cells.properties()
    problems = {**site_problems, **cells.problems, **left_out}
    while not (form := _form(typed, listing=listing, without=problems)).is_valid():
        wrong = _sentences(form)
        if wrong.keys() & {"title", NON_FIELD_ERRORS, *problems}:
            raise forms.ValidationError(wrong)
        problems = {**problems, **wrong}
    facts = {
        **beside_form,
        "site": site,
        **form.cleaned_data,
        **dict.fromkeys(left_out.keys() & {"use", "language"}, ""),
    }
    if "site" in left_out:
        facts["site"] = None
    return Checked(facts=facts, properties=properties, problems=problems)


def _form(typed: Mapping[str, object], *, listing: Listing, without: Problems) -> ListingForm:
    usual = {"rhythm": Listing.Rhythm.YEAR, "visibility": Listing.Visibility.BLIND}
    # A price without its currency says nothing.
    out = {*without, "price"} if "currency" in without else {*without}
    data = {name: value for name, value in typed.items() if name not in out}
    return row_form({**usual, **data}, listing=listing)


def _sentences(form: ListingForm) -> dict[str, list[str]]:
    return {name: [str(sentence) for sentence in sentences] for name, sentences in form.errors.items()}
