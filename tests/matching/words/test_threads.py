import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from matching.knowledge import load_knowledge
from matching.words.stems import stem


@pytest.fixture
def _restless_threads():
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_restless_threads")
def test_stems_are_the_same_when_several_threads_ask_at_once():
    words = sorted({part for code in load_knowledge().materials for part in code.split("_")})
    alone = {word: stem("en", word) for word in words}
    stem.cache_clear()

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda word: stem("en", word), words * 8))

    assert dict(zip(words * 8, together, strict=True)) == alone
