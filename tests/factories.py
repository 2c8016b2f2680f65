"""Make test data: each function returns a saved, valid row and takes what the test cares about."""

import secrets
from datetime import UTC, datetime

import factory
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from marketplace.models import (
    Attachment,
    Coordinator,
    CoordinatorArea,
    Country,
    Firm,
    Interest,
    LegalFact,
    Listing,
    Membership,
    Party,
    Photo,
    Role,
    SavedSearch,
    Site,
    StatedListing,
    Statement,
    Suggestion,
    SuggestionPart,
    Symbiosis,
    User,
)
from marketplace.queries.coarse_facts import coarse_facts
from tests.pictures import make_picture

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PASSWORD = "long-enough-to-keep"
ALL_YEAR = [1 / 12] * 12
# What the engine says of a pair: matching.records.Match as it is stored.
JUDGEMENT = {
    "score": 0.8,
    "fits": {"material": 1.0, "amount": 0.9, "distance": 0.6},
    "reasons_for": [{"code": "same_material", "aspect": "material", "values": {"material": "bark"}}],
    "reasons_against": [{"code": "far", "aspect": "distance", "values": {"km": 120.0}}],
    "missing": [{"fact": "months", "side": "need"}],
    "distance_km": 120.0,
}


class _UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"Person {number}")


class _FirmFactory(DjangoModelFactory):
    class Meta:
        model = Firm

    name = factory.Sequence(lambda number: f"Firm {number}")
    country = Country.SWEDEN
    nace = "16"
    org_number = factory.LazyAttributeSequence(lambda firm, number: valid_org_number(firm.country, number=number))


class _SiteFactory(DjangoModelFactory):
    class Meta:
        model = Site

    municipality = "SE-2309"
    locality = "Krokom"
    latitude = 63.326
    longitude = 14.449
    location_precision = Site.Precision.PLACE


class _ListingFactory(DjangoModelFactory):
    class Meta:
        model = Listing

    state = Listing.State.PUBLISHED
    title = factory.Sequence(lambda number: f"Bark {number}")
    language = "sv"
    material = "bark"
    rhythm = Listing.Rhythm.YEAR
    month_shares = ALL_YEAR
    unit = "t"
    shown_area = factory.LazyAttribute(lambda listing: listing.site.municipality if listing.site else "")
    created_at = NOON
    published_at = NOON
    confirmed_at = NOON


def valid_org_number(country: str, *, number: int) -> str:
    """Return an organisation number with a right check digit, a different one for each `number`."""
    if country == Country.SWEDEN:
        digits = f"559{number:06d}"
        weighted = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
        return f"{digits}{-sum(value // 10 + value % 10 for value in weighted) % 10}"
    for candidate in range(90_000_000 + number * 2, 99_999_999):
        rest = -sum(int(digit) * weight for digit, weight in zip(str(candidate), (3, 2, 7, 6, 5, 4, 3, 2), strict=True))
        if rest % 11 != 10:
            return f"{candidate}{rest % 11}"
    raise ValueError(f"No Norwegian number for {number}.")


def make_user(*, password: str = "", **fields: object) -> User:
    """Return a person whose address is confirmed; who cannot log in by password unless one is given."""
    user = _UserFactory.build(**fields)
    user.set_password(password or None)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_firm(*, is_verified: bool = False, **fields: object) -> Firm:
    if is_verified:
        fields = {"verified_at": NOON, "verified_by": make_user(), **fields}
    return _FirmFactory.create(**fields)


def make_member(firm: Firm | None = None, *, role: str = Membership.Role.OWNER, **fields: object) -> User:
    """Return a person who belongs to the firm, to a new one if none is given."""
    user = make_user(**fields)
    Membership.objects.create(user=user, firm=firm or make_firm(), role=role)
    return user


def make_coordinator(
    municipalities: tuple[str, ...] = ("SE-2309",), *, is_lead: bool = False, **fields: object
) -> User:
    """Return a person who coordinates these municipalities."""
    user = make_user(**fields)
    coordinator = Coordinator.objects.create(user=user, is_lead=is_lead)
    areas = [CoordinatorArea(coordinator=coordinator, municipality=code) for code in municipalities]
    CoordinatorArea.objects.bulk_create(areas)
    return user


def make_site(firm: Firm | None = None, **fields: object) -> Site:
    return _SiteFactory.create(firm=firm or make_firm(), **fields)


def make_offer(*, quantity_kg: float = 12_000, **fields: object) -> Listing:
    """Return a published offer of bark at a site in Krokom."""
    return _make_listing(Listing.Side.OFFER, quantity_kg, fields)


def make_need(*, quantity_kg: float = 10_000, **fields: object) -> Listing:
    """Return a published need for bark at a site in Krokom."""
    return _make_listing(Listing.Side.NEED, quantity_kg, fields)


def _make_listing(side: str, quantity_kg: float, fields: dict[str, object]) -> Listing:
    if "site" not in fields:
        fields["site"] = make_site(fields.get("firm"))
    fields.setdefault("firm", fields["site"].firm if fields["site"] else None)
    defaults = {"quantity": quantity_kg, "amount": quantity_kg / 1000}
    listing = _ListingFactory.build(side=side, **{**defaults, **fields})
    for name, value in coarse_facts(listing).items():
        setattr(listing, name, value)
    listing.save()
    return listing


