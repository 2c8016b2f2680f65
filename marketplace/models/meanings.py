"""What a language model made of a listing's text, where the second signal of texts is switched on."""

from django.db import models

from marketplace.models.listings import Listing


class Meaning(models.Model):
    """The vector of one listing's text, made by the process that keeps the market's index, for all to judge by."""

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, primary_key=True, related_name="meaning")
    text_digest = models.CharField(max_length=64)  # of which text: of any other it says nothing
    model = models.CharField(max_length=80)
    vector = models.BinaryField()  # packed by matching.meaning; empty for a text without words

    def __str__(self) -> str:
        return f"{self.listing_id} ({self.model})"
