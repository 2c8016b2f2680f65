"""A search that somebody in the demo has saved."""

from datetime import datetime

from marketplace.actions.saved_searches import save_search
from marketplace.demo_people import FARM
from marketplace.models import SavedSearch, User


def save_searches(*, now: datetime) -> None:
    """Let the farm look for bedding. Safe to repeat, and kept as the person has changed it since."""
    farmer = User.objects.get(email=FARM.email)
    query = "side=offer&use=bedding"
    if not farmer.saved_searches.filter(query=query).exists():
        save_search(SavedSearch(query=query, name="Strø til sau", frequency="weekly"), by=farmer, now=now)
