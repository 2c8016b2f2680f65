"""Files around imports: templates to fill in, and rejected rows with their reasons."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.documents.tables import CONTENT_TYPES, csv_file, xlsx_file
from marketplace.queries.import_tables import example_rows, rejected_rows, template_rows
from marketplace.queries.imports import visible_imports


@login_required
@require_safe
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """Give an empty table to fill in; as a workbook, with a second sheet of examples."""
    language = request.GET.get("language", translation.get_language())
    if language not in dict(settings.LANGUAGES) or kind not in ("csv", "xlsx"):
        raise Http404
    with translation.override(language):
        if kind == "csv":
            return attachment(csv_file(template_rows()), kind=kind, name=_("materialtorget-template"))
        sheets = {_("Listings"): template_rows(), _("Examples"): example_rows()}
        return attachment(xlsx_file(sheets), kind=kind, name=_("materialtorget-template"))


@login_required
@require_safe
def import_rejected(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the rows that were rejected, as they came, each with its reason, to correct and upload again."""
    staged = get_object_or_404(visible_imports(request.user), pk=pk)
    if kind not in ("csv", "xlsx"):
        raise Http404
    rows = rejected_rows(staged)
    content = csv_file(rows) if kind == "csv" else xlsx_file({_("Rejected rows"): rows})
    return attachment(content, kind=kind, name=f"{staged.file_name.rpartition('.')[0] or 'import'}.rejected")


def attachment(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """Return a file to save."""
    headers = {"Content-Type": CONTENT_TYPES[kind], "X-Content-Type-Options": "nosniff"}
    answer = HttpResponse(content, headers=headers)
    plain = "".join(mark if mark.isalnum() or mark in "-_." else "-" for mark in name)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{plain}.{kind}")
    return answer
