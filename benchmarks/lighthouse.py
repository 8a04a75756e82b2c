#!/usr/bin/env python3
"""What Lighthouse says of *Today*, an activity with its charts, and the calendar of somebody with two years.

The server is that of `server.py`: nginx with TLS, everything compressed. Lighthouse is not part of the
project: `npm install lighthouse` in a folder of its own, then give the program that it made, and a Chromium.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from support import root  # noqa: F401 - makes the project importable
from support import server as servers
from support.report import report

from config.serve.ports import free_port

PAGES = {
    "today": "/athletes/me/today/",
    "activity": "/athletes/me/activities/{activity}/",
    "calendar": "/athletes/me/calendar/",
}
TARGETS = {"performance": 95, "accessibility": 100, "best-practices": 100}
FLAGS = ("--no-sandbox", "--disable-gpu", "--ignore-certificate-errors")
TIMEOUT_S = 300


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lighthouse", default=shutil.which("lighthouse"), help="the program")
    options.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    options.add_argument("--preset", choices=("phone", "desktop"), default="phone")
    given = options.parse_args()
    if not given.lighthouse or not given.chromium:
        raise SystemExit("Lighthouse and Chromium are needed: see --help.")
    server = servers.start()
    person = server.grow(1, people=1)["people"][0]
    figures: dict[str, float] = {}
    for name, path in PAGES.items():
        with _signed_in(given.chromium, server.url, person["session"]) as port:
            found = _asked(given, f"{server.url}{path.format(**person)}", port)
        figures |= {f"{name}_{category.replace('-', '_')}": score for category, score in found.items()}
    least = {f"{page}_{name.replace('-', '_')}": score for page in PAGES for name, score in TARGETS.items()}
    report("lighthouse", figures, {}, least)


@contextmanager
def _signed_in(chromium: str, url: str, session: str) -> Iterator[int]:
    """A browser that has the session; the port at which it takes orders."""
    port = free_port()
    cookie = {"name": "__Host-sessionid", "value": session, "url": url, "secure": True, "httpOnly": True}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=chromium,
            args=[*FLAGS, f"--remote-debugging-port={port}"],
            ignore_https_errors=True,
        )
        browser.add_cookies([cookie])  # type: ignore[list-item]
        yield port
        browser.close()


def _asked(given: argparse.Namespace, url: str, port: int) -> dict[str, float]:
    """Scores of 100 by category; prints what it does not like."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder, "answer.json")
        argv = [given.lighthouse, url, "--quiet", "--output=json", f"--output-path={answer}"]
        argv += [f"--port={port}", "--disable-storage-reset", f"--only-categories={','.join(TARGETS)}"]
        argv += ["--preset=desktop"] if given.preset == "desktop" else []
        environment = os.environ | {"CHROME_PATH": given.chromium}
        subprocess.run(argv, check=True, env=environment, timeout=TIMEOUT_S)
        told = json.loads(answer.read_text())
    assert told["finalDisplayedUrl"] == url, told["finalDisplayedUrl"]
    _say_faults(told)
    return {name: round(100 * (told["categories"][name]["score"] or 0)) for name in TARGETS}


def _say_faults(told: dict[str, Any]) -> None:
    for name, audit in told["audits"].items():
        is_broken = audit["scoreDisplayMode"] == "error"
        if is_broken or (audit["score"] is not None and audit["score"] < 1):
            said = audit.get("errorMessage") or audit.get("displayValue", "")
            details = audit.get("details", {}).get("items", [])[:3]
            print(json.dumps({"url": told["finalDisplayedUrl"], "audit": name, "is": said, "of": details}))


if __name__ == "__main__":
    main()
