"""What a market in memory has worked out, kept in one file for whoever begins next, and checked.

Plain JSON behind a line that says what it is worth: the version of everything it depends on (tables, weights, rates,
day, our own code) and a checksum. A file that is damaged, cut off or of another version is refused: the market is then
made anew. Written beside the old one and put in its place by renaming, so a crash while writing leaves the old one.
"""

import hashlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from matching.kinds import Kind, Told
from matching.records import Listing, PropertyValue, Resource, Side
from matching.words.concepts import Grade, Mention
from matching.words.reading import Reading

_FORMAT = 1
_CODE = Path(__file__).resolve().parent.parent
_DATES = ("available_from", "available_until")


class SnapshotRefusedError(Exception):
    """There is no snapshot, or none that can be used. The message says why."""


@cache
def code_version() -> str:
    """Return a fingerprint of the code that judges: of every Python file of `matching`."""
    whole = hashlib.sha256()
    for path in sorted(_CODE.rglob("*.py")):
        whole.update(path.relative_to(_CODE).as_posix().encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def snapshot_version(**depends_on: object) -> str:
    """Return the version of what depends on these values, our code and the form of the file."""
    told = json.dumps([_FORMAT, code_version(), depends_on], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def write_snapshot(path: Path, content: Mapping[str, Any], *, version: str) -> None:
    """Write a snapshot in the place of the one before. Raises OSError; the one before is then still whole."""
    body = json.dumps(content, default=as_json, separators=(",", ":")).encode()
    head = json.dumps({"version": version, "sha256": hashlib.sha256(body).hexdigest()}).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(head + b"\n" + body)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read_snapshot(path: Path, *, version: str) -> dict[str, Any]:
    """Return what a snapshot of this version holds. Raises SnapshotRefusedError."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        told = json.loads(head)
        if told["version"] != version:
            raise SnapshotRefusedError("of another version")
        if told["sha256"] != hashlib.sha256(body).hexdigest():
            raise SnapshotRefusedError("damaged")
        content: dict[str, Any] = json.loads(body)
    except FileNotFoundError:
        raise SnapshotRefusedError("none there") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotRefusedError(f"unreadable: {type(error).__name__}") from error
    return content


def as_json(value: object) -> object:
    """Return what JSON does not know as what it does."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if isinstance(value, np.ndarray):
        return value.tolist()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} is nothing that a snapshot keeps.")


def listing_as_json(listing: Listing) -> dict[str, Any]:
    """Return a listing's facts, those that it tells alone."""
    told = {name: value for name, value in asdict(listing).items() if value not in (None, "", (), frozenset(), b"")}
    told |= {"meaning": b64encode(listing.meaning).decode()} if listing.meaning else {}
    return {**told, "title": listing.title, "properties": [asdict(value) for value in listing.properties]}


def listing_from_json(told: Mapping[str, Any]) -> Listing:
    """Return the listing that `listing_as_json` was given."""
    facts = dict(told)
    facts |= {name: date.fromisoformat(facts[name]) for name in _DATES if name in facts}
    if "month_shares" in facts:
        facts["month_shares"] = tuple(facts["month_shares"])
    facts["meaning"] = b64decode(facts.get("meaning", ""))
    facts["blocked_firms"] = frozenset(facts.get("blocked_firms", ()))
    facts["properties"] = tuple(PropertyValue(**value) for value in facts.get("properties", ()))
    return Listing(**{**facts, "side": Side(facts["side"]), "resource": Resource(facts["resource"])})


def kind_from_json(told: Mapping[str, Any]) -> Kind:
    """Return what a listing is about, as `as_json` wrote it."""
    named: dict[str, Any] = {
        name: tuple(Told(**each) for each in told[name]) for name in ("materials", "uses", "sectors")
    }
    return Kind(**{**told, **named, "without": tuple(told["without"])})


def reading_from_json(told: Mapping[str, Any]) -> Reading:
    """Return what was read in a text, as `as_json` wrote it."""
    mentions = {code: Mention(**{**each, "grade": Grade(each["grade"])}) for code, each in told["mentions"].items()}
    return Reading(
        words=tuple(told["words"]),
        length=told["length"],
        left=np.array(told["left"], dtype=np.int32),
        left_weights=np.array(told["left_weights"], dtype=np.float64),
        mentions=mentions,
        traits=dict(told["traits"]),
    )
