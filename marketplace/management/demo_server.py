"""The demo: one worker and one web server, started, watched and stopped by a process that loads no Django.

Standard library only. The children are in sessions of their own, so that Ctrl-C reaches this process alone and
it stops them in order; on Linux they also end when it is killed.
"""

import ctypes
import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

HOST = "127.0.0.1"  # the demo's key is in the repository: it must never be reached from elsewhere
# The demo is whole in itself: it never fills a database that somebody's environment points to.
IGNORED = ["DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL", "EMAIL_URL", "MEDIA_ROOT", "ALLOWED_HOSTS", "BASE_URL"]
GRACE_SECONDS = 10.0
START_SECONDS = 90.0
PAUSE = 0.2
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PR_SET_PDEATHSIG = 1
_ROOT_WARNING = "ignore:You're running the worker with superuser privileges"


class _StopError(Exception):
    """Somebody asked this process to end."""


Children = dict[str, subprocess.Popen[str]]


def serve_demo(root: Path) -> int:
    """Serve the demo until Ctrl-C, SIGTERM or the end of a child. Return the exit code."""
    for asked in _ENDINGS:
        signal.signal(asked, _stop)
    children: Children = {}
    try:
        port = _free_port()
        var = Path(os.environ.get("VAR_DIR", root / "var"))
        with _only_one(var) as lock:
            _clear_queue(var / "queue")
            environment = _environment(port)
            people = _prepare(children, root=root, environment=environment, lock=lock)
            for name, command in _commands(port).items():
                children[name] = _start(command, root=root, environment=environment, lock=lock)
            _wait_for_page(port, children)
            address = f"http://{HOST}:{port}"
            print(
                f"\nMaterialtorget: {address}\nIts mail: {address}/dev/mail/\n\n{people}\nCtrl-C stops it.", flush=True
            )
            return _watch(children)
    except _StopError:
        print("\nStopping …", flush=True)
        return 0
    finally:
        _stop_all(list(children.values()))


def _stop(number: int, frame: FrameType | None) -> None:
    _ignore_endings()
    raise _StopError


def _ignore_endings() -> None:
    # Stopping takes a moment: a second Ctrl-C must not leave it half done.
    for asked in _ENDINGS:
        signal.signal(asked, signal.SIG_IGN)


def _fail(sentence: str) -> None:
    sys.exit(f"demo: {sentence}")


def _free_port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        _fail(f"PORT={text} is no port. Choose a number from 1024 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the web server does
        try:
            probe.bind((HOST, int(text)))
        except OSError:
            _fail(
                f"port {text} is taken by another program. Stop it, or choose another: PORT=8001 python3 manage.py demo"
            )
    return int(text)


@contextmanager
def _only_one(var: Path) -> Iterator[IO[str]]:
    """Hold the lock of this folder's demo. The children hold it too, so it tells whether any of them lives."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        lock = (var / "demo.lock").open("a+", encoding="utf-8")
    except OSError as error:
        _fail(f"no right to write {error.filename}. Copy the project to a folder of yours and run it there.")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            _fail(f"a demo of this folder runs already (process {lock.read().strip() or 'unknown'}). Stop it first.")
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield lock


def _clear_queue(queue: Path) -> None:
    """Remove messages that nobody will fetch: the sweep asks again for whatever is still to be done."""
    shutil.rmtree(queue, ignore_errors=True)


def _environment(port: int) -> dict[str, str]:
    ignored = [name for name in IGNORED if name in os.environ]
    if ignored:
        print(f"The demo is whole in itself: it does not use {', '.join(ignored)}.", flush=True)
    environment = {name: value for name, value in os.environ.items() if name not in ignored}
    return {**environment, "DEMO": "1", "PORT": str(port), "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING")}


def _prepare(children: Children, *, root: Path, environment: dict[str, str], lock: IO[str]) -> str:
    """Make database and demo data. Return what to say about the demo's people."""
    command = [sys.executable, str(root / "manage.py"), "prepare_demo"]
    children["preparation"] = _start(command, root=root, environment=environment, lock=lock, stdout=subprocess.PIPE)
    said = children["preparation"].communicate()[0]
    if children.pop("preparation").returncode:
        _fail("the demo data could not be made (see above). To start afresh, remove the database in var/.")
    return said


def _commands(port: int) -> dict[str, list[str]]:
    # The worker of a demo started by root is none of a production's worries.
    celery = [sys.executable, "-W", _ROOT_WARNING, "-m", "celery", "-q", "-A", "marketplace.celery", "worker"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    web = [sys.executable, "-m", "gunicorn", "marketplace.wsgi:application", "--bind", f"{HOST}:{port}"]
    return {
        "worker": [*celery, "-P", "threads", "-c", "2", "-B", *quiet],
        "web server": [*web, "--workers", "1", "--threads", "4", "--log-level", "warning", "--no-control-socket"],
    }


def _start(
    command: list[str], *, root: Path, environment: dict[str, str], lock: IO[str], stdout: int | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        start_new_session=True,
        pass_fds=[lock.fileno()],
        preexec_fn=_end_with_parent,
        text=True,
    )


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_for_page(port: int, children: Children) -> None:
    """Wait until the first page is served, whatever it says."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not _ended(children):
        connection = http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/")
            connection.getresponse()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(PAUSE)
        finally:
            connection.close()


def _ended(children: Children) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def _watch(children: Children) -> int:
    """Return an exit code as soon as a child has ended: the one without the other is no demo."""
    while (name := _ended(children)) is None:
        time.sleep(PAUSE)
    print(f"demo: the {name} has ended (exit code {children[name].returncode}), so the demo stops.", file=sys.stderr)
    return 1


def _stop_all(children: list[subprocess.Popen[str]]) -> None:
    """End the children and whatever they started: first by asking, then by force."""
    _ignore_endings()
    for child in children:
        _signal_group(child, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and any(child.poll() is None for child in children):
        time.sleep(PAUSE / 4)
    for child in children:
        _signal_group(child, signal.SIGKILL)
        child.wait()


def _signal_group(child: subprocess.Popen[str], number: int) -> None:
    try:
        os.killpg(child.pid, number)  # each child leads a session of its own
    except ProcessLookupError:
        return