def make_legal_fact(listing: Listing, code: str, value: str, **fields: object) -> LegalFact:
    """Return what somebody has said of the listing for the law."""
    said = {"said_at": NOON, "said_by": fields.pop("said_by", None) or make_user(), **fields}
    return LegalFact.objects.create(listing=listing, code=code, value=value, **said)


def make_statement(*listings: Listing, is_asked: bool = True, **fields: object) -> Statement:
    """Return what a firm said by phone of these listings, which are unconfirmed by it."""
    listings = listings or (make_offer(),)
    said = {"spoken_by": "Karin Ås", "email": "karin@sagen.example", "language": "sv", "said_on": NOON.date()}
    written = {"firm": listings[0].firm, "written_at": NOON, "asked_at": NOON if is_asked else None}
    if "written_by" not in fields:
        fields["written_by"] = make_coordinator()
    key = f"key {Statement.objects.count()}"
    statement = Statement.objects.create(**{**said, **written, "key": key, **fields})
    for listing in listings:
        Listing.objects.filter(pk=listing.pk).update(is_confirmed=False)
        listing.is_confirmed = False
        StatedListing.objects.create(statement=statement, listing=listing)
    return statement


def make_saved_search(**fields: object) -> SavedSearch:
    """Return what somebody has saved, who wants to hear of bark once a day."""
    facts = {"query": "material=bark", "name": "Bark", "frequency": "daily", "saved_at": NOON}
    return SavedSearch.objects.create(**{"owner": fields.pop("owner", None) or make_user(), **facts, **fields})


def make_photo(listing: Listing, *, shade: int = 0, **fields: object) -> Photo:
    """Return a photo of the listing, another picture for each shade."""
    picture = make_picture(shade)
    sizes = {"width": picture.width, "height": picture.height, "digest": picture.digest}
    photo = Photo(**{"listing": listing, "alt": "Hög av bark", "position": 1, "added_at": NOON, **sizes, **fields})
    photo.large.save("", ContentFile(picture.large), save=False)
    photo.small.save("", ContentFile(picture.small), save=False)
    photo.save()
    return photo


def make_file(listing: Listing, **fields: object) -> Attachment:
    """Return a PDF of the listing."""
    content = b"%PDF-1.7\n%%EOF\n"
    facts = {"kind": "analysis", "name": "analys.pdf", "media_type": "application/pdf", "size": len(content)}
    file = Attachment(**{"listing": listing, "added_at": NOON, "digest": secrets.token_hex(32), **facts, **fields})
    file.file.save("", ContentFile(content), save=False)
    file.save()
    return file


def make_suggestion(offer: Listing | None = None, need: Listing | None = None, **fields: object) -> Suggestion:
    """Return a proposed suggestion of these listings, each in full; of verified firms where it is approved."""
    offer, need = offer or make_offer(), need or make_need()
    listing_set = "-".join(str(pk) for pk in sorted([offer.pk, need.pk]))
    suggestion = Suggestion.objects.create(**{**JUDGEMENT, "proposed_at": NOON, **fields, "listing_set": listing_set})
    for listing, role in ((offer, Role.GIVER), (need, Role.RECEIVER)):
        SuggestionPart.objects.create(
            suggestion=suggestion, listing=listing, role=role, listing_version=listing.version
        )
        if suggestion.state == Suggestion.State.APPROVED and not listing.firm.is_verified:
            # Of others nothing is approved.
            Firm.objects.filter(pk=listing.firm_id).update(verified_at=NOON, verified_by=suggestion.reviewed_by)
    return suggestion


def make_interest(own: Listing, other: Listing, **fields: object) -> Interest:
    """Return that the firm of the first listing has asked about the second."""
    listing_set = "-".join(str(pk) for pk in sorted([own.pk, other.pk]))
    return Interest.objects.create(own=own, other=other, listing_set=listing_set, **{"at": NOON, **fields})


def make_symbiosis(
    offer: Listing | None = None,
    need: Listing | None = None,
    *,
    answer: str = Party.Answer.UNANSWERED,
    **fields: object,
) -> Symbiosis:
    """Return an approved suggestion's symbiosis, every party has given the same answer."""
    review = {"state": Suggestion.State.APPROVED, "reviewed_by": make_coordinator(), "reviewed_at": NOON}
    suggestion = make_suggestion(offer, need, **review)
    symbiosis = Symbiosis.objects.create(**{"suggestion": suggestion, **_course(fields), **fields})
    answered_at = None if answer == Party.Answer.UNANSWERED else NOON
    for part in suggestion.parts.order_by("pk"):
        Party.objects.create(
            symbiosis=symbiosis,
            listing=part.listing,
            role=part.role,
            listing_version=part.listing_version,
            answer=answer,
            answered_at=answered_at,
        )
    return symbiosis


def _course(fields: dict[str, object]) -> dict[str, object]:
    """Return what belongs to the stage of a symbiosis: firms that negotiate have met, one on hold was somewhere."""
    opened_at = fields.get("opened_at", NOON)
    course = {"opened_at": opened_at, "stage_since": opened_at, "active_at": opened_at}
    stage = fields.get("stage", Symbiosis.Stage.IDEA)
    if stage in (Symbiosis.Stage.NEGOTIATION, Symbiosis.Stage.IMPLEMENTATION, Symbiosis.Stage.COMPLETED):
        course["introduced_at"] = opened_at
    if stage in (Symbiosis.Stage.ON_HOLD, Symbiosis.Stage.FAILED):
        course["barrier"] = "price"
    if stage == Symbiosis.Stage.ON_HOLD:
        course["stage_before_hold"] = Symbiosis.Stage.IDEA
    return course
