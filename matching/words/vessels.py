"""What things come in: "10 säckar flis" are chips, "10 säckar" are sacks."""

import re

_VESSELS = (
    "pall pallar pallen paller pallet pallets container containrar containere containers lass last laster säck "
    "säckar sekk sekker sack sacks bag bags storsäck storsäckar storsekk storsekker bigbag bigbags balar baller "
    "bale bales rundbalar rundballer firkantballer rullar ruller rolls lådor kasser esker boxes kartonger fat "
    "tunnor tønner barrels spann hinkar bøtter dunkar dunker burar backar bur"
)
VESSELS = frozenset(_VESSELS.split())
# What follows the vessels, and is nothing that lies in them: "20 pallar per år", "20 pallar begagnade".
_NO_CONTENT = (
    "per pr varje var hver each every om i på in on till til to för for från fra from vid at och og and eller "
    "or samt utan uten without finns finnes säljes selges sälj selg skänkes bortskänkes gis hentes hämtas önskas "
    "ønskes søkes sökes behövs trengs available wanted needed for sale årlig årligen årlege ukentlig månedlig weekly "
    "monthly yearly dagligen daglig daily begagnade begagnad brukte brukt bruka används used nya nye new hela hele "
    "whole tomma tomme empty trasiga ødelagte broken skadade skadde slitna slitte gamla gamle old kasserade kasserte "
    "rena rene clean udda olika ulike som which that is are er är med with av of"
)


def _any_of(words: str) -> str:
    return "|".join(sorted(set(words.split()), key=lambda word: (-len(word), word)))


_IN_FRONT = (
    rf"\s+(?i:(?:(?:big|round|square|large|small|store|stora|små|full|fulla|fulle)\s)?(?:{_any_of(_VESSELS)})"
    rf"(?:\s(?:med|with|av|of))?)(?=\s(?!(?i:{_any_of(_NO_CONTENT)})\b)[a-zåäöæø])"
)
# Bales and sacks hold things in whatever number: "rundballer med høy"; a pallet with collars is one.
_HOLDING = r"(?i:\b(?:rundbalar|rundballer|balar|baller|bales|säckar|sekker|sacks)\s(?:med|av|of))(?=\s[^\W\d_])"
VESSEL_IN_FRONT = re.compile(_IN_FRONT)
"""Behind a number: vessels that a thing follows, with what joins them; no name of a place, which has a capital."""
HOLDING_VESSEL = re.compile(rf"(?<=\d){_IN_FRONT}|{_HOLDING}")
"""The same in a text, and those that hold a thing in any number."""
