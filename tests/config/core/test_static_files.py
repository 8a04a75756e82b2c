"""What a script imports is named by its content, so that browsers may keep it for ever."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")

pytestmark = pytest.mark.either


def test_every_import_of_our_scripts_leads_to_a_name_with_a_hash(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "config.core.static_files.HashedStaticFiles"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    scripts = [path for path in (tmp_path / "js").rglob("*.js") if HASHED.search(path.name)]
    imported = [(path, name) for path in scripts for name in IMPORTED.findall(path.read_text())]
    assert ("../vendor/uplot/uPlot.esm" in "".join(name for _, name in imported), len(imported) > 30) == (
        True,
        True,
    )
    for path, name in imported:
        assert HASHED.search(name), (path, name)
        assert (path.parent / name).is_file(), (path, name)
