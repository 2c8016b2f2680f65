import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import manage

ROOT = Path(manage.__file__).parent


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """Return a copy of the start script and its locks, as in a fresh clone that nobody has run yet."""
    for name in ("manage.py", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(manage, "ROOT", tmp_path)
    monkeypatch.setattr(manage, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(manage, "LOCKS", [tmp_path / "requirements.lock", tmp_path / "requirements-dev.lock"])
    return tmp_path


def sentence_of(function, *arguments):
    """Return the one line with which the program ends."""
    with pytest.raises(SystemExit) as ending:
        function(*arguments)
    sentence = str(ending.value.code)
    assert "\n" not in sentence
    return sentence


def test_an_old_python_is_named(monkeypatch):
    monkeypatch.setattr(manage.sys, "version_info", (3, 10, 2))

    assert "Python 3.11 or later is needed" in sentence_of(manage.require_python)


def test_a_missing_ensurepip_names_the_package_to_install(copy, monkeypatch):
    monkeypatch.setattr(manage.importlib.util, "find_spec", lambda name: None)

    assert "apt install python3-venv" in sentence_of(manage.create_environment, copy / "requirements.lock")


def test_a_folder_that_cannot_be_written_is_named(copy, monkeypatch):
    monkeypatch.setattr(manage.os, "access", lambda path, mode: False)

    assert f"no right to write in {copy}" in sentence_of(manage.build_environment, copy / "requirements.lock")


def test_a_registry_out_of_reach_is_named(copy, monkeypatch):
    lock = copy / "requirements.lock"
    lock.write_text("nothing-that-exists==1.0 --hash=sha256:" + "0" * 64, encoding="utf-8")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "")

    sentence = sentence_of(manage.build_environment, lock)

    assert "the packages could not be installed" in sentence
    assert "Is a package registry in reach" in sentence


def test_an_environment_of_another_tool_without_pip_is_left_alone(copy):
    foreign = copy / ".venv" / "bin" / "python"
    foreign.parent.mkdir(parents=True)
    foreign.symlink_to(shutil.which("false"))

    assert "made by another tool" in sentence_of(manage.create_environment, copy / "requirements.lock")
    assert foreign.is_symlink()


def test_an_environment_that_is_up_to_date_is_not_touched(copy, monkeypatch):
    lock = copy / "requirements.lock"
    python = manage.environment_python()
    python.parent.mkdir(parents=True)
    python.touch()
    manage.stamp_of(lock).write_text(manage.hashlib.sha256(lock.read_bytes()).hexdigest(), encoding="utf-8")
    monkeypatch.setattr(manage.subprocess, "run", None)

    manage.build_environment(lock)

    assert manage.is_ours()


@pytest.mark.parametrize(
    ("command", "has_development", "lock"),
    [
        ("demo", False, "requirements.lock"),
        ("demo", True, "requirements-dev.lock"),
        ("test", False, "requirements-dev.lock"),
    ],
)
def test_each_command_installs_what_it_needs(copy, command, has_development, lock):
    (copy / ".venv").mkdir()
    if has_development:
        manage.stamp_of(copy / "requirements-dev.lock").touch()

    assert manage.lock_file(command) == copy / lock


def test_the_locks_name_no_registry_and_carry_a_hash_for_everything():
    for lock in manage.LOCKS:
        text = lock.read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#", "-"))]

        assert "://" not in text
        assert text.count("--hash=") >= len(pins)


def test_help_names_the_commands_of_the_project():
    said = subprocess.run([sys.executable, "manage.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert "import_listings" in said
