"""What a listing is about: as it states it, else as its words are understood, each with how sure that is."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from math import hypot

from matching.knowledge import Knowledge, Term, TermFlag, TermKind, kept
from matching.records import Listing, Resource, Side
from matching.words import ConceptFinder, Mention
from matching.words.folding import words
from matching.words.zones import Zone, zones

_MOST_REMEMBERED = 20_000
# Words of the names of uses that alone say other things as often: "får" is sheep and may, "lager" in and for anything.
_SAID_OTHERWISE = frozenset(
    (
        *(
            "får",
            "fyll",
            "försäljning",
            "gröda",
            "gummi",
            "industri",
            "jord",
            "kyla",
            "lager",
            "lokaler",
            "läder",
            "massa",
        ),
        *("mjöl", "murar", "olja", "planer", "protein", "rening", "textil", "vatten"),
        *("avling", "kjøling", "lokale", "mel", "mjøl", "murer", "olje", "plassar", "plasser", "reinsing"),
        *("rensing", "sal", "salg", "vann", "vatn"),
        *("board", "buildings", "cleaning", "cooling", "crops", "drainage", "drink", "industry"),
        *("lakes", "meal", "oil", "sale", "soil", "stores", "treatment", "walls", "yards"),
    )
)
_PERSONS = ("are", "er", "ere", "ör", "ør")
_AS_WRITTEN = frozenset((TermFlag.WHOLE_WORD,))
_BETWEEN = re.compile(r"[(),]| och | og | and | eller | or ")
SURE = 0.9
"""From this sureness on, words are as good as a statement."""
_STEP = 0.1  # surenesses are rounded to it, so that like listings share a kind

# How much a word tells of the thing, by where it stands. A need lists what it takes in its description; what it is
# for ("till biogas", "for pigs") is a use and not the thing.
_ZONES = {
    Zone.THING: 1.0,
    Zone.USE: 0.2,
    Zone.SOURCE: 0.3,
    Zone.COMPANY: 0.5,
    Zone.WITHOUT: 0.0,
    Zone.AMOUNT: 0.05,
    Zone.SEEKER: 0.2,
}
_DESCRIBED = {Side.OFFER: 0.5, Side.NEED: 0.9}
_OTHER_RESOURCE = 0.2  # "hjullastare" in a text about sawdust
_CLEAR = 0.6  # a title that names a thing so surely needs no description
_MOST = {Side.OFFER: 3, Side.NEED: 8}
_FAINTEST = 0.15
MARK_BYTES = 16
_LISTED, _BESIDE_STATED = 0.5, 0.7  # so surely a need lists in words what it takes beside what it states


@dataclass(frozen=True, slots=True)
class Told:
    """A material, use or industry, how surely (above 0, at most 1), and the word that says so, "" where it is stated.

    Two that differ in the word alone are equal: what a pair scores does not depend on it.
    """

    code: str
    sureness: float = 1.0
    word: str = field(default="", compare=False)


@dataclass(frozen=True)
class Kind:
    """What a listing is about; anything may be empty. The surest come first.

    materials: one where it is stated. uses, sectors: of needs alone, except that an offer's sector tells what such a
    firm has left. without: materials that a need excludes in words. says_nothing: not one word, material, code, use or
    industry.
    """

    materials: tuple[Told, ...] = ()
    waste_code: str = ""
    uses: tuple[Told, ...] = ()
    sectors: tuple[Told, ...] = ()
    without: tuple[str, ...] = ()
    says_nothing: bool = False

    @property
    def material(self) -> str:
        """Return the surest material, "" where none is known."""
        return self.materials[0].code if self.materials else ""

    @property
    def sure_material(self) -> str:
        """Return the material, "" where its words leave a doubt: rules and table values need to be sure."""
        return self.material if self.materials and self.materials[0].sureness >= SURE else ""

    @property
    def mark(self) -> bytes:
        """Return `MARK_BYTES` that tell this kind from any other: less than the kind itself takes."""
        told = [[(each.code, each.sureness) for each in part] for part in (self.materials, self.uses, self.sectors)]
        whole = repr((told, self.waste_code, self.without, self.says_nothing))
        return blake2b(whole.encode(), digest_size=MARK_BYTES).digest()

    @property
    def sure_uses(self) -> tuple[str, ...]:
        """Return all uses, none where not one of them is told without a doubt."""
        is_sure = any(told.sureness >= SURE for told in self.uses)
        return tuple(told.code for told in self.uses) if is_sure else ()


class KindReader:
    """Reads what listings are about. Make it once per knowledge: `kind_reader`."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._materials = ConceptFinder(knowledge)
        uses = tuple(replace(term, kind=TermKind.MATERIAL) for term in _use_terms(knowledge))
        # Words that mean something else are no uses either: "komposterad" is a state.
        others = tuple(term for term in knowledge.terms if term.kind is TermKind.OTHER)
        self._uses = ConceptFinder(replace(knowledge, terms=(*uses, *others)))
        self._sectors = ConceptFinder(replace(knowledge, terms=tuple(_sector_terms(knowledge))))
        self._read: dict[tuple[Side, Resource, str, str, str], Kind] = {}

    def read(self, listing: Listing) -> Kind:
        """Return what a listing is about. What it states holds; words stand in for what it does not."""
        understood = self._understood(listing)
        stated = listing.material in self._knowledge.materials
        sector = self._knowledge.sectors.of(listing.nace) if listing.nace else None
        use = listing.use if listing.side is Side.NEED else ""
        return replace(
            understood,
            materials=self._stated(listing, understood) if stated else understood.materials,
            waste_code=listing.waste_code,
            uses=(Told(use),) if use in self._knowledge.uses else understood.uses,
            sectors=(Told(sector.code),) if sector else understood.sectors,
            says_nothing=not any((*_said(listing), sector, listing.resource is not Resource.MATERIAL)),
        )

    def resource_of(self, title: str, description: str, language: str) -> Resource:
        """Return the resource of what these words name most surely, material where they name nothing."""
        for text in (title, description):
            tokens, standing = words(text), zones(text)
            # "Spillvärme" may be of three temperatures, and is heat at any of them: their weights make up one again.
            weights: dict[tuple[int, Resource], float] = defaultdict(float)
            for span, mention in self._materials.find_places(text, language):
                weight = _place_weight(mention, tokens, standing) * mention.weight
                resource = self._knowledge.materials[mention.material].resource
                weights[-span.start, resource] = hypot(weights[-span.start, resource], weight)
            found = [(round(weight, 6), *where) for where, weight in weights.items()]
            surest = max(found, default=(0.0, 0, Resource.MATERIAL))  # of as sure ones the first: "heat and water"
            if surest[0] >= _CLEAR:
                return surest[2]
        return Resource.MATERIAL

    def _stated(self, listing: Listing, understood: Kind) -> tuple[Told, ...]:
        """Return the stated material, and beside it what the description of a need lists more."""
        if listing.side is Side.OFFER or not listing.description:
            return (Told(listing.material),)
        described = {*words(listing.description)}
        more = (
            replace(each, sureness=each.sureness * _BESIDE_STATED)
            for each in understood.materials
            if each.sureness >= _LISTED and each.code != listing.material and {*words(each.word)} <= described
        )
        return (Told(listing.material), *_surest(more, most=_MOST[listing.side] - 1))

    @property
    def remembered(self) -> Mapping[tuple[Side, Resource, str, str, str], Kind]:
        """Return what texts have been understood as so far: side, resource, title, description and language."""
        return self._read

    def remember(self, kinds: Mapping[tuple[Side, Resource, str, str, str], Kind]) -> None:
        """Take in what a reader of the same tables has understood before."""
        self._read.update(kinds)

    def _understood(self, listing: Listing) -> Kind:
        key = (listing.side, listing.resource, listing.title, listing.description, listing.language)
        if key not in self._read:
            if len(self._read) >= _MOST_REMEMBERED:
                self._read.clear()
            self._read[key] = self._understand(listing)
        return self._read[key]

    def _understand(self, listing: Listing) -> Kind:
        titled = self._named(listing.title, listing)
        described = self._named(listing.description, listing) if listing.description else {}
        share = _DESCRIBED[listing.side]
        if listing.side is Side.OFFER and max((each.sureness for each in titled.values()), default=0) >= _CLEAR:
            described = {}
        found = {code: replace(each, sureness=each.sureness * share) for code, each in described.items()}
        for code, each in titled.items():
            if code not in found or found[code].sureness < each.sureness:
                found[code] = each
        without = self._excluded(listing.title, listing) | self._excluded(listing.description, listing)
        is_need = listing.side is Side.NEED
        sectors = self._all(self._sectors, listing, most=2) if is_need else ()
        # What a word surely names is no use as well, but of a firm that says what it is: who takes crushed concrete
        # makes no concrete of it, a concrete works does.
        sure = [each.word for each in found.values() if each.sureness >= SURE and not sectors]
        things = {word for said in sure for word in words(said)}
        return Kind(
            materials=_surest((each for code, each in found.items() if code not in without), most=_MOST[listing.side]),
            uses=self._closest(self._all(self._uses, listing, most=4, but=things)) if is_need else (),
            sectors=sectors,
            without=tuple(sorted(without - set(titled))) if is_need else (),
        )

    def _closest(self, uses: tuple[Told, ...]) -> tuple[Told, ...]:
        """Leave out uses of which a closer one is told as surely: "foder till får" is not for all animals."""
        closer = {self._knowledge.uses[each.code].parent: each.sureness for each in reversed(uses)}
        return tuple(each for each in uses if closer.get(each.code, 0.0) < each.sureness)

    def _named(self, text: str, listing: Listing) -> dict[str, Told]:
        return {
            mention.material: Told(mention.material, mention.weight * weight, mention.word)
            for mention, weight in self._placed(text, listing)
            if weight
        }

    def _excluded(self, text: str, listing: Listing) -> set[str]:
        return {mention.material for mention, weight in self._placed(text, listing) if not weight}

    def _placed(self, text: str, listing: Listing) -> list[tuple[Mention, float]]:
        """Return what a text names, with how much its place in the text and its resource let it count."""
        tokens, standing = words(text), zones(text)
        return [
            (mention, _place_weight(mention, tokens, standing) * self._resource_weight(mention, listing))
            for mention in self._materials.find(text, listing.language)
        ]

    def _resource_weight(self, mention: Mention, listing: Listing) -> float:
        alike = self._knowledge.materials[mention.material].resource is listing.resource
        return 1.0 if alike else _OTHER_RESOURCE

    def _all(
        self, finder: ConceptFinder, listing: Listing, *, most: int, but: Collection[str] = ()
    ) -> tuple[Told, ...]:
        found = finder.find(f"{listing.title}. {listing.description}", listing.language)
        told = (Told(each.material, each.weight, each.word) for each in found if not {*words(each.word)} <= {*but})
        return _surest(told, most=most)


