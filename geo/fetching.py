"""JSON from other servers: within a deadline, and never more than we can hold."""

import json
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPSConnection
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

# A routing table of a few thousand pairs is a few hundred kilobytes.
_LONGEST_ANSWER = 8_000_000


def fetch_json(
    url: str, *, timeout: float, content: object | None = None, headers: Mapping[str, str] = MappingProxyType({})
) -> Any:
    """Return the JSON that an address answers within `timeout` seconds, all in all.

    Raises OSError, HTTPException or ValueError for anything else.
    """
    deadline = time.monotonic() + timeout
    parts = urlsplit(url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=timeout)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        if content is None:
            connection.request("GET", path, headers=dict(headers))
        else:
            connection.request("POST", path, json.dumps(content), {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        if response.status != 200:
            raise ValueError(f"status {response.status}")
        answer = bytearray()
        while piece := response.read1(65_536):
            answer += piece
            # The timeout of a connection starts anew with every byte: a server that drips would hold us for ever.
            if time.monotonic() > deadline or len(answer) > _LONGEST_ANSWER:
                raise TimeoutError("the answer is too slow or too long")
        return json.loads(answer)
    finally:
        connection.close()
