"""An athlete who keeps data from AI while they are being read."""

from __future__ import annotations

from athletes.models import Connection
from metrics.models import Day, Estimate
from metrics.services.connections import change_connection
from metrics.services.sync.running import run_slice
from tests.doubles.garmin.double import GarminDouble
from tests.metrics.services.sync.life import elsewhere


def test_what_a_sync_stores_after_that_is_kept_from_it_as_well(
    connection: Connection, garmin: GarminDouble
) -> None:
    def forbid() -> None:
        change_connection(connection=Connection.objects.get(), ai_allowed=False)

    garmin.personal.script.then("/dailySleepSummariesByDate", elsewhere(forbid))

    run_slice(connection.pk)

    assert set(Day.objects.values_list("ai_allowed", flat=True)) == {False}
    assert set(Estimate.objects.values_list("ai_allowed", flat=True)) == {False}