@kept
def kind_reader(knowledge: Knowledge) -> KindReader:
    """Return the reader of this knowledge, made once."""
    return KindReader(knowledge)


def _said(listing: Listing) -> tuple[str, ...]:
    """Return in what a listing can say what it is about."""
    texts = listing.title.strip(), listing.description.strip()
    return (*texts, listing.material, listing.waste_code, listing.use)


def _place_weight(mention: Mention, tokens: list[str], standing: list[Zone]) -> float:
    """Return the weight of the best place where the mention's word stands."""
    said = words(mention.word)
    starts = [start for start in range(len(tokens)) if tokens[start : start + len(said)] == said]
    return max((_ZONES[standing[start]] for start in starts), default=1.0)


def _surest(found: Iterable[Told], *, most: int) -> tuple[Told, ...]:
    rounded = (replace(each, sureness=round(round(each.sureness / _STEP) * _STEP, 1)) for each in found)
    kept = sorted(
        (each for each in rounded if each.sureness >= _FAINTEST), key=lambda each: (-each.sureness, each.code)
    )
    return tuple(kept[:most])


def _use_terms(knowledge: Knowledge) -> Iterable[Term]:
    """Yield the words for uses, and what their names say: "biogas and digestate" is two."""
    yield from (term for term in knowledge.terms if term.kind is TermKind.USE)
    for code, use in knowledge.uses.items():
        for language, name in use.names.items():
            for part in _BETWEEN.split(name):
                said = part.strip()
                if said and said not in _SAID_OTHERWISE:
                    yield Term(language=language, text=said, code=code)


def _sector_terms(knowledge: Knowledge) -> Iterable[Term]:
    """Yield what people call the firms of each sector, as terms."""
    by_code: Mapping[str, object] = knowledge.sectors.by_code
    for code in by_code:
        for language, named in knowledge.sectors.by_code[code].words.items():
            for text in named:
                # Who does something is stemmed to what is done: "fiskare" to fish, "målare" to painted.
                is_person = " " not in text and text.endswith(_PERSONS)
                yield Term(language=language, text=text, code=code, flags=_AS_WRITTEN if is_person else frozenset())
