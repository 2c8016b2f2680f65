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
NEWCOMERS_COMMANDS = {"demo", "test", "setup"}


def fail(sentence: str) -> None:
    sys.exit(f"manage.py: {sentence}")


def require_python() -> None:
    if sys.version_info < (3, 11):
        fail(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}. Try: python3.11 manage.py …")


def lock_file(command: str) -> Path:
    """Return what the command needs: tests and checks need the development packages as well."""
    wants_development = command == "test" or (ENVIRONMENT / ".requirements-dev.lock").exists()
    return ROOT / ("requirements-dev.lock" if wants_development else "requirements.lock")


def environment_python() -> Path:
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def build_environment(lock: Path) -> None:
    """Create `.venv` and install the lock, unless a stamp says that exactly this was done."""
    fingerprint = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    stamp = ENVIRONMENT / f".{lock.name}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint:
        return
    if importlib.util.find_spec("ensurepip") is None:
        fail("Python's ensurepip is missing. On Debian or Ubuntu: sudo apt install python3-venv")
    print(f"Installing what {lock.name} lists into .venv (once; a minute or two) …", flush=True)
    try:
        if not environment_python().exists():
            subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        pip = [environment_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
        stamp.write_text(fingerprint, encoding="utf-8")
    except PermissionError as error:
        fail(f"no right to write {error.filename}. Copy the project to a folder of yours and run it there.")
    except subprocess.CalledProcessError:
        fail("the packages could not be installed (see above). Is the package registry reachable, the disk full?")


def enter_environment(command: str) -> None:
    """Continue inside `.venv`; return at once in it, or in an environment that somebody else made."""
    inside_own = Path(sys.prefix).resolve() == ENVIRONMENT.resolve()
    if sys.prefix != sys.base_prefix and not inside_own:
        return
    if not inside_own or command in NEWCOMERS_COMMANDS:
        build_environment(lock_file(command))
    if not inside_own:
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
        from marketplace.management.demo_server import serve_demo

        serve_demo(ROOT)
    elif command == "test":
        from marketplace.management.checks import run_checks

        sys.exit(run_checks(ROOT, sys.argv[2:]))
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
