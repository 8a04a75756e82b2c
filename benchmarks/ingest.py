#!/usr/bin/env python3
"""What an import costs: 40 rides of an hour with power, heart rate and GPS, in one process.

Sandboxed parsing, all numbers, streams, curves, best efforts and intervals stored.
`decode_seconds_per_file` is bare iteration of fitdecode's reader over the same files, for comparison. Both
are timed file by file in turn, so that whatever else the machine does weighs on both; interpreters and
imports are warm.
"""

import argparse
from datetime import UTC, datetime, timedelta

import fitdecode
from support import house  # noqa: F401 - makes the installation that the following imports need
from support.fit_file import ride
from support.report import report, seconds

from athletes.models import Athlete, Threshold, User
from metrics.services.imports import import_content
from metrics.services.recompute import recompute_load

FILES, QUICK_FILES = 40, 5
MOST_SECONDS = 0.07
FIRST = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    count = QUICK_FILES if options.parse_args().quick else FILES
    athlete = _athlete()
    _decode(_file(-1))
    _import(athlete, -1, _file(-1))
    decoding = importing = 0.0
    for number in range(count):
        content = _file(number)
        decoding += seconds(lambda content=content: _decode(content))
        importing += seconds(lambda number=number, content=content: _import(athlete, number, content))
    importing += seconds(lambda: recompute_load(athlete_id=athlete.pk))
    figures = {
        "files": count,
        "seconds_per_file": importing / count,
        "decode_seconds_per_file": decoding / count,
    }
    report("ingest", figures, {"seconds_per_file": MOST_SECONDS})


def _file(number: int) -> bytes:
    return ride(FIRST + timedelta(days=number), seed=number + 1)


def _decode(content: bytes) -> None:
    with fitdecode.FitReader(content) as reader:
        for _ in reader:
            pass


def _import(athlete: Athlete, number: int, content: bytes) -> None:
    import_content(athlete=athlete, content=content, name=f"ride-{number}.fit")


def _athlete() -> Athlete:
    user = User.objects.create_user("ingest@formline.example")
    athlete = Athlete.objects.create(user=user, sex="female", hr_max_bpm=186, hr_rest_bpm=46)
    sport, kind = Threshold.Sport.CYCLING, Threshold.Kind
    for of, value in ((kind.FTP, 250), (kind.LTHR, 168)):
        Threshold.objects.create(athlete=athlete, sport=sport, kind=of, value=value, valid_from=FIRST.date())
    return athlete


if __name__ == "__main__":
    main()
