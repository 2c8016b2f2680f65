"""What every page's frame shows."""

from django.conf import settings
from django.http import HttpRequest

from marketplace.models import Firm
from marketplace.permissions import is_coordinator
from marketplace.queries.maps import base_map
from marketplace.queries.notices import unread_count


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the frame's context: who is here, and what waits for them."""
    user = getattr(request, "user", None)
    # The map is a function: only pages that show one call it.
    frame: dict[str, object] = {"demo": settings.DEMO, "debug": settings.DEBUG, "base_map": base_map}
    if user is not None and user.is_authenticated:
        frame |= {
            "user_name": str(user),
            "is_coordinator": is_coordinator(user),
            "firms": list(Firm.objects.filter(membership__user=user).order_by("name").values_list("pk", "name")),
            "notice_count": unread_count(user),
        }
    return {"shell": frame}
