"""What pages for everybody do beside answering: speak the language of their address, answer 304 where nothing changed.

The site keeps one address for all languages and chooses by cookie and browser. A search engine has neither, so these
pages take `?lang=` as well: each language has an address of its own, which the page names as canonical.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

View = Callable[..., HttpResponse]
_LANGUAGE = "lang"
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')  # another in every answer, and as good as the last


def for_everybody(view: View) -> View:
    """Answer in the language of the address, and to who is not logged in with an ETag."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        asked = request.GET.get(_LANGUAGE, "")
        with translation.override(asked if asked in dict(settings.LANGUAGES) else _now()):
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = _now()
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        patch_cache_control(response, private=True, no_cache=True)
        return response if request.user.is_authenticated else _only_if_changed(request, response)

    return answer


def _now() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def _only_if_changed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer, or 304 to who has it: what the page says is compared, not the token of its forms."""
    if response.status_code != 200:
        return response
    content = _TOKEN.sub(b"", response.content)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def addresses(request: HttpRequest) -> dict[str, object]:
    """Return the addresses of this page that its head names: its own, and that of each language."""
    here = request.build_absolute_uri(request.path)
    return {
        "canonical": in_language(here, _now()),
        "alternates": [(code, in_language(here, code)) for code, _name in settings.LANGUAGES],
        "default": here,
    }


def in_language(address: str, code: str) -> str:
    """Return the address of a page in one language."""
    return f"{address}?{urlencode({_LANGUAGE: code})}"
