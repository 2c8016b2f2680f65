"""The search over packed blocks, compiled by numba (the extra `fast`). `asking` gives the same answers without.

Best first: groups of one kind, then blocks, then items are looked at in the order of what they could score at most, and
none is opened that cannot beat the last of the list (`kernel_bounds`). The text, of which there is most to read, comes
last.
"""

from math import exp, floor, inf
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from matching.engine.asked import Other, Rows
from matching.engine.columns import Ints
from matching.engine.constants import Constants
from matching.engine.facts import NAMED, TEXT, Own, Records
from matching.engine.kernel_aspects import (
    exact_sums,
    text_log,
    timing_log,
    window_overlap,
)
from matching.engine.kernel_bounds import (
    MARGIN,
    asked_for,
    block_bound,
    is_below,
    item_sum,
    mean_log,
    sum_for,
    text_at_most,
    text_hopes,
)
from matching.engine.kernel_kinds import Kinds, kind_sums, with_sums
from matching.engine.kernel_options import uncounted
from matching.engine.kernel_words import Words, group_likeness, hashed, letter_likeness, letter_table, likeness
from matching.engine.limits import Limits
from matching.engine.packed import Packed
from matching.engine.postings import Postings
from matching.engine.top import HIGHEST_POSITION, KEY_SHIFT, SCORE_SCALE
from matching.records import Floats

_BINS = 512
_DEEPEST = 3.0  # what scores less than e^-3 shares the last bin
_DOUBT = 1e-5  # so near to the edge of rounding, in whole scores, plain numpy must say; both err a thousandth of that


class Found(NamedTuple):
    """What has been found so far: keys, the best of them in order, and counts of keys and of doubtful ones."""

    keys: Ints
    best: Ints
    counts: Ints


class Ahead(NamedTuple):
    """Groups and, behind them, blocks that wait to be looked at, in lists by how much they could score at most.

    texts: what the texts of a group, or a block, add to its logs at most.
    """

    heads: Ints
    nexts: Ints
    bounds: Floats
    texts: Floats


@njit(cache=True, error_model="numpy")
def search(
    asked: Records,
    kinds: Kinds,
    rows: Rows,
    packed: Packed,
    postings: Postings,
    other: Other,
    limits: Limits,
    top: int,
    lowest: int,
    held: Records,
) -> tuple[Ints, int]:
    """Return keys (`top.make_keys`), and how many of these pairs lie too near to the edge of rounding to be sure.

    The keys are those of the best `top` counterparts, of all that score their own floor or more, and some others'.
    Where `rows` does not tell the kilometres, keys hold what a pair could score at most.
    asked: the listing, as a record of `OWN`. rows: without `KindSums`. lowest: the whole score that is asked for
    from the start. held: the constants, as a record: numba unpacks a tuple number by number.
    """
    own, constants = asked[0], held[0]
    rows = with_sums(rows, kind_sums(own.kind, own.is_need, kinds, constants))
    n_groups, n_blocks = len(packed.groups), len(packed.blocks)
    words = Words(
        letter_table(rows.letters, rows.place), hashed(rows.concepts, rows.concept_weights, constants.concept_unit)
    )
    waiting = n_groups + n_blocks
    ahead = Ahead(np.full(_BINS, -1), np.empty(waiting, np.int64), np.empty(waiting), np.empty(waiting))
    texts = ahead.texts[:n_groups]
    group_likeness(rows.concepts, rows.concept_weights, constants.concept_unit, postings, texts)
    hopes = text_hopes(constants)
    found = Found(np.empty(len(packed.items), np.int64), np.full(top, -1), np.zeros(2, np.int64))
    _look(own, rows, packed, other, words, limits, constants, ahead, found, hopes, asked_for(lowest))
    return found.keys[: found.counts[0]], found.counts[1]


@uncounted
def _look(
    own: Own,
    rows: Rows,
    packed: Packed,
    other: Other,
    words: Words,
    limits: Limits,
    constants: Constants,
    ahead: Ahead,
    found: Found,
    hopes: Floats,
    least: float,
) -> None:
    """Look at groups, blocks and items, whoever could score most first."""
    n_groups = len(packed.groups)
    for node in range(n_groups):
        group = packed.groups[node]
        if group.resource != own.resource:
            continue
        said = text_at_most(own, group, ahead.texts[node], hopes)
        share = rows.shares[group.kind] + rows.bit_shares[own.known & group.known_by_any]
        bound = mean_log(rows.logs[group.kind] + said, share, constants)
        if not is_below(bound, least, limits.groups, node):
            ahead.bounds[node], ahead.texts[node] = bound, said
            number = _list_of(bound, 0)
            ahead.nexts[node], ahead.heads[number] = ahead.heads[number], node
    for number in range(_BINS):
        while ahead.heads[number] >= 0:
            node = ahead.heads[number]
            ahead.heads[number] = ahead.nexts[node]
            if node >= n_groups:
                if not is_below(ahead.bounds[node], least, limits.blocks, node - n_groups):
                    block, bound, said = packed.blocks[node - n_groups], ahead.bounds[node], ahead.texts[node]
                    least = _look_at_items(
                        own, rows, packed.items, block, bound, said, other, words, limits, constants, found, least
                    )
            elif not is_below(ahead.bounds[node], least, limits.groups, node):
                _open_group(own, rows, packed, node, limits, constants, ahead, least, number)


