#!/usr/bin/env python3
"""How fast a coach sees two hundred athletes on one screen, each with two years of load.

First: nobody was looked at in this hour, so that each look is recorded. Again: within the same hour.
"""

from __future__ import annotations

import argparse
from datetime import timedelta

import numpy as np
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from support import house  # noqa: F401 - makes the installation that the following imports need
from support.report import p50, p95, report, times_ms

from athletes.models import Athlete, CoachLink, DataRead, User
from metrics.models import Activity, LoadSeries, Race, Signal
from metrics.science.codec import encode_table
from metrics.science.load import decaying_mean
from plans.models import PlannedSession

TARGETS = {"roster_first_p50_ms": 300, "roster_again_p50_ms": 300, "roster_again_p95_ms": 300}
ATHLETES, DAYS = 200, 730
REQUESTS, QUICK_REQUESTS = 40, 10
CLASSES = ("load", "plan", "activities", "analysis")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--postgres", action="store_true", help="instead of SQLite")
    count = QUICK_REQUESTS if options.parse_args().quick else REQUESTS
    coach = User.objects.create(email="coach@example.org", name="Coach")
    apps.get_model("mfa", "Authenticator").objects.create(user=coach, type="totp", data={})
    for number in range(ATHLETES):
        _athlete(coach, number)
    client = Client()
    client.force_login(coach)
    report("roster", _figures(client, count), TARGETS)


def _athlete(coach: User, number: int) -> None:
    athlete = Athlete.objects.create(
        user=User.objects.create(email=f"a{number}@example.org"), name=f"Athlete {number}"
    )
    mine = {"athlete": athlete}
    CoachLink.objects.create(
        coach=coach, scopes=dict.fromkeys(CLASSES, "read"), status=CoachLink.Status.ACTIVE, **mine
    )
    today = athlete.today()
    _loads(athlete, number)
    Activity.objects.bulk_create(
        Activity(
            sport="running",
            start_time=f"{today - timedelta(days=ago)}T06:00:00Z",
            utc_offset_s=0,
            elapsed_s=2400,
            timer_s=2400,
            local_date=today - timedelta(days=ago),
            **mine,
        )
        for ago in range(2, 62, 2)
    )
    PlannedSession.objects.bulk_create(
        PlannedSession(
            day=today - timedelta(days=ago),
            sport="running",
            kind="easy",
            title="Easy",
            minutes=40,
            state="done" if (ago + number) % 5 else "missed",
            **mine,
        )
        for ago in range(1, 28, 2)
    )
    Race.objects.create(name="Race", sport="running", date=today + timedelta(days=number), **mine)
    Signal.objects.create(
        kind="load_spike", start=today, severity="watch", confidence="medium", needs="load", **mine
    )


def _loads(athlete: Athlete, number: int) -> None:

    load = np.array([float((day * 37 + number * 11) % 120) for day in range(DAYS)])
    fitness = decaying_mean(load, athlete.fitness_days, 0.0)
    fatigue = decaying_mean(load, athlete.fatigue_days, 0.0)
    LoadSeries.objects.create(
        athlete=athlete,
        start_date=athlete.today() - timedelta(days=DAYS - 1),
        days=DAYS,
        data=encode_table(load, fitness, fatigue),
    )


def _figures(client: Client, count: int) -> dict[str, float]:
    address = reverse("roster:index")

    def get() -> None:
        assert f"{ATHLETES} of {ATHLETES} athletes" in client.get(address).content.decode()

    def forget_looks() -> None:
        cache.clear()
        DataRead.objects.all().delete()

    get()
    first, again = times_ms(get, count // 4, before=forget_looks), times_ms(get, count)
    with CaptureQueriesContext(connection) as queries:
        get()
    return {
        "roster_first_p50_ms": p50(first),
        "roster_again_p50_ms": p50(again),
        "roster_again_p95_ms": p95(again),
        "roster_queries": len(queries),
    }


if __name__ == "__main__":
    main()
