"""How fast numbers are made: a six-hour ride, a year of signals, 3,000 curves, and decoding.

- `six_hour_activity_ms`: everything after decoding of a 1 Hz ride with power, heart rate and GPS: resampling
  and all numbers with curves, best efforts and intervals.
- `signals_year_ms`: all detectors over 365 simulated days.
- `envelope_3000_ms`: the envelope of 3,000 activities' power curves as a page asks for it again;
  `envelope_3000_cold_ms` is the first time after data changed.
- `decode_records_per_s`, `fitdecode_records_per_s`: the same files, read in turn by our decoder and by
  fitdecode, which must be a hundred times slower.
"""

import argparse
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np

from athletes.models import Athlete, User
from athletes.sources.files import read_file
from athletes.sources.records import Sport
from athletes.sources.simulator import load_profile, simulate
from config.core import cache
from metrics.models import Activity, Curves
from metrics.science.activity import measure
from metrics.science.curves import grid_up_to
from metrics.science.signals import DailySeries, detect
from metrics.science.thresholds import Thresholds
from metrics.selectors.curves import envelope
from support.decoding import decoding_rates
from support.fit_file import ride
from support.report import p50, report, times_ms

RUNS, QUICK_RUNS = 40, 10
FILES, QUICK_FILES = 20, 5
ACTIVITIES = 3000
SIX_HOURS_S, RIDE_S = 6 * 3600, 2 * 3600
START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
TARGETS = {"six_hour_activity_ms": 60.0, "signals_year_ms": 100.0, "envelope_3000_ms": 100.0}
DECODING_RATIO = 100


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    runs = QUICK_RUNS if quick else RUNS
    figures = _six_hours(runs) | _signals(runs) | _envelope(runs) | _decoding(QUICK_FILES if quick else FILES)
    slowest = figures["decode_records_per_s"] / DECODING_RATIO
    report("numbers", figures, TARGETS | {"fitdecode_records_per_s": slowest})


def _six_hours(runs: int) -> dict[str, float]:
    recorded = read_file(ride(START, length_s=SIX_HOURS_S), "ride.fit")
    thresholds = Thresholds(ftp_w=250, lthr_bpm=168, hr_max_bpm=186, hr_rest_bpm=46, sex="female")
    measure(recorded, thresholds)
    return {"six_hour_activity_ms": p50(times_ms(lambda: measure(recorded, thresholds), runs))}


def _signals(runs: int) -> dict[str, float]:
    year = simulate(load_profile("nominal"), seed=1, days=365)
    series = DailySeries(year.first, year.columns)
    detect(series)
    return {"signals_year_ms": p50(times_ms(lambda: detect(series), runs))}


def _envelope(runs: int) -> dict[str, float]:
    athlete = Athlete.objects.create(user=User.objects.create_user("numbers@formline.example"))
    activities = Activity.objects.bulk_create(_rides(athlete), batch_size=500)
    Curves.objects.bulk_create(_curves(athlete, activities), batch_size=500)

    def ask() -> None:
        envelope(athlete, sport=Sport.CYCLING, metric="power_w", start=date.min, end=date.max)

    cold = p50(times_ms(ask, runs, before=lambda: cache.forget(athlete.pk)))
    return {"envelope_3000_ms": p50(times_ms(ask, runs)), "envelope_3000_cold_ms": cold}


def _rides(athlete: Athlete) -> Iterator[Activity]:
    for number in range(ACTIVITIES):
        start = START - timedelta(hours=17 * number)
        yield Activity(
            athlete=athlete,
            sport=Sport.CYCLING,
            start_time=start,
            utc_offset_s=0,
            local_date=start.date(),
            elapsed_s=RIDE_S,
            timer_s=RIDE_S,
        )


def _curves(athlete: Athlete, activities: list[Activity]) -> Iterator[Curves]:
    chance = np.random.default_rng(1)
    durations_s = np.array(grid_up_to(RIDE_S))
    best = 250 + 20_000 / (durations_s + 25)
    for activity in activities:
        day = {"activity": activity, "athlete": athlete, "sport": activity.sport}
        power = (best * chance.uniform(0.6, 1.0)).astype("<f4").tobytes()
        yield Curves(**day, local_date=activity.local_date, power_w=power)


def _decoding(count: int) -> dict[str, float]:
    rates = decoding_rates([ride(START + timedelta(days=number), seed=number) for number in range(count)])
    return {"decode_records_per_s": rates.columns, "fitdecode_records_per_s": rates.fitdecode}
