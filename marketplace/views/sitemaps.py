"""What search engines may read, and where it all stands."""

from dataclasses import dataclass
from functools import lru_cache

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.known_rows import case_url, material_url, use_url
from marketplace.views.public_pages import in_language

# Nothing here is for search engines: accounts, what people do, and links that are secrets of who has them.
_NOT_READ = ("/accounts/", "/account/", "/admin/", "/answer/", "/said/", "/join/", "/calendar/", "/dev/", "/api/v1/")
_SITES_KEPT = 4  # by host, with the tables in force


class _Pages(Sitemap):
    """Pages that speak the language of their address, each in all languages."""

    i18n = alternates = True
    limit = 10_000

    def location(self, item: str) -> str:
        return in_language(item, get_language() or "")


class KnowledgePages(_Pages):
    """Materials, uses and cases."""

    def items(self) -> list[str]:
        known = current_knowledge()
        return [
            *(reverse(name) for name in ("material-list", "use-list", "case-list")),
            *map(material_url, known.materials),
            *map(use_url, known.uses),
            *map(case_url, known.cases),
        ]


class FirstPages(Sitemap):
    """What the market is, and what is on it."""

    def items(self) -> list[str]:
        return ["home", "offer-list", "need-list", "market-map", "about"]

    def location(self, item: str) -> str:
        return reverse(item)


@dataclass(frozen=True, slots=True)
class _Site:
    """What a site map asks of the site that it is of."""

    domain: str


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    addresses = _site_map(request.scheme or "", request.get_host(), current_knowledge().version)
    return HttpResponse(addresses, content_type="application/xml", headers={"X-Robots-Tag": "noindex"})


@lru_cache(maxsize=_SITES_KEPT)
def _site_map(scheme: str, host: str, _tables: object) -> str:
    pages = FirstPages(), KnowledgePages()
    addresses = [each for some in pages for each in some.get_urls(site=_Site(host), protocol=scheme)]
    return render_to_string("sitemap.xml", {"urlset": addresses})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_READ), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
