"""Key and login of one account side by side, each through the real library."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import groupby, pairwise
from typing import Any

import pytest
import time_machine
from django.db import connections
from garminconnect.client import Client

from athletes import vault
from athletes.models import Athlete, Connection, Way
from athletes.services import attempts
from athletes.services.connections import Found, save_connection
from athletes.sources.garmin_login import account
from metrics.models import Activity, Estimate, Origin, SyncedDay
from tests.doubles.garmin.aim import aim
from tests.doubles.garmin.double import GarminDouble
from tests.metrics.services.sync.life import connect, day_before, later, newest_run, shown, work

pytestmark = pytest.mark.either
LATENCY_S = 0.05


@pytest.fixture
def login(athlete: Athlete, garmin: GarminDouble, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """A connection by login; whoever makes a client of the library is led to the double."""
    plain = Client.__init__

    def aimed(self: Client, *args: Any, **options: Any) -> None:
        plain(self, *args, **options)
        aim(self, garmin.connect.url)

    monkeypatch.setattr(Client, "__init__", aimed)
    monkeypatch.setattr(account, "FIRST_WAIT_S", 0.001)
    tokens = {"v": 1, **garmin.tokens(), "display_name": garmin.person.display_name}
    vault.seal(athlete=athlete, purpose=Way.LOGIN, data=tokens)
    made: Connection = Connection.objects.create(
        athlete=athlete, way=Way.LOGIN, backfill_from=garmin.person.first_day
    )
    return made


@pytest.mark.history(40)
@pytest.mark.long
def test_the_login_brings_what_the_key_has_not(login: Connection, athlete: Athlete) -> None:
    work(login)

    assert newest_run(login).state == "done"
    assert len(shown(athlete)) == 6
    assert SyncedDay.objects.filter(connection=login).count() == 40
    kinds = set(Estimate.objects.values_list("kind", flat=True))
    assert {"training_readiness", "training_status", "vo2max_running"} <= kinds


def test_both_together_have_each_activity_once(
    login: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    work(login)
    files = len(garmin.connect.traffic.seen("/files/"))

    key = connect(athlete, garmin)
    work(key)

    assert Activity.objects.filter(athlete=athlete, parent=None).count() == 6
    assert Origin.objects.filter(source="garmin_login").count() == 6
    assert Origin.objects.filter(source="garmin_key").count() == 6
    assert files == 5
    assert len(garmin.personal.traffic.seen("/files/")) == 0
    assert SyncedDay.objects.filter(date=day_before(1)).count() == 2


@pytest.mark.long
def test_removed_at_garmin_it_goes_though_both_had_it(
    login: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    key = connect(athlete, garmin)
    work(login)
    work(key)
    garmin.person.delete_activity(garmin.person.outings()[0].id)

    for each in (login, key, login, key):
        later(each, clock, hours=2)

    assert len(shown(athlete)) == 5


def test_tokens_that_rotate_are_kept_and_used_again(
    login: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(login)
    before = vault.unseal(athlete=athlete, purpose=Way.LOGIN)
    clock.shift(timedelta(days=1))
    garmin.person.move_to(day_before(-1))

    later(login, clock, minutes=1)
    after = vault.unseal(athlete=athlete, purpose=Way.LOGIN)
    later(login, clock, days=1)

    assert before["di_refresh_token"] != after["di_refresh_token"]
    assert login.state == "active"
    assert newest_run(login).state == "done"


def finish(connection: Connection) -> None:
    """The sync to its end, as a worker of its own."""
    try:
        work(connection)
    finally:
        connections.close_all()


@pytest.mark.long
def test_at_the_same_time_both_go_on_and_never_two_requests_at_once(
    login: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    key = connect(athlete, garmin)
    garmin.connect.latency_s = garmin.personal.latency_s = LATENCY_S

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(finish, (login, key)))

    spans = sorted(
        (traffic.began + call.at, traffic.began + call.at + call.seconds, way)
        for way, traffic in (("login", garmin.connect.traffic), ("key", garmin.personal.traffic))
        for call in traffic.calls
    )
    overlaps = [after[0] - before[1] for before, after in pairwise(spans)]
    assert min(overlaps) > -LATENCY_S / 2
    ways = [way for *_, way in spans]
    while_both_ask = ways[ways.index("key") : len(ways) - ways[::-1].index("key")]
    assert max(len(list(group)) for _, group in groupby(while_both_ask)) <= 12
    assert ways.index("key") <= 12
    assert Activity.objects.filter(athlete=athlete, parent=None, merged_into=None).count() == 6


@pytest.mark.long
def test_connecting_another_way_waits_for_one_request_and_not_for_a_sync(
    login: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    garmin.connect.latency_s = LATENCY_S
    with ThreadPoolExecutor(1) as worker:
        syncing = worker.submit(finish, login)
        while not garmin.connect.traffic.calls:
            time.sleep(0.01)
        attempt = attempts.open_attempt(athlete=athlete, way=Way.KEY)
        began = time.monotonic()

        save_connection(attempt=attempt, found=Found({"key": garmin.key}, "account"))

        assert time.monotonic() - began < 20 * LATENCY_S
        assert not syncing.done()
    assert newest_run(login).state == "done"
