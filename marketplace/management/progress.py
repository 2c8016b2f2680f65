"""A line on stderr that tells how far a long command has come; quick ones say nothing."""

import time

from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _

_QUIET_SECONDS = 2.0
_BETWEEN_SECONDS = {True: 0.2, False: 5.0}  # on a terminal the bar moves; elsewhere each step is a line
_WIDTH = 30


class Progress:
    """Counts steps and shows them: a bar that moves on a terminal, now and then a line elsewhere."""

    def __init__(self, stream: OutputWrapper, *, total: int) -> None:
        self._stream, self._total = stream, total
        self._is_terminal = stream.isatty()
        self._done = 0
        self._next_at = time.monotonic() + _QUIET_SECONDS
        self._is_shown = False

    def step(self) -> None:
        """Count one more, and show it if it is time."""
        self._done += 1
        now = time.monotonic()
        if now < self._next_at:
            return
        self._next_at = now + _BETWEEN_SECONDS[self._is_terminal]
        self._is_shown = True
        self._show()

    def clear(self) -> None:
        """Take the bar away, before other lines are written."""
        if self._is_shown and self._is_terminal:
            self._write("\r\x1b[K")

    def _show(self) -> None:
        text = _("%(done)s of %(total)s") % {"done": self._done, "total": self._total}
        if self._is_terminal:
            filled = _WIDTH * self._done // max(self._total, 1)
            self._write(f"\r\x1b[K[{'#' * filled}{' ' * (_WIDTH - filled)}] {text}")
        else:
            self._write(f"{text}\n")

    def _write(self, text: str) -> None:
        # A command's stderr ends each text with a new line and paints it red unless told otherwise.
        self._stream.write(text, style_func=str, ending="")
        self._stream.flush()
