"""The mail of the embedded default: files in a folder, where a demo has no mail server."""

import email
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

_BETWEEN_MAILS = f"\n{'-' * 79}\n"  # how Django's file backend ends each one


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """One mail as its reader would see it."""

    subject: str
    to: str
    sent_at: datetime | None
    text: str


def written_mails(folder: Path, *, limit: int) -> list[WrittenMail]:
    """Return the mails in a folder, newest first."""
    mails: list[WrittenMail] = []
    for path in sorted(folder.glob("*.log"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True):
        parts = [part for part in path.read_text(encoding="utf-8").split(_BETWEEN_MAILS) if part.strip()]
        mails += [_mail(part) for part in reversed(parts)]
        if len(mails) >= limit:
            break
    return mails[:limit]


def _mail(source: str) -> WrittenMail:
    # Parsed from bytes: from text, an 8-bit body in UTF-8 would come out garbled.
    message = email.message_from_bytes(source.lstrip().encode("utf-8"), _class=EmailMessage, policy=default)
    body = message.get_body(("plain", "html"))
    date = message["Date"]
    return WrittenMail(
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sent_at=_moment(date.datetime) if date else None,
        text=body.get_content().strip() if body else "",
    )


def _moment(stated: datetime) -> datetime:
    """Return when a mail was sent; "-0000", as Django writes it, is UTC of no known place and read without a zone."""
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)
