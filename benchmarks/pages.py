#!/usr/bin/env python3
"""How fast pages are for an athlete with ten years and 3,000 activities by a connection, over a real Valkey.

Cold: nothing is cached. Warm: the page was just looked at. Templates and code are loaded in both.
"""

import argparse
from collections.abc import Callable
from functools import partial

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from support import house  # noqa: F401 - makes the installation that the following imports need
from support.long_history import DAYS, make_athlete
from support.report import p50, p95, report, times_ms

from analysis.services.analysing import analyse
from athletes.models import Athlete
from metrics.models import Stream
from metrics.services.recompute import rebuild_load

TARGETS = {
    "today_cold_p95_ms": 150,
    "today_warm_p95_ms": 30,
    "today_queries": 10,
    "activities_p95_ms": 30,
    "load_10y_p95_ms": 50,
    "recompute_10y_ms": 50,
}
REQUESTS, QUICK_REQUESTS = 100, 20


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    count = QUICK_REQUESTS if options.parse_args().quick else REQUESTS
    athlete = make_athlete()
    analyse(athlete=athlete)
    client = Client()
    client.force_login(athlete.user)
    report("pages", _figures(client, athlete, count), TARGETS)


def _figures(client: Client, athlete: Athlete, count: int) -> dict[str, float]:
    today = _page(client, reverse("analysis:today", args=["me"]))
    activities = times_ms(_page(client, reverse("metrics:activities", args=["me"])), count)
    load = times_ms(_page(client, _load_url(athlete)), count)
    streams = times_ms(_page(client, _streams_url()), count)
    recompute = times_ms(partial(rebuild_load, athlete_id=athlete.pk), count)
    return {
        "today_cold_p95_ms": p95(times_ms(today, count, before=cache.clear)),
        "today_warm_p95_ms": p95(times_ms(today, count)),
        "today_queries": _cold_queries(today),
        "activities_p50_ms": p50(activities),
        "activities_p95_ms": p95(activities),
        "load_10y_p95_ms": p95(load),
        "streams_p50_ms": p50(streams),
        "recompute_10y_ms": p50(recompute),
    }


def _page(client: Client, url: str) -> Callable[[], None]:
    def get() -> None:
        response = client.get(url)
        assert response.status_code == 200, (url, response.status_code)

    return get


def _load_url(athlete: Athlete) -> str:
    today = athlete.today().toordinal()
    start, end = (athlete.today().fromordinal(day).isoformat() for day in (today - DAYS, today + 1))
    return reverse("api:load", args=["me"]) + f"?from={start}&to={end}"


def _streams_url() -> str:
    activity = Stream.objects.select_related("activity").first().activity
    return reverse("api:activity-streams", args=["me", activity.uid])


def _cold_queries(today: Callable[[], None]) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        today()
    return len(queries)


if __name__ == "__main__":
    main()
