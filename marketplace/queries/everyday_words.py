"""Words that may stand in any listing and say nothing of what it is about: a coordinator would only leaf past them."""

from collections.abc import Collection
from functools import cache

from marketplace.queries.knowledge import current_asked_finder, current_knowledge
from marketplace.queries.search_words import understand_words
from matching.words import common_stem
from matching.words.folding import STOP_WORDS, words

# They say how much, when, where, whether and what is done, never what.
_SWEDISH = """
aldrig allergener allt alltid alltså anbud andra anges anläggning anmält annat april arbete avbrott avgör avrop
avsättning avtal avtalas balad bara begagnad behov behövs bekosta besiktigad betala betalning bild blir blåsas
borttagen bra bred brott bygd byggs byggsäsong byta bäst cirka daglig datum deklarering del delar direkt djup dom
effekt egen eget egna emellan emot ena enda enligt enstaka extra falla fast fasta fel fem femton finns fint fjorton
flera format foto fraktion fredag fri frukost fukt fyller fyra följa följer följs förbrukad före förekommer förra
första gamla ganska genom ger gick gjord godkänd godkänt gods godtas grad gräns gränsen gränspapper gärna gånger går
göra hackad halt halv hel hela helst hem hit hyra hämta hämtar hämtning här härjedalen hål hålla håller högst
högsäsong ibland ihop impregnering in ingen ingenting inget ingår innehåll inom jämn jämtland kan kanske kapacitet
kapad kategori klar klass klocka kod kommer kommun kontakt kontroll kort krävs kund kunna kvadratmeter kval kvalitet
kvar kvitto kväll känd kör köra lass last lasta lastas lastning ledig leverans leveranser leverantör leverera
levereras licens liggande ligger lite liten ljus läggas län länet längd låg lågt låna lång lås löpande lördag magnet
man max medan mellan meter mig mil mindre minst minut mitt mogen morgon mottagare mycket mängd märkning märkt mäta
mål månad månader måndag måste mått namn natt nedlagd nere nio norge normal norsk nu nytt när nära nästa nästan någon
något några obligatorisk ofta olika om omfatta omgående omkring onsdag ordnas oss packad par parti partier pass passar
per person plats pris procent producent provad pump pumpbar på påbörja rad raka redan registrerad ren rent riktigt ring
rulle rund räkna rätt sak samla samma samt schakt sedan serie sex sextio sida sist skicka skift skog skriv slut
sluten små snart snitt sommar spridning spårbarhet stabil stapla stor stycken styrka ställa stå står större största
svensk sverige svår säljer säsong så sådan söndag ta taget tar tas tid tidig tillfälle tillgång tillstånd
tillsvidare tillverkning timme tio tisdag tjock tog torkad torsdag totalt transport tre trots tryck tull tur två
tydlig typ täta ungefär upp uppe uppsamlad uppåt ursprung utan ute utsorterad vad vakt vanlig var vara varannan
varje varm varor veckor verksamhet via vidare vikt vinter visa väl väldigt välkommen välkomna växla vår yta ägare
även årlig års åtta öst övrig"""
_NORWEGIAN = """
aldri allerede alltid alt altså ankomst anlegg annen annet april arbeid avklart avtaker avtale balle bare baserat
baserte bedre begge behandlet behov betale betaling bilde bli blir bra brede bruk bruke bruker brukes brukt bygg
bytte bør daglig dato del deler direkte dokument dokumentasjon dybde egen eget egne egner ekstra eller elleve enkelt
enn erfaring etter fast feil fem ferdig ferieveke fire fjernet flere forberedelse forespørsel foretrekk format
formiddag foto fraktion fram fredag fri frisk fylle fylles før først gang ganger gi gir gjelder gjennom gjerne gjort
gjør god godkjent godt gonger greit grense grensen gård gården halv halvt hel helt hente henter henting her hjelp
holde hull hva hver hverdag hvert hvis høy høyst høyt iblant igjen imot ingen inn inneholder innen inngår innherred
inntil jevn jevne jevnt jobb juli juni kan kanskje kapasitet kategori kjent kjøpe kjøre klar klasse knappt kode
komme kommer kommune kontakt kontroll kort krav krever kun kunde kunne kuttet kvalitet kvartal lager lagret lang
langs last laste laster lav lave ledig leie lengde lett levere levering lite liten litt lokal lomme lukket mandag
mange mark med meget mellom mengde mer merket merking meter mil mindre minst minste morgen mottak mottaker mye måned
måneder møte naboer navn neste noe noen nok norge normalt norsk ny nylig nytt når nær ofte om omegn område omtrent
onsdag opp oppgitt opptatt orden overflate pakket parti pass passe passer per plass pris produksjon prosent prosess
prosjekt prøve på påregnes påvist registrert ren rett rund rundt råd samle samlet samme sammen se seks selv senere
sesong siden skal skape skilt slik slutt små snart snitt sommer sporing spredning stabil stable stadig stor større
størrelse størst svensk sverige så ta tar tek tett ti tid tidlig tilbake tilgjengelig tillatelse tilsyn timer
tirsdag to torsdag totalt tre trenge trykk trøndelag tykkelse type umerket ungefær ut ute utenom utstyr vanlig var
vare varm varsel vekt vel veldig velkommen via vikt vinter vise voksne vore vurdere vår våre vært yte åpen årlig
åtte øst øvrig"""
_ENGLISH = """
about also always available been being best both category class clean code condition contact date day dry each every
few first good great half have here high just kind large last left less level long low made make many max may maybe
month more most much must near never new next not now often only open other our over part per piece place price
quality ready right same season several size small some soon still such surface that then there these thick this
time today total type under until use used very wanted week weight well where which while wide winter with year"""
_UNITS = """
bar cca celsius cm cmyk dl dm grader gram hektar hg hl hm iso ispm kbm kilo kilogram kilometer kubikmeter kw lvl
löpemeter löpmeter mg mikrometer mil millimeter mm mw pah pcb pfas ppm procent promille prosent stycken volt watt"""


def is_everyday(word: str) -> bool:
    """Return whether a word, in lower case, is an ordinary one, a unit, a quality's name, a place or a time."""
    if word in STOP_WORDS or common_stem(word) in _ordinary() or any(not letter.isalpha() for letter in word):
        return True
    understood = understand_words(word, language="sv")
    return bool(understood.places or understood.months) or _is_quality(word)


def _is_quality(word: str) -> bool:
    names = (name for each in current_knowledge().properties.values() for name in each.names.values())
    return any(word in words(name) for name in names)


@cache
def _ordinary() -> Collection[str]:
    listed = " ".join((_SWEDISH, _NORWEGIAN, _ENGLISH, _UNITS)).split()
    return frozenset(common_stem(word) for word in (*listed, *STOP_WORDS))


def is_asked_for(word: str, language: str) -> bool:
    """Return whether a search understands a word by itself, though a listing's text does not tell by it."""
    finder = current_asked_finder()
    return bool(finder.find_uses(word, language) or finder.find_materials(word, language))
