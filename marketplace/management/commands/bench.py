"""Measure speed side by side with baselines, and write down what was found."""

import os
import platform
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import numpy
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from marketplace.management.bench.desk import desk_section
from marketplace.management.bench.engine import HUGE, SIZES, engine_section
from marketplace.management.bench.geography import geography_section
from marketplace.management.bench.imports import imports_section
from marketplace.management.bench.knowledge import knowledge_section
from marketplace.management.bench.law import law_section
from marketplace.management.bench.pages import pages_section
from marketplace.management.bench.report import dated, renewed
from marketplace.management.bench.snapshots import snapshots_section

_PARTS = ("knowledge", "geo", "law", "desk", "engine", "snapshots", "imports", "pages")
_PACKAGES = ("scikit-learn", "scipy", "numba", "networkx", "geopy")
_SEED = 2026


class Command(BaseCommand):
    help = "Measure speed side by side with baselines; print it and write docs/benchmarks.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", choices=_PARTS, help="one part, printed and not written unless --write is there")
        parser.add_argument(
            "--write", action="store_true", help="write that part too, and leave the others as they are"
        )
        parser.add_argument("--huge", action="store_true", help=f"the engine with {HUGE:,} offers too; takes long")

    def handle(self, *, only: str | None = None, write: bool = False, huge: bool = False, **options: object) -> None:
        today = timezone.now().date()
        lines = []
        for line in chain(_opening(), dated(_sections(today, only=only, huge=huge), today)):
            self.stdout.write(line)
            self.stdout.flush()
            lines.append(line)
        if write or not only:
            page = Path(settings.BASE_DIR) / "docs" / "benchmarks.md"
            before = page.read_text(encoding="utf-8") if page.exists() else ""
            page.write_text(renewed(before, lines), encoding="utf-8")


def _sections(today: date, *, only: str | None, huge: bool) -> Iterator[str]:
    if only in (None, "knowledge"):
        yield from knowledge_section(as_of=today, seed=_SEED)
    if only in (None, "geo"):
        yield from geography_section(seed=_SEED)
    if only in (None, "law"):
        yield from law_section(as_of=today, seed=_SEED)
    if only in (None, "desk"):
        yield from desk_section(seed=_SEED)
    if only in (None, "engine"):
        yield from engine_section(as_of=today, seed=_SEED, sizes=(*SIZES, HUGE) if huge else SIZES)
    if only in (None, "snapshots"):
        yield from snapshots_section(as_of=today, seed=_SEED)
    if only in (None, "imports"):
        yield from imports_section(now=timezone.now(), seed=_SEED)
    if only in (None, "pages"):
        yield from pages_section(now=timezone.now(), seed=_SEED)


def _opening() -> Iterator[str]:
    yield from (
        "# Benchmarks",
        "",
        "Written by `manage.py bench`. What is compared ran side by side in one process of one run, on a machine that",
        f"others use too: read ratios, CPU time and counts, not seconds. Workloads are made up (seed {_SEED}).",
        "Each part tells the day of its run.",
        "",
        f"{_machine()}. Python {platform.python_version()}, numpy {numpy.__version__}, "
        f"{', '.join(_package(name) for name in _PACKAGES)}.",
        "",
    )


def _machine() -> str:
    """Return cores, memory and system, as far as the system tells them."""
    told = [f"{os.cpu_count()} cores"]
    if hasattr(os, "sysconf"):
        told.append(f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB of memory")
    return ", ".join([*told, f"{platform.system()} {platform.machine()}"])


def _package(name: str) -> str:
    module = {"scikit-learn": "sklearn"}.get(name, name)
    return f"{name} {version(name)}" if find_spec(module) else f"{name} not installed"
