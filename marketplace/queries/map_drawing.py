"""The market on the map that the server draws: where each mark stands, in units of the drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geo.mapview import MapArc, MapLabel, MapPoint, MapView, draw_map
from marketplace.models import Listing
from marketplace.queries.map_clusters import MapCluster, MapGroup
from marketplace.queries.map_lines import MapLine
from marketplace.queries.reach import Reach

HEIGHT, GAP, ROW = 46.0, 10.0, 38.0  # of a mark's head, of the tip that leads to its point, and of the groups below it
PICTURE = 44.0  # the room of a picture
DIGIT, ROOM = 15.0, 20.0  # a number's width grows with its digits
GROUPS = 3  # as many as fit below the head
LETTER, LINE = 12.0, 18.0  # of the names of towns


@dataclass(frozen=True, slots=True)
class DrawnNumber:
    """How many offers or needs: where its box begins inside the mark, and how wide it is."""

    side: str
    number: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """One group of materials in the row below the head."""

    group: MapGroup
    x: float

    @property
    def text_x(self) -> float:
        return self.x + 32


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMark:
    """A cluster above its point, or below: its numbers, and its largest groups. left, top: its corner."""

    left: float
    top: float
    width: float
    height: float
    numbers: tuple[DrawnNumber, ...]
    groups: tuple[DrawnGroup, ...]
    cluster: MapCluster
    is_below: bool = False

    @property
    def tip(self) -> str:
        """Return the line of the triangle that leads to the point."""
        if self.is_below:
            return f"M{self.width / 2 - 8:.1f} 1h16l-8 {-GAP - 1:.0f}z"
        return f"M{self.width / 2 - 8:.1f} {self.height - 1:.0f}h16l-8 {GAP + 1:.0f}z"

    def covers(self, label: MapLabel) -> bool:
        """Return whether the mark lies over a name."""
        wide = LETTER * len(label.text)
        left = label.x if label.anchor == "start" else label.x - wide
        beside = left > self.left + self.width or left + wide < self.left
        return not (beside or label.y - LINE / 2 > self.top + self.height + GAP or label.y + LINE / 2 < self.top)


def region_map() -> MapView:
    """Return the map of both regions."""
    return draw_map(with_roads=True)


def free_labels(marks: Sequence[DrawnMark]) -> list[MapLabel]:
    """Return the names of towns that no mark covers, on the other side of their dots where that helps."""
    other = {"start": "end", "end": "start"}
    sides = ((label, replace(label, anchor=other[label.anchor])) for label in region_map().labels)
    free = ([label for label in pair if not any(mark.covers(label) for mark in marks)] for pair in sides)
    return [labels[0] for labels in free if labels]


def drawn_marks(clusters: Iterable[MapCluster]) -> tuple[DrawnMark, ...]:
    """Return the marks of clusters made for `DRAWN_LEVEL`."""
    return tuple(_mark(cluster) for cluster in clusters)


def _mark(cluster: MapCluster) -> DrawnMark:
    (point,) = region_map().place_points({"": (cluster.latitude, cluster.longitude)})
    below = cluster.groups[:GROUPS] if len(cluster.groups) > 1 else ()
    numbers, x = [], PICTURE if not below else 5.0
    for side, number in ((Listing.Side.OFFER, cluster.offers), (Listing.Side.NEED, cluster.needs)):
        if number:
            numbers.append(DrawnNumber(side.value, number, x, ROOM + DIGIT * len(str(number))))
            x += numbers[-1].width + 4
    groups, row = [], 5.0
    for group in below:
        groups.append(DrawnGroup(group, row))
        row += PICTURE + DIGIT * len(str(group.number))
    width, height = max(x + 2, row), HEIGHT + (ROW if below else 0)
    mark = DrawnMark(
        left=point.x - width / 2,
        top=point.y - GAP - height,
        width=width,
        height=height,
        numbers=tuple(numbers),
        groups=tuple(groups),
        cluster=cluster,
    )
    # The names of the two cities are what a reader knows the map by.
    cities = [label for label in region_map().labels if label.css == "map-town-large"]
    below = replace(mark, top=point.y + GAP, is_below=True)
    return below if _covers_one(mark, cities) and not _covers_one(below, cities) else mark


def _covers_one(mark: DrawnMark, labels: Iterable[MapLabel]) -> bool:
    return any(mark.covers(label) for label in labels)


def drawn_lines(lines: Iterable[MapLine]) -> list[MapArc]:
    """Return the bent lines between areas, with their kind as key."""
    return [region_map().arc(line.kind, start=line.start, end=line.end) for line in lines if line.start != line.end]


@dataclass(frozen=True, slots=True)
class DrawnReach:
    """The roads within reach as the line of one path, and where they start; nowhere if that is off the map."""

    line: str
    start: tuple[MapPoint, ...]


def drawn_reach(reach: Reach) -> DrawnReach:
    view = region_map()
    line = "".join(view.route("", points=[road.start, road.end]).line for road in reach.roads())
    return DrawnReach(line, view.place_points({"": reach.start}))
