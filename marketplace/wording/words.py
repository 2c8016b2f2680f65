"""What speaks for a meaning of a word, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def part_line() -> str:
    return _("a part of the word means it")


def listings_line(number: int) -> str:
    return ngettext("%(number)d listing with the word has it", "%(number)d listings with the word have it", number) % {
        "number": number
    }


def like_line(term: str) -> str:
    return _("like “%(term)s”") % {"term": term}
