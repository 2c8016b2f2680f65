"""Offers and needs: equals in one table."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError
from marketplace.models.firms import Firm, Site
from matching.amounts import kg_of_one
from matching.records import Dimension
from matching.records import Resource as MatchingResource


class Currency(models.TextChoices):
    SEK = "SEK", _("SEK")
    NOK = "NOK", _("NOK")
    EUR = "EUR", _("EUR")


class Listing(models.Model):
    """Something a firm has (offer) or could use (need)."""

    class Side(models.TextChoices):
        OFFER = "offer", _("offer")
        NEED = "need", _("need")

    class Resource(models.TextChoices):
        MATERIAL = "material", _("material")
        ENERGY = "energy", _("energy")
        HEAT = "heat", _("heat")
        COLD = "cold", _("cold")
        WATER = "water", _("water")
        GAS = "gas", _("gas")
        EQUIPMENT = "equipment", _("equipment")
        STORAGE = "storage", _("storage")
        PREMISES = "premises", _("premises")
        TRANSPORT = "transport", _("transport")
        PURCHASING = "purchasing", _("purchasing")
        COMPETENCE = "competence", _("competence")

    class Rhythm(models.TextChoices):
        ONCE = "once", _("once")
        DAY = "day", _("a day")
        WEEK = "week", _("a week")
        MONTH = "month", _("a month")
        YEAR = "year", _("a year")

    class Visibility(models.TextChoices):
        BLIND = "blind", _("hidden until we both agree")
        OPEN = "open", _("open to everyone")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        PAUSED = "paused", _("paused")
        FULFILLED = "fulfilled", _("fulfilled")
        EXPIRED = "expired", _("expired")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class ShownHazard(models.TextChoices):
        YES = "yes", _("hazardous waste")
        NO = "no", _("no hazardous waste")

    class ShownPrice(models.TextChoices):
        COST = "cost", _("the receiver pays")
        FREE = "free", _("free of charge")
        PAID = "paid", _("the receiver is paid")

    # The whole life of a listing: a step that is not listed is refused.
    NEXT_STATES = {
        State.DRAFT: {State.PUBLISHED, State.WITHDRAWN},
        State.PUBLISHED: {State.PAUSED, State.FULFILLED, State.EXPIRED, State.WITHDRAWN},
        State.PAUSED: {State.PUBLISHED, State.FULFILLED, State.EXPIRED, State.WITHDRAWN},
        State.EXPIRED: {State.PUBLISHED, State.WITHDRAWN},
        State.FULFILLED: set(),
        State.WITHDRAWN: set(),
    }
    OPEN_STATES = (State.PUBLISHED, State.PAUSED)

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="listings", verbose_name=_("firm"))
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="listings", null=True, blank=True, verbose_name=_("site")
    )
    side = models.CharField(_("side"), max_length=5, choices=Side.choices)
    resource = models.CharField(_("resource"), max_length=12, choices=Resource.choices, default=Resource.MATERIAL)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    visibility = models.CharField(
        _("who may see the firm"), max_length=6, choices=Visibility.choices, default=Visibility.BLIND
    )
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    quality_notes = models.TextField(_("quality"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)  # sv, nb, nn, en; empty: not known
    material = models.CharField(_("material"), max_length=60, blank=True)  # code of the knowledge tables
    waste_code = models.CharField(_("waste code"), max_length=6, blank=True)
    use = models.CharField(_("use"), max_length=60, blank=True)
    abp_category = models.PositiveSmallIntegerField(
        _("animal by-product category"), null=True, blank=True, choices=[(1, "1"), (2, "2"), (3, "3")]
    )

    # The amount as typed …
    amount = models.DecimalField(_("amount"), max_digits=15, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=8, blank=True)
    rhythm = models.CharField(_("rhythm"), max_length=6, choices=Rhythm.choices, default=Rhythm.YEAR)
    months = models.JSONField(_("months"), default=list, blank=True)  # 1–12; empty: all year
    kg_each = models.DecimalField(_("kilograms each"), max_digits=10, decimal_places=3, null=True, blank=True)
    # … and as normalised (matching.amounts): in the resource's base unit, a year's worth or all of it when once.
    quantity = models.FloatField(null=True, blank=True, editable=False)
    month_shares = models.JSONField(default=list, blank=True, editable=False)

    available_from = models.DateField(_("available from"), null=True, blank=True)
    available_until = models.DateField(_("available until"), null=True, blank=True)
    shelf_life_days = models.PositiveIntegerField(_("shelf life in days"), null=True, blank=True)
    smallest_lot = models.DecimalField(_("smallest lot"), max_digits=15, decimal_places=3, null=True, blank=True)
    largest_lot = models.DecimalField(_("largest lot"), max_digits=15, decimal_places=3, null=True, blank=True)
    # Positive: the receiver pays. Zero and negative are normal.
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, blank=True)
    disposal_route = models.CharField(_("where it goes today"), max_length=120, blank=True)
    disposal_cost = models.DecimalField(_("cost of that today"), max_digits=12, decimal_places=2, null=True, blank=True)
    max_km = models.PositiveIntegerField(_("furthest distance"), null=True, blank=True)

    version = models.PositiveIntegerField(default=1, editable=False)
    # False: a coordinator wrote it after a call, and the firm has not confirmed it yet (models.statements).
    is_confirmed = models.BooleanField(default=True, editable=False)
    shown_area = models.CharField(max_length=20, blank=True, editable=False)  # municipality, or half of a county
    # Further coarse values to filter and order by (queries.coarse_facts), of what the area is not enough for.
    shown_months = models.PositiveSmallIntegerField(default=0, editable=False)  # bit n – 1 for month n
    shown_band = models.SmallIntegerField(null=True, blank=True, editable=False)  # of mass: 3 for a tonne, 4 for ten
    shown_hazard = models.CharField(max_length=3, choices=ShownHazard.choices, blank=True, editable=False)
    shown_price = models.CharField(max_length=4, choices=ShownPrice.choices, blank=True, editable=False)
    shown_until = models.DateField(null=True, blank=True, editable=False)
    indexed_by = models.CharField(max_length=24, blank=True, editable=False)  # version of tables and code
    external_id = models.CharField(max_length=60, blank=True, editable=False)  # the row's id in an imported file
    # What that row said when it was last read: the same row again changes nothing, whatever people did since.
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)  # last said to be still true
    questioned_at = models.DateTimeField(null=True, blank=True, editable=False)  # last asked whether still true

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        indexes = [
            models.Index(fields=["state", "side", "-published_at"], name="listing_browse"),
            models.Index(fields=["state", "-published_at", "id"], name="listing_newest"),
            # All that the filters of a search count by: nothing else of a row is read for it.
            models.Index(
                fields=[
                    *["state", "side", "material", "use", "shown_area", "shown_months", "shown_band"],
                    *["shown_price", "shown_hazard", "resource", "firm"],
                ],
                name="listing_filters",
            ),
            # The newest of a material and of a use, and how many there are: found here alone.
            models.Index(
                fields=["state", "side", "material", "-published_at", "id", "firm"], name="listing_newest_of_material"
            ),
            models.Index(fields=["state", "side", "use", "-published_at", "id", "firm"], name="listing_newest_of_use"),
            # What the map counts, in the order in which it groups it.
            models.Index(fields=["state", "shown_area", "side", "material", "resource", "firm"], name="listing_areas"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | (~Q(title="") & ~Q(material="") & Q(amount__isnull=False, site__isnull=False) & ~Q(unit="")),
                name="listing_published_says_what_how_much_where",
                violation_error_message=_("A published listing has a title, a material, an amount and a site."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="listing_amount_is_positive",
                violation_error_message=_("The amount must be more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(available_until__isnull=True)
                | Q(available_from__isnull=True)
                | Q(available_until__gte=models.F("available_from")),
                name="listing_window_ends_after_start",
                violation_error_message=_("The last day comes before the first. Swap them, or leave one empty."),
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | ~Q(currency=""),
                name="listing_price_names_currency",
                violation_error_message=_("Say which currency the price is in."),
            ),
            models.CheckConstraint(
                condition=Q(smallest_lot__isnull=True)
                | Q(largest_lot__isnull=True)
                | Q(largest_lot__gte=models.F("smallest_lot")),
                name="listing_lots_in_order",
                violation_error_message=_("The largest lot is smaller than the smallest. Swap them."),
            ),
            models.UniqueConstraint(
                fields=["firm", "external_id"], condition=~Q(external_id=""), name="listing_external_id_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def dimension(self) -> Dimension:
        return MatchingResource(self.resource).dimension

    @property
    def quantity_kg(self) -> float | None:
        """Kilograms, for what is counted in mass; None for the rest."""
        return self.quantity if self.dimension == Dimension.MASS else None

    def kg_of_one(self, *, usual: float | None) -> float | None:
        """Return what one piece or load weighs. usual: a piece of its material."""
        return kg_of_one(self.unit, told=float(self.kg_each) if self.kg_each else None, usual=usual)

    def move_to(self, state: "Listing.State") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if state not in self.NEXT_STATES[self.State(self.state)]:
            raise WrongStateError(
                _("This listing is “%(now)s” and cannot become “%(next)s”. Reload to see why.")
                % {"now": self.get_state_display(), "next": state.label}
            )
        self.state = state


class PropertyValue(models.Model):
    """A quality of an offer, or the range that a need accepts."""

    class Basis(models.TextChoices):
        STATED = "stated", _("stated")
        MEASURED = "measured", _("measured")
        TABLE = "table", _("from a table")

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="property_values")
    code = models.CharField(_("quality"), max_length=60)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.STATED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "code"], name="property_value_once"),
            models.CheckConstraint(
                condition=Q(low__isnull=False) | Q(high__isnull=False), name="property_value_says_something"
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(high__gte=models.F("low")),
                name="property_value_range_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.low}–{self.high} {self.unit}"
