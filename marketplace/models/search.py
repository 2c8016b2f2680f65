"""The words by which listings are found."""

from django.db import models

from marketplace.models.listings import Listing


class SearchTerm(models.Model):
    """One word, or one stable code behind a mark, that leads to one listing.

    What marks there are: `queries.search_terms`.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="search_terms")
    term = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField()  # 1 to 10
    is_public = models.BooleanField()  # False: leads there only those to whom the listing is open

    class Meta:
        indexes = [
            models.Index(fields=["term", "is_public", "listing", "weight"], name="search_term_leads_to"),
        ]
        constraints = [models.UniqueConstraint(fields=["listing", "term"], name="search_term_once")]

    def __str__(self) -> str:
        return self.term
