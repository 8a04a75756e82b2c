"""Secrets that change by being used."""

from __future__ import annotations

import pytest

from athletes import vault
from athletes.models import Athlete, Connection, Way
from metrics.services.sync.running import run_slice
from tests.doubles.garmin.double import GarminDouble
from tests.metrics.services.sync.life import connect, elsewhere, newest_run


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


@pytest.mark.history(40)
def test_a_refusal_of_a_key_that_was_replaced_meanwhile_says_nothing(
    athlete: Athlete, garmin: GarminDouble
) -> None:
    connection = connect(athlete, garmin, key="GCDC_that_was_revoked")
    fresh = {"key": garmin.key, "bearer": None, "expires_at": None}
    replace = elsewhere(lambda: vault.seal(athlete=athlete, purpose=Way.KEY, data=fresh))
    garmin.personal.script.then("/", replace)

    assert run_slice(connection.pk).goes_on
    connection.refresh_from_db()
    assert (connection.last_error_code, newest_run(connection).state) == ("", "running")
    assert run_slice(connection.pk).days == 28