@uncounted
def _open_group(
    own: Own,
    rows: Rows,
    packed: Packed,
    node: int,
    limits: Limits,
    constants: Constants,
    ahead: Ahead,
    least: float,
    number: int,
) -> None:
    """Let the blocks of a group wait, none before the list that is being looked at."""
    group = packed.groups[node]
    said = ahead.texts[node]
    share, logs = rows.shares[group.kind], rows.logs[group.kind] + said
    for place in range(group.first, group.end):
        block = packed.blocks[place]
        of_bits = rows.bit_shares[own.known & block.known_by_any]
        bound = block_bound(own, block, share + of_bits, logs, constants)
        if not is_below(bound, least, limits.blocks, place):
            node = len(packed.groups) + place
            ahead.bounds[node], ahead.texts[node] = bound, said
            waits = _list_of(bound, number)
            ahead.nexts[node], ahead.heads[waits] = ahead.heads[waits], node


@uncounted
def _look_at_items(
    own: Own,
    rows: Rows,
    items: Records,
    block: Any,
    bound: float,
    hoped: float,
    other: Other,
    words: Words,
    limits: Limits,
    constants: Constants,
    found: Found,
    least: float,
) -> float:
    """Judge the items of a block that may be wanted. Return what bound is asked for from then on.

    bound, hoped: what they score at most, and what their texts add to the logs at best.
    """
    kind_share, kind_logs, treated = rows.shares[block.kind], rows.logs[block.kind], rows.treated[block.kind]
    for number in range(block.first, block.end):
        item = items[number]
        asked = least
        if len(limits.items):
            if (bound < least and bound < limits.items[number]) or limits.items[number] == inf:
                continue  # who asks for more than the block has, or has gone
            asked = min(least, limits.items[number])
        share = kind_share + rows.bit_shares[own.known & item.known]
        needed = sum_for(asked, share, constants)
        logs = item_sum(own, item, kind_logs, needed - hoped, constants)
        if logs < needed - hoped:
            continue
        months, place = rows.months[item.season], item.place
        logs += constants.timing * timing_log(months, window_overlap(own, item, constants), constants)
        if logs < needed - hoped:
            continue
        said = 0.0
        if own.known & item.known & TEXT:
            both_named = own.flags & item.flags & NAMED != 0
            alike = likeness(words.concepts, other.concepts, place)
            if logs + constants.text * text_log(1.0, alike, both_named, constants) < needed:
                continue
            wording = letter_likeness(words.letters, other.letters, place)
            said = constants.text * text_log(wording, alike, both_named, constants)
        if logs + said < needed:
            continue
        mean = mean_log(logs + said, share, constants)
        if rows.has_km:
            share, logs = kind_share, kind_logs + said
            share, logs = exact_sums(
                own, item, other.facts[place], other.points, rows.tables, share, logs, treated, months, constants
            )
            mean = mean_log(logs, share, constants)
        if share >= 0:
            whole = exp(mean) * SCORE_SCALE + (0 if rows.has_km else MARGIN)
            least = max(least, _note(found, whole, place))
    return least


@uncounted
def _note(found: Found, score: float, place: int) -> float:
    """Note a score, in whole scores not rounded yet. Return what bound the list asks for."""
    whole = np.int64(floor(score + 0.5))
    key = (whole << KEY_SHIFT) | (HIGHEST_POSITION - place)
    found.keys[found.counts[0]] = key
    found.counts[0] += 1
    found.counts[1] += abs(score - floor(score) - 0.5) < _DOUBT
    best = found.best
    if len(best) == 0:
        return -inf
    if key > best[-1]:
        rank = len(best) - 1
        while rank > 0 and best[rank - 1] < key:
            best[rank] = best[rank - 1]
            rank -= 1
        best[rank] = key
    return asked_for(best[-1] >> KEY_SHIFT)


@njit(cache=True, error_model="numpy")
def _list_of(bound: float, first: int) -> int:
    """Return the list in which who is bound so waits: that of its bound or the first that is still open."""
    return min(max(int(-bound / _DEEPEST * _BINS), first), _BINS - 1)
