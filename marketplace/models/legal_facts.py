"""What the law asks about an offer, a need or a firm, as people have said it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.models.firms import Firm
from marketplace.models.listings import Listing


class LegalFact(models.Model):
    """One fact that somebody said or confirmed, with who and when. A newer row replaces an older one.

    Of a listing: `code` is a field of matching.compliance.Facts, `value` as a file of cases has it
    (matching.compliance.cases). Of a firm: `code` is a `firm_code` of wording.law_questions, asked once and counting
    for all its listings that have not said otherwise.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="legal_facts")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, null=True, blank=True, related_name="legal_facts")
    code = models.CharField(_("fact"), max_length=40)
    value = models.CharField(_("value"), max_length=200)
    evidence = models.CharField(_("what shows it"), max_length=300, blank=True)  # of criteria: which paper, kept where
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    said_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "code"], condition=Q(replaced_at__isnull=True), name="legal_fact_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["firm", "code"], condition=Q(replaced_at__isnull=True), name="legal_fact_of_firm_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(listing__isnull=True, firm__isnull=False) | Q(listing__isnull=False, firm__isnull=True),
                name="legal_fact_of_a_listing_or_a_firm",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="legal_fact_says_something"),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True) | Q(replaced_at__gte=models.F("said_at")),
                name="legal_fact_replaced_after_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value}"
