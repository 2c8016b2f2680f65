"""Where numba keeps what it has compiled: apart for each state of the code.

Numba looks at the file of a function alone. Of what others define that it calls, or holds constant, an old state would
stay in use after an upgrade, and lists would be those of no code that anybody can read.
"""

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

_HERE = Path(__file__).parent
_NAME = "kernel-"
_CONSTANTS = ("facts.py", "points.py", "top.py", "wants.py")


def compiled_files() -> list[Path]:
    """Return the files that are compiled, and those that tell them constants."""
    return [*sorted(_HERE.glob("kernel*.py")), *(_HERE / name for name in _CONSTANTS)]


def cache_folder(base: Path, files: Sequence[Path]) -> Path:
    """Return the folder in `base` for what is compiled of these files as they are."""
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return base / f"{_NAME}{whole.hexdigest()[:16]}"


def keep_apart() -> None:
    """Make numba keep what it compiles of the search in a folder of its own.

    In the folder that `NUMBA_CACHE_DIR` names, which others may use at the same time, else beside the code, where
    former states are let go. Without effect on what this process has compiled before.
    """
    config = import_module("numba").config  # an extra
    told, own = config.CACHE_DIR, _HERE / "__pycache__"
    base = Path(told) if told else own
    if base.name.startswith(_NAME):
        return
    folder = cache_folder(base, compiled_files())
    for former in own.glob(f"{_NAME}*"):
        if former != folder:
            with suppress(OSError):
                shutil.rmtree(former)
    config.CACHE_DIR = str(folder)
