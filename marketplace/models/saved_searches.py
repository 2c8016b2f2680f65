"""Searches that somebody has saved, to be told of what comes new."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.models.listings import Listing

MOST_SEARCHES = 30  # of one person


class SavedSearch(models.Model):
    """What one person looks for, as the parameters of a search's address, and how often they want to hear of it."""

    class Frequency(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day")
        WEEKLY = "weekly", _("once a week")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    query = models.CharField(max_length=3000, blank=True)  # of queries.searches.Search.to_query; empty: everything
    name = models.CharField(_("name"), max_length=120)
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency.choices, default=Frequency.DAILY)
    saved_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # when its owner was last told of something

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [models.UniqueConstraint(fields=["owner", "query"], name="saved_search_once_per_person")]

    def __str__(self) -> str:
        return self.name


class Find(models.Model):
    """One listing that a saved search has found, once for ever."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="finds")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="finds")
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # when its owner was told, by this search or another

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "listing"], name="find_once_per_search")]
        indexes = [
            models.Index(fields=["search"], condition=models.Q(told_at__isnull=True), name="find_not_told"),
        ]

    def __str__(self) -> str:
        return f"{self.search_id} → {self.listing_id}"


class ToldListing(models.Model):
    """A listing that a person has been told of: once, whichever of their searches find it, and wherever those go."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="told_listings")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="told_people")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "listing"], name="told_listing_once_per_person")]
        indexes = [models.Index(fields=["person", "-told_at"], name="told_listing_newest")]

    def __str__(self) -> str:
        return f"{self.listing_id} → {self.person_id}"
