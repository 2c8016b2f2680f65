"""A photo or a file for a listing, as somebody sends it."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.documents.pictures import KINDS, Picture, read_picture
from marketplace.documents.uploads import PDF, check_pdf
from marketplace.models import Attachment, Listing, Photo
from marketplace.queries.photos import ShownPhoto

_ALT = Photo._meta.get_field("alt").max_length


class TextForm(forms.Form):
    """What a photo shows, and whether everyone may see it: asked where the listing is hidden."""

    alt = forms.CharField(
        label=_("What does it show?"),
        max_length=_ALT,
        help_text=_(
            "For who cannot see it. For example: Heap of fresh spruce bark beside a loader, taller than a man."
        ),
        error_messages={"required": _("Write in a few words what the photo shows.")},
    )
    is_open = forms.BooleanField(label=_("Show it before both have said yes"), required=False)

    def __init__(self, *arguments: object, listing: Listing, **keywords: object) -> None:
        super().__init__(*arguments, **keywords)
        if listing.visibility == Listing.Visibility.OPEN:
            del self.fields["is_open"]  # shown to everyone anyway


class PhotoForm(TextForm):
    """A new photo, from the phone's camera or chosen; `picture` of what is valid is as it will be kept."""

    camera = forms.FileField(
        label=_("Take a photo"),
        required=False,
        allow_empty_file=True,  # our own check says what to do about one
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    picture = forms.FileField(
        label=_("Choose a photo"),
        required=False,
        allow_empty_file=True,
        # Named one by one: an iPhone then hands over a JPEG in the place of its own format.
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
        help_text=_("JPEG, PNG or WebP, at most 20 MB. Where and when it was taken is removed from it."),
    )
    field_order: Sequence[str] = ("camera", "picture", "alt", "is_open")

    def __init__(self, *arguments: object, listing: Listing, **keywords: object) -> None:
        super().__init__(*arguments, listing=listing, auto_id="photo_%s", **keywords)

    def clean_camera(self) -> Picture | None:
        return read_picture(self.cleaned_data["camera"]) if self.cleaned_data["camera"] is not None else None

    def clean_picture(self) -> Picture | None:
        return read_picture(self.cleaned_data["picture"]) if self.cleaned_data["picture"] is not None else None

    def clean(self) -> dict[str, object]:
        camera, picture = (self.cleaned_data.pop(name, None) for name in ("camera", "picture"))
        self.cleaned_data["picture"] = picture or camera
        if not self.cleaned_data["picture"] and not {"camera", "picture"} & self.errors.keys():
            self.add_error("picture", _("Choose a photo, or take one."))
        return self.cleaned_data


class TextOfPhotoForm(TextForm):
    """The words of a photo that is there already."""

    def __init__(self, *arguments: object, photo: Photo | ShownPhoto, listing: Listing, **keywords: object) -> None:
        initial = {"alt": photo.alt, "is_open": photo.is_open}
        super().__init__(*arguments, listing=listing, initial=initial, auto_id=f"photo_{photo.pk}_%s", **keywords)
        self.fields["alt"].help_text = ""


class PlaceForm(forms.Form):
    """Which place a photo is to have: the first, the second, …"""

    place = forms.IntegerField(min_value=1)


class ListingFileForm(forms.Form):
    """A PDF for a listing."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Attachment.Kind.choices)
    file = forms.FileField(
        label=_("File"),
        validators=[check_pdf],
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": PDF}),
        help_text=_("PDF, at most 10 MB."),
        error_messages={"required": _("Choose a file."), "missing": _("Choose a file.")},
    )

    def __init__(self, *arguments: object, **keywords: object) -> None:
        super().__init__(*arguments, auto_id="file_%s", **keywords)
