"""Organisation numbers as people type them, and the firm that has one.

A Swedish sole trader's number is a personal identity number. It is checked, turned into a keyed hash and
forgotten: see docs/decisions/sole-traders.md for what that means when SECRET_KEY changes.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from stdnum import luhn
from stdnum.no import fodselsnummer
from stdnum.no import orgnr as norwegian
from stdnum.se import orgnr as swedish
from stdnum.se import personnummer

from marketplace.errors import RefusedError
from marketplace.models import Country, Firm

COORDINATION_DAYS = range(61, 92)  # who has no personal number yet gets one with 60 added to the day
LEGAL_ENTITY_FROM = 20  # “month” of a legal entity's number, so that it is never a date


@dataclass(frozen=True, slots=True)
class OrgNumber:
    """A valid number, either in the open or, for a person's, only as hashes: today's key first, then older ones."""

    country: str
    number: str = ""
    hashes: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        return self.hashes[0] if self.hashes else ""


class OrgNumberError(RefusedError):
    """A number that its country does not have."""

    code = "org_number"


def read_org_number(typed: str, *, country: str, is_sole_trader: bool = False) -> OrgNumber:
    """Return the number that was typed. Raise OrgNumberError with what to do."""
    typed = unicodedata.normalize("NFKC", typed)  # else the same number in wide digits would be another one
    if country == Country.NORWAY:
        return _read_norwegian(typed)
    return _read_swedish(typed, is_sole_trader=is_sole_trader)


def firm_with_number(number: OrgNumber) -> Firm | None:
    """Return the firm of this number, hidden or not. Only its name may be told to whoever typed the number."""
    firms = Firm.objects.filter(country=number.country)
    if number.hashes:
        return firms.filter(org_number_hash__in=number.hashes).first()
    return firms.filter(org_number=number.number).first()


def format_org_number(firm: Firm) -> str:
    """Return the number as its country writes it, "" where none is kept in the open."""
    if not firm.org_number:
        return ""
    return (norwegian if firm.country == Country.NORWAY else swedish).format(firm.org_number)


def _read_swedish(typed: str, *, is_sole_trader: bool) -> OrgNumber:
    digits = re.sub(r"[^0-9]", "", typed)
    if is_vat := re.fullmatch(r"\s*SE\s*[0-9\s-]*01\s*", typed, re.IGNORECASE):
        digits = digits[:-2]
    if _is_personal(digits):
        return OrgNumber(Country.SWEDEN, hashes=_hashes(digits[-10:]))
    if len(digits) == 12 and digits.startswith("16") and not is_vat:  # how authorities write it
        digits = digits[2:]
    is_entity = swedish.is_valid(digits) and int(digits[2:4]) >= LEGAL_ENTITY_FROM
    if is_sole_trader:
        raise OrgNumberError(
            _("This is a company's number. Take away the tick at “sole trader”, or type your personal identity number.")
            if is_entity
            else _("This is no personal identity number. Check its digits: ten or twelve, such as YYMMDD-NNNN.")
        )
    if not is_entity:
        raise OrgNumberError(_("This is no Swedish organisation number. Check its digits: ten, such as 556677-8899."))
    return OrgNumber(Country.SWEDEN, number=digits)


def _read_norwegian(typed: str) -> OrgNumber:
    digits = re.sub(r"[^0-9]", "", typed)
    if norwegian.is_valid(digits):
        return OrgNumber(Country.NORWAY, number=digits)
    if fodselsnummer.is_valid(digits):
        raise OrgNumberError(
            _(
                "This is a personal identity number. In Norway sole traders have an organisation number too: "
                "type its nine digits, from the Brønnøysund register."
            )
        )
    raise OrgNumberError(_("This is no Norwegian organisation number. Check its digits: nine, such as 988 077 917."))


def _is_personal(digits: str) -> bool:
    """Tell whether this is a Swedish person's number: ten digits or twelve, personal or coordination number."""
    if len(digits) not in (10, 12) or not luhn.is_valid(digits[-10:]):
        return False
    day = int(digits[-6:-4])
    if day in COORDINATION_DAYS:
        day -= 60
    # Only the date is asked of it here: the check digit, right above, belongs to the number as it was typed.
    try:
        personnummer.get_birth_date(f"{digits[:-6]}{day:02d}-{digits[-4:]}")
    except ValueError:
        return False
    return True


def _hashes(number: str) -> tuple[str, ...]:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return tuple(
        salted_hmac("marketplace.sole_trader", number, secret=key, algorithm="sha256").hexdigest() for key in keys
    )
