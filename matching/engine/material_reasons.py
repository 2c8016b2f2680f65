"""Why the stuff is right or not: the best way from what is offered to what is needed, by name."""

from collections.abc import Mapping

from matching.engine.pair import Pair
from matching.kinds import Told
from matching.knowledge import Knowledge
from matching.records import Aspect, Listing, ReasonCode
from matching.ways import FoundWay, Way, find_way

Values = Mapping[str, float | str | list[int]]
Found = tuple[ReasonCode, Values] | None


def material_reason(pair: Pair) -> Found:
    """Return how the offer comes to serve the need: by name, by use, by industry, or by waste code."""
    excluded = [told.code for told in pair.offer_kind.materials if told.code in pair.need_kind.without]
    if excluded and excluded[0] == pair.offer_kind.material:
        return ReasonCode.NOT_WANTED, {"material": excluded[0], "from_words": 1}
    way = find_way(pair.offer_kind, pair.need_kind, tables=pair.tables)
    by_code = _by_code(pair)
    if way and (by_code is None or way.fit >= pair.fit(Aspect.MATERIAL) or not pair.is_good(Aspect.MATERIAL)):
        return _by_way(pair, way)
    return by_code or _unrelated(pair)


def said_by(pair: Pair) -> str:
    """Return the material that both sides name in words alone and that brings them together, "" for none."""
    way = find_way(pair.offer_kind, pair.need_kind, tables=pair.tables)
    same = way is not None and way.way is Way.SAME and way.offered.code == way.asked.code
    return way.offered.code if way and same and way.offered.word and way.asked.word else ""


def _by_way(pair: Pair, way: FoundWay) -> Found:
    code, values = _named(pair, way)
    if code is not ReasonCode.SAME_CONCEPT and (way.offered.word or way.asked.word):
        values = {**values, "from_words": 1}
    return code, values


def _named(pair: Pair, way: FoundWay) -> tuple[ReasonCode, Values]:
    offered, asked = way.offered.code, way.asked.code
    match way.way:
        case Way.SAME | Way.RELATED:
            return _by_tree(pair, way.offered, way.asked)
        case Way.USE:
            return ReasonCode.KNOWN_USE, {"material": offered, "use": way.use}
        case Way.TREATED_USE:
            edge = pair.knowledge.material_uses.between(offered, way.use)
            treatments = ";".join(edge.treatments) if edge else ""
            return ReasonCode.TREATED_USE, {"material": offered, "use": way.use, "treatments": treatments}
        case Way.SAME_USE:
            return ReasonCode.SAME_USE, {"material": offered, "other": asked, "use": way.use}
        case Way.SECTOR_INPUT:
            return ReasonCode.SECTOR_INPUT, {"material": offered, "sector": asked}
        case Way.SECTOR_USE:
            return ReasonCode.SECTOR_USE, {"material": offered, "sector": asked, "use": way.use}


def _by_tree(pair: Pair, offered: Told, asked: Told) -> tuple[ReasonCode, Values]:
    if offered.code == asked.code and offered.word and asked.word:
        words = {"offer_word": offered.word, "need_word": asked.word}
        return ReasonCode.SAME_CONCEPT, {"material": offered.code, **words}
    if offered.code == asked.code:
        return ReasonCode.SAME_MATERIAL, {"material": offered.code}
    group = pair.tables.tree.common_group(offered.code, asked.code)
    return ReasonCode.RELATED_MATERIAL, {"material": offered.code, "other": asked.code, "group": group}


def _unrelated(pair: Pair) -> Found:
    offered, needed = pair.offer_kind.material, pair.need_kind.material
    if not (offered and needed) or pair.effect(Aspect.MATERIAL) > 0:
        return None
    marked = {"from_words": 1} if pair.offer_kind.materials[0].word or pair.need_kind.materials[0].word else {}
    return ReasonCode.UNRELATED_MATERIAL, {"material": offered, "other": needed, **marked}


def _by_code(pair: Pair) -> Found:
    code, other = _waste_code(pair.offer, pair.knowledge), _waste_code(pair.need, pair.knowledge)
    if not (code and other) or code[:2] != other[:2]:
        return None
    if not (pair.offer.waste_code or pair.need.waste_code):
        return None
    if code == other and pair.offer.waste_code and pair.need.waste_code:
        return ReasonCode.SAME_WASTE_CODE, {"waste_code": code}
    return ReasonCode.RELATED_WASTE_CODE, {"waste_code": code, "other": other}


def _waste_code(listing: Listing, knowledge: Knowledge) -> str:
    """Return the stated waste code, else the most usual one of the stated material."""
    material = knowledge.materials.get(listing.material)
    return listing.waste_code or next(iter(material.waste_codes if material else ()), "")
