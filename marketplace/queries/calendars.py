"""The next steps of a coordinator, for their calendar, and the secret address at which a program reads them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.models import Coordinator, Listing, Party, Role, Symbiosis, User
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.places import area_point
from marketplace.queries.symbioses import followed_symbioses
from marketplace.wording.numbers import language

_SALT = "marketplace.calendar"
AT_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarStep:
    """One next step on its day."""

    pk: int
    step: str
    day: date
    about: str  # material and areas: calendars lie with others, so no firm is named
    stage_label: str
    changed_at: datetime
    path: str


def calendar_steps(viewer: User) -> list[CalendarStep]:
    """Return the next steps of the symbioses that a coordinator owns, by day."""
    owned = followed_symbioses(viewer).filter(owner=viewer, next_step_date__isnull=False)
    symbioses = owned.exclude(stage__in=Symbiosis.OVER).order_by("next_step_date", "pk")[:AT_MOST]
    parties = Party.objects.filter(symbiosis__in=[each.pk for each in symbioses]).select_related("listing")
    abouts = _abouts(parties)
    return [
        CalendarStep(
            pk=symbiosis.pk,
            step=symbiosis.next_step,
            day=symbiosis.next_step_date,
            about=abouts[symbiosis.pk],
            stage_label=symbiosis.get_stage_display(),
            changed_at=symbiosis.active_at,
            path=reverse("symbiosis-detail", args=[symbiosis.pk]),
        )
        for symbiosis in symbioses
    ]


def _abouts(parties) -> dict[int, str]:
    """Return symbiosis → material and areas, as everybody may know them."""
    listings: dict[int, dict[str, object]] = {}
    for party in parties:
        listings.setdefault(party.symbiosis_id, {})[party.role] = party.listing
    return {
        pk: _("%(material)s: %(giver)s → %(receiver)s")
        % {
            "material": _material(sides[Role.GIVER]),
            "giver": _area(sides[Role.GIVER].shown_area),
            "receiver": _area(sides[Role.RECEIVER].shown_area),
        }
        for pk, sides in listings.items()
    }


def _material(listing: Listing) -> str:
    """Return what is exchanged, by the table's name; the firm's own title could name it."""
    code = listing.material
    name = current_knowledge().name(code, language()) if code else listing.get_resource_display()
    return name[:1].upper() + name[1:]


def _area(code: str) -> str:
    return area_point(code).name if code else "–"


def calendar_path(coordinator: Coordinator) -> str:
    """Return the secret path of a coordinator's calendar, empty if they have not asked for one."""
    if not coordinator.calendar_round:
        return ""
    content = {"coordinator": coordinator.pk, "round": coordinator.calendar_round}
    return reverse("calendar-feed", args=[signing.dumps(content, salt=_SALT)])


def read_calendar_token(token: str) -> User:
    """Return whose calendar a token opens. Raise BadSignature for a forged or overtaken one."""
    content = signing.loads(token, salt=_SALT)
    coordinators = Coordinator.objects.select_related("user").filter(user__is_active=True, calendar_round__gt=0)
    found = coordinators.filter(pk=content["coordinator"], calendar_round=content["round"]).first()
    if found is None:
        raise signing.BadSignature("This address has been overtaken.")
    return found.user
