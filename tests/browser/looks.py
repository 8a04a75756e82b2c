"""How browser tests log in, look at a page in every form it has, and judge it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from athletes.models import User

PHONE, DESK = (390, 844), (1440, 900)
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Look:
    """A screen and a theme."""

    width: int
    height: int
    theme: str

    def __str__(self) -> str:
        return f"{self.width}-{self.theme}"


LOOKS = [Look(*size, theme) for size in (PHONE, DESK) for theme in ("light", "dark")]


def log_in(page: Page, user: User, base_url: str) -> None:
    """Give the page a session of this user without the login page."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": base_url}])


def wear(page: Page, look: Look) -> None:
    page.set_viewport_size({"width": look.width, "height": look.height})
    page.emulate_media(color_scheme=look.theme)  # type: ignore[arg-type]


def assert_fine(page: Page, name: str) -> None:
    """Axe finds nothing and nothing is wider than the screen: on a phone in light, on a desk in dark.

    The tokens are measured in both themes by themselves, so that two looks are enough; where SCREENSHOTS
    names a folder, all four are judged and a picture of each is left there.
    """
    page.wait_for_load_state()
    for look in LOOKS if os.environ.get("SCREENSHOTS") else (LOOKS[0], LOOKS[-1]):
        wear(page, look)
        take_picture(page, f"{name}-{look}")
        found = faults(page)
        assert not found, f"{name} in {look}: {found}"
        assert sideways(page) == 0, f"{name} in {look} is wider than the screen"


def faults(page: Page) -> list[str]:
    """What axe finds: the rule, the element and what to do about it."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for violation in violations
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page can be pushed to the side."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def take_picture(page: Page, name: str) -> None:
    """A picture of the whole page in the folder that SCREENSHOTS names; without it none."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def focused(page: Page) -> str:
    """The name that assistive technology reads for what has the focus, or its text."""
    return page.evaluate(
        "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
        " || document.activeElement.name || '').trim()"
    )
