"""Photos and files of listings, as one viewer may see them."""

from dataclasses import dataclass

from django.urls import reverse

from marketplace.models import Attachment, Listing, Photo
from marketplace.queries.listings import Viewer, editable_listings, visible_listings
from marketplace.queries.opened import note_opened
from marketplace.wording.numbers import file_size_text

SIZES = ("large", "small")


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """One photo on a page. small_width: pixels."""

    pk: int
    alt: str
    is_open: bool
    url: str
    small_url: str
    width: int
    height: int
    small_width: int


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file on a page."""

    pk: int
    name: str
    kind: str
    size: str
    url: str


def shown_photos(listing: Listing) -> list[ShownPhoto]:
    """Return the photos of a listing that came through a query of `queries.listings`, as its viewer may see them."""
    photos = listing.photos.order_by("position", "pk")
    return [shown_photo(photo) for photo in photos if photo.is_open or listing.is_open_to_viewer]


def shown_files(listing: Listing) -> list[ShownFile]:
    """Return the files of such a listing; none while it is hidden from its viewer."""
    if not listing.is_open_to_viewer:
        return []
    return [
        ShownFile(
            pk=file.pk,
            name=file.name,
            kind=file.get_kind_display(),
            size=file_size_text(file.size),
            url=reverse("listing-file", args=[file.pk]),
        )
        for file in listing.attachments.order_by("kind", "pk")
    ]


def find_photo(viewer: Viewer, pk: int) -> Photo:
    """Return a photo that the viewer may see. Raise Photo.DoesNotExist for another."""
    photo = Photo.objects.get(pk=pk)
    listing = visible_listings(viewer).prefetch_related(None).filter(pk=photo.listing_id).first()
    if listing is None or not (photo.is_open or listing.is_open_to_viewer):
        raise Photo.DoesNotExist
    if not photo.is_open:
        _note_opened(listing)
    return photo


def find_file(viewer: Viewer, pk: int) -> Attachment:
    """Return a file of a listing that the viewer may read. Raise Attachment.DoesNotExist for another."""
    file = Attachment.objects.get(pk=pk, listing__isnull=False)
    listing = visible_listings(viewer).prefetch_related(None).filter(pk=file.listing_id).first()
    if listing is None or not listing.is_open_to_viewer:
        raise Attachment.DoesNotExist
    _note_opened(listing)
    return file


def editable_photo(viewer: Viewer, pk: int) -> Photo:
    """Return a photo that the viewer may change. Raise Photo.DoesNotExist for another."""
    return Photo.objects.select_related("listing").get(pk=pk, listing__in=editable_listings(viewer).values("pk"))


def editable_file(viewer: Viewer, pk: int) -> Attachment:
    """Return a file of a listing that the viewer may remove. Raise Attachment.DoesNotExist for another."""
    return Attachment.objects.select_related("listing").get(pk=pk, listing__in=editable_listings(viewer).values("pk"))


def _note_opened(listing: Listing) -> None:
    """A photo or a file can name a hidden firm as well as its page does."""
    if listing.visibility == Listing.Visibility.BLIND and not listing.is_mine:
        note_opened(listing.firm_id)


def shown_photo(photo: Photo) -> ShownPhoto:
    """Return a photo that its viewer may see."""
    url, small_url = (reverse("photo", args=[photo.pk, size]) for size in SIZES)
    return ShownPhoto(
        pk=photo.pk,
        alt=photo.alt,
        is_open=photo.is_open,
        url=url,
        small_url=small_url,
        width=photo.width,
        height=photo.height,
        small_width=photo.small_width,
    )
