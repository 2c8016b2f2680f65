"""Photograph the main pages, to look at them: on a phone and on a desk, in light and in dark."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from marketplace.demo_people import COORDINATOR, FARM, SAWMILL, DemoPerson
from marketplace.management.services import chromium_options

WIDTHS = {390: 844, 1280: 900}  # a phone and a desk, each with its height
THEMES = ("light", "dark")
NOBODY = DemoPerson(email="", name="", language="sv", role="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One page as one person sees it. link: the first such link on it is followed."""

    name: str
    path: str
    link: str = ""
    person: DemoPerson = NOBODY


SHOTS = [
    Shot(name="home", path="/"),
    Shot(name="offers", path="/offers/"),
    Shot(name="needs", path="/needs/"),
    Shot(name="map", path="/map/"),
    Shot(name="map-reach", path="/map/?place=Krokom&within=90&side=offer"),
    Shot(name="map-coordinator", path="/map/", person=COORDINATOR),
    Shot(name="offer", path="/offers/", link="main .card-link"),
    Shot(name="distance", path="/distance/?from=Östersund&to=Trondheim"),
    Shot(name="distance-ask", path="/distance/"),
    Shot(name="materials", path="/materials/"),
    Shot(name="about", path="/about/"),
    Shot(name="privacy", path="/privacy/"),
    Shot(name="log-in", path="/accounts/login/"),
    Shot(name="sign-up", path="/accounts/signup/"),
    Shot(name="mail", path="/dev/mail/"),
    Shot(name="my-firm", path="/my-firm/", person=SAWMILL),
    Shot(name="post", path="/listings/new/", person=SAWMILL),
    Shot(name="own-listing", path="/my-firm/", link='main a[href^="/listings/"]:not([href$="/new/"])', person=SAWMILL),
    Shot(name="import", path="/my-firm/", link='main a[href$="/import/"]', person=SAWMILL),
    Shot(name="notices", path="/notices/", person=FARM),
    Shot(name="symbioses", path="/symbioses/", person=FARM),
    Shot(name="symbiosis", path="/symbioses/", link='main a[href^="/symbioses/"]', person=FARM),
    Shot(name="queue", path="/queue/", person=COORDINATOR),
    Shot(name="suggestion", path="/queue/", link='main a[href^="/suggestions/"]', person=COORDINATOR),
    Shot(name="sheet", path="/suggestions/1/sheet/", person=COORDINATOR),
    Shot(name="said-by-phone", path="/statements/", person=COORDINATOR),
    Shot(name="write-for-a-firm", path="/statements/new/", person=COORDINATOR),
    Shot(name="board", path="/symbioses/", person=COORDINATOR),
    Shot(name="overview", path="/overview/", person=COORDINATOR),
    Shot(name="symbioses-table", path="/symbioses/?view=table", person=COORDINATOR),
    Shot(
        name="worksheet",
        path="/symbioses/?stage=negotiation",
        link='main .board-card a[href^="/symbioses/"]',
        person=COORDINATOR,
    ),
    Shot(name="calendar", path="/calendar/", person=COORDINATOR),
    Shot(name="firms-waiting", path="/firms/waiting/", person=COORDINATOR),
]


class Command(BaseCommand):
    help = "Write pictures of the main pages at 390 and 1280 pixels, light and dark, as the demo's people see them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out", type=Path, default=settings.VAR_DIR / "screenshots", help="folder for the pictures"
        )
        parser.add_argument("--url", help="of a demo that runs already; without it one is started for this")
        parser.add_argument("--only", nargs="*", default=[], help=f"names: {', '.join(shot.name for shot in SHOTS)}")

    def handle(self, *, out: Path, url: str | None, only: list[str], **options: object) -> None:
        shots = [shot for shot in SHOTS if not only or shot.name in only]
        out.mkdir(parents=True, exist_ok=True)
        with _demo(url) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(**chromium_options())
            for person in {shot.person.email: shot.person for shot in shots}.values():
                self._shoot([shot for shot in shots if shot.person is person], browser=browser, url=address, out=out)
            browser.close()
        self.stdout.write(f"{len(shots) * len(WIDTHS) * len(THEMES)} pictures in {out}")

    def _shoot(self, shots: list[Shot], *, browser: Browser, url: str, out: Path) -> None:
        person = shots[0].person
        session = _session(browser, url=url, person=person)
        for width, height in WIDTHS.items():
            for theme in THEMES:
                context = browser.new_context(
                    base_url=url,
                    viewport={"width": width, "height": height},
                    color_scheme=theme,
                    locale=person.language,
                    storage_state=session,
                )
                for shot in shots:
                    self._write(shot, context=context, path=out / f"{shot.name}-{width}-{theme}.png")
                context.close()

    def _write(self, shot: Shot, *, context: BrowserContext, path: Path) -> None:
        page = context.new_page()
        answer = page.goto(shot.path)
        if shot.link:
            address = page.locator(shot.link).first.get_attribute("href", timeout=10_000)
            answer = page.goto(address or shot.path)
        page.screenshot(path=path, full_page=True)
        too_wide = page.locator("html").evaluate("root => root.scrollWidth > root.clientWidth")
        remarks = [f"answers {answer.status}"] * (answer is not None and not answer.ok) + [
            "wider than the screen"
        ] * too_wide
        self.stdout.write(f"{path.name} {', '.join(remarks)}".rstrip())
        page.close()


def _session(browser: Browser, *, url: str, person: DemoPerson) -> dict[str, object]:
    """Log in once, if there is somebody to log in. Return what the browser keeps of it."""
    context = browser.new_context(base_url=url, locale=person.language)
    if person.email:
        page = context.new_page()
        page.goto("/accounts/login/")
        page.locator(f'form:has(input[value="{person.email}"]) button').click()  # the log-in offers the demo's people
        page.wait_for_url(lambda address: "/login/" not in address)
    session = context.storage_state()
    context.close()
    return session


@contextmanager
def _demo(url: str | None) -> Iterator[str]:
    """Return the address of a demo: of the one named, or of one in a folder that is removed afterwards."""
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "VAR_DIR": folder, "PORT": str(_free_port())}
        command = [sys.executable, "manage.py", "demo"]
        with subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
        ) as demo:
            try:
                yield _served_address(demo)
            finally:
                demo.send_signal(signal.SIGINT)
                demo.communicate()


def _served_address(demo: subprocess.Popen[str]) -> str:
    for line in demo.stdout or ():
        if line.startswith("Materialtorget: "):
            return line.split()[-1]
    raise CommandError("The demo did not start: see above.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
