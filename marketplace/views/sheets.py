"""Synergy sheets: one page to print or hand over, and the same as PDF."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.documents.sheets import sheet_pdf
from marketplace.queries.sheets import SynergySheet, suggestion_sheet, symbiosis_sheet
from marketplace.queries.suggestions import visible_suggestions
from marketplace.queries.symbioses import visible_symbioses
from marketplace.wording.sheets import sheet_words


def _suggestion(request: HttpRequest, pk: int) -> SynergySheet:
    suggestion = get_object_or_404(visible_suggestions(request.user), pk=pk)
    return suggestion_sheet(suggestion, viewer=request.user, blind=_is_blind(request), as_of=timezone.localdate())


def _symbiosis(request: HttpRequest, pk: int) -> SynergySheet:
    symbiosis = get_object_or_404(visible_symbioses(request.user), pk=pk)
    return symbiosis_sheet(symbiosis, viewer=request.user, blind=_is_blind(request), as_of=timezone.localdate())


_MAKERS = {"suggestions": _suggestion, "symbioses": _symbiosis}


@login_required
@never_cache
@require_safe
def synergy_sheet(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show a sheet, in the language that is asked for: the firm's may be another than the coordinator's."""
    chosen = _language(request)
    with translation.override(chosen):
        context = {
            "sheet": _MAKERS[kind](request, pk),
            "words": sheet_words(),
            "kind": kind,
            "pk": pk,
            "chosen": chosen,
            "languages": [(code, str(name)) for code, name in settings.LANGUAGES],
            "blind": _is_blind(request),
        }
        return render(request, "sheets/sheet.html", context)


@login_required
@never_cache
@require_safe
def synergy_sheet_pdf(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Send the same as a tagged PDF."""
    with translation.override(_language(request)):
        sheet = _MAKERS[kind](request, pk)
        response = HttpResponse(sheet_pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="materialtorget-{kind}-{pk}.pdf"'
    return response


def _is_blind(request: HttpRequest) -> bool:
    return request.GET.get("blind") == "1"


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("in", "")
    return asked if asked in dict(settings.LANGUAGES) else request.LANGUAGE_CODE
