"""Signed links by which a member, or who spoke for a firm without members, answers without logging in."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from marketplace.models import Party, Statement, User
from marketplace.queries.statements import speaker_of

_SALT = "marketplace.consent"
_VALID_FOR = timedelta(days=30)


def consent_link(party: Party, answerer: User | Statement) -> str:
    """Return the path by which this member, or who spoke for the firm by phone, answers this round of asking."""
    kind = "person" if isinstance(answerer, User) else "statement"
    token = signing.dumps({"party": party.pk, "round": party.round, kind: answerer.pk}, salt=_SALT)
    return reverse("consent-link", args=[token])


def read_consent_token(token: str) -> tuple[Party, User | Statement]:
    """Return whose answer a link is for. Raise BadSignature for a forged, old or overtaken one.

    Who spoke for a firm answers for it only as long as it has no members: its link is overtaken by the first.
    """
    content = signing.loads(token, salt=_SALT, max_age=_VALID_FOR)
    party = Party.objects.select_related("listing__firm").filter(pk=content["party"], round=content["round"]).first()
    answerer = _answerer(party, content) if party else None
    if party is None or answerer is None:
        raise signing.BadSignature("This link has been overtaken.")
    return party, answerer


def _answerer(party: Party, content: dict[str, int]) -> User | Statement | None:
    if "person" in content:
        return User.objects.filter(pk=content["person"], is_active=True).first()
    speaker = speaker_of(party.listing.firm)
    return speaker if speaker and speaker.pk == content["statement"] else None
