"""One side of a market that changes: its listings, who of them has gone, and what each asks of newcomers."""

from collections.abc import Mapping, Sequence
from threading import Thread

import numpy as np

from matching.engine.columns import Ints
from matching.engine.growing import GrowingSegment, packed_anew
from matching.engine.limits import CLOSED, Floors, Limits
from matching.engine.segment import Segment
from matching.engine.setting import Setting
from matching.records import Listing, Side

REBUILT_AT_LEAST, REBUILT_SHARE = 64, 0.02
"""So many listings come or go before the rest is packed anew, and such a share of all."""


class LiveSide:
    """Newcomers are added at the end, and who goes is struck out; now and then all are packed anew beside the work."""

    def __init__(self, setting: Setting, listings: Sequence[Listing], side: Side) -> None:
        self._begin(setting.segment(listings, side))
        self._rebuild: Rebuild | None = None

    def _begin(self, segment: Segment) -> None:
        self.segment = GrowingSegment(segment)
        self._places = {each.id: place for place, each in enumerate(segment.listings)}
        self._floors = Floors(segment.packed)
        self._changes = 0

    def __contains__(self, listing_id: str) -> bool:
        return listing_id in self._places

    def listing(self, listing_id: str) -> Listing:
        """Return a listing of this side. Raises KeyError."""
        return self.segment.listings[self._places[listing_id]]

    def limits(self) -> Limits:
        """Return who has not gone and what each asks of newcomers."""
        return self._floors.limits()

    def add(self, alone: Segment) -> None:
        """Take in a segment of one listing."""
        (listing,) = alone.listings
        self._places[listing.id] = self.segment.add(alone)
        self._floors.add()
        self._changes += 1
        if self._rebuild:
            self._rebuild.newcomers[listing.id] = alone

    def remove(self, listing_id: str) -> None:
        """Take a listing out. Raises KeyError."""
        self._floors.close(self._places.pop(listing_id))
        self._changes += 1
        if self._rebuild and self._rebuild.newcomers.pop(listing_id, None) is None:
            self._rebuild.gone.add(listing_id)

    def set_floors(self, floors: Mapping[str, int]) -> None:
        """Note below which whole score nobody enters the lists of these listings."""
        places = np.array([self._places[each] for each in floors], dtype=np.int64)
        self._floors.set(places, np.array(list(floors.values()), dtype=np.int64))

    def rebuild_when_due(self) -> None:
        """Begin to pack all anew where enough has changed; take over what has been packed so meanwhile."""
        if self._rebuild:
            if not self._rebuild.is_alive():
                self.rebuild()
        elif self._changes > max(REBUILT_AT_LEAST, REBUILT_SHARE * len(self._places)):
            self.begin_rebuild()

    def begin_rebuild(self) -> "Rebuild":
        """Begin to pack all anew beside the work, where that has not begun."""
        if not self._rebuild:
            self._rebuild = Rebuild(self.segment.as_it_is(), np.flatnonzero(self.limits().floors < CLOSED))
            self._rebuild.start()
        return self._rebuild

    def rebuild(self) -> None:
        """Join the newcomers with the rest and forget who has gone; wait for it."""
        rebuilt, before = self.begin_rebuild(), self.limits().floors
        floors = {each: int(before[place]) for each, place in self._places.items()}
        self._rebuild = None
        self._begin(rebuilt.wait())
        for listing_id in rebuilt.gone:
            self.remove(listing_id)
        for alone in rebuilt.newcomers.values():
            self.add(alone)
        self.set_floors(floors)


class Rebuild(Thread):
    """Packs the listings of one moment; newcomers and gone: what has changed since."""

    def __init__(self, segment: Segment, places: Ints) -> None:
        super().__init__(name="rebuild", daemon=True)
        self.newcomers: dict[str, Segment] = {}
        self.gone: set[str] = set()
        self._of, self._places = segment, places
        self._made: Segment | None = None

    def run(self) -> None:
        self._made = packed_anew(self._of, self._places)

    def wait(self) -> Segment:
        """Return what has been packed; packs it here where the thread could not."""
        self.join()
        return self._made or packed_anew(self._of, self._places)
