"""How a worker goes on from what is preloaded."""

import os
import sys
from importlib import import_module
from pathlib import Path


def run_celery(arguments: list[str], *, environment: dict[str, str], folder: Path, log: Path) -> None:
    """Be `celery` with these arguments, in a session, an environment and a folder of its own, until it ends."""
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as said:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(said.fileno(), stream.fileno())
    sys.argv = ["celery", *arguments]
    sys.exit(import_module("celery.__main__").main())
