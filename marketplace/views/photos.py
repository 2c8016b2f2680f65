"""Photos and files of a listing: shown by right, and the page on which they are kept."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.actions.attachments import attach_to_listing, remove_from_listing
from marketplace.actions.photos import add_photo, change_photo, move_photo, order_photos, remove_photo
from marketplace.errors import RefusedError
from marketplace.forms.photos import ListingFileForm, PhotoForm, PlaceForm, TextOfPhotoForm
from marketplace.models import Attachment, Listing, Photo
from marketplace.models.photos import MOST_PHOTOS
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import editable_listings
from marketplace.queries.photos import (
    SIZES,
    editable_file,
    editable_photo,
    find_file,
    find_photo,
    shown_files,
    shown_photos,
)
from marketplace.views.downloads import download, shown_picture
from marketplace.views.form_answers import answer_status, is_carried_out, sent


@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    if size not in SIZES:
        raise Http404
    try:
        found = find_photo(request.user, pk)
        return shown_picture(getattr(found, size).open())
    except (Photo.DoesNotExist, FileNotFoundError) as error:  # removed between being found and being opened
        raise Http404 from error


@require_safe
def listing_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    try:
        found = find_file(request.user, pk)
        return download(found.file.open(), name=found.name, kind=found.media_type)
    except (Attachment.DoesNotExist, FileNotFoundError) as error:
        raise Http404 from error


@login_required
@require_http_methods(["GET", "POST"])
def listing_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a listing has, and keep one more photo."""
    listing = get_object_or_404(editable_listings(request.user), pk=pk)
    form = PhotoForm(sent(request), request.FILES or None, listing=listing)
    if form.is_valid() and is_carried_out(
        form, lambda: add_photo(listing, by=request.user, now=timezone.now(), **form.cleaned_data)
    ):
        messages.success(request, _("Photo kept."))
        return redirect("listing-photos", pk=pk)
    return _page(request, listing, photo_form=form)


@login_required
@require_POST
def listing_photo_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the photos in the order in which somebody has dragged them."""
    listing = get_object_or_404(editable_listings(request.user), pk=pk)
    order = [int(each) for each in request.POST.getlist("photo") if each.isdecimal() and len(each) < 19]
    return _done(request, pk, lambda: order_photos(listing, order=order, by=request.user, now=timezone.now()))


@login_required
@require_POST
def listing_file_new(request: HttpRequest, pk: int) -> HttpResponse:
    listing = get_object_or_404(editable_listings(request.user), pk=pk)
    form = ListingFileForm(request.POST, request.FILES)
    if form.is_valid() and is_carried_out(
        form, lambda: attach_to_listing(listing, by=request.user, now=timezone.now(), **form.cleaned_data)
    ):
        messages.success(request, _("File kept."))
        return redirect("listing-photos", pk=pk)
    return _page(request, listing, file_form=form)


@login_required
@require_POST
def photo_text(request: HttpRequest, pk: int) -> HttpResponse:
    found = _photo_or_404(request, pk)
    form = TextOfPhotoForm(request.POST, photo=found, listing=found.listing)
    if form.is_valid() and is_carried_out(
        form,
        lambda: change_photo(
            found, by=request.user, now=timezone.now(), **{"is_open": found.is_open, **form.cleaned_data}
        ),
    ):
        messages.success(request, _("Kept."))
        return redirect(f"{reverse('listing-photos', args=[found.listing_id])}#photo-{pk}")
    listing = get_object_or_404(editable_listings(request.user), pk=found.listing_id)
    return _page(request, listing, text_forms={pk: form})


@login_required
@require_POST
def photo_move(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _photo_or_404(request, pk), PlaceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say which place the photo is to have."))
        return redirect("listing-photos", pk=found.listing_id)
    place, before = form.cleaned_data["place"], found.listing.photos.filter(position__lt=found.position).count()
    return _done(
        request,
        found.listing_id,
        lambda: move_photo(found, place=place, by=request.user, now=timezone.now()),
        query=f"?moved={pk}&way={'up' if place <= before else 'down'}",
    )


@login_required
@require_POST
def photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = _photo_or_404(request, pk)
    return _done(request, found.listing_id, lambda: remove_photo(found, by=request.user, now=timezone.now()))


@login_required
@require_POST
def listing_file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        found = editable_file(request.user, pk)
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    return _done(request, found.listing_id, lambda: remove_from_listing(found, by=request.user, now=timezone.now()))


def _photo_or_404(request: HttpRequest, pk: int) -> Photo:
    try:
        return editable_photo(request.user, pk)
    except Photo.DoesNotExist as error:
        raise Http404 from error


def _done(request: HttpRequest, listing_pk: int, act: Callable[[], object], *, query: str = "") -> HttpResponse:
    """Act, tell what was refused, and return to the page."""
    try:
        act()
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{reverse('listing-photos', args=[listing_pk])}{query}")


def _page(
    request: HttpRequest,
    listing: Listing,
    *,
    photo_form: Form | None = None,
    file_form: Form | None = None,
    text_forms: dict[int, Form] | None = None,
) -> HttpResponse:
    photos = shown_photos(listing)
    forms = {each.pk: TextOfPhotoForm(photo=each, listing=listing) for each in photos} | (text_forms or {})
    photo_form = photo_form or PhotoForm(listing=listing)
    file_form = file_form or ListingFileForm()
    context = {
        "card": listing_card(listing),
        "photos": [(each, forms[each.pk]) for each in photos],
        "files": shown_files(listing),
        "photo_form": photo_form,
        "file_form": file_form,
        "has_room": len(photos) < MOST_PHOTOS,
        "most": MOST_PHOTOS,
        # Who moves a photo by keys goes on with it: its button has the focus on the new page.
        "moved": request.GET.get("moved", ""),
        "moved_up": request.GET.get("way") == "up",
    }
    statuses = [answer_status(form) for form in (photo_form, file_form, *forms.values())]
    return render(request, "listings/photos.html", context, status=max(statuses))
