"""Real worker processes over a real broker and a database that several processes share."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from kombu import Queue

from marketplace.celery import app as usual_app
from marketplace.management.services import service_url
from tests.marketplace.brokers.settings import CELERY_TASK_ROUTES, INDEX_QUEUE, QUEUE
from tests.marketplace.brokers.started import run_celery

FOLDER, REDIS, RABBITMQ = "folder", "Redis", "RabbitMQ"
PATIENCE_SECONDS = 90.0  # for a busy machine; what is awaited takes a few
# Workers are copies of a process that has loaded what all of them load: four of the five CPU seconds that one takes
# until it works. Of the project that is the pure part alone; Django starts in each, with the settings it is given.
STARTED = get_context("forkserver")
STARTED.set_forkserver_preload(["tests.marketplace.brokers.preloaded"])


class Site:
    """What the processes of one site share: a database, a broker and a folder. The test plays the web server."""

    def __init__(self, *, folder: Path, database_url: str, broker: str) -> None:
        self.folder = folder
        self.database_url = database_url
        self.broker_url = "filesystem://localhost" if broker == FOLDER else service_url(broker)
        self.workers: list[BaseProcess] = []

    @property
    def stands_still(self) -> Path:
        return self.folder / "stands-still"

    def web(self) -> Celery:
        """Return the Celery application of a process that only sends."""
        app = Celery("web")
        app.config_from_object("django.conf:settings", namespace="CELERY")
        messages = {"data_folder_in": self.folder / "queue/messages", "data_folder_out": self.folder / "queue/messages"}
        folders = {**messages, "control_folder": self.folder / "queue/control"}
        for path in folders.values():
            path.mkdir(parents=True, exist_ok=True)
        app.conf.update(
            broker_url=self.broker_url,
            broker_transport_options={name: str(path) for name, path in folders.items()} | {"store_processed": False},
            task_default_queue=QUEUE,
            task_queues=[Queue(QUEUE), Queue(INDEX_QUEUE)],
            task_routes=CELERY_TASK_ROUTES,
        )
        return app

    def start_worker(
        self, *, stand_still_at: str = "", lease_seconds: int = 600, queues: tuple[str, ...] = (QUEUE, INDEX_QUEUE)
    ) -> BaseProcess:
        """Start a worker as the demo does. With `stand_still_at` it gets no further than this point."""
        self.stands_still.unlink(missing_ok=True)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.marketplace.brokers.settings",
            "DATABASE_URL": self.database_url,
            "CELERY_BROKER_URL": self.broker_url,
            "VAR_DIR": str(self.folder),
            "STAND_STILL_AT": stand_still_at,
            "FOLLOW_UP_LEASE_SECONDS": str(lease_seconds),
            "C_FORCE_ROOT": "1",
        }
        quiet = ["--without-gossip", "--without-mingle"]
        threads = ["-P", "threads", "-c", "2", "-B"]
        arguments = ["-q", "-A", "marketplace.celery", "worker", "-Q", ",".join(queues), *threads, *quiet]
        said = {"environment": environment, "folder": settings.BASE_DIR, "log": self.folder / "worker.log"}
        worker = STARTED.Process(target=run_celery, args=(arguments,), kwargs=said)
        worker.start()
        self.workers.append(worker)
        return worker

    def kill(self, worker: BaseProcess) -> None:
        """Kill a worker and its clock as a power cut would."""
        with suppress(ProcessLookupError):  # it ended by itself
            os.killpg(worker.pid, signal.SIGKILL)
        worker.kill()  # one that has not yet come to a session of its own
        worker.join()
        self.workers.remove(worker)

    def stop(self) -> None:
        for worker in list(self.workers):
            self.kill(worker)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until something holds. Fail with the workers' log if it does not come to that."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            has_ended = not all(worker.is_alive() for worker in self.workers)
            if has_ended or time.monotonic() > deadline:
                log = (self.folder / "worker.log").read_text(encoding="utf-8", errors="replace")
                pytest.fail(f"{'A worker ended' if has_ended else 'Not reached in time'}. They said:\n{log[-4000:]}")
            time.sleep(0.1)

    def lose_messages(self) -> None:
        """Empty the queues, as a broker does that keeps nothing."""
        with self.web().connection_for_write() as connection:
            for name in (QUEUE, INDEX_QUEUE):
                queue = Queue(name)(connection.default_channel)
                queue.declare()
                queue.purge()


@pytest.fixture
def site_parts(request):
    """Return broker and database of the site; the parameter of tests that take `site`."""
    return request.param


@pytest.fixture
def _database(site_parts, shared_databases, django_db_blocker):
    """Connect this process to an empty database that others can reach."""
    _broker, database = site_parts
    with django_db_blocker.unblock(), shared_databases.connected(database) as address:
        yield address


@pytest.fixture
def site(site_parts, tmp_path, _database):
    """Return an empty site."""
    site = Site(folder=tmp_path, database_url=_database, broker=site_parts[0])
    site.web().set_current()
    site.lose_messages()
    yield site
    site.stop()
    usual_app.set_current()
