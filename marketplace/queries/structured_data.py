"""What pages of knowledge tell search engines: schema.org terms, in JSON."""

import json
from collections.abc import Callable

from django.utils.safestring import SafeString

from marketplace.queries.case_pages import CasePage
from marketplace.queries.known_rows import NameRow
from marketplace.queries.listing_cards import ListingCard
from marketplace.queries.material_pages import MaterialPage
from marketplace.queries.use_pages import UsePage
from marketplace.wording.numbers import language

Absolute = Callable[[str], str]  # a path → the whole address
# Nothing in a string may end the script element that it stands in.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def material_data(page: MaterialPage, *, absolute: Absolute) -> SafeString:
    """Return a material as a defined term, with the listings on its page as offers and demands."""
    term = _term(page.code, page.name, page.names, url=absolute(page.url), of=absolute("/materials/"))
    return _script([term, *_listings([*page.live.offers, *page.live.needs], absolute=absolute)])


def use_data(page: UsePage, *, absolute: Absolute) -> SafeString:
    """Return a use as a defined term, with the listings on its page."""
    term = _term(page.code, page.name, page.names, url=absolute(page.url), of=absolute("/uses/"))
    return _script([term, *_listings([*page.live.offers, *page.live.needs], absolute=absolute)])


def case_data(page: CasePage, *, absolute: Absolute) -> SafeString:
    """Return a case as an article that names its source."""
    article = {
        "@type": "Article",
        "headline": page.note,
        "inLanguage": language(),
        "url": absolute(page.url),
        "about": [page.material.name, page.use.name],
        "contentLocation": page.place,
        "citation": {"@type": "CreativeWork", "name": page.source, "url": page.address},
    }
    return _script([article])


def term_set_data(name: str, description: str, *, url: str) -> SafeString:
    """Return a list of terms as a set."""
    told = {"@type": "DefinedTermSet", "name": name, "description": description, "url": url, "inLanguage": language()}
    return _script([told])


def _term(code: str, name: str, names: list[NameRow], *, url: str, of: str) -> dict[str, object]:
    others = {word for row in names for word in (row.name, *row.others) if word} - {name}
    return {
        "@type": "DefinedTerm",
        "@id": url,
        "termCode": code,
        "name": name,
        "alternateName": sorted(others),
        "inLanguage": language(),
        "url": url,
        "inDefinedTermSet": of,
    }


def _listings(cards: list[ListingCard], *, absolute: Absolute) -> list[dict[str, object]]:
    """Return listings on the values that everybody sees: without firm, price and exact amount."""
    return [
        {
            "@type": "Demand" if card.side == "need" else "Offer",
            "url": absolute(card.url),
            "name": card.material_name,
            "itemOffered": {"@type": "Product", "name": card.material_name},
            "areaServed": card.area_name,
            "description": ", ".join(filter(None, (card.amount, card.months_text))),
        }
        for card in cards
        if not card.is_open or not card.is_blind  # a hidden one that opens to this reader alone is no public offer
    ]


def _script(graph: list[dict[str, object]]) -> SafeString:
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return SafeString(text.translate(_ESCAPES))
