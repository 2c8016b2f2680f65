"""A firm's listings as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.documents.tables import csv_file, json_file, xlsx_file
from marketplace.queries.exports import export_rows, firm_listings
from marketplace.queries.firms import inside_firms
from marketplace.views.import_files import attachment


@login_required
@require_safe
def firm_export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give everything a firm has and needs, in the columns that an import reads, with links to photos and files."""
    firm = get_object_or_404(inside_firms(request.user), pk=pk)
    rows = list(export_rows(firm_listings(request.user, firm), absolute=request.build_absolute_uri))
    if kind == "csv":
        content = csv_file(rows)
    elif kind == "xlsx":
        content = xlsx_file({_("Listings"): rows})
    elif kind == "json":
        content = json_file(rows)
    else:
        raise Http404
    return attachment(content, kind=kind, name=_("materialtorget-listings"))
