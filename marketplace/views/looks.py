"""Note which hidden firms a coordinator has been shown, whatever page or answer of the API showed them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from marketplace.actions.looks import note_looks
from marketplace.queries.opened import opened_firms


class LooksMiddleware:
    """Every name goes through `listing_card` or `firm_page`, which say so; here it is written down, per answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with opened_firms() as firms:
            answer = self.get_response(request)
        if firms and request.user.is_authenticated:
            note_looks(firms, by=request.user, now=timezone.now())
        return answer
