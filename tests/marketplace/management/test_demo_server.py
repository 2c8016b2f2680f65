import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

# Loading the demo data takes a while, so these tests share one folder and run one after the other.
pytestmark = pytest.mark.xdist_group("demo")
PATIENCE_SECONDS = 240


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(var, port):
    return subprocess.Popen(
        [sys.executable, "manage.py", "demo"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PORT": str(port), "VAR_DIR": str(var), "DATABASE_URL": "postgres://never-asked.example/x"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_served(demo):
    said = []
    for line in demo.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            return "".join(said)
    return pytest.fail(f"The demo ended: {demo.communicate()[1]}")


def processes_of(var):
    """Return process id → command of every process that works in this demo's folder."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"VAR_DIR={var}".encode() in (process / "environ").read_bytes():
                found[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue  # it has ended meanwhile
    return found


def is_left(var):
    deadline = time.monotonic() + 5
    while (left := processes_of(var)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_demo_serves_says_who_to_be_and_leaves_no_process_behind(var, port):
    demo = start(var, port)

    said = wait_until_served(demo)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        page = answer.read().decode()
    running = processes_of(var)
    demo.send_signal(signal.SIGINT)

    demo.communicate(timeout=PATIENCE_SECONDS)
    assert demo.returncode == 0
    assert is_left(var) == {}
    assert f"http://127.0.0.1:{port}" in said
    assert "coordinator@demo.example" in said
    assert "does not use DATABASE_URL" in said
    assert "<main" in page
    assert len([command for command in running.values() if "celery" in command]) == 2  # the worker and its clock
    assert len([command for command in running.values() if "gunicorn" in command]) == 2  # the server and its worker


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("child", ["celery", "gunicorn"])
def test_demo_stops_and_says_so_when_a_part_of_it_dies(var, port, child):
    demo = start(var, port)
    wait_until_served(demo)

    os.kill(min(pid for pid, command in processes_of(var).items() if child in command), signal.SIGKILL)

    _said, errors = demo.communicate(timeout=PATIENCE_SECONDS)
    assert demo.returncode == 1
    assert "has ended (exit code -9)" in errors
    assert is_left(var) == {}


def test_demo_says_which_port_is_taken(var):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        demo = start(var, port)
        said = demo.communicate()[1]

    assert demo.returncode == 1
    assert said.strip().splitlines()[-1].startswith(f"demo: port {port} is taken")


@pytest.mark.parametrize("port", ["http", "80", "70000", "-1"])
def test_demo_refuses_what_is_no_port(var, port):
    demo = start(var, port)

    said = demo.communicate()[1]

    assert demo.returncode == 1
    assert f"PORT={port} is no port" in said
