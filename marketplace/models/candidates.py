"""The best counterparts of each listing, as the market's index found them."""

from django.db import models

from marketplace.models.listings import Listing


class CandidateList(models.Model):
    """One list of one listing, for pages to read instead of searching the market. Apart from what anybody decided.

    It says who, not how well: a page judges these few anew, on what its reader may see at that moment.
    """

    class View(models.TextChoices):
        SHOWN = "shown"  # both listings as everybody may know them
        OWN = "own"  # the listing as its firm knows it, the others as everybody may

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="candidate_lists")
    view = models.CharField(max_length=5, choices=View.choices)
    counterparts = models.JSONField(default=list)  # primary keys of listings, the best first
    as_of = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "view"], name="candidate_list_once_per_view")]

    def __str__(self) -> str:
        return f"{self.listing_id} ({self.view})"


class IndexOwner(models.Model):
    """Which process keeps the market's index: the only one that writes lists. One row at most."""

    token = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="index_has_one_owner")]

    def __str__(self) -> str:
        return str(self.token)
