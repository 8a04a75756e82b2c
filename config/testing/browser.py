"""A Chromium for the browser tests: one that is installed, else one that can be."""

import os
import shutil
import sys
from pathlib import Path

from config.testing.commands import output_of
from config.testing.errors import Unavailable

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PLAYWRIGHT_PATH = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
DOWNLOAD_S, APT_S = 300, 600


def installed() -> Path | None:
    """A Chromium or Chrome of this machine that starts, `FORMLINE_CHROMIUM` before all others."""
    named = [os.environ.get("FORMLINE_CHROMIUM"), *(shutil.which(name) for name in NAMES), *MAC]
    return next((Path(path) for path in named if path and _starts(path)), None)


def ensure() -> Path:
    """One that is installed, else Playwright's, else Debian's when we are root; Unavailable without any."""
    return installed() or _by_playwright() or _by_apt()


def _starts(path: str) -> bool:
    return output_of(path, "--version", seconds=30) is not None


def _by_playwright() -> Path | None:
    path = (output_of(sys.executable, "-c", PLAYWRIGHT_PATH, seconds=60) or "").strip()
    if path and _starts(path):
        return Path(path)
    fetched = output_of(sys.executable, "-m", "playwright", "install", "chromium", seconds=DOWNLOAD_S)
    return Path(path) if fetched is not None and _starts(path) else None


def _by_apt() -> Path:
    reason = "no Chromium or Chrome is installed, Playwright could not fetch one"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Unavailable(f"{reason} and this is no Debian where we are root")
    output_of("apt-get", "update", seconds=APT_S)
    install = ("apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-liberation")
    output_of(*install, seconds=APT_S)
    if path := installed():
        return path
    raise Unavailable(f"{reason} and `apt-get install chromium` failed")
