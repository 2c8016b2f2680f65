"""Signed links by which a person answers for their firm without logging in."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from marketplace.models import Party, User

_SALT = "marketplace.consent"
_VALID_FOR = timedelta(days=30)


def consent_link(party: Party, person: User) -> str:
    """Return the path by which this person answers this round of asking."""
    token = signing.dumps({"party": party.pk, "round": party.round, "person": person.pk}, salt=_SALT)
    return reverse("consent-link", args=[token])


def read_consent_token(token: str) -> tuple[Party, User]:
    """Return whose answer a link is for. Raise BadSignature for a forged, old or overtaken one."""
    content = signing.loads(token, salt=_SALT, max_age=_VALID_FOR)
    party = Party.objects.select_related("listing__firm").filter(pk=content["party"], round=content["round"]).first()
    person = User.objects.filter(pk=content["person"], is_active=True).first()
    if party is None or person is None:
        raise signing.BadSignature("This link has been overtaken.")
    return party, person
