"""What a file that somebody sends really is, and whether it is taken."""

from collections.abc import Iterable

import puremagic
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from marketplace.models.attachments import MOST_BYTES, SUFFIXES
from marketplace.wording.numbers import number_text

_HEAD_BYTES = 4096
_TAIL_BYTES = 65_557  # the end record of a ZIP archive with the longest comment
_ZIP_END = b"PK\x05\x06"
_PAGE_SIGNS = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php")
PDF = "application/pdf"


def media_type(file: File, *, kinds: Iterable[str] = SUFFIXES) -> str:
    """Return which of the kinds a file is by its content, whatever it is called. Empty if it is none of them."""
    try:
        found = {match.mime_type for match in puremagic.magic_string(_head(file))}
    except puremagic.PureError:
        return ""
    return next((kind for kind in kinds if kind in found), "")


def check_attachment(file: File) -> None:
    """Raise ValidationError for a file that is empty, too large, no PDF, JPEG or PNG, or something else as well."""
    _check_size(file)
    if not media_type(file):
        raise ValidationError(
            _("“%(name)s” is neither a PDF nor a JPEG or PNG picture. Save it as one of these, then try again.")
            % {"name": file.name},
            code="wrong_type",
        )
    _check_single(file)


def check_pdf(file: File) -> None:
    """Raise ValidationError for a file that is empty, too large, no PDF, or something else as well."""
    _check_size(file)
    if media_type(file, kinds=(PDF,)) != PDF:
        raise ValidationError(
            _("“%(name)s” is no PDF. Save or print it as PDF, then try again.") % {"name": file.name}, code="wrong_type"
        )
    _check_single(file)


def require_content(file: File) -> None:
    """Raise ValidationError for a file with nothing in it."""
    if not file.size:
        raise ValidationError(_("This file is empty. Choose another."), code="empty_file")


def _check_size(file: File) -> None:
    require_content(file)
    if file.size > MOST_BYTES:
        raise ValidationError(
            _("This file has %(size)s MB, and 10 MB is the most. Make it smaller, or split it.")
            % {"size": number_text(file.size / 1_000_000)},
            code="too_large",
        )


def _check_single(file: File) -> None:
    """Refuse what another program would take for a page or an archive: nobody sends such a file in good faith."""
    file.seek(max(0, file.size - _TAIL_BYTES))
    tail, head = file.read(), _head(file).lower()
    if _ZIP_END in tail or any(sign in head for sign in _PAGE_SIGNS):
        raise ValidationError(
            _("“%(name)s” has another file inside it, an archive or a web page. Print it as a new PDF, then try again.")
            % {"name": file.name},
            code="two_in_one",
        )


def _head(file: File) -> bytes:
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    return head
