"""Photos: what is left of them, and what is refused with which words."""

from io import BytesIO

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from PIL import Image, ImageCms

from marketplace.documents.pictures import MOST_BYTES, read_picture
from marketplace.documents.uploads import check_pdf
from tests.pictures import BLUE, RED, encoded, png_that_promises, sent_picture, two_halves

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
MORE = [two_halves().rotate(180)]


def opened(content):
    return Image.open(BytesIO(content)).convert("RGB")


def is_near(pixel, colour):
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


def with_exif(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Spionkamera"
    exif.get_ifd(0x8825)[2] = (63.0, 19.0, 33.0)  # GPS latitude
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(two_halves(), exif=exif, icc_profile=SRGB, comment=b"hemlig kommentar")


def test_read_picture_drops_all_that_is_not_pixels():
    sent = with_exif()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)

    picture = read_picture(sent_picture(sent))

    for content in (picture.large, picture.small):
        kept = Image.open(BytesIO(content))
        assert kept.format == "WEBP"
        assert not kept.getexif()
        assert kept.info.keys() & {"exif", "icc_profile", "xmp", "comment"} == set()
        assert not any(each in content for each in (b"Spionkamera", b"hemlig", b"EXIF", b"ICCP", b"XMP"))


@pytest.mark.parametrize(
    ("orientation", "red"),
    # Where the left half of the sensor comes to lie: (x, y) in tenths of width and height.
    [(1, (2, 5)), (2, (8, 5)), (3, (8, 5)), (4, (2, 5)), (5, (5, 2)), (6, (5, 2)), (7, (5, 8)), (8, (5, 8))],
)
def test_read_picture_turns_it_as_the_camera_was_held(orientation, red):
    picture = read_picture(sent_picture(with_exif(orientation)))

    kept = opened(picture.large)
    x, y = (length * tenths // 10 for length, tenths in zip(kept.size, red, strict=True))
    assert (picture.width, picture.height) == kept.size == ((80, 40) if orientation < 5 else (40, 80))
    assert is_near(kept.getpixel((x, y)), RED)
    assert is_near(kept.getpixel((kept.width - 1 - x, kept.height - 1 - y)), BLUE)


def test_read_picture_scales_down_to_two_sizes_and_never_up():
    large = read_picture(sent_picture(encoded(two_halves((3000, 1500)))))
    tiny = read_picture(sent_picture(encoded(two_halves((6, 2)), "PNG")))

    assert (opened(large.large).size, opened(large.small).size) == ((1600, 800), (400, 200))
    assert (opened(tiny.large).size, opened(tiny.small).size) == ((6, 2), (6, 2))


@pytest.mark.parametrize(
    "content",
    [
        encoded(two_halves(), "PNG"),
        encoded(two_halves(), "WEBP"),
        encoded(two_halves(mode="CMYK")),
        encoded(two_halves(mode="P"), "PNG"),
        encoded(two_halves(mode="RGBA"), "PNG"),
        encoded(two_halves(), "MPO", save_all=True, append_images=MORE),
        encoded(two_halves(), icc_profile=b"no profile" * 40),
        encoded(two_halves(mode="RGBA"), "PNG", icc_profile=SRGB),
    ],
    ids=["png", "webp", "cmyk", "palette", "alpha", "second picture behind", "broken profile", "alpha with profile"],
)
def test_read_picture_keeps_the_colours_of_every_kind(content):
    kept = opened(read_picture(sent_picture(content)).large)

    assert is_near(kept.getpixel((20, 20)), RED)
    assert is_near(kept.getpixel((60, 20)), BLUE)


def test_read_picture_keeps_sixteen_bits_of_grey_as_eight():
    grey = Image.fromarray(np.repeat(np.array([[0, 32_768, 65_535]], np.uint16), 30, axis=0).repeat(30, axis=1))

    kept = opened(read_picture(sent_picture(encoded(grey, "PNG"))).large)

    assert [kept.getpixel((x, 15))[0] // 10 for x in (10, 45, 80)] == [0, 12, 25]


def test_read_picture_lays_what_is_transparent_on_white():
    clear = encoded(Image.new("RGBA", (40, 40), (10, 10, 10, 0)), "PNG")

    assert is_near(opened(read_picture(sent_picture(clear)).large).getpixel((20, 20)), (255, 255, 255))


def test_read_picture_leaves_behind_what_was_hung_on():
    archive = b"PK\x03\x04secret.exe" + bytes(30) + b"PK\x05\x06" + bytes(18)
    script = b"<script>alert(1)</script>"

    picture = read_picture(sent_picture(encoded(two_halves(), comment=script) + archive))

    for content in (picture.large, picture.small):
        assert not any(each in content for each in (b"PK\x03\x04", b"PK\x05\x06", b"secret.exe", b"<script"))


WHOLE = {kind: encoded(two_halves((300, 200)), kind) for kind in ("JPEG", "PNG", "WEBP")}


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "empty_file", "This file is empty."),
        (WHOLE["JPEG"] + bytes(40_000_000), "too_large", "“hög.jpg” has 40 MB, and 20 MB is the most."),
        (png_that_promises(50_000, 40_000), "too_many_pixels", "50000 × 40000 pixels, and 60 million"),
        (png_that_promises(2**31 - 1, 2**31 - 1), "too_many_pixels", "2147483647 × 2147483647 pixels"),
        (png_that_promises(300, 300), "damaged", "“hög.jpg” is cut off or damaged"),
        *((content[: len(content) // 2], "damaged", "Send the original") for content in WHOLE.values()),
        (b"<html><script>alert(1)</script>", "wrong_type", "“hög.jpg” is no JPEG, PNG or WebP picture."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_type", "Save it as one of these"),
        (b"%PDF-1.7\n" + bytes(50), "wrong_type", "no JPEG"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "wrong_type", "no JPEG"),
        (encoded(two_halves(), "GIF"), "wrong_type", "no JPEG"),
        (encoded(two_halves(), "WEBP", save_all=True, append_images=MORE), "moves", "it is 2 pictures in a row"),
        (encoded(two_halves(), "PNG", save_all=True, append_images=MORE), "moves", "Choose one that stands still"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_read_picture_refuses_with_what_is_wrong_and_what_to_do(content, code, said):
    with pytest.raises(ValidationError) as refused:
        read_picture(sent_picture(content))

    assert refused.value.code == code
    assert said in refused.value.messages[0]


def test_read_picture_takes_just_as_many_bytes_as_it_says():
    content = WHOLE["JPEG"] + bytes(MOST_BYTES - len(WHOLE["JPEG"]))

    assert read_picture(sent_picture(content)).width == 300


@pytest.mark.parametrize(("language", "said"), [("sv", "20,5 MB"), ("nb", "20,5 MB"), ("en", "has 20.5 MB")])
def test_how_large_a_picture_is_stands_as_its_reader_writes_numbers(language, said):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        read_picture(sent_picture(WHOLE["JPEG"] + bytes(20_500_000)))

    assert said in refused.value.message


def test_how_large_a_file_is_stands_as_its_reader_writes_numbers():
    with translation.override("sv"), pytest.raises(ValidationError) as refused:
        check_pdf(sent_picture(b"%PDF-1.7" + bytes(10_500_000)))

    assert "10,5 MB" in refused.value.message
