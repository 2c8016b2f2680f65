"""Some listings of one side, in the order of their ids, ready to be judged and searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matching.engine.asked import Other, other_of
from matching.engine.columns import Columns
from matching.engine.groups import Groups, groups_of
from matching.engine.law import Seen
from matching.engine.packed import Packed, pack
from matching.engine.postings import Postings, make_postings
from matching.engine.seasons import SeasonRows
from matching.meaning import Meanings
from matching.records import Listing
from matching.words import Texts


@dataclass(eq=False)
class Segment:
    """Listings as arrays; what a search needs beside them is made when it is first asked for."""

    columns: Columns
    texts: Texts
    meanings: Meanings

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def groups(self) -> Groups:
        return groups_of(self.columns)

    @cached_property
    def packed(self) -> Packed:
        return pack(self.columns)

    @cached_property
    def postings(self) -> Postings:
        return make_postings(self.packed, self.texts.concepts)

    @cached_property
    def other(self) -> Other:
        return other_of(self.columns, self.texts)

    @cached_property
    def law_seen(self) -> Seen:
        return {}

    @cached_property
    def seasons(self) -> SeasonRows:
        return SeasonRows()

    @property
    def listings(self) -> Sequence[Listing]:
        return self.columns.listings
