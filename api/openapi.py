"""How the schema describes an operation; apart from its view, because REST framework loads it before any view."""

from drf_spectacular.utils import OpenApiExample
from drf_standardized_errors import openapi


class AutoSchema(openapi.AutoSchema):
    """Describes the errors of every operation; without examples, which are in another shape than ours."""

    def _get_error_response_examples(self) -> list[OpenApiExample]:
        return []
