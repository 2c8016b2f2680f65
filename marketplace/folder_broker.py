"""The broker that is a folder on disk: kombu's, but a message appears in it only once it is whole."""

import uuid
from pathlib import Path
from time import monotonic

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's makes the file first and fills it then: a worker that looked in between read nothing, and ended."""

    def _put(self, queue: str, payload: object, **kwargs: object) -> None:
        """Put a message onto a queue: written under a name that nobody fetches, then renamed."""
        whole = Path(self.data_folder_out, f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg")
        written = whole.with_suffix(".writing")
        try:
            written.write_bytes(str_to_bytes(dumps(payload)))
            written.replace(whole)
        except OSError as error:
            raise ChannelError(f"Cannot add file {whole.name!r} to directory") from error


class Transport(filesystem.Transport):
    """Stands in for kombu's `filesystem` (celery.py)."""

    Channel = Channel
