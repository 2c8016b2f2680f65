"""Building what the site reads (.mo) from what translators write (.po), without the gettext tools."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def build_translations(locale_folder: Path) -> list[Path]:
    """Compile every .po that is newer than its .mo. Return the files written."""
    return [_compile(source) for source in sorted(locale_folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    with source.open("rb") as file:
        catalog = read_po(file)
    # Written beside and renamed: several test processes may build at the same moment.
    unfinished = source.with_suffix(f".{os.getpid()}.mo")
    with unfinished.open("wb") as file:
        write_mo(file, catalog)
    return unfinished.replace(source.with_suffix(".mo"))
