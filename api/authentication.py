"""Who is asking."""

from drf_spectacular.authentication import SessionScheme
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SessionLogin(SessionAuthentication):
    """The login of the web pages."""

    def authenticate_header(self, request: Request) -> str:
        """Name a scheme, so that who is not logged in gets 401 (log in), not 403 (you may not)."""
        return "Session"


class SessionLoginScheme(SessionScheme):
    """The same in the schema."""

    target_class = "api.authentication.SessionLogin"
