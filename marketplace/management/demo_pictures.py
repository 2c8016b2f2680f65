"""Pictures of the demo's invented things, drawn when it is loaded: nobody's photo, and seen to be none."""

import random
from collections.abc import Callable
from datetime import datetime
from functools import partial
from io import BytesIO

from django.core.files.base import ContentFile
from django.db.models import Count
from PIL import Image, ImageDraw

from marketplace.actions.photos import add_photo
from marketplace.documents.pictures import read_picture
from marketplace.models import Listing

WIDTH, HEIGHT, GROUND = 1200, 800, 600
_SKY, _FIELD = (222, 232, 238), (170, 166, 150)
Colour = tuple[int, int, int]
Draw = Callable[[ImageDraw.ImageDraw, random.Random], None]


def _shade(colour: Colour, chance: random.Random, *, by: int = 26) -> Colour:
    change = chance.randint(-by, by)
    return tuple(max(0, min(255, part + change)) for part in colour)


def _heap(draw: ImageDraw.ImageDraw, chance: random.Random, *, colour: Colour, grain: int) -> None:
    """Draw a heap of loose stuff: pieces that lie the higher the nearer they are to the middle."""
    for _piece in range(90_000 // grain):
        x = chance.gauss(WIDTH / 2, WIDTH / 6)
        top = GROUND + 60 - 460 * max(0.0, 1 - abs(x - WIDTH / 2) / (WIDTH / 2.4))
        y = chance.uniform(top, GROUND + 80)
        long, thick = chance.randint(grain, grain * 3), max(2, grain // 2)
        slope = chance.uniform(-0.7, 0.7)
        ends = (x, y, x + long, y + long * slope)
        draw.line(ends, fill=_shade(colour, chance), width=thick)


def _stack(draw: ImageDraw.ImageDraw, chance: random.Random, *, colour: Colour, size: tuple[int, int]) -> None:
    """Draw pieces of one size, stacked row on row like a wall."""
    wide, high = size
    rows = (GROUND + 40 - 190) // high
    for row in range(rows):
        y = GROUND + 40 - (row + 1) * high
        shift = (row % 2) * wide // 2
        for x in range(170 + shift, WIDTH - 170 - wide, wide):
            draw.rectangle((x, y, x + wide - 4, y + high - 4), fill=_shade(colour, chance), outline=(90, 80, 70))


def _upright(draw: ImageDraw.ImageDraw, chance: random.Random, *, colours: tuple[Colour, ...], wide: int) -> None:
    """Draw things that lean side by side: doors, skis, rolls."""
    for place, x in enumerate(range(150, WIDTH - 150 - wide, wide + 14)):
        top, lean = 130 + chance.randint(0, 50), chance.randint(-10, 10)
        colour = _shade(colours[place % len(colours)], chance, by=10)
        corners = [(x + lean, top), (x + wide + lean, top), (x + wide, GROUND + 40), (x, GROUND + 40)]
        draw.polygon(corners, fill=colour, outline=(80, 70, 60))
        if wide > 60:
            for upper in (top + 40, top + 240):
                draw.rectangle((x + 18, upper, x + wide - 18, upper + 150), outline=(120, 95, 60), width=4)


_BARK, _SAWDUST = (104, 72, 52), (226, 192, 138)
# Listing → what is drawn, what it shows in the listing's language, and whether everyone may see it.
PICTURES: dict[str, tuple[tuple[Draw, str, bool], ...]] = {
    "demo-offer-001": (
        (partial(_heap, colour=_SAWDUST, grain=5), "Tecknad bild: ljus hög av sågspån på en plan", True),
        (partial(_heap, colour=(238, 214, 170), grain=3), "Tecknad bild: sågspånet på nära håll, fint och jämnt", True),
        (partial(_stack, colour=(196, 160, 110), size=(150, 46)), "Tecknad bild: sågverkets plan med virke", False),
    ),
    "demo-offer-002": ((partial(_heap, colour=_BARK, grain=14), "Tecknad bild: mörk hög av barrbark", True),),
    "demo-offer-024": (
        (
            partial(_upright, colours=((160, 40, 50), (30, 90, 140), (230, 200, 60)), wide=26),
            "Tecknad bild: hyrskidor i tre färger på rad",
            True,
        ),
    ),
    "demo-offer-031": (
        (partial(_stack, colour=(160, 72, 54), size=(96, 40)), "Tecknad bild: rött tegel, staplat i mur", True),
    ),
    "demo-offer-032": (
        (
            partial(_upright, colours=((214, 178, 120),), wide=130),
            "Tecknad bild: spegeldörrar i furu mot en vägg",
            True,
        ),
    ),
    "demo-offer-043": (
        (partial(_stack, colour=(190, 156, 108), size=(210, 34)), "Tecknad bild: EUR-pallar i hög stapel", True),
    ),
    "demo-offer-059": (
        (partial(_heap, colour=(240, 220, 180), grain=8), "Tegnet bilde: lys haug med tørr kutterflis", True),
    ),
}


def add_pictures(*, now: datetime) -> None:
    """Give the demo's listings their pictures. Safe to repeat, and quick where they are there."""
    bare = Listing.objects.filter(external_id__in=PICTURES).annotate(count=Count("photos")).filter(count=0)
    for listing in bare.order_by("pk"):
        for number, (draw, alt, is_open) in enumerate(PICTURES[listing.external_id]):
            picture = read_picture(_drawn(draw, seed=f"{listing.external_id} {number}"))
            add_photo(listing, picture=picture, alt=alt, is_open=is_open, by=None, now=now)


def _drawn(draw: Draw, *, seed: str) -> ContentFile:
    chance = random.Random(seed)  # noqa: S311 - the same picture each time, and nothing secret
    image = Image.new("RGB", (WIDTH, HEIGHT), _SKY)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, GROUND, WIDTH, HEIGHT), fill=_FIELD)
    draw(canvas, chance)
    out = BytesIO()
    image.save(out, "PNG")
    return ContentFile(out.getvalue(), name="drawn.png")
