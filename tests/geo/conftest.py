import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


@pytest.fixture
def reference() -> Path:
    """Return the folder of reference tables, which is not part of the product."""
    folder = os.environ.get("REFERENCE_DIR")
    if not folder:
        pytest.skip("REFERENCE_DIR is not set: no tables to compare with")
    return Path(folder)


Answer = Callable[[str, bytes], tuple[int, bytes]]


class FakeServer:
    """A server on this machine that answers what a test tells it to."""

    def __init__(self) -> None:
        self.answer: Answer = lambda path, body: (200, b"{}")
        self.asked: list[tuple[str, bytes]] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.reply(b"")

            def do_POST(self) -> None:
                self.reply(self.rfile.read(int(self.headers["Content-Length"])))

            def reply(self, body: bytes) -> None:
                outer.asked.append((self.path, body))
                outer.headers.append(dict(self.headers))
                status, content = outer.answer(self.path, body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *arguments: object) -> None:
                """Keep quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.handle_error = lambda request, client_address: None  # the client hangs up on slow answers
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}"


@pytest.fixture
def server() -> Iterator[FakeServer]:
    fake = FakeServer()
    yield fake
    fake.http.shutdown()
    fake.http.server_close()
