#!/usr/bin/env python3
"""Run Materialtorget: `demo`, `test`, `setup`, or any command of Django's.

Builds `.venv` from the hash-pinned locks when it is missing or stale, and runs the command there.
In a virtual environment of your own it installs nothing. Needs Python 3.11 and a package registry.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]
NEWCOMERS_COMMANDS = {"demo", "test", "setup"}


def fail(sentence: str) -> None:
    sys.exit(f"manage.py: {sentence}")


def require_python() -> None:
    if sys.version_info < (3, 11):
        fail(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}. Try: python3.11 manage.py …")


def environment_python() -> Path:
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp_of(lock: Path) -> Path:
    """Return the file that says for which content of a lock `.venv` was built; empty while it is being built."""
    return ENVIRONMENT / f".{lock.name}"


def is_ours() -> bool:
    return any(stamp_of(lock).exists() for lock in LOCKS)


def lock_file(command: str) -> Path:
    """Return what the command needs: tests and checks need the development packages as well."""
    production, development = LOCKS
    return development if command == "test" or stamp_of(development).exists() else production


def create_environment(lock: Path) -> None:
    """Make `.venv` with pip in it, anew if it was left half-made or its Python is gone."""
    has_pip = [environment_python(), "-m", "pip", "--version"]
    if environment_python().exists() and not subprocess.run(has_pip, capture_output=True).returncode:
        return
    if ENVIRONMENT.exists() and not is_ours():
        fail("the folder .venv was made by another tool and has no pip. Remove it, or run the command inside it.")
    if importlib.util.find_spec("ensurepip") is None:
        fail("Python's ensurepip is missing. On Debian or Ubuntu: sudo apt install python3-venv")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT]).returncode:
        fail("the folder .venv could not be made (see above). Is the disk full?")
    stamp_of(lock).touch()


def build_environment(lock: Path) -> None:
    """Create `.venv` and install the lock, unless a stamp says that exactly this was done."""
    stamp = stamp_of(lock)
    fingerprint = hashlib.sha256(lock.read_bytes()).hexdigest()
    if environment_python().exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint:
        return
    if not os.access(ROOT, os.W_OK):
        fail(f"no right to write in {ROOT}. Copy the project to a folder of yours and run it there.")
    print(f"Installing what {lock.name} lists into .venv (once; a minute or two) …", flush=True)
    create_environment(lock)
    pip = [environment_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=2"]
    installed = subprocess.run([*pip, "--require-hashes", "-r", lock], stderr=subprocess.PIPE, text=True)
    if installed.returncode:
        errors = [line for line in installed.stderr.splitlines() if line.startswith("ERROR: ")] or ["ERROR: unknown"]
        fail(f"the packages could not be installed ({errors[-1][7:]}). Is a package registry in reach, the disk full?")
    stamp.write_text(fingerprint, encoding="utf-8")


def enter_environment(command: str) -> None:
    """Continue inside `.venv`; return at once in it, or in an environment that somebody else made."""
    inside_own = Path(sys.prefix).resolve() == ENVIRONMENT.resolve()
    if inside_own and is_ours() and command in NEWCOMERS_COMMANDS:
        build_environment(lock_file(command))
    if sys.prefix != sys.base_prefix:
        if importlib.util.find_spec("django") is None:
            fail(f"the active environment {sys.prefix} lacks our packages. Leave it (`deactivate`), or install a lock.")
        return
    build_environment(lock_file(command))
    arguments = [str(environment_python()), str(ROOT / "manage.py"), *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.run(arguments).returncode)
    os.execv(arguments[0], arguments)


def main() -> None:
    require_python()
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    enter_environment(command)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    if command == "setup":
        print(f"Ready: {sysconfig.get_path('scripts')}")
    elif command == "demo":
        if os.name == "nt":
            fail("the demo runs on Linux, macOS and WSL (Windows Subsystem for Linux), not on Windows itself.")
        from marketplace.management.demo_server import serve_demo

        sys.exit(serve_demo(ROOT))
    elif command == "test":
        from marketplace.management.checks import run_checks

        sys.exit(run_checks(ROOT, sys.argv[2:]))
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
