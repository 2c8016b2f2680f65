"""The API described: for programs as OpenAPI, for people as a page."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api.reading import OnlyReads, answers_with_etag


@answers_with_etag
class SchemaView(OnlyReads, SpectacularAPIView):
    """The OpenAPI schema."""


class DocsView(OnlyReads, SpectacularSwaggerSplitView):
    """The same to read and to try; its script lies apart, because the site allows none inside a page."""

    url_name = "api:schema"
    metadata_class = None  # its answers are made from a template, and OPTIONS has none
