import re
import subprocess
import sys

import pytest
from django.conf import settings

from marketplace.management import checks, services
from marketplace.management.checks import Check, all_checks, run_checks


@pytest.fixture
def _nothing_here(monkeypatch):
    """Leave the machine without browser and services."""
    monkeypatch.setenv("PLAYWRIGHT_CHROMIUM", "/nowhere/chromium")
    for variable, address in (
        ("TEST_DATABASE_URL", "postgres://127.0.0.1:1/x"),
        ("TEST_REDIS_URL", "redis://127.0.0.1:1"),
        ("TEST_AMQP_URL", "amqp://127.0.0.1:1"),
    ):
        monkeypatch.setenv(variable, address)


def ends_with(code, *, says=""):
    return Check(name=f"ends with {code}", command=[sys.executable, "-c", f"print({says!r}); raise SystemExit({code})"])


def run(monkeypatch, tmp_path, *some):
    monkeypatch.setattr(checks, "all_checks", lambda: list(some))
    return run_checks(tmp_path, [])


def test_run_checks_goes_on_after_a_failure_and_fails_at_the_end(monkeypatch, tmp_path, capfd):
    code = run(monkeypatch, tmp_path, ends_with(3, says="what went wrong"), ends_with(0, says="not shown"))

    said = capfd.readouterr().out
    assert code == 1
    assert "what went wrong" in said
    assert "not shown" not in said
    assert "1 checks passed, 1 failed." in said


def test_silent_checks_run_side_by_side_and_are_told_in_their_order(monkeypatch, tmp_path, capfd):
    # Each waits for what the other writes: one after the other, both would fail.
    meet = (
        "import pathlib, sys, time\n"
        "own, other = map(pathlib.Path, sys.argv[1:])\n"
        "own.touch()\n"
        "end = time.monotonic() + 30\n"
        "while not other.exists() and time.monotonic() < end: time.sleep(0.01)\n"
        "sys.exit(not other.exists())"
    )
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    waits = Check(name="waits", command=[sys.executable, "-c", meet, one, other])
    comes = Check(name="comes", command=[sys.executable, "-c", meet, other, one])

    run(monkeypatch, tmp_path, waits, comes, ends_with(2, says="why"))

    told = re.findall(r"^(ok|FAILED) .* s  (.+)$", capfd.readouterr().out, re.MULTILINE)
    assert told == [("ok", "waits"), ("ok", "comes"), ("FAILED", "ends with 2")]


def test_checks_that_speak_run_alone_after_the_silent_ones(monkeypatch, tmp_path, capfd):
    speaks = Check(name="speaks", command=[sys.executable, "-c", "print('as it comes')"], speaks=True)

    run(monkeypatch, tmp_path, speaks, ends_with(0))

    said = capfd.readouterr().out
    assert said.index("… ends with 0") < said.index("… speaks") < said.index("as it comes")


def test_checks_keep_what_python_compiles(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    kept = "import sys; sys.exit(sys.dont_write_bytecode)"

    assert checks._run(Check(name="keeps", command=[sys.executable, "-c", kept]), root=tmp_path)[0]


def test_run_checks_passes_when_everything_does(monkeypatch, tmp_path, capfd):
    monkeypatch.delenv("CI", raising=False)

    assert run(monkeypatch, tmp_path, ends_with(0)) == 0
    assert "1 checks passed, 0 failed." in capfd.readouterr().out


@pytest.mark.usefixtures("_nothing_here")
def test_run_checks_names_what_was_left_out(monkeypatch, tmp_path, capfd):
    monkeypatch.delenv("CI", raising=False)

    code = run(monkeypatch, tmp_path, ends_with(0))

    said = capfd.readouterr().out
    assert code == 0
    for need in ("Chromium", "PostgreSQL", "Redis", "RabbitMQ"):
        assert f"Left out: what needs {need}" in said


@pytest.mark.usefixtures("_nothing_here")
def test_run_checks_fails_in_ci_when_something_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("CI", "true")

    assert run(monkeypatch, tmp_path, ends_with(0)) == 1


@pytest.mark.usefixtures("_nothing_here")
def test_all_checks_leave_postgresql_out_where_there_is_none():
    names = [check.name for check in all_checks()]

    assert "tests, on SQLite" in names
    assert "tests, on PostgreSQL" not in names


def test_the_tests_on_postgresql_are_those_that_ask_the_database(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "is_available", lambda need: True)
    check = next(check for check in all_checks() if check.name == "tests, on PostgreSQL")
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
    (tmp_path / "test_some.py").write_text(
        "import pytest\n"
        "@pytest.fixture\n"
        "def firm(db): pass\n"
        "@pytest.mark.django_db\n"
        "def test_marked(): pass\n"
        "def test_through_a_fixture(firm): pass\n"
        "def test_with_a_server(live_server): pass\n"
        "def test_pure(tmp_path): pass\n"
        "@pytest.mark.django_db\n"
        "@pytest.mark.needs('Redis')\n"
        "def test_in_need(): pass\n"
        "def test_in_a_browser(page, live_server): pass\n",
        encoding="utf-8",
    )
    options = [part for part in check.command if not part.startswith(("tests/", "--ignore="))]
    here = ["--collect-only", "-p", "no:cacheprovider", "-c", "pyproject.toml", str(tmp_path)]

    said = subprocess.run([*options, *here], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True).stdout

    assert re.findall(r"::(\w+)", said) == ["test_marked", "test_through_a_fixture", "test_with_a_server"]


def test_run_checks_with_arguments_runs_only_these_tests(tmp_path):
    (tmp_path / "test_one.py").write_text("def test_one():\n    assert False\n", encoding="utf-8")

    assert run_checks(tmp_path, ["-q", "-p", "no:django", "-p", "no:cacheprovider", "test_one.py"]) == 1


def test_find_chromium_takes_the_named_one_or_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PLAYWRIGHT_CHROMIUM", sys.executable)
    named = services.find_chromium()
    monkeypatch.setenv("PLAYWRIGHT_CHROMIUM", str(tmp_path / "missing"))

    assert (named, services.find_chromium()) == (sys.executable, None)
    with pytest.raises(FileNotFoundError):
        services.chromium_options()
