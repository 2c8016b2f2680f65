"""The words in which the law speaks here: statuses, regimes, modes, and how a rule takes an unknown."""

from enum import StrEnum


class Status(StrEnum):
    """How far an exchange is from lawful. The worst of all rules counts."""

    OK = "ok"
    PAPERS = "papers"  # lawful once the papers exist; the parties make them themselves
    ASK = "ask"  # a fact or an authority's judgement is missing
    BLOCKED = "blocked"  # not now

    @property
    def rank(self) -> int:
        """Return 0 for the best."""
        return _STATUS_RANKS[self]


class Regime(StrEnum):
    """Which body of law an exchange falls under, the mildest first: where two are possible, the later one counts."""

    PRODUCT = "product"
    REUSE = "reuse"
    BYPRODUCT = "byproduct"
    EOW = "eow"
    FEED = "feed"
    FEED_EXCLUDED = "feed_excluded"
    DOMESTIC_WASTE = "domestic_waste"
    UNDETERMINED = "undetermined"
    WSR_BELOW20 = "wsr_below20"
    WSR_ART18 = "wsr_art18"
    WSR_PIC = "wsr_pic"
    ABP = "abp"
    PROHIBITED = "prohibited"

    @property
    def rank(self) -> int:
        """Return 0 for the mildest."""
        return _REGIME_RANKS[self]


_STATUS_RANKS = {status: rank for rank, status in enumerate(Status)}
_REGIME_RANKS = {regime: rank for rank, regime in enumerate(Regime)}


class Mode(StrEnum):
    """How Norway stands to Regulation (EU) 2024/1157."""

    EEA = "EEA"  # taken into the EEA Agreement: Norway counts as a Member State
    OECD = "OECD"  # not yet: the EU treats Norway as a third country of EFTA and the OECD
    UNKNOWN = "UNKNOWN"  # nobody has confirmed either: both are worked out


class IfUnknown(StrEnum):
    """What a rule does while a fact in its condition is unknown."""

    ASK = "ask"  # ask for the fact; regime and papers as if it held
    STRICT = "strict"  # as if it held: only papers hang on it
    NOTE = "note"  # name it among the rules that are open


class Colour(StrEnum):
    """What an entry of the lists of shipment means for waste to be recovered."""

    GREEN = "green"  # Annex III
    GREEN_IIIB = "green_iiib"  # Annex IIIB
    AMBER = "amber"  # Annex IV
    UNLISTED = "unlisted"
    PLASTIC = "plastic"  # decided by polymers and contamination
    ELECTRONIC = "electronic"  # decided by the day and by how Norway stands
