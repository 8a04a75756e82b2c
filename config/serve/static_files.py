"""Collecting the static files only when they changed."""

import hashlib
from pathlib import Path

from config.serve.options import CODE, ROOT


def fingerprint() -> str:
    """Changes with any static file of ours, an installed package or browser library, or the settings."""
    digest = hashlib.sha256()
    folders = ["static", *(f"{folder}/static" for folder in CODE), "config/settings"]
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for mark in [*sorted(ROOT.glob(".venv/.installed-*")), ROOT / "node_modules" / ".installed"]:
        digest.update(mark.read_bytes() if mark.is_file() else b"-")
    return digest.hexdigest()


class StaticFiles:
    """Whether what was collected in a data folder is current."""

    def __init__(self, data: Path) -> None:
        self._mark = data / "static" / ".collected"
        self._wanted = fingerprint()

    def is_current(self) -> bool:
        """Nothing changed since `set_current`."""
        return self._mark.is_file() and self._mark.read_text() == self._wanted

    def set_current(self) -> None:
        """Call it after collecting."""
        self._mark.parent.mkdir(parents=True, exist_ok=True)
        self._mark.write_text(self._wanted)
