"""The line that tells how far a long command has come."""

import io

import pytest
from django.core.management.base import OutputWrapper

from marketplace.management import progress as progress_module
from marketplace.management.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    """Return a clock that stands still until a test moves it."""
    seconds = [100.0]
    monkeypatch.setattr(progress_module.time, "monotonic", lambda: seconds[0])
    return seconds


def test_progress_says_nothing_of_what_is_quick(clock):
    out = io.StringIO()
    progress = Progress(OutputWrapper(out), total=3)

    for _ in range(3):
        progress.step()
    progress.clear()

    assert out.getvalue() == ""


def test_progress_writes_a_line_now_and_then(clock):
    out = io.StringIO()
    progress = Progress(OutputWrapper(out), total=100)

    for second in (1, 3, 4, 9):
        clock[0] = 100.0 + second
        progress.step()

    assert out.getvalue() == "2 of 100\n4 of 100\n"


def test_progress_moves_a_bar_on_a_terminal_and_takes_it_away(clock):
    out = Terminal()
    progress = Progress(OutputWrapper(out), total=2)
    clock[0] = 103.0

    progress.step()
    progress.clear()

    assert out.getvalue() == f"\r\x1b[K[{'#' * 15}{' ' * 15}] 1 of 2\r\x1b[K"
