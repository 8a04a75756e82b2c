"""Key and login of one account side by side, each through the real library."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from garminconnect.client import Client

from athletes import vault
from athletes.models import Athlete, Connection, Way
from athletes.sources.garmin_login import account
from metrics.models import Activity, Estimate, Origin, SyncedDay
from tests.doubles.garmin.aim import aim
from tests.doubles.garmin.double import GarminDouble
from tests.metrics.services.sync.life import connect, day_before, later, newest_run, shown, work


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
