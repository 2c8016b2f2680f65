"""What a text tells that a hard rule hangs on, word by word: treated, clean, sewage, hazardous, who keeps pigs.

The tables tell what a material is; this is what is told of it besides, in any of the languages. A compound tells by its
end or beginning ("hundfoder", "avløpsslam"), so these are patterns and no terms.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from matching.words.denials import denials
from matching.words.folding import words
from matching.words.zones import Zone, zones

_MOST_REMEMBERED = 20_000


class Mark(StrEnum):
    """What a word tells. Those of a firm hold where the word is no place that something comes from."""

    WOOD = "wood"
    TREATED = "treated"
    COAT = "coat"  # what makes wood treated, and is denied of clean wood: "utan färg"
    GLUED = "glued"
    CLEAN = "clean"
    HAZARDOUS = "hazardous"
    IMPREGNATED = "impregnated"
    CONTAINS_HAZARDOUS = "contains_hazardous"
    TAKES_HAZARDOUS = "takes_hazardous"  # names goods that are hazardous more often than not
    OF_KITCHENS = "of_kitchens"  # where people are served: what is left there is no feed
    NOT_FOR_PIGS = "not_for_pigs"  # leftovers of kitchens, raw blood, offal
    DEAD_ANIMAL = "dead_animal"
    SLUDGE = "sludge"
    SEWAGE = "sewage"
    CERTIFIED = "certified"  # organic
    DIGESTATE = "digestate"
    MANURE = "manure"
    SPENT_GRAIN = "spent_grain"
    ASH = "ash"
    FEED = "feed"
    SPREADING = "spreading"
    DIGESTER = "digester"
    ANIMALS = "animals"
    PIGS = "pigs"
    BREWERY = "brewery"
    BOILER = "boiler"


_OF_FIRMS = frozenset({Mark.DIGESTER, Mark.ANIMALS, Mark.PIGS, Mark.BREWERY, Mark.BOILER})
# By mark the patterns of whole words, apart by white space.
_PATTERNS = {
    Mark.WOOD: r"""
        trä\w* \w+trä(?:et)? tre(?:verk|virke|spill|avfall|rester|råstoff|flis|materialer?|bitar|biter)\w*
        (?:retur|rivnings|riv|avfalls|lim)tre
        \w*(?:virke|treverk|timmer|tømmer|timber|lumber|panel|kledning)(?:t|et)?
        \w*(?:plank(?:a|or|er)?|brädor|bräder|bräda|reglar|stolpar|stolper|sviller|slipers|pallar|paller|lekter|läkt)
        \w*(?:bjälk|bjelk)\w* \w*(?:golv|gulv|terrass|terrasse)(?:bord|trä)\w* list lister
        \w*(?:flis|spån|spon|stock|stokk)(?:en|a|ar|er)? \w*(?:gran|furu|björk|bjørke?|brenn|stam|bränn)ved wood\w*
        \w*wood sleepers planks
        """,
    Mark.TREATED: r"""
        (?!oimp|uimp|unimp)\w*impregner(?:at|ad|ade|t|te|a) \w*kreosot\w* \w*creosot\w* cca\w*
        (?!o)\w*måla(?:d|de|t) (?:ny|hvit|rød|over)?malte? (?!o)\w*lack(?:at|ad|ade|erat|erad|erade)
        (?!u)\w*lakk(?:a|ert|erte|et|ede) (?!u)\w*beis(?:et|a|ede) betsa(?:d|de|t) lasyr\w+ lasera?(?:t|d|de)
        (?!värme|varme|o|u)\w*behandl(?:at|ad|ade|et|ede) oljebehandl(?:at|ad|ade|et|ede) impregnated painted
        varnished treated stained lacquered
        """,
    Mark.COAT: r"""
        \w*impregnering\w* färg färgen färger färgrest\w* färgflag\w* tjära tjærede? tjärad\w* melamin\w* målarfärg
        målning maling\w* måling lack lakk lasyr beis paint varnish
        """,
    Mark.GLUED: r"""
        lim limmet lim(?:trä|tre)\w* limma(?:d|de|t) limte? plywood\w* kryssfin\w* spånskiv\w* sponplat\w* mdf\w*
        osb\w* hdf fiberskiv\w* fiberplat\w* glue glued chipboard particleboard fibreboard
        """,
    Mark.CLEAN: r"""
        ren rent rena rene rein reint reine clean trärent? o(?:behandla|måla|lackera|lacka|impregnera)(?:d|de|t)
        u(?:behandl|mal|lakker|impregner|beis)(?:et|ede|a|t|te) untreated unpainted uncontaminated
        """,
    Mark.HAZARDOUS: r"""
        (?!o|u)\w*far(?:lig|leg)\w* (?:miljö|miljø)?giftig\w* hazardous toxic frätande etsende etsande \w*kreosot\w*
        \w*creosot\w* cca\w*
        """,
    Mark.IMPREGNATED: r"(?!oimp|uimp|unimp)\w*impregner(?:at|ad|ade|t|te|a) impregnated",
    Mark.CONTAINS_HAZARDOUS: r"""
        asbest\w* \w*asbest pcb\w* \w*kvicksilver\w* \w*kvikksølv\w* mercury freon\w* arsenik\w* stenkolstjär\w*
        steinkulltjær\w* tjärasfalt\w* tjæreasfalt\w* blyfärg\w* blymaling\w* alkyd\w* tbt båtbottenfärg\w* eternit\w*
        oljeavfall\w* cyanid\w* kromsyr\w* syrabad\w* syrebad\w*
        bunnstoff\w* oljefilt\w* oljeförorena\w* oljeforurens\w* bromsvätsk\w* bremsevæsk\w* skärvätsk\w*
        skjærevæsk\w* kemikalierest\w* kjemikalierest\w* smittför\w* smitteavf\w* amalgam krockkudd\w*
        kollisjonsput\w* bildrör\w* bilderør\w* explosiv\w* eksplosiv\w* fyrverkeri\w*
        """,
    Mark.TAKES_HAZARDOUS: r"""
        spillolj[ae]\w* lösningsmedel\w* løsemid\w* løysemid\w*
        solvents? \w*batteri(?:er|et|ene|erna)? batteries lysrör\w* lysrør\w* lysstoffrør\w* elavfall\w* elskrot ee
        weee skrotbil\w* bilvrak\w* vrakbil\w* frostskyddsvätska frostvæske glykol\w* bekämpningsmedel
        plantevernmid\w* köldmed\w* kjølemedi\w* kuldemedi\w*
        """,
    Mark.OF_KITCHENS: r"""
        \w*(?:restaurang|restaurant|storkök|storkjøkken|skolkök|hotellkök|catering|kantin|matsal|buffé|buffet)\w*
        \w*lunch\w* tallrik\w* tallerken\w* canteens?
        """,
    Mark.NOT_FOR_PIGS: r"""
        matavfall\w* matrest\w* (?:köks|kjøkken|kantine|restaurang|restaurant|storköks|storkjøkken)avfall\w*
        tallriksrest\w* skulor swill blod blodet råblod innmat\w* inälv\w* innvoll\w* offal
        slakt(?:eri)?(?:avfall|rest)\w*
        """,
    Mark.DEAD_ANIMAL: r"""
        självdö\w* selvdød\w* sjølvdau\w* dödfisk\w* dødfisk\w* daufisk\w* kadav\w* djurkropp\w* carcass\w*
        """,
    Mark.SLUDGE: r"\w*slam(?:met)? \w*sludge",
    Mark.SEWAGE: r"""
        avlopp(?!srör)\w* avløp(?!srør)\w* kloakk\w* septi\w* slamavskil\w* trekammarbrunn\w* latrin\w* toalett\w*
        rötslam\w* sewage biosolids
        """,
    Mark.CERTIFIED: r"""
        ekologisk\w* økologisk\w* ekoodl\w* ekogård\w* økogård\w* debio\w* organic sigill\w*
        krav(?:gård|odl|godkän|certifier|märk|ansluten|bonde)\w*
        """,
    Mark.DIGESTATE: r"rötrest\w* \w*biorest\w* biogödsel\w* biogjødsel\w* råtnerest\w* \w*digestate",
    Mark.MANURE: r"\w*gödsel\w* \w*gjødsel\w* \w*gjødsla \w*gylle \w*møkk\w* \w*manure \w*slurry",
    Mark.SPENT_GRAIN: r"\w*drav(?:et)? \w*mäsk(?:en|rester)? draff",
    Mark.ASH: r"""
        (?:trä|tre|flyg|flyve|botten|bunn|bio|bark|ved|torv|halm|kol|kull|ren)?ask(?:a|e|an|en|or) ash ashes
        """,
    Mark.FEED: r"""
        \w*(?:foder|fodret|fôr|fôret)
        (?:foder|fôr)(?:råvar|medel|middel|fabrik|tillverk|produ|produs|ingred|kök|mjöl|blanding)\w*
        (?:fiske|hunde|katte|grise|svine|dyre|kraft|pels|kylling|høns|minke?)for (?:pet)?feed petfood
        \w*utfodr\w* \w*fôring\w* (?:hund|hunde|katt|katte)mat
        """,
    Mark.SPREADING: r"""
        åker\w* åkrar\w* spridning\w* spredning\w* jord(?:förbättr|forbedr|tillverk|produ)\w* växtnäring\w*
        kompost\w* compost\w* fertili[sz]er\w* gödsling\w* gjødsling\w* odlingsjord plantejord plantjord
        """,
    Mark.DIGESTER: r"""
        \w*biogas\w* \w*rötning\w* rötkammar\w* rötanlägg\w* \w*råtn(?:e|ing)(?!rest)\w* digesters? digestion
        """,
    Mark.ANIMALS: r"""
        häst(?!kraft|kast)\w* hest(?!ekraft)\w* ridskol\w* rideskol\w* rideskul\w* ridesent\w* ridklubb\w*
        rideklubb\w* mjölkgård\w* mjölkko\w* mjölkbonde\w* mjölkproduce\w* melkebonde\w* melkebruk\w* melkeku\w*
        melkeprodus\w* storfe\w* fjøs\w* ladugård\w* nötkreatur\w* fårgård\w* fårbonde\w* fårägare\w* sauebonde\w*
        sauegård\w* sauehold\w* saueprod\w* äggprod\w* eggprod\w* mjölkproduktion\w* melkeproduksjon\w* ridanlägg\w*
        ridhus\w* travträn\w* minkfarm\w* minkgård\w* høns\w* hön\w* kyckling\w* kylling\w* fjäderfä\w* fjørfe\w*
        ammko\w* ammeku\w* buskap\w* djurgård\w* djurbesättning\w* djurhållning\w* djurägare\w* dyrehold\w*
        husdyr\w* husdjur\w* utegris\w* slaktgris\w* smågris\w* lamm\w* geit\w* kalvar kalver
        (?:häst|hest|ko|gris|djur|dyre|lös|rid|trav|galopp)?stall(?:ar|et|en|er|ene)? kor korna kyr kyrne kuer
        kviger kvigor tjurar okser sau sauer sauene getter djur djuren besättning\w* besetning\w* cows? horses?
        stables? poultry
        """,
    Mark.PIGS: r"""
        \w*gris(?:ar|arna|en|er|ene)? gris\w* \w*svin(?:et)? svine\w* svin(?:gård|bonde|prod|upp|b|foder|stall)\w*
        sugg\w* purk\w* pigs? hogs? piggery
        """,
    Mark.BREWERY: r"\w*bryggeri(?:et|er|ets|a|ene)? ölbrygg\w* ølbrygg\w* brygghus\w* brewery breweries brewer",
    Mark.BOILER: r"""
        \w*(?:värmeverk|varmeverk|kraftvärme|varmesentral|värmecentral|panncentral|fjernvarme|fjärrvärme|biovarme|närvärme|nærvarme|kraftvarme|flisfyr|bioenergi|energiverk|fyrhus)\w*
        (?!tak|tegel|betong|stek)\w*panna(?:n)? \w*fyrkjel\w* fliskjel\w* förbränningsanl\w* forbrenningsanl\w*
        """,
}
# "Hästgödsel" and "hästhudar" tell of no horses that are kept.
_OTHERWISE = {
    Mark.ANIMALS: r"\w*(?:gödsel|gjødsel|møkk|manure)\w* \w*(?:hud|skinn|ull|kött|kjøtt|mjölk|melk|blod)\w{0,3}",
    Mark.PIGS: r"\w*(?:gödsel|gjødsel|møkk|manure)\w* marsvin grisebein",
}
_COMPILED, _EXCEPT = (
    {mark: re.compile("|".join(patterns.split())) for mark, patterns in table.items()}
    for table in (_PATTERNS, _OTHERWISE)
)
_TRACE = re.compile(r"(?:under|max\w*|mindre (?:än|enn)|högst|høyst|<)\.?\s*[\d.,]+\s*%\s+[^\W\d_]+", re.IGNORECASE)
_KRAV = re.compile(r"\bKRAV\b")  # the label; written otherwise it is any demand
_WITHOUT_ITSELF = re.compile(r"\w+(?:fri|fritt|fria|frie)$")  # "asbestfri"


@dataclass(frozen=True, slots=True)
class Told:
    """Marks of a text: those that it says, and those of words that it denies."""

    says: frozenset[Mark]
    denies: frozenset[Mark]


@lru_cache(_MOST_REMEMBERED)
def marks_of(text: str) -> Told:
    """Return the marks of a text."""
    text = _TRACE.sub(" ", text)
    told: dict[bool, set[Mark]] = {True: set(), False: set()}
    found = [(place, word, marks) for place, word in enumerate(words(text)) if (marks := _of_word(word))]
    denied = denials(text) if found else []
    standing = zones(text) if any(not _OF_FIRMS.isdisjoint(marks) for *_, marks in found) else None
    for place, word, marks in found:
        is_source = standing is not None and standing[place] is Zone.SOURCE
        is_denied = denied[place] or _WITHOUT_ITSELF.match(word) is not None
        told[is_denied].update(mark for mark in marks if not (is_source and mark in _OF_FIRMS))
    if _KRAV.search(text):
        told[False].add(Mark.CERTIFIED)
    return Told(frozenset(told[False]), frozenset(told[True]))


@lru_cache(_MOST_REMEMBERED)
def _of_word(word: str) -> tuple[Mark, ...]:
    return tuple(_found(word))


def _found(word: str) -> Iterator[Mark]:
    for mark, pattern in _COMPILED.items():
        if pattern.fullmatch(word) and not (mark in _EXCEPT and _EXCEPT[mark].fullmatch(word)):
            yield mark
