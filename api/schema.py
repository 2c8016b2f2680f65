"""The API described: for programs as OpenAPI, for people as a page."""

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.docs import api_docs
from api.reading import OnlyReads, answers_with_etag, origin


@answers_with_etag
class SchemaView(OnlyReads, SpectacularAPIView):
    """The OpenAPI schema."""


class DocsView(OnlyReads):
    """The same to read, as a page of the site."""

    renderer_classes = [TemplateHTMLRenderer]
    metadata_class = None  # its answers are made from a template, and OPTIONS has none

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response({"docs": api_docs(), "base": origin(request)}, template_name="api/docs.html")
