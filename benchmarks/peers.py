#!/usr/bin/env python3
"""The same FIT files through Formline and through its peers, one after the other in one run.

Rides of an hour with power, heart rate and GPS. Each program gets a file in a process that is warm and
stores it as it does for its users: Formline parses in its sandbox and stores streams, curves, best efforts
and load; GarminDB stores rows of a SQLite; FitTrackee stores a workout and its map in PostGIS (the tiles of
the map come at once).

A peer is measured when an interpreter that has it is given: `python -m venv DIR`, then
`DIR/bin/pip install garmindb`. FitTrackee also wants an empty database with PostGIS.
"""

import argparse
import json
import os
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from support import house
from support.fit_file import ride
from support.report import p50, report, seconds

from athletes.models import Athlete, Threshold, User
from metrics.models import Activity
from metrics.services.imports import import_content
from metrics.services.recompute import recompute_load

FILES, QUICK_FILES = 20, 4
FIRST = datetime(2026, 3, 1, 8, tzinfo=UTC)
SUPPORT = house.ROOT / "benchmarks" / "support"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--garmindb", metavar="PYTHON")
    options.add_argument("--fittrackee", metavar="PYTHON")
    options.add_argument("--postgis", metavar="URL", help="postgresql://…, of an empty database")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = _write(Path(folder), QUICK_FILES if given.quick else FILES)
        figures = {"files": len(paths) - 1, "formline_s": _formline(paths)}
        if given.garmindb:
            figures["garmindb_s"] = _peer(given.garmindb, "peer_garmindb.py", folder)
        if given.fittrackee:
            figures["fittrackee_s"] = _peer(
                given.fittrackee, "peer_fittrackee.py", folder, DATABASE_URL=given.postgis or ""
            )
    ratios = {
        f"{name.removesuffix('_s')}_takes_times": took / figures["formline_s"]
        for name, took in figures.items()
        if name in {"garmindb_s", "fittrackee_s"}
    }
    report("peers", figures | ratios, {}, dict.fromkeys(ratios, 1.0))


def _write(folder: Path, count: int) -> list[Path]:
    """The first is for warming up."""
    paths = [folder / f"{1_000 + number}.fit" for number in range(count + 1)]
    for number, path in enumerate(paths):
        path.write_bytes(ride(FIRST + timedelta(days=number), seed=number + 1))
    return paths


def _formline(paths: list[Path]) -> float:
    """Median seconds of a file."""
    user = User.objects.create_user("peers@formline.example")
    athlete = Athlete.objects.create(user=user, sex="female", hr_max_bpm=186, hr_rest_bpm=46)
    sport, kind = Threshold.Sport.CYCLING, Threshold.Kind
    for of, value in ((kind.FTP, 250), (kind.LTHR, 168)):
        Threshold.objects.create(athlete=athlete, sport=sport, kind=of, value=value, valid_from=FIRST.date())

    def store(path: Path) -> None:
        import_content(athlete=athlete, content=path.read_bytes(), name=path.name)
        recompute_load(athlete_id=athlete.pk)

    took = [seconds(lambda path=path: store(path)) for path in paths]
    assert Activity.objects.filter(athlete=athlete, load__gt=0).count() == len(paths)
    return p50(took[1:])


def _peer(python: str, script: str, folder: str, **more: str) -> float:
    """Median seconds of a file, as the peer's own process counted them."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        [python, SUPPORT / script, folder], env=kept | more, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2_000:])
    return p50(json.loads(done.stdout.strip().splitlines()[-1])["seconds"][1:])


if __name__ == "__main__":
    main()
