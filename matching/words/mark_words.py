"""The words that hard rules hang on, by what they tell: treated, clean, sewage, hazardous, who keeps pigs.

A compound tells by its end or beginning ("hundfoder", "avløpsslam"), so these are patterns and no terms.
"""

import re
from enum import StrEnum


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
    ASBESTOS = "asbestos"
    ETERNIT = "eternit"  # holds asbestos, unless it says that it does not
    VEGETABLE = "vegetable"  # no mineral oil
    TAKES_HAZARDOUS = "takes_hazardous"  # names goods that are hazardous more often than not
    OF_KITCHENS = "of_kitchens"  # where people are served: what is left there is no feed
    LEFTOVERS = "leftovers"  # of food where it is told of a kitchen
    NOT_FOR_PIGS = "not_for_pigs"  # leftovers of kitchens, raw blood, offal
    CATEGORY_2 = "category_2"  # whatever animal it is of: dead on the farm, rejected, what its gut holds
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


# By mark the patterns of whole words, apart by white space.
PATTERNS = {
    Mark.WOOD: r"""
        trä\w* \w+trä(?:et)? tre(?:verk|virke|spill|avfall|rester|råstoff|flis|materialer?|bitar|biter)\w*
        (?:retur|rivnings|riv|avfalls|lim)tre
        \w*(?:virke|treverk|timmer|tømmer|timber|lumber|panel|kledning)(?:t|et)?
        \w*(?:plank(?:a|or|er)?|brädor|bräder|bräda|reglar|stolpar|stolper|sviller|slipers|pallar|paller|lekter|läkt)
        \w*(?:bjälk|bjelk)\w* \w*(?:golv|gulv|terrass|terrasse)(?:bord|trä)\w* list lister bord platting\w* boards?
        beams?
        staket\w* gjerde\w* pallkrag\w* pallekarm\w* forskaling\w* plywood\w* kryssfin\w* spånskiv\w* sponplat\w*
        mdf\w* osb\w* finer\w* faner\w*
        (?:tryck|trykk|salt|vakuum|koppar|kobber|royal)imp(?:regner\w*)? \w*(?:panel|kledning)s?bord\w*
        \w*trall(?:en|er)? \w*stolpe(?:n|r)? materialer
        \w*(?:flis|spån|spon|stock|stokk)(?:en|a|ar|er)? \w*(?:gran|furu|björk|bjørke?|brenn|stam|bränn)ved wood\w*
        \w*wood sleepers planks
        """,
    Mark.TREATED: r"""
        (?!oimp|uimp|unimp)\w*impregner(?:at|ad|ade|t|te|a) \w*kreosot\w* \w*creosot\w* cca\w*
        (?!o)\w*måla(?:d|de|t) (?:ny|hvit|rød|svart|grå|grønn?|gul|blå|brun|over|ferdig)?malte?
        (?!o)\w*lack(?:at|ad|ade|erat|erad|erade)
        (?!u)\w*lakk(?:a|ert|erte|et|ede) (?!u)\w*beis(?:et|a|ede) betsa(?:d|de|t) lasyr\w+ lasera?(?:t|d|de)
        (?!värme|varme|o|u)\w*behandl(?:at|ad|ade|et|ede) oljebehandl(?:at|ad|ade|et|ede) impregnated painted
        varnished treated stained lacquered (?:tryck|trykk)imp falur[öø]d\w* (?!o)\w*färga(?:d|t|de)
        """,
    Mark.COAT: r"""
        \w*impregnering\w* färg färgen färger färgrest\w* färgflag\w* tjära tjærede? tjärad\w* melamin\w* målarfärg
        målning maling\w* måling lack lakk lasyr beis paint varnish
        """,
    Mark.GLUED: r"""
        lim limmet lim(?:trä|tre)\w* limma(?:d|de|t) limte? plywood\w* kryssfin\w* spånskiv\w* sponplat\w* mdf\w*
        osb\w* hdf finer(?:skiv|plat|t)\w* faner(?:skiv|plat|a[dt])\w* skivmaterial\w*
        platemateriale\w* formply\w* spånplat\w* laminat\w* fiberskiv\w*
        fiberplat\w* glue
        glued chipboard particleboard fibreboard
        """,
    Mark.CLEAN: r"""
        ren rent rena rene rein reint reine clean trärent? o(?:behandla|måla|lackera|lacka|impregnera)(?:d|de|t)
        u(?:behandl|mal|lakker|impregner|beis)(?:et|ede|a|t|te) untreated unpainted uncontaminated
        """,
    Mark.HAZARDOUS: r"""
        (?!o|u)\w*far(?:lig|leg)\w* (?:miljö|miljø)?giftig\w* hazardous toxic frätande etsende etsande \w*kreosot\w*
        \w*creosot\w* cca\w*
        """,
    Mark.IMPREGNATED: r"""
        (?!oimp|uimp|unimp)\w*impregner(?:at|ad|ade|t|te|a) impregnated (?:tryck|trykk)imp
        (?:telefon|telegraf|el|kraft|ledning|kraftledning|høyspent|högspänning)s?stolp\w*
        """,
    Mark.CONTAINS_HAZARDOUS: r"""
        asbest\w* \w*asbest pcb\w* \w*kvicksilver\w* \w*kvikksølv\w* mercury freon\w* arsenik\w* stenkolstjär\w*
        steinkulltjær\w* tjärasfalt\w* tjæreasfalt\w* blyfärg\w* blymaling\w* alkyd\w* tbt båtbottenfärg\w*
        oljeavfall\w* cyanid\w* kromsyr\w* syrabad\w* syrebad\w* bunnstoff\w* oljefilt\w*
        oljeförorena\w* oljeforurens\w* bromsvätsk\w* bremsevæsk\w* skärvätsk\w* skjærevæsk\w* kemikalierest\w*
        kjemikalierest\w* smittför\w* smitteavf\w* amalgam krockkudd\w* kollisjonsput\w* bildrör\w* bilderør\w*
        billedrør\w* explosiv\w* eksplosiv\w* fyrverkeri\w* ammunition\w* ammunisjon\w*
        (?:svavel|svovel|salpeter|salt|fluorväte|flussyre?|batteri)syr\w* natronlut\w* kaustik\w*
        (?:bet|beise|avfettnings|avfettings|kromat|nickel|nikkel|zink|sink|galvan)bad\w* \w*härdare\w*
        (?:løsemid(?:del|let)?|løsningsmid(?:del)?|lösningsmedel)s?(?:hold|halt|baser)\w* tvåkomponent\w* tokomponent\w*
        isocyanat\w*
        (?:epoxi|epoksy|epoxy)(?:färg|maling|lim|lack|lakk|harts|harpiks) thinner\w* lacknafta\w* terpentin\w*
        bekämpningsmedelsrest\w* spray(?:burk|boks)\w* aerosol\w* råttgift\w* rottegift\w* radioaktiv\w*
        bly(?:haltig|holdig|mönj|mønj)\w* (?:spill|avfalls)(?:diesel|bensin)\w* oljeemulsion\w*
        """,
    Mark.ASBESTOS: r"asbest\w* \w*asbest",
    Mark.ETERNIT: r"eternit\w*",
    Mark.VEGETABLE: r"vegetabil\w* vegetable växtbaser\w* plantebaser\w*",
    Mark.TAKES_HAZARDOUS: r"""
        forurens\w* förorena\w* contaminated
        spillolj[ae]\w* lösningsmedel\w* løsemid\w* løysemid\w* solvents? \w*batteri(?:er|et|ene|erna)?
        batteries lysrör\w* lysrør\w* lysstoffrør\w* elavfall\w* elskrot ee weee
        \w*ac?k+umulator(?:er|erna|en|ene)? skrotbil\w* bilvrak\w* vrakbil\w* frostskyddsvätska frostvæske
        glykol\w* bekämpningsmedel plantevernmid\w* köldmed\w* kjølemedi\w* kuldemedi\w*
        """,
    Mark.OF_KITCHENS: r"""
        \w*(?:restaurang|restaurant|pizzeri|catering|kantin|matsal|bespisning|servering|gästgiv|gjestgiv)\w*
        \w*(?:hotell|hotel|buffé|buffet|kafeteri|äldreboende|aldershjem|sjukhem|sykehjem|sjukhus|sykehus)\w*
        \w*(?:skolkök|skolmat|förskol|barnehage|storhushåll|storhushald|storhushold|vårdhem|värdshus|vertshus)\w*
        \w*(?:kök|kjøkken)(?:en?|et|ets|s|ene)? (?:gatu|gate)?(?:kök|kjøkken)\w* kaf(?:é|e|fe)\w* caf[eé]\w*
        krog kroa? kursgård\w* kurssenter\w* fjällstation\w* fjellst[uo]\w* turisthytt\w* personalmat\w*
        mässhall\w* bröllop\w* bryllup\w* selskapsmat\w* \w*lunch\w* \w*lunsj\w* frukost\w* frokost\w*
        tallrik\w* tallerken\w* asjett\w* canteens?
        """,
    Mark.LEFTOVERS: r"""
        \w*svinn(?:et)? \w*rest(?:er|erna|ene)? \w*mat(?:en)? överbliv\w* överskott\w* overskudd\w*
        overskot\w* skrap\w* skrell\w* \w*skal \w*rätt(?:er)? \w*retter middag\w* porsjon\w* portion\w*
        sallad\w* salat\w* tillagad\w* tilberedt\w* kokt\w* lagad stekt\w* soppa suppe såser? saus
        \w*avfall(?:et)? \w*slam leftovers?
        """,
    Mark.NOT_FOR_PIGS: r"""
        mat(?:avfall|rest|skrap)\w*
        (?:köks|kjøkken|kantine|restaurang|restaurant|storköks|storkjøkken|hotell)avfall\w* tallriksrest\w*
        tallerkenrest\w* (?:mat)?skul[eo]r? swill (?!in)\w*blod(?:et|plasma)? innmat\w* inälv\w* inn?voll\w*
        \w*offal (?:\w*slakt(?:eri)?|fiske?|kjøtt|kött)(?:avfall|rest|rens|biprodu)\w*
        \w*tarm(?:ar|er|ene|arna)? fiske?slog? slo \w*(?:njur|nyre|mjält|milt)(?:ar|er|e)? \w*lung(?:or|er)
        (?:kalv|gris|svin|ox|okse|fisk|torsk|lamm?|ren)?e?(?:lever|levrar) hjärtan hjerter \w*v[oå]m(?:mar|mer)?
        slakteriråvar\w*
        """,
    Mark.CATEGORY_2: r"""
        självdö\w* selvdø\w* sjølvdau\w* (?:död|død|dau)(?:fisk|fåg|fugl|laks|lax|vikt)\w* kadav\w* djurkropp\w*
        carcass\w* svimer\w* fallvilt\w* trafikdöd\w* trafikkdr[eæ]p\w* avliva\w* avlivet\w*
        (?:mag|mage|tarm|vom|våm)(?:säcks)?(?:innehåll|innhold|innhald)\w* vommassa\w*
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
    Mark.MANURE: r"""
        \w*gödsel\w* \w*gjødsel\w* \w*gjødsla \w*gylle \w*møkk\w* \w*(?:skit|skitt|lort|dynga) \w*manure \w*slurry
        """,
    Mark.SPENT_GRAIN: r"\w*drav(?:et)? \w*m[äe]sk(?:en|rester)? malt(?:mask|rest)\w* bryggerirest\w* draff",
    Mark.ASH: r"""
        (?:trä|tre|flyg|flyve|botten|bunn|bio|bark|ved|torv|halm|kol|kull|ren)?ask(?:a|e|an|en|or) ash ashes
        """,
    Mark.FEED: r"""
        \w*(?:foder|fodret|fôr|fôret)
        \w*(?:foder|fôr)(?:råvar|medel|middel|fabrik|tillverk|produ|produs|ingred|kök|mjöl|blanding)\w*
        (?:fiske|hunde|katte|grise|svine|dyre|kraft|pels|kylling|høns|minke?)for (?:pet)?feed petfood
        \w*utfodr\w* \w*fôring\w* (?:hund|hunde|katt|katte)mat hundspann\w* \w*kennel\w* hundgård\w* hundegård\w*
        (?:släd|trekk|drag|jakt)hund\w* pälsdjur\w* pelsdyr\w* (?:mink|räv|reve?)(?:farm|gård|uppföd|oppdrett)\w*
        djurpark\w* dyrepark\w* rovd(?:yr|jur)\w* (?:ulve?|varg|bjørne?|björn)park\w*
        insekts?(?:odl|produ|oppdrett|uppföd|farm)\w*
        """,
    Mark.SPREADING: r"""
        åker\w* åkrar\w* spridning\w* spredning\w* jord(?:förbättr|forbedr|tillverk|produ)\w* växtnäring\w*
        kompost\w* compost\w* fertili[sz]er\w* gödsling\w* gjødsling\w* odlingsjord plantejord plantjord
        """,
    Mark.DIGESTER: r"""
        \w*biogas\w* \w*rötning\w* rötkammar\w* rötanlägg\w* \w*råtn(?:e|ing)(?!rest)\w* digesters? digestion
        """,
    Mark.ANIMALS: r"""
        (?:trav|rid|ri|islands|galopp|varmblods|kallblods|fjord|arbets|arbeids|skogs)?h[äe]st(?!e?kraft|kast)\w*
        ride?(?:skol|skul|sent|center|klubb|anlägg|anlegg|hus|hall|läger|leir|gård)\w*
        trav(?:trän|tren|ban|sport)\w* stuteri\w* \w*ponn(?:y|i)\w*
        (?:mjölk|melk|mjølk)e?(?:gård|ko|bonde|bönder|bønder|produc|produs|produktion|produksjon|bruk|ku|dyr)\w*
        (?:mjölk|melk|mjølk)e?(?:djur|besättning|besetning|get|geit)\w* storfe\w* fjøs\w* fjos\w* ladugård\w*
        lagård\w* nötkreatur\w* nötdjur\w* nötuppföd\w* kött(?:djur|ras)\w* kjøttfe\w* ung(?:djur|nöt|dyr)\w*
        diko\w* ammek\w+ (?:får|sau|saue|get|geite?)gård\w*
        (?:får|sau|saue|get|geite?)(?:bonde|ägare|hold|håll|prod|bruk|farm|uppföd|besätt|fjøs|fjos|flock|flokk)\w*
        tackor søye\w* äggprod\w* eggprod\w* värphön\w* verpehøn\w* slaktkyckling\w* slaktekylling\w*
        minkfarm\w* minkgård\w* høns\w* hön\w* kyckling\w* kylling\w* kalkun\w* fjäderfä\w* fjørfe\w* ammko\w*
        buskap\w* djur(?:gård|besättning|hållning|ägare|uppföd)\w* dyrehold\w* husdyr\w* husdjur\w* gårdsdjur\w*
        betesdjur\w* beitedyr\w* lamm\w* geit\w* alpack?a\w* alpakka\w*
        kalvar kalver fäbod\w* \w*getter
        (?:häst|hest|ko|gris|djur|dyre|lös|rid|trav|galopp|ponni|ponny|laus|melke|mjölk)?stall(?:ar|et|en|er|ene)?
        kor korna kyr kyrne kuer kviger kvigor tjurar okser sau sauer sauene djur djuren besättning\w*
        besetning\w* cows? horses? stables? poultry cattle sheep goats?
        """,
    Mark.PIGS: r"""
        \w*gris\w* \w*svin(?:s|et|en|ene|a|e)? svine\w*
        \w*svin(?:e|a)?(?:gård|bonde|bønder|bönder|prod|upp|oppdr|b|foder|fôr|stall|hus|hold|håll)\w* sugg\w*
        \w*purk(?:a|e|er|or|ene|orna)? purk\w* \w*galtar kulting\w* mangalit[sz]\w* duroc\w* fläskprodu\w* pigs?
        piglets? sows? hogs? piggery
        """,
    Mark.BREWERY: r"""
        \w*bryggeri(?:et|er|ets|a|ene)? [öø]l(?:brygg|produ)\w* brygghus\w* bryggm(?:ä|e)st\w* brewery breweries
        brewer \w*destilleri\w* (?!kaffe|kalk)\w*br[äe]nneri\w*
        (?:brännvins|brennevins|akvavit|akevitt|whisky|sprit)(?:produ|tillverk|fabri)\w* distillery distilleries
        """,
    Mark.BOILER: r"""
        \w*(?:värmeverk|varmeverk|kraftvärme|varmesentral|värmecentral|panncentral|fjernvarme|fjärrvärme|biovarme)\w*
        \w*(?:närvärme|nærvarme|kraftvarme|flisfyr|bioenergi|energiverk|fyrhus|värmeanlägg|varmeanlegg|ångcentral)\w*
        \w*(?:dampsentral|energicentral|energisentral|varmepark|fliseld|vedeld|vedfyr|halmfyr)\w* \w*fyrkjel\w*
        (?!tak|tegel|betong|stek)\w*panna(?:n)? (?:bio|fyrings|flis|brensel|bränsle|bark|ved|halm|damp)kjel\w*
        fastbrenselkjel\w* fastbränslepann\w* biobränsle\w* biobrensel\w* förbränningsanl\w* forbrenningsanl\w*
        (?:massa|cellulosa|cellulose|pappers|papir)(?:bruk|fabri)\w*
        """,
}
# "Hästgödsel" and "hästhudar" tell of no horses that are kept.
OTHERWISE = {
    Mark.ANIMALS: r"""
        \w*(?:gödsel|gjødsel|møkk|manure|lort|skit)\w*
        \w*(?:hud|skinn|ull|kött|kjøtt|blod|fett|slakteri)\w{0,3} \w*(?:mjölk|melk)(?:en|a|i)? h[äe]ste?(?:hov|sko)\w*
        """,
    Mark.PIGS: r"""
        \w*(?:gödsel|gjødsel|møkk|manure|gylle|lort|skit)\w* \w*flyt marsvin griss\w* spare?gris\w*
        \w*(?:gris|svin)\w*(?:kött|kjøtt|fett|hud|skinn|slakt|bein|ben|blod|fötter|öron|øre|fläsk|flesk)\w{0,5}
        """,
}
# What only words beside each other tell, denied with the first of them.
PHRASES = {
    Mark.CATEGORY_2: re.compile(
        r"\b(?:död[at]?|dött|død[et]?|daude?|dead) (?:\w*(?:djur|gris|høns|höns|hönor|kyckling|kylling|kalv|lamm?|svin)"
        r"|dyr|får|sauer?|kor|kyr|kuer|lax|laks|fisk|fugl|fåglar|animals?|pigs?|fish)\w{0,3}\b"
    ),
    Mark.SEWAGE: re.compile(r"\bkommun\w* (?:renseanlegg|reningsverk)\w*"),
    Mark.DIGESTATE: re.compile(
        r"\brest\w* (?:från|fra|frå|efter|etter|from|after) (?:\w*biogas|(?:sam)?röt|(?:ut)?råt|digest)"
    ),
    Mark.CONTAINS_HAZARDOUS: re.compile(
        r"\b(?:slatt\w*|rester?|sl[ae]nter) (?:av|med|från|fra) (?:(?:hydraul|motor|spill|smörj?|smøre|mineral|gir)"
        r"\w*olj|diesel|bensin|lösningsm|løsemid|kemikal|kjemikal|bekämpn|plantevern)\w*"
    ),
}
