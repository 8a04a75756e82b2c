"""Secrets that change by being used."""

from __future__ import annotations

from athletes import vault
from athletes.models import Athlete, Connection, Way
from metrics.services.sync.running import run_slice
from tests.doubles.garmin.double import GarminDouble
from tests.metrics.services.sync.life import elsewhere


def test_a_renewed_secret_is_kept_before_the_next_request(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    seen: list[str | None] = []

    def look() -> None:
        seen.append((vault.unseal(athlete=athlete, purpose=Way.KEY) or {})["bearer"])

    garmin.personal.script.then("/hrv-service/", elsewhere(look))

    run_slice(connection.pk)

    assert seen[0] is not None
    assert seen[0] == (vault.unseal(athlete=athlete, purpose=Way.KEY) or {})["bearer"]
