"""Prometheus and Alertmanager with their tools, for the tests of the alerts: installed, else Debian's.

Debian's packages are unpacked beside the Python packages and not installed: installing starts servers.
"""

import os
import shutil
import tempfile
from pathlib import Path

from config.serve.options import ROOT
from config.testing.commands import output_of
from config.testing.errors import Unavailable

PACKAGES = ("prometheus", "prometheus-alertmanager")
# Debian calls one of them by another name than its makers do.
NAMES = {
    "promtool": ("promtool",),
    "amtool": ("amtool",),
    "prometheus": ("prometheus",),
    "alertmanager": ("alertmanager", "prometheus-alertmanager"),
}
FOLDER = ROOT / ".venv" / ".prometheus"
ASK_S, FETCH_S, UNPACK_S = 30, 600, 120


def installed(name: str) -> Path | None:
    """One of NAMES that starts, of this machine or unpacked here."""
    paths = (shutil.which(each) or FOLDER / "usr" / "bin" / each for each in NAMES[name])
    return next((Path(path) for path in paths if _starts(path)), None)


def ensure() -> None:
    """See to it that all of them are there; Unavailable when they cannot be had."""
    if not all(map(installed, NAMES)):
        _unpack()


def _starts(path: str | Path) -> bool:
    return output_of(path, "--version", seconds=ASK_S) is not None


def _unpack() -> None:
    reason = "promtool, amtool, prometheus and alertmanager are not all installed"
    if not shutil.which("apt-get"):
        raise Unavailable(f"{reason} and this is no Debian")
    with tempfile.TemporaryDirectory(dir=ROOT / ".venv") as name:
        folder = Path(name)
        _fetch(folder)
        for each in folder.glob("*.deb"):
            output_of("dpkg-deb", "--extract", each, folder / "all", seconds=UNPACK_S)
        shutil.rmtree(FOLDER, ignore_errors=True)
        if (folder / "all").is_dir():
            (folder / "all").rename(FOLDER)
    if not all(map(installed, NAMES)):
        raise Unavailable(f"{reason} and `apt-get download {' '.join(PACKAGES)}` failed")


def _fetch(folder: Path) -> None:
    """As root with lists of packages of today, else with those that are there."""
    if os.geteuid() == 0:
        output_of("apt-get", "update", seconds=FETCH_S)
    output_of("apt-get", "download", *PACKAGES, seconds=FETCH_S, folder=folder)
