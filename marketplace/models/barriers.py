"""What stands in the way of a symbiosis, and who could remove it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError


class BarrierCode(models.TextChoices):
    LAW = "law", _("law")
    PRICE = "price", _("price")
    QUALITY = "quality", _("quality")
    VOLUME = "volume", _("volume")
    TRUST = "trust", _("trust")
    TRANSPORT = "transport", _("transport")
    BORDER = "border", _("border")
    TIMING = "timing", _("timing")
    TECHNOLOGY = "technology", _("technology")
    OTHER = "other", _("other")


class Barrier(models.Model):
    """One thing that stands in the way of one symbiosis, or stood there."""

    class State(models.TextChoices):
        OPEN = "open", _("in the way")
        REMOVED = "removed", _("removed")

    NEXT_STATES = {State.OPEN: {State.REMOVED}, State.REMOVED: {State.OPEN}}

    symbiosis = models.ForeignKey("Symbiosis", on_delete=models.CASCADE, related_name="barriers")
    code = models.CharField(_("what stands in the way"), max_length=12, choices=BarrierCode.choices)
    note = models.CharField(_("in what way"), max_length=500, blank=True)
    remover = models.CharField(_("who could remove it"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("barrier")
        verbose_name_plural = _("barriers")
        constraints = [
            models.UniqueConstraint(
                fields=["symbiosis", "code"],
                condition=Q(state="open"),
                name="barrier_open_once_per_code",
                violation_error_message=_("This barrier is noted already."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", removed_at__isnull=True) | Q(state="removed", removed_at__isnull=False),
                name="barrier_removed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def move_to(self, state: "Barrier.State") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if state not in self.NEXT_STATES[self.State(self.state)]:
            raise WrongStateError(
                _("This barrier is “%(now)s” already. Reload to see since when.") % {"now": self.get_state_display()}
            )
        self.state = state
