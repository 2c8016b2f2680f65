"""What OSRM and Valhalla want to be asked, and what they answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from types import MappingProxyType
from urllib.parse import urlsplit

import numpy as np

from geo.distance import Floats
from geo.fetching import fetch_json
from geo.road_tables import Vehicle


class ServerFailure(Exception):
    """A routing server that is slow, broken, or answers what is no table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A routing server: what it is called, and how to ask it for kilometres and minutes of (n, m) pairs."""

    name: str
    ask: Callable[[Floats, Floats], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What is asked of a server, and how long it may take."""

    address: str
    start: Floats
    end: Floats
    vehicle: Vehicle
    timeout: float


def open_service(url: str, *, vehicle: Vehicle, timeout: float) -> Service:
    """Return the service at an address. Raise ValueError if its form is not understood."""
    kind, _, address = url.partition("+")
    parts = urlsplit(address)
    if kind not in _ASKS or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"A routing server is osrm+http://host:port or valhalla+http://host:port, not {url!r}.")

    def ask(start: Floats, end: Floats) -> tuple[Floats, Floats]:
        question = _Question(address=address.rstrip("/"), start=start, end=end, vehicle=vehicle, timeout=timeout)
        try:
            km, minutes = _ASKS[kind](question)
        except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
            raise ServerFailure(str(error)) from error
        if km.shape != (len(start), len(end)) or minutes.shape != km.shape:
            raise ServerFailure(f"asked for {(len(start), len(end))} pairs, told of {km.shape}")
        return km, minutes

    return Service(name=kind, ask=ask)


def _ask_osrm(question: _Question) -> tuple[Floats, Floats]:
    """Ask the table service (OSRM HTTP API 5); which vehicle it means is decided where the server was set up."""
    points = np.vstack((question.start, question.end))
    places = ";".join(f"{longitude:.5f},{latitude:.5f}" for latitude, longitude in points)
    sources = ";".join(str(number) for number in range(len(question.start)))
    goals = ";".join(str(number) for number in range(len(question.start), len(points)))
    answer = fetch_json(
        f"{question.address}/table/v1/driving/{places}"
        f"?sources={sources}&destinations={goals}&annotations=distance,duration",
        timeout=question.timeout,
    )
    if answer["code"] != "Ok":
        raise ValueError(f"OSRM says {answer['code']}")
    return _table(answer["distances"]) / 1000, _table(answer["durations"]) / 60


def _ask_valhalla(question: _Question) -> tuple[Floats, Floats]:
    """Ask the matrix service (Valhalla API 3)."""
    wanted = {
        "sources": [{"lat": latitude, "lon": longitude} for latitude, longitude in question.start.tolist()],
        "targets": [{"lat": latitude, "lon": longitude} for latitude, longitude in question.end.tolist()],
        "costing": "auto" if question.vehicle == Vehicle.CAR else "truck",
        "units": "kilometers",
    }
    answer = fetch_json(f"{question.address}/sources_to_targets", timeout=question.timeout, content=wanted)
    rows = answer["sources_to_targets"]
    km = _table([[cell["distance"] for cell in row] for row in rows])
    return km, _table([[cell["time"] for cell in row] for row in rows]) / 60


_ASKS: Mapping[str, Callable[[_Question], tuple[Floats, Floats]]] = MappingProxyType(
    {"osrm": _ask_osrm, "valhalla": _ask_valhalla}
)


def _table(rows: list[list[float | None]]) -> Floats:
    """Return numbers as an array; null, which both servers say for "no way", is NaN."""
    return np.array(rows, dtype=np.float64)
