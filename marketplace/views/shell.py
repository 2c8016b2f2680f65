"""What every page's frame shows."""

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the frame's context: who is here, and what waits."""
    return {"shell": {"demo": settings.DEMO}}
