"""Every error as `{code, detail, fields}`."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import VALIDATION_ERROR, Error, ErrorResponse
from rest_framework import exceptions, serializers
from rest_framework.settings import api_settings

ROOT = "/api/"


class ErrorOut(serializers.Serializer):
    """What went wrong: a stable code, a sentence in the reader's language, and what is wrong with which parameter."""

    code = serializers.CharField()
    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class ErrorFormatter(ExceptionFormatter):
    """Puts what REST framework raises into our shape."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, object]:
        errors = error_response.errors
        if error_response.type != VALIDATION_ERROR:
            return {"code": errors[0].code, "detail": errors[0].detail, "fields": {}}
        about_all = [error.detail for error in errors if not _names_field(error)]
        fields: dict[str, list[str]] = {}
        for error in errors:
            if _names_field(error):
                fields.setdefault(error.attr, []).append(error.detail)
        detail = " ".join(about_all) or _("Some values cannot be used: see “fields”.")
        return {"code": "invalid", "detail": detail, "fields": fields}


def _names_field(error: Error) -> bool:
    return error.attr not in (None, api_settings.NON_FIELD_ERRORS_KEY)


class ErrorHandler(ExceptionHandler):
    """Answers 400 to what Django takes for an attack, such as thousands of parameters."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, SuspiciousOperation):
            return exceptions.ParseError()
        return super().convert_known_exceptions(exc)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer JSON below the API's root, the site's page elsewhere."""
    if not request.path.startswith(ROOT):
        return defaults.page_not_found(request, exception)
    return JsonResponse(
        {"code": "not_found", "detail": _("There is nothing at this address."), "fields": {}}, status=404
    )
