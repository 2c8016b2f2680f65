"""A person's own account: language, name, and leaving."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from geo.places import load_gazetteer
from marketplace.actions.events import record
from marketplace.actions.forgetting import forget_in_symbioses
from marketplace.actions.listings import withdraw_listing
from marketplace.actions.members import change_role
from marketplace.actions.photos import forget_pictures
from marketplace.actions.staged_imports import forget_imports_of
from marketplace.actions.statements import forget_speaker
from marketplace.errors import RefusedError, require
from marketplace.models import (
    Claim,
    Coordinator,
    Event,
    Firm,
    Invitation,
    Listing,
    Membership,
    Notice,
    Site,
    Statement,
    User,
)

CONFIRM_WITHIN = timedelta(days=7)
# Their changes hold what a firm once said of itself.
_TELLING_KINDS = (
    Event.Kind.FIRM_CHANGED,
    Event.Kind.SITE_CHANGED,
    Event.Kind.LISTING_CHANGED,
    Event.Kind.LISTING_CORRECTED,
    Event.Kind.LISTING_PHOTOS_CHANGED,
)


def choose_language(user: User, *, language: str) -> None:
    """Keep the language that a person reads, for pages and mail. Raise ValueError for another."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"“{language}” is none of the site's languages.")
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])


def change_profile(user: User, *, name: str, phone: str) -> User:
    """Keep a person's name and phone. Raise ValidationError."""
    user.name, user.phone = name.strip(), phone.strip()
    user.full_clean()
    user.save(update_fields=["name", "phone"])
    return user


def ownerless_after(user: User) -> list[Firm]:
    """Return the firms that would have no owner without this person."""
    others = Membership.objects.filter(role=Membership.Role.OWNER).exclude(user=user).values("firm")
    owned = Firm.objects.filter(membership__user=user, membership__role=Membership.Role.OWNER)
    return list(owned.exclude(pk__in=others).order_by("name", "pk"))


@transaction.atomic
def delete_account(user: User, *, successors: Mapping[int, int], by: User, now: datetime) -> None:
    """Empty a person's account for good; the history stays, without a name.

    successors: firm → the member who owns it from now on, for firms of which this person is the last owner.
        Where nobody takes over, the firm's listings are withdrawn.
    Raises PermissionDenied, RefusedError for the last lead coordinator.
    """
    require(by == user, _("Only you can delete your account."))
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.deleted_at:
        return
    _leave_coordinators(user)
    forget_in_symbioses(user, by=user, now=now)
    # Locked, so that two owners who leave at once do not each count on the other.
    firms = list(Firm.objects.select_for_update(of=("self",)).filter(membership__user=user).order_by("pk"))
    for firm in ownerless_after(user):
        _hand_over(firm, successor=successors.get(firm.pk), by=user, now=now)
    user.membership_set.all().delete()
    for firm in firms:
        changes = {"user": [user.pk, None]}
        record(Event.Kind.MEMBER_REMOVED, firm, by=user, now=now, changes=changes)
        if firm.is_sole_trader and not firm.membership_set.exists():
            _forget_sole_trader(firm, now=now)
    _forget_person(user, now=now)
    record(Event.Kind.ACCOUNT_DELETED, user, by=user, now=now)


@transaction.atomic
def forget_unconfirmed(*, now: datetime) -> int:
    """Delete sign-ups whose address nobody confirmed in a week; return how many.

    With them go their firms, unless something else has come to depend on them: else anybody could keep
    an organisation number from those who own it.
    """
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    waiting = User.objects.filter(emailaddress__isnull=False, last_login=None, joined_at__lt=now - CONFIRM_WITHIN)
    people = list(waiting.exclude(pk__in=confirmed).distinct())
    for person in people:
        firms = Firm.objects.filter(membership__user=person, verified_at=None, listings=None)
        for firm in list(firms):
            if not firm.membership_set.exclude(user=person).exists():
                firm.delete()
        person.delete()
    return len(people)


def _leave_coordinators(user: User) -> None:
    leads = Coordinator.objects.select_for_update().filter(is_lead=True)
    if [lead.user_id for lead in leads] == [user.pk]:
        raise RefusedError(_("You are the only lead coordinator. Name another one first."), code="last_lead")
    Coordinator.objects.filter(user=user).delete()


def _hand_over(firm: Firm, *, successor: int | None, by: User, now: datetime) -> None:
    if successor is not None:
        heir = firm.membership_set.exclude(user=by).filter(user=successor, user__is_active=True).first()
        if heir is None:
            raise RefusedError(_("Whoever takes over must belong to %(firm)s.") % {"firm": firm}, code="no_member")
        change_role(heir, role=Membership.Role.OWNER, by=by, now=now)
        return
    over = [state for state, following in Listing.NEXT_STATES.items() if not following]
    for listing in firm.listings.exclude(state__in=over).order_by("pk"):
        # By the marketplace, which may also for a firm that is hidden.
        withdraw_listing(listing, by=None, now=now)


def _forget_sole_trader(firm: Firm, *, now: datetime) -> None:
    """Empty a firm that was one person: its name, number, address and words are theirs, and what was told of them."""
    own = [Firm.objects.filter(pk=firm.pk), firm.claims.all(), firm.invitations.all()]
    for rows in own:
        Notice.objects.filter(event__in=_events_of(rows), values__has_key="firm").delete()
    for rows in (own[0], firm.sites.all(), firm.listings.all()):
        _events_of(rows).filter(kind__in=_TELLING_KINDS).update(changes={})
    for statement in firm.statements.all():
        forget_speaker(statement, by=None, now=now)
    firm.name, firm.org_number_hash = str(_("A closed firm")), ""
    firm.save(update_fields=["name", "org_number_hash"])
    firm.imports.all().delete()
    forget_pictures(firm.listings.all())
    firm.listings.update(title=firm.name, description="", quality_notes="", disposal_route="")
    municipalities = load_gazetteer().municipalities
    for site in firm.sites.all():
        municipality = municipalities[site.municipality]
        site.name = site.address = site.locality = site.loading_notes = ""
        site.latitude, site.longitude = municipality.latitude, municipality.longitude
        site.location_precision = Site.Precision.MUNICIPALITY
        site.save()


def _events_of(rows: QuerySet[Model]) -> QuerySet[Event]:
    subject_type = ContentType.objects.get_for_model(rows.model)
    return Event.objects.filter(subject_type=subject_type, subject_id__in=list(rows.values_list("pk", flat=True)))


def _forget_person(user: User, *, now: datetime) -> None:
    for statement in Statement.objects.filter(email=user.email):
        forget_speaker(statement, by=None, now=now)
    claims = Claim.objects.filter(user=user)
    invitations = Invitation.objects.filter(email=user.email) | Invitation.objects.filter(accepted_by=user)
    for rows in (claims, invitations):
        # What others were told about these names the person.
        Notice.objects.filter(event__in=_events_of(rows)).delete()
        rows.delete()
    Notice.objects.filter(event__in=_events_of(Invitation.objects.filter(invited_by=user))).delete()
    Invitation.objects.filter(invited_by=user, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    Notice.objects.filter(user=user).delete()
    user.saved_searches.all().delete()
    user.told_listings.all().delete()
    forget_imports_of(user)
    EmailAddress.objects.filter(user=user).delete()
    user.email, user.name, user.phone = f"account-{user.pk}@deleted.invalid", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login, user.deleted_at = None, now
    user.set_unusable_password()
    user.save()
