"""Tables, constraints and states, one file per noun."""

from marketplace.models.attachments import Attachment
from marketplace.models.barriers import Barrier, BarrierCode
from marketplace.models.candidates import CandidateList, IndexOwner
from marketplace.models.events import Event, FollowUp
from marketplace.models.firms import Claim, Country, Firm, FirmBlock, Invitation, Membership, Site
from marketplace.models.imports import Import, ImportRow
from marketplace.models.interests import Interest
from marketplace.models.legal_facts import LegalFact
from marketplace.models.listings import Currency, Listing, PropertyValue
from marketplace.models.logs import ContactEntry, InvolvedPerson, Note
from marketplace.models.meanings import Meaning
from marketplace.models.notices import Notice
from marketplace.models.photos import Photo
from marketplace.models.rankings import Ranking
from marketplace.models.reports import Report
from marketplace.models.saved_searches import Find, SavedSearch, ToldListing
from marketplace.models.search import SearchTerm
from marketplace.models.spoken_answers import SpokenAnswer
from marketplace.models.statements import StatedListing, Statement
from marketplace.models.suggestions import DismissReason, Role, Suggestion, SuggestionPart
from marketplace.models.symbioses import Party, Symbiosis
from marketplace.models.table_corrections import TableCorrection
from marketplace.models.users import Coordinator, CoordinatorArea, User

__all__ = [
    "Attachment",
    "Barrier",
    "BarrierCode",
    "CandidateList",
    "Claim",
    "ContactEntry",
    "Coordinator",
    "CoordinatorArea",
    "Country",
    "Currency",
    "DismissReason",
    "Event",
    "Find",
    "Firm",
    "FirmBlock",
    "FollowUp",
    "Import",
    "ImportRow",
    "IndexOwner",
    "Interest",
    "Invitation",
    "InvolvedPerson",
    "LegalFact",
    "Listing",
    "Meaning",
    "Membership",
    "Note",
    "Notice",
    "Party",
    "Photo",
    "PropertyValue",
    "Ranking",
    "Report",
    "Role",
    "SavedSearch",
    "SearchTerm",
    "Site",
    "SpokenAnswer",
    "StatedListing",
    "Statement",
    "Suggestion",
    "SuggestionPart",
    "Symbiosis",
    "TableCorrection",
    "ToldListing",
    "User",
]
