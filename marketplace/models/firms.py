"""Firms, their sites and members, and who asks to become one."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError


class Country(models.TextChoices):
    SWEDEN = "SE", _("Sweden")
    NORWAY = "NO", _("Norway")


class Firm(models.Model):
    """An organisation that posts or searches."""

    class Size(models.TextChoices):
        """Full-time equivalents, in the bands of the EU's definition of small and medium-sized firms."""

        UNKNOWN = "", _("not said")
        MICRO = "micro", _("1–9 people")
        SMALL = "small", _("10–49 people")
        MEDIUM = "medium", _("50–249 people")
        LARGE = "large", _("250 people or more")

    class Check(models.TextChoices):
        """What a coordinator did to verify a firm."""

        REGISTER = "register", _("found it in the public register of firms")
        CALLED = "called", _("called a number from the register or from its own site")
        VISITED = "visited", _("visited it")
        KNOWN = "known", _("knows it and its people")

    name = models.CharField(_("name"), max_length=160)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    # Empty for a sole trader, whose number is a person's: only its keyed hash is kept (actions.firms).
    org_number = models.CharField(_("organisation number"), max_length=20, blank=True)
    org_number_hash = models.CharField(max_length=64, blank=True, editable=False)
    nace = models.CharField(_("industry"), max_length=7, blank=True)  # NACE Rev. 2, e.g. 16 or 16.10
    size = models.CharField(_("size"), max_length=10, choices=Size.choices, blank=True)
    is_host = models.BooleanField(_("host firm"), default=False)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="verified_firms"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verification_checks = models.JSONField(default=list, blank=True, editable=False)  # codes of Check
    hidden_at = models.DateTimeField(null=True, blank=True)  # by a coordinator, after a report
    match_seen_at = models.DateTimeField(null=True, blank=True)  # when its people first looked at a match
    checklist_closed_at = models.DateTimeField(null=True, blank=True)  # when they put the list of first steps away
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("firm")
        verbose_name_plural = _("firms")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "org_number"],
                condition=~Q(org_number=""),
                name="firm_org_number_once_per_country",
                violation_error_message=_("A firm with this organisation number is already here."),
            ),
            models.UniqueConstraint(
                fields=["country", "org_number_hash"],
                condition=~Q(org_number_hash=""),
                name="firm_org_number_hash_once_per_country",
                violation_error_message=_("A firm with this organisation number is already here."),
            ),
            models.CheckConstraint(
                condition=Q(org_number="") | Q(org_number_hash=""),
                name="firm_org_number_open_or_hashed",
                violation_error_message=_("A sole trader's number is never kept in the open."),
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="firm_verification_names_person_and_time",
                violation_error_message=_("A verified firm names who verified it, and when."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @property
    def is_sole_trader(self) -> bool:
        return bool(self.org_number_hash)


class Site(models.Model):
    """Where a firm has or needs things."""

    class Precision(models.TextChoices):
        PIN = "pin", _("exact point")
        POSTCODE = "postcode", _("postcode")
        PLACE = "place", _("locality")
        MUNICIPALITY = "municipality", _("municipality")

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(_("name"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    municipality = models.CharField(_("municipality"), max_length=10)  # code of geo.places
    locality = models.CharField(_("locality"), max_length=120, blank=True)
    latitude = models.FloatField(validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(validators=[MinValueValidator(-180), MaxValueValidator(180)])
    location_precision = models.CharField(max_length=12, choices=Precision.choices, default=Precision.MUNICIPALITY)
    loading_notes = models.CharField(_("loading"), max_length=300, blank=True)  # ramp, crane, opening hours

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        indexes = [models.Index(fields=["latitude", "longitude"], name="site_point")]

    def __str__(self) -> str:
        return self.name or self.locality or self.municipality


class Membership(models.Model):
    """A person who acts for a firm."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        MEMBER = "member", _("member")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "firm"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} – {self.firm}"


class Invitation(models.Model):
    """A colleague asked by e-mail to join a firm."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    invited_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="accepted_invitations"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
                violation_error_message=_("This colleague has an open invitation."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
                violation_error_message=_("An invitation is either accepted or withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return self.email


class Claim(models.Model):
    """A person who says that an existing firm is theirs."""

    class State(models.TextChoices):
        ASKED = "asked", _("waiting for an answer")
        GRANTED = "granted", _("granted")
        DENIED = "denied", _("denied")

    NEXT_STATES = {State.ASKED: {State.GRANTED, State.DENIED}, State.GRANTED: set(), State.DENIED: set()}

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="answered_claims"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["firm", "user"], condition=Q(state="asked"), name="claim_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.firm}"

    def move_to(self, state: "Claim.State") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if state not in self.NEXT_STATES[self.State(self.state)]:
            raise WrongStateError(_("This request has been answered already. Reload to see how."))
        self.state = state


class FirmBlock(models.Model):
    """A firm that another firm never wants to be matched with.

    It is typed by name and kept whether or not such a firm is here: else anybody could find out who is.
    `blocked` is filled in once a firm of that name is (actions.blocks).
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="blocks")
    name = models.CharField(_("name"), max_length=160)  # as typed
    blocked = models.ForeignKey(Firm, on_delete=models.CASCADE, null=True, blank=True, related_name="blocked_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["firm", "blocked"], name="firm_block_once"),
            models.UniqueConstraint(
                fields=["firm", "name"], condition=Q(blocked__isnull=True), name="firm_block_once_per_name"
            ),
            models.CheckConstraint(condition=~Q(firm=models.F("blocked")), name="firm_block_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.firm} ⊘ {self.name}"
