"""`manage.py test`: every check of the project by name, each with its time. Standard library only."""

import importlib.util
import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from marketplace.management.services import (
    ADDRESSES,
    CHROMIUM,
    how_to_provide,
    is_available,
    must_be_complete,
    service_url,
)

POSTGRESQL = "PostgreSQL"
SIDE_BY_SIDE = 2  # a core each, where the checks run for everybody
# Python's compiled files are kept, whatever the environment says: the checks start a hundred processes of the project,
# and each would compile it anew, the tests with their assertions among it: twice as long before a worker's first test.
COMPILED_ONCE = {"PYTHONDONTWRITEBYTECODE": ""}
# What the system checks are shown of a production: its own key, https, a name and services of its own.
PRODUCTION = {
    "SECRET_KEY": "long-enough-and-not-the-demo-key-" * 2,
    "BASE_URL": "https://materialtorget.example",
    "ALLOWED_HOSTS": "materialtorget.example",
    "CSRF_TRUSTED_ORIGINS": "https://materialtorget.example",
    "DATABASE_URL": "postgres://database.example/materialtorget",
    "CELERY_BROKER_URL": "amqp://broker.example",
    "REDIS_URL": "redis://cache.example",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One command whose exit code tells whether the project is as it should be."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    speaks: bool = False  # its output is shown as it comes, not only when it fails


def run_checks(root: Path, arguments: list[str]) -> int:
    """Run every check, or with arguments only pytest with them. Return the exit code."""
    if importlib.util.find_spec("pytest") is None:
        sys.exit("test: this environment lacks the development packages: install requirements-dev.lock in it.")
    if arguments:
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=root).returncode
    results = list(_results(all_checks(), root))
    print(
        "\n"
        + "\n".join(f"{'ok    ' if passed else 'FAILED'} {seconds:6.1f} s  {name}" for name, passed, seconds in results)
    )
    missing = [need for need in (CHROMIUM, *ADDRESSES) if not is_available(need)]
    for need in missing:
        verdict = "FAILED" if must_be_complete() else "Left out"
        print(f"{verdict}: what needs {need}, which is not found here ({how_to_provide(need)}).")
    failed = sum(not passed for _name, passed, _seconds in results)
    print(f"{len(results) - failed} checks passed, {failed} failed.", flush=True)
    return 1 if failed or (missing and must_be_complete()) else 0


def all_checks() -> list[Check]:
    """Return every check that can run here, the quick ones first."""
    checks = [*_static_checks(), *_django_checks(), _pytest("tests, on SQLite", "tests")]
    if is_available(POSTGRESQL):
        # What starts processes, browsers or brokers, or asks no database, has shown itself above.
        selection = ["-m", "uses_database and not needs"]
        elsewhere = ["tests/marketplace/brokers", "tests/marketplace/management/test_demo_server.py"]
        paths = [*selection, *(f"--ignore={path}" for path in elsewhere), "tests/marketplace", "tests/api"]
        environment = {"DATABASE_URL": service_url(POSTGRESQL)}
        checks.append(_pytest("tests, on PostgreSQL", *paths, environment=environment))
    return checks


def _results(checks: list[Check], root: Path) -> Iterator[tuple[str, bool, float]]:
    """Run the checks. Yield name, whether it passed, and seconds, of each in their order.

    What keeps one core busy and is silent runs beside another of its kind, as the tests do that run after it.
    """
    run = partial(_run, root=root)
    silent = [check for check in checks if not check.speaks]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        ended = {check.name: result for check, result in zip(silent, pool.map(run, silent), strict=True)}
    for check in checks:
        yield check.name, *(ended[check.name] if check.name in ended else run(check))


def _static_checks() -> list[Check]:
    lint_imports = str(Path(sysconfig.get_path("scripts")) / "lint-imports")
    return [
        Check(name="format of the code (ruff format)", command=_module("ruff", "format", "--check", ".")),
        Check(name="lint of the code (ruff check)", command=_module("ruff", "check", ".")),
        Check(name="imports point down (lint-imports)", command=[lint_imports, "--no-logo"]),
        Check(name="types of geo/ and matching/ (mypy)", command=_module("mypy")),
        Check(name="lint of the templates (djlint)", command=_module("djlint", "--lint", "--quiet", "templates")),
    ]


def _django_checks() -> list[Check]:
    production = _manage("check", "--deploy", "--fail-level", "WARNING")
    return [
        Check(name="no migration is missing", command=_manage("makemigrations", "--check", "--dry-run")),
        Check(name="system checks", command=_manage("check", "--fail-level", "WARNING")),
        Check(name="system checks, as in production", command=production, environment=PRODUCTION),
    ]


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def _pytest(name: str, *paths: str, environment: dict[str, str] | None = None) -> Check:
    # Tests that share something outside this process name it as their group, and are not run side by side.
    command = _module("pytest", "-q", "-n", str(SIDE_BY_SIDE), "--dist", "loadgroup", *paths)
    return Check(name=name, command=command, environment=environment or {}, speaks=True)


def _run(check: Check, *, root: Path) -> tuple[bool, float]:
    """Return whether it passed, and in how many seconds. Show what it says if it fails."""
    print(f"… {check.name}", flush=True)
    start = time.monotonic()
    said = None if check.speaks else subprocess.PIPE
    ended = subprocess.run(
        check.command,
        cwd=root,
        env={**os.environ, **COMPILED_ONCE, **check.environment},
        stdout=said,
        stderr=None if check.speaks else subprocess.STDOUT,
        text=True,
    )
    if ended.returncode and ended.stdout:
        print(f"{check.name} failed:\n{ended.stdout}", flush=True)
    return ended.returncode == 0, time.monotonic() - start
