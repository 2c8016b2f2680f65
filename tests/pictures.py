"""Pictures to send: made by code, each with a red left half and a blue right half, in any format."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from marketplace.documents.pictures import Picture, read_picture

RED, BLUE = (200, 30, 30), (30, 30, 200)


def two_halves(size: tuple[int, int] = (80, 40), *, mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def sent_picture(content: bytes | None = None, *, name: str = "hög.jpg") -> SimpleUploadedFile:
    content = encoded(two_halves()) if content is None else content
    return SimpleUploadedFile(name, content, content_type="text/html")


def make_picture(shade: int = 0) -> Picture:
    """Return a picture as it is kept; another one for each shade."""
    return read_picture(sent_picture(encoded(Image.new("RGB", (60, 40), (shade, 90, 60)), "PNG")))


def png_that_promises(width: int, height: int) -> bytes:
    """Return a few bytes that say they are a picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(10_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
