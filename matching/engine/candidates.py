"""The best counterparts of every listing of one side, kept exact while counterparts come and go."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

Key = tuple[int, str]
"""Minus the whole score (`top.make_keys`' scale), then the id: the smallest is the best."""


@dataclass(slots=True)
class _Held:
    """One list: it holds every counterpart whose key is not above `floor`, all of them while there is none."""

    keys: list[Key]
    floor: Key | None


@dataclass
class CandidateLists:
    """Lists of one side's listings (the owners) with members of the other side.

    Each list keeps more than the `top` that count: when a member leaves, the next is at hand, and only a list that
    falls below `top` must be made anew. (Measured on the prototype: ten more make a withdrawal 19 times cheaper at 100
    000.) A list stays exact because it holds everything down to its floor.
    """

    top: int
    capacity: int
    _lists: dict[str, _Held] = field(default_factory=dict)
    _owners: dict[str, set[str]] = field(default_factory=dict)

    def held(self) -> dict[str, tuple[list[Key], Key | None]]:
        """Return every list with its floor, for a snapshot."""
        return {owner: (list(held.keys), held.floor) for owner, held in self._lists.items()}

    def put_held(self, owner: str, keys: Iterable[Key], floor: Key | None) -> None:
        """Give an owner its list as `held` told it."""
        self._lists[owner] = _Held(list(keys), floor)
        for _, member in self._lists[owner].keys:
            self._owners.setdefault(member, set()).add(owner)

    def best(self, owner: str) -> list[Key]:
        """Return the owner's best `top`, best first. Raises KeyError."""
        return self._lists[owner].keys[: self.top]

    def rank(self, owner: str, member: Key) -> int | None:
        """Return the member's rank in an owner's best `top`, from 1; None beyond. Raises KeyError for the owner."""
        place = bisect_left(self._lists[owner].keys, member)
        return place + 1 if place < self.top and self._lists[owner].keys[place : place + 1] == [member] else None

    def owners_of(self, member: str) -> frozenset[str]:
        """Return the owners that hold a counterpart in their lists, within their best `top` or beyond."""
        return frozenset(self._owners.get(member, ()))

    def floor_score(self, owner: str) -> int:
        """Return the whole score below which no newcomer enters the list; -1 where all do. Raises KeyError."""
        floor = self._lists[owner].floor
        return -1 if floor is None else -floor[0]

    def put_list(self, owner: str, keys: Iterable[Key]) -> bool:
        """Give an owner its list: all counterparts there are, or at least the best `capacity` + 1 of them.

        Returns whether its best `top` are others than before.
        """
        before = self.best(owner) if owner in self._lists else []
        self.drop_owner(owner)
        held = _Held(sorted(keys), floor=None)
        self._lists[owner] = held
        self._cut(owner, held)
        for _, member in held.keys:
            self._owners.setdefault(member, set()).add(owner)
        return held.keys[: self.top] != before

    def enter(self, member: str, found: Iterable[Key]) -> set[str]:
        """Offer a newcomer to lists, each as minus the whole score and the owner. Raises KeyError for an owner.

        Returns the owners whose best `top` have changed.
        """
        entered, changed = set(), set()
        for score, owner in found:
            held, key = self._lists[owner], (score, member)
            if held.floor is not None and key > held.floor:
                continue
            keys = held.keys
            place = bisect_left(keys, key)
            keys.insert(place, key)
            if len(keys) > self.capacity:
                self._forget(owner, (keys.pop(),))
                held.floor = keys[-1]
            if place < len(keys):
                entered.add(owner)
            if place < self.top:
                changed.add(owner)
        if entered:
            self._owners.setdefault(member, set()).update(entered)
        return changed

    def drop_member(self, member: str) -> tuple[set[str], set[str]]:
        """Take a counterpart out of every list.

        Returns the owners whose best `top` have changed, and those of them whose lists must be made anew.
        """
        changed, short = set(), set()
        for owner in self._owners.pop(member, set()):
            held = self._lists[owner]
            place = next(place for place, key in enumerate(held.keys) if key[1] == member)
            del held.keys[place]
            if place < self.top:
                changed.add(owner)
            if held.floor is not None and len(held.keys) < self.top:
                short.add(owner)
        return changed, short

    def drop_owner(self, owner: str) -> None:
        """Forget an owner and its list, if there is one."""
        held = self._lists.pop(owner, None)
        if held:
            self._forget(owner, held.keys)

    def _cut(self, owner: str, held: _Held) -> None:
        if len(held.keys) > self.capacity:
            self._forget(owner, held.keys[self.capacity :])
            del held.keys[self.capacity :]
            held.floor = held.keys[-1]

    def _forget(self, owner: str, members: Iterable[Key]) -> None:
        for _, member in members:
            owners = self._owners.get(member)
            if owners:
                owners.discard(owner)
                if not owners:
                    del self._owners[member]
