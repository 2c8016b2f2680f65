"""The style guide shows every component, and every component keeps to the rules of the house."""

import os
import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from playwright.sync_api import Page, expect

from marketplace.queries.knowledge import current_knowledge
from matching.records import Resource

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
STATIC = Path(settings.BASE_DIR) / "marketplace" / "static" / "marketplace"
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="session")
def browser_type_launch_args():
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine: the pages are not scanned")
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu", *quiet]}


@pytest.fixture
def _debug(settings):
    settings.DEBUG = True


def included_in(template: str) -> set[str]:
    """Return the components that a template file names, and those that they name."""
    source = Path(get_template(template).origin.name).read_text(encoding="utf-8")
    named = set(re.findall(r'"components/(\w+)\.html"', source)) | set(re.findall(r"{% (listing_card) ", source))
    return named.union(*(included_in(f"components/{name}.html") for name in named))


def test_styleguide_shows_every_component():
    shown = included_in("styleguide.html") | included_in("base.html")

    assert {path.stem for path in COMPONENTS.glob("*.html")} - shown == set()


def test_components_open_with_what_they_need():
    silent = [path.name for path in COMPONENTS.glob("*.html") if not path.read_text(encoding="utf-8").startswith("{# ")]

    assert silent == []


@pytest.mark.django_db
def test_styleguide_is_hidden_outside_debug(client):
    response = client.get(reverse("styleguide"))

    assert response.status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("_debug")
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_styleguide_has_no_inline_style_or_script(client, language):
    page = client.get(reverse("styleguide"), headers={"accept-language": language}).content.decode()

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("_debug")
def test_styleguide_writes_numbers_of_drawings_with_a_point(client):
    page = client.get(reverse("styleguide"), headers={"accept-language": "sv"}).content.decode()

    assert re.findall(r'\s(?:x|y|x1|x2|cx|cy|r|width|height)="\d*,\d*"', page) == []


def test_sprite_has_an_icon_for_every_group_and_resource():
    icons = set(re.findall(r'id="icon-([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    knowledge = current_knowledge()
    groups = {knowledge.group(code) for code in knowledge.materials}

    assert (groups | set(map(str, Resource))) - icons == set()


def test_icons_used_by_components_are_in_the_sprite():
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")
    used = {
        name
        for path in COMPONENTS.parent.rglob("*.html")
        for name in re.findall(r'components/icon\.html" with name="([\w-]+)"', path.read_text(encoding="utf-8"))
    }

    assert [name for name in sorted(used) if f'id="icon-{name}"' not in sprite] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_debug")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_styleguide_is_accessible_and_fits_the_screen(page: Page, live_server, theme, width):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(live_server.url + reverse("styleguide"))
    for fold in page.locator("main summary").all():
        fold.click()

    assert [found["id"] for found in Axe().run(page, options=AXE_RULES).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_debug")
def test_draft_comes_back_and_can_be_discarded(page: Page, live_server):
    page.goto(live_server.url + reverse("styleguide"))
    form = page.locator("form[data-draft]")
    form.get_by_label("Rubrik").fill("Bark från barkmaskinen")
    form.get_by_label("Rubrik").blur()

    page.reload()

    expect(form.get_by_label("Rubrik")).to_have_value("Bark från barkmaskinen")
    form.locator("[data-draft-discard]").click()
    expect(form.get_by_label("Rubrik")).to_have_value("")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_debug")
def test_material_search_picks_only_what_is_certain(page: Page, live_server):
    page.goto(live_server.url + reverse("styleguide"))
    form = page.locator("form[data-draft]")

    form.locator("[data-narrow]").fill("spån")
    expect(form.locator("select[name=material]")).to_have_value("sawdust")

    form.locator("[data-narrow]").fill("a")
    expect(form.locator("select[name=material]")).to_have_value("")
