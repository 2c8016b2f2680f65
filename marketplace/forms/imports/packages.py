"""The parts of a workbook's package, one after the other through a parser: work is counted, and ends at a limit.

A part of a few kilobytes may unpack to millions of elements, and each costs a tree of them a microsecond and half a
kilobyte. So no tree is made, a part that tells nothing of the cells is never unpacked, and elements are counted.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.errors import RefusedError
from marketplace.wording.numbers import number_text

MAX_UNPACKED, MAX_PARTS = 60_000_000, 1_000  # bytes: 5 000 rows of 100 long texts stay below
_CHUNK = 65_536
# Expat begins a token anew with each chunk until it is whole, so that one of 60 MB would be read a thousand times.
_LONGEST_TOKEN = 1_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what the standard of packages allows
_IS_ENCRYPTED = 0x1


class EnoughError(Exception):
    """Raised by a reader of a part that has all it wants: the rest is not unpacked."""


class PartReader(Protocol):
    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...
    def text(self, text: str) -> None: ...
    def end(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a part holds at most; what: what there would be more of."""

    elements: int
    what: str | Promise


# Measured: a million elements take a second and hardly any memory. Excel itself makes no more than 65 490 formats of
# cells, and the largest table that is read has 500 000 cells of two elements, each with a text of its own of two more.
LIMITS = {
    "book": Limit(elements=200_000, what=gettext_lazy("sheets and names")),
    "styles": Limit(elements=500_000, what=gettext_lazy("cell formats")),
    "strings": Limit(elements=2_000_000, what=gettext_lazy("texts")),
    "sheet": Limit(elements=2_000_000, what=gettext_lazy("rows and cells")),
}


class Package:
    """A workbook's parts. Raises RefusedError for one that holds far more than a table has."""

    def __init__(self, raw: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(raw))
        self.names = set(self._zip.namelist())
        self._left = {kind: limit.elements for kind, limit in LIMITS.items()}

    def require_small(self) -> None:
        """Refuse a package that says itself that it unpacks to too much; zipfile cuts off a part that says less."""
        parts = self._zip.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
            sentence = _("Unpacked, this workbook has %(size)s MB. At most %(most)s MB are read: leave out pictures.")
            values = {"size": number_text(unpacked / 1e6), "most": number_text(MAX_UNPACKED / 1e6)}
            raise RefusedError(sentence % values)

    def read(self, name: str, reader: PartReader, *, kind: str) -> None:
        """Have a part read. kind: a key of LIMITS, for all parts of that kind together.

        Raises RefusedError at the limit; KeyError, ValueError, BadZipFile, ExpatError for what cannot be read.
        """
        part = self._zip.getinfo(name)
        if part.compress_type not in _METHODS or part.flag_bits & _IS_ENCRYPTED:
            raise zipfile.BadZipFile(f"{name} is packed in a way that packages are not.")
        parser = self._parser(reader, kind=kind)
        fed = 0
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk)
                    fed += len(chunk)
                    if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                        raise _too_much(kind)
                parser.Parse(b"", True)
        except EnoughError:
            return

    def _parser(self, reader: PartReader, *, kind: str) -> expat.XMLParserType:
        def start(name: str, attributes: Mapping[str, str]) -> None:
            self._left[kind] -= 1
            if self._left[kind] < 0:
                raise _too_much(kind)
            reader.start(name.rpartition(":")[2], attributes)

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = start
        parser.EndElementHandler = lambda name: reader.end(name.rpartition(":")[2])
        parser.CharacterDataHandler = reader.text
        return parser


def _refuse_doctype(*_about: object) -> None:
    raise ValueError("No workbook has a document type; entities that unfold would stand there.")


def _too_much(kind: str) -> RefusedError:
    sentence = _(
        "This workbook holds more %(what)s than any table of listings. "
        "Copy the rows alone into a new workbook, and upload that."
    )
    return RefusedError(sentence % {"what": LIMITS[kind].what})
