"""Photos that people send, decoded within limits and written anew: nothing of the file itself is kept.

What a picture carries beside its pixels (where and when it was taken, by whom, on which phone, a small copy of what was
cut away, a file hung on behind) is gone by that; how the phone was held is applied first.
"""

import struct
import zlib
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

import numpy as np
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from marketplace.documents.uploads import media_type, require_content
from marketplace.models.photos import LARGE, SMALL, scaled_size
from marketplace.wording.numbers import number_text

MOST_BYTES = 20_000_000
MOST_PIXELS = 60_000_000  # the sensors of phones have 48 or 50 million
KINDS = ("image/jpeg", "image/png", "image/webp")
_FORMATS = ("JPEG", "PNG", "WEBP")
_ORIENTATION = 0x0112  # the tag of Exif; from its value to what turns the picture upright
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow raises on files that are cut off or made to confuse it.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error, zlib.error)
# Pillow would warn from 89 million pixels on. _require_small_enough refuses earlier, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept: two sizes in WebP. digest: of the file as it came, to know one that is sent twice."""

    large: bytes
    small: bytes
    width: int
    height: int
    digest: str


def read_picture(file: File) -> Picture:
    """Return a photo as it is kept. Raise ValidationError for what is no still picture, too large or damaged."""
    require_content(file)
    _require_few_bytes(file)
    if not media_type(file, kinds=KINDS):
        raise ValidationError(
            _(
                "“%(name)s” is no JPEG, PNG or WebP picture. Save it as one of these, or take a photo of it, then try "
                "again."
            )
            % {"name": file.name},
            code="wrong_type",
        )
    try:
        with Image.open(file, formats=_FORMATS) as image:
            _require_small_enough(image, name=file.name)
            _require_still(image, name=file.name)
            plain = _plain(image)
    except _BROKEN as error:
        raise ValidationError(
            _("“%(name)s” is cut off or damaged and cannot be opened. Send the original, or take a new photo.")
            % {"name": file.name},
            code="damaged",
        ) from error
    file.seek(0)
    digest = sha256(file.read()).hexdigest()
    return Picture(_webp(plain, LARGE), _webp(plain, SMALL), *plain.size, digest)


def _require_few_bytes(file: File) -> None:
    if file.size > MOST_BYTES:
        raise ValidationError(
            _(
                "“%(name)s” has %(size)s MB, and %(most)d MB is the most. Send it in a smaller size: phones offer "
                "that when a photo is shared."
            )
            % {"name": file.name, "size": number_text(file.size / 1_000_000), "most": MOST_BYTES // 1_000_000},
            code="too_large",
        )


def _require_small_enough(image: Image.Image, *, name: str) -> None:
    """Refuse by what the header says: a few bytes can promise more pixels than memory holds."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        values = {"name": name, "width": width, "height": height, "most": MOST_PIXELS // 1_000_000}
        raise ValidationError(
            _(
                "“%(name)s” is %(width)d × %(height)d pixels, and %(most)d million pixels in all is the most. Make it "
                "smaller, then try again."
            )
            % values,
            code="too_many_pixels",
        )


def _require_still(image: Image.Image, *, name: str) -> None:
    # Phones write a JPEG with a second picture behind the first (“MPO”), for depth or brightness: that does not move.
    frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
    if frames > 1:
        raise ValidationError(
            _("“%(name)s” moves: it is %(frames)d pictures in a row. Choose one that stands still.")
            % {"name": name, "frames": frames},
            code="moves",
        )


def _plain(image: Image.Image) -> Image.Image:
    """Return nothing but the pixels: upright, scaled, on white, in the colours of screens."""
    image.draft(None, (LARGE, LARGE))  # of a JPEG no more is decoded than is needed
    turn = _TURNS.get(_orientation(image))
    image.load()
    if image.mode.startswith("I"):
        image = _in_eight_bits(image)
    size = scaled_size(*image.size, longest=LARGE)
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode in ("P", "1"):
        image = image.convert("RGB")
    image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    image = _in_screen_colours(image, profile)
    plain = Image.new("RGB", size, "white")
    plain.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return plain.transpose(turn) if turn is not None else plain


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held; 1, upright, where the picture does not say so in a way that can be read."""
    try:
        return image.getexif().get(_ORIENTATION, 1)
    except _BROKEN:
        return 1


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Return the upper half of sixteen bits of grey: Pillow's own conversion would cut off all that is not black."""
    grey = np.asarray(image).astype(np.uint32) >> 8
    return Image.fromarray(grey.clip(0, 255).astype(np.uint8))


def _in_screen_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return RGB or RGBA, by the colour profile where there is a sound one: the picture is kept without it."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            screen = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, BytesIO(profile), screen, outputMode=mode)
        except (ImageCms.PyCMSError, *_BROKEN):
            return image.convert(mode)
    return image.convert(mode)


def _webp(image: Image.Image, longest: int) -> bytes:
    size, out = scaled_size(*image.size, longest=longest), BytesIO()
    scaled = image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)
    scaled.save(out, "WEBP", quality=80)
    return out.getvalue()
