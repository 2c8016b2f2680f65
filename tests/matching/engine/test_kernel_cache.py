"""What numba has compiled of other code is never used."""

import pytest

from matching.engine import kernel_cache
from matching.engine.kernel_cache import cache_folder, compiled_files, keep_apart


def test_each_state_of_the_code_has_a_folder_of_its_own(tmp_path):
    one, other = tmp_path / "kernel.py", tmp_path / "kernel_kinds.py"
    one.write_text("def search(): return helper()")
    other.write_text("def helper(): return 1")
    before = cache_folder(tmp_path, [one, other])

    assert cache_folder(tmp_path, [one, other]) == before
    other.write_text("def helper(): return 2")
    assert cache_folder(tmp_path, [one, other]) != before


def test_all_that_is_compiled_counts():
    names = {path.name for path in compiled_files()}

    assert {"kernel.py", "kernel_kinds.py", "kernel_words.py", "facts.py", "top.py"} <= names
    assert all(path.exists() for path in compiled_files())


@pytest.fixture
def config(tmp_path, monkeypatch):
    """Numba's settings, and the folder of the code somewhere else."""
    config = pytest.importorskip("numba").config
    monkeypatch.setattr(config, "CACHE_DIR", "")
    monkeypatch.setattr(kernel_cache, "_HERE", tmp_path)
    for path in compiled_files():
        path.write_text("")
    return config


def test_beside_the_code_former_states_are_let_go(config, tmp_path):
    own = tmp_path / "__pycache__"
    now = cache_folder(own, compiled_files())
    for name in ("kernel-of-before", "other.pyc", now.name):
        (own / name).mkdir(parents=True)

    keep_apart()
    keep_apart()  # asked for again it stays

    assert str(now) == config.CACHE_DIR
    assert {path.name for path in own.iterdir()} == {"other.pyc", now.name}


def test_in_a_folder_that_is_told_the_states_of_others_stay(config, tmp_path):
    config.CACHE_DIR = str(tmp_path / "told")
    (tmp_path / "told" / "kernel-of-others").mkdir(parents=True)

    keep_apart()

    assert str(cache_folder(tmp_path / "told", compiled_files())) == config.CACHE_DIR
    assert (tmp_path / "told" / "kernel-of-others").exists()
