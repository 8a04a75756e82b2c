"""SIGKILL to worker, beat, Valkey and database in the middle of a backfill, at random moments.

An athlete is backfilled undisturbed first; another one with the same account at Garmin while everything
around dies. In the end both have the same.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial

from django.conf import settings
from django.db import DatabaseError, connections
from support import garmin_api, mortal_house
from support.mortal import Mortal
from support.report import report
from support.sync_athletes import connect, finish_slices, state_of

from athletes.models import Connection
from config.core.models import Job
from config.serve.programs import beat, worker
from metrics.models import RemoteActivity, SyncedDay
from metrics.services.sync import request_sync

KILLS, QUICK_KILLS = 20, 2
DAYS, ACTIVITIES = 365, 220
QUICK_DAYS, QUICK_ACTIVITIES = 84, 40
PATIENCE_S = 1_800
CALM, DISTURBED = "GCDC_calm", "GCDC_disturbed"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    kills = QUICK_KILLS if given.quick else KILLS
    days, activities = (QUICK_DAYS, QUICK_ACTIVITIES) if given.quick else (DAYS, ACTIVITIES)
    for key in (CALM, DISTURBED):
        garmin_api.api.add(key, garmin_api.Person(1, days=days, file_s=120, activities=activities))
    calm = connect(CALM, days=days - 1)
    finish_slices(calm)
    garmin_api.limit(settings.GARMIN_REQUESTS_PER_S)
    disturbed = connect(DISTURBED, days=days - 1)
    request_sync(connection=disturbed)
    told, revived = _drill(disturbed, kills, random.Random(given.seed))
    whole, found = (_steadily(partial(state_of, each.athlete)) for each in (calm, disturbed))
    figures = {
        "kills": sum(told.values()),
        **{f"kills_{name}": count for name, count in told.items()},
        "ended_by_themselves": revived,
        "lost": found.lost(whole),
        "duplicates": found.duplicates(whole),
        "kill_violations": len(garmin_api.api.traffic.violations),
        "quarantined": Job.objects.filter(state="quarantined").count(),
    }
    report("sync_kills", figures, {"lost": 0, "duplicates": 0, "quarantined": 0}, least={"kills": kills})


def _drill(disturbed: Connection, kills: int, chance: random.Random) -> tuple[dict[str, int], int]:
    """Run everything, kill as often as asked while the backfill goes on, and wait for its end.

    A program that ends by itself is started again, as `bin/serve` and every container platform does: Celery's
    worker gives up when it loses its broker at a bad moment.
    """
    programs = {
        "worker": Mortal("worker", worker().argv),
        "beat": Mortal("beat", beat().argv),
        "valkey": mortal_house.queue,
        "database": mortal_house.database,
    }
    programs["worker"].start()
    programs["beat"].start()
    order = [name for _ in range(-(-kills // 4)) for name in chance.sample(sorted(programs), 4)][:kills]
    told = dict.fromkeys(programs, 0)
    wait = Patience(programs.values())
    for name in order:
        before = _steadily(lambda: _progress(disturbed))
        wait.until(lambda before=before: _progress(disturbed) > before or _is_done(disturbed))
        if _steadily(lambda: _is_done(disturbed)):
            print("the backfill was over before all kills", file=sys.stderr)
            break
        time.sleep(chance.uniform(0, 1.5))
        programs[name].kill()
        connections.close_all()
        time.sleep(chance.uniform(0, 1))
        programs[name].start()
        told[name] += 1
        print(f"{wait.seconds:7.1f} s  killed {name} at {before}", file=sys.stderr)
    wait.until(lambda: _is_done(disturbed))
    for name in ("worker", "beat"):
        programs[name].kill()
    return told, wait.revived


def _progress(disturbed: Connection) -> int:
    days = SyncedDay.objects.filter(connection=disturbed).count()
    return days + RemoteActivity.objects.filter(connection=disturbed, state="fetched").count()


def _is_done(disturbed: Connection) -> bool:
    disturbed.refresh_from_db()
    waiting = RemoteActivity.objects.filter(connection=disturbed, state="listed").exists()
    job = Job.objects.filter(kind="sync", subject=disturbed.uid).first()
    return not waiting and not disturbed.is_backfilling and job is not None and job.state == "done"


class Patience:
    """Waits, and meanwhile brings back what ended by itself."""

    def __init__(self, programs: Iterable[Mortal]) -> None:
        self._programs, self._began, self.revived = list(programs), time.monotonic(), 0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def until(self, is_so: Callable[[], bool]) -> None:
        while not _steadily(is_so):
            if self.seconds > PATIENCE_S:
                raise SystemExit("the backfill does not come to its end")
            self.revived += sum(program.revive() for program in self._programs)
            time.sleep(0.2)


def _steadily[T](look: Callable[[], T]) -> T:
    """What is there, also when the database has just been killed under this process."""
    while True:
        try:
            return look()
        except DatabaseError:
            connections.close_all()
            time.sleep(0.2)


if __name__ == "__main__":
    main()
