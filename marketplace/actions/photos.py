"""Photos of a listing: added, described, put in order, removed."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from marketplace.actions.attachments import erase_attachment
from marketplace.actions.events import changes_between, record
from marketplace.actions.listings import locked_listing, require_not_over
from marketplace.documents.pictures import Picture
from marketplace.errors import RefusedError
from marketplace.models import Attachment, Event, Listing, Photo, User
from marketplace.models.photos import MOST_PHOTOS

_KIND = Event.Kind.LISTING_PHOTOS_CHANGED
_NOT_TYPED = ("listing", "added_by", "large", "small", "position")


@transaction.atomic
def add_photo(
    listing: Listing, *, picture: Picture, alt: str, is_open: bool = False, by: User | None, now: datetime
) -> Photo:
    """Keep a photo as the last of its listing; one that it has already is returned as it is.

    Raises PermissionDenied, RefusedError for one too many, WrongStateError, ValidationError.
    """
    listing = locked_listing(listing, by=by)
    require_not_over(listing)
    if sent_before := listing.photos.filter(digest=picture.digest).first():
        return sent_before
    if listing.photos.count() >= MOST_PHOTOS:
        raise RefusedError(
            _("%(number)d photos are the most that one listing shows. Remove one first.") % {"number": MOST_PHOTOS},
            code="too_many_photos",
        )
    last = listing.photos.aggregate(last=Max("position"))["last"] or 0
    photo = Photo(listing=listing, alt=alt.strip(), is_open=is_open, position=last + 1, added_by=by, added_at=now)
    photo.width, photo.height, photo.digest = picture.width, picture.height, picture.digest
    photo.clean_fields(exclude=_NOT_TYPED)
    photo.large.save("", ContentFile(picture.large), save=False)
    photo.small.save("", ContentFile(picture.small), save=False)
    try:
        with transaction.atomic():
            photo.save()
            record(_KIND, listing, by=by, now=now, changes={"photo": [None, photo.pk]})
    except DatabaseError:
        photo.large.delete(save=False)  # else they would lie there for ever, and nobody could find them
        photo.small.delete(save=False)
        raise
    return photo


@transaction.atomic
def change_photo(photo: Photo, *, alt: str, is_open: bool, by: User, now: datetime) -> Photo:
    """Say anew what a photo shows, and whether everyone may see it.

    Raises PermissionDenied, RefusedError for one that is gone, ValidationError.
    """
    listing = locked_listing(photo.listing, by=by)
    before = listing.photos.filter(pk=photo.pk).first()
    if before is None:
        raise RefusedError(_("This photo has been removed meanwhile."), code="removed")
    photo = listing.photos.get(pk=photo.pk)
    photo.alt, photo.is_open = alt.strip(), is_open
    changes = changes_between(before, photo, fields=["alt", "is_open"])
    if not changes:
        return photo
    photo.clean_fields(exclude=_NOT_TYPED)
    photo.save(update_fields=[*changes])
    record(_KIND, listing, by=by, now=now, changes=changes)
    return photo


@transaction.atomic
def order_photos(listing: Listing, *, order: Sequence[int], by: User, now: datetime) -> None:
    """Put photos in this order, by their ids; any that it does not name come last. Raise PermissionDenied."""
    listing = locked_listing(listing, by=by)
    photos = {photo.pk: photo for photo in listing.photos.order_by("position", "pk")}
    known = [pk for pk in dict.fromkeys(order) if pk in photos]
    new = [*known, *(pk for pk in photos if pk not in known)]
    if new == [*photos]:
        return
    for position, pk in enumerate(new, start=1):
        photos[pk].position = position
    Photo.objects.bulk_update(photos.values(), ["position"])
    record(_KIND, listing, by=by, now=now, changes={"order": [[*photos], new]})


@transaction.atomic
def move_photo(photo: Photo, *, place: int, by: User, now: datetime) -> None:
    """Make a photo the first, second, … of its listing. Safe to repeat. Raise PermissionDenied."""
    listing = locked_listing(photo.listing, by=by)
    order = list(listing.photos.exclude(pk=photo.pk).order_by("position", "pk").values_list("pk", flat=True))
    order.insert(max(0, place - 1), photo.pk)
    order_photos(listing, order=order, by=by, now=now)


@transaction.atomic
def remove_photo(photo: Photo, *, by: User, now: datetime) -> None:
    """Delete a photo, for good. Safe to repeat. Raise PermissionDenied."""
    listing = locked_listing(photo.listing, by=by)
    photo = listing.photos.filter(pk=photo.pk).first()
    if photo is None:
        return
    record(_KIND, listing, by=by, now=now, changes={"photo": [photo.pk, None]})
    _erase(photo)


def forget_pictures(listings: QuerySet[Listing]) -> None:
    """Erase the photos and files of listings whose firm is forgotten, in the caller's transaction."""
    for photo in Photo.objects.filter(listing__in=listings):
        _erase(photo)
    for attachment in Attachment.objects.filter(listing__in=listings):
        erase_attachment(attachment)


def _erase(photo: Photo) -> None:
    """Take a photo away in the caller's transaction; its files go once that is committed."""
    kept = [(file.storage, file.name) for file in (photo.large, photo.small)]
    photo.delete()
    for storage, path in kept:
        transaction.on_commit(lambda storage=storage, path=path: storage.delete(path))
