"""What a firm owns as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.documents.tables import csv_file, json_file, xlsx_file
from marketplace.queries.exports import export_law_answers, export_rows, export_sites, firm_listings
from marketplace.queries.firms import inside_firms
from marketplace.views.import_files import attachment


@login_required
@require_safe
def firm_export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give everything a firm has and needs, in the columns that an import reads, its sites and its answers behind.

    A CSV file holds one table: the listings, or the `part` that is asked for.
    """
    firm = get_object_or_404(inside_firms(request.user), pk=pk)
    listings = list(firm_listings(request.user, firm))
    tables = {
        "listings": export_rows(listings, absolute=request.build_absolute_uri),
        "sites": export_sites(firm),
        "law_answers": export_law_answers(firm, listings),
    }
    names = {
        "listings": (_("Listings"), _("materialtorget-listings")),
        "sites": (_("Sites"), _("materialtorget-sites")),
        "law_answers": (_("Answers about the law"), _("materialtorget-answers")),
    }
    part = request.GET.get("part", "listings")
    if part not in tables or kind not in ("csv", "xlsx", "json"):
        raise Http404
    if kind == "csv":
        return attachment(csv_file(tables[part]), kind=kind, name=names[part][1])
    if kind == "xlsx":
        content = xlsx_file({names[table][0]: rows for table, rows in tables.items()})
    else:
        content = json_file(tables)
    return attachment(content, kind=kind, name=names["listings"][1])
