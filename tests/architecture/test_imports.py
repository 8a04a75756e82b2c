"""The import contracts hold, and each of them would notice."""

import configparser
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import PACKAGES, ROOT

LINT = Path(sys.executable).with_name("lint-imports")
CONTRACTS = ROOT / ".importlinter"
DOORS = {
    "athletes.sources.files.fit_reference": "import fitdecode",
    "athletes.sources.garmin_login.client": "import garminconnect",
    "athletes.sources.garmin_key.client": "import garmin_personal_api",
    "plans.engine.solver": "import ortools",
    "plans.exports.fit": "import garmin_fit_sdk",
    "plans.exports.ics": "import icalendar",
    "analysis.gateway.client": "import anthropic",
    "notifications.channels.sms.sending": "import twilio",
    "notifications.channels.webpush.sending": "import pywebpush",
}

PLANTED = {
    "One way down": ("notifications.services", "import plans.engine"),
    "Inside an app: edges, tasks, services, selectors, models": (
        "metrics.services",
        "import metrics.tasks",
    ),
    "The numbers, the planner and the records know neither Django nor the database": (
        "metrics.science",
        "from django.db import models",
    ),
    "Sources know nothing of the rest of athletes": ("athletes.sources.base", "import athletes.models"),
    "Settings are read before any app exists": ("config.schedule", "import metrics.tasks"),
    "What starts Formline knows neither Django nor the apps": ("config.serve", "import metrics.models"),
    "fitdecode is imported by the reference decoder and for its profile only": (
        "metrics.views",
        "import fitdecode",
    ),
    "garminconnect has one importing module": ("metrics.tasks", "import garminconnect"),
    "Garmin's own client of the Personal API has one importing module": (
        "athletes.sources.garmin_key.source",
        "import garmin_personal_api",
    ),
    "OR-Tools has one importing module": ("plans.engine.relax", "import ortools"),
    "Garmin's FIT SDK has one importing module": ("plans.tasks", "import garmin_fit_sdk"),
    "icalendar has one importing module": ("plans.views", "import icalendar"),
    "The SDK of Claude has one importing module": ("analysis.services", "import anthropic"),
    "Twilio's library is imported by its channel only": ("notifications.views", "import twilio"),
    "pywebpush has one importing module": ("notifications.api", "import pywebpush"),
}
"""Contract to an import that breaks it: the module, and the line in it."""

ROOMS = ("models", "selectors", "services", "tasks", "views", "api")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINT, "--no-cache"], cwd=folder, capture_output=True, text=True)


def contracts() -> list[str]:
    parser = configparser.ConfigParser()
    parser.read(CONTRACTS)
    return [parser[section]["name"] for section in parser.sections() if "contract" in section]


def test_the_import_contracts_hold() -> None:
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout


def test_each_contract_has_something_planted() -> None:
    assert sorted(PLANTED) == sorted(contracts())


def test_each_contract_notices_what_breaks_it(tmp_path: Path) -> None:
    house = skeleton(tmp_path)
    for module, line in PLANTED.values():
        _write(house, module, line)

    done = lint(house)

    assert [name for name in PLANTED if f"{name} BROKEN" not in done.stdout] == []


def test_the_skeleton_alone_breaks_nothing(tmp_path: Path) -> None:
    done = lint(skeleton(tmp_path))

    assert done.returncode == 0, done.stdout + done.stderr


def skeleton(folder: Path) -> Path:
    """An empty package for everything that the contracts name; all of them hold in it."""
    (folder / ".importlinter").write_text(CONTRACTS.read_text())
    parser = configparser.ConfigParser()
    parser.read(CONTRACTS)
    values = " ".join(value for section in parser.sections() for value in parser[section].values())
    rooms = {f"{app}.{room}" for app in PACKAGES[1:] for room in ROOMS}
    for module in sorted({*values.split(), *rooms}):
        if module.partition(".")[0] in PACKAGES:
            _write(folder, module, "")
    for door, line in DOORS.items():
        _write(folder, door, line)
    return folder


def _write(folder: Path, module: str, line: str) -> None:
    """A package with this line in it, and its parents."""
    path = folder
    for name in module.split("."):
        path /= name
        path.mkdir(exist_ok=True)
        (path / "__init__.py").touch()
    (path / "__init__.py").write_text(line + "\n")
