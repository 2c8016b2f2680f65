"""How often one caller may ask: by address where nobody is logged in, else by user."""

from django.core.cache import caches
from django.utils.connection import ConnectionProxy
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

# Where the cache is a table of the database, counting there would make every read of the API a write.
_RATES = ConnectionProxy(caches, "rates")


class AnonymousRate(AnonRateThrottle):
    """The rate of an address; counts in each process by itself unless Redis is there to count in."""

    cache = _RATES


class UserRate(UserRateThrottle):
    """The rate of a user. Whoever is not logged in is counted by address already."""

    cache = _RATES

    def get_cache_key(self, request: Request, view: object) -> str | None:
        return super().get_cache_key(request, view) if request.user.is_authenticated else None
