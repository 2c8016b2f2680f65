"""The folder as broker: nobody fetches a message that is not whole yet."""

from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from marketplace import folder_broker
from marketplace.celery import app


@pytest.fixture
def channel(tmp_path):
    folders = {name: str(tmp_path / "messages") for name in ("data_folder_in", "data_folder_out")}
    (tmp_path / "messages").mkdir()
    options = {**folders, "control_folder": str(tmp_path / "control")}
    with Connection(transport=folder_broker.Transport, transport_options=options) as connection:
        yield connection.channel()


def test_a_message_is_fetched_only_once_it_is_whole(channel, monkeypatch):
    fetched_too_early, rename = [], Path.replace

    def look_in_between(written, whole):
        try:
            fetched_too_early.append(channel._get("index"))
        except Empty:
            rename(written, whole)

    monkeypatch.setattr(Path, "replace", look_in_between)

    channel._put("index", {"body": "bark"})

    assert fetched_too_early == []
    assert channel._get("index") == {"body": "bark"}


def test_the_site_uses_this_folder_broker():
    with app.connection_for_write(url="filesystem://localhost") as connection:
        assert isinstance(connection.transport, folder_broker.Transport)
