"""What everybody has once is changed under If-Match too: nobody overwrites what they have not read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db

TIMING = "/api/v1/notifications/timing/"
HEARD = "/api/v1/notifications/preferences/"


def _heard(*, enabled: bool) -> list[dict[str, Any]]:
    return [{"kind": "signal", "channels": [{"channel": "email", "enabled": enabled}]}]


@pytest.mark.parametrize(
    ("url", "first", "second"),
    [
        ("/api/v1/athletes/me/ai-preferences/", {"weekly_hour": 5}, {"weekly_hour": 6}),
        ("/api/v1/athletes/me/training-preferences/", {"ramp_max": 4}, {"ramp_max": 5}),
        (TIMING, {"digest_weekday": 2}, {"digest_weekday": 3}),
        (HEARD, _heard(enabled=False), _heard(enabled=True)),
    ],
)
def test_settings_that_changed_since_they_were_read_are_not_overwritten(
    client: Client, url: str, first: Any, second: Any
) -> None:
    client.force_login(AthleteFactory().user)
    read = client.get(url)["ETag"]

    def change(body: Any, **headers: str) -> Any:
        return client.patch(url, body, "application/json", headers=headers)

    done = change(first, **{"If-Match": read, "Idempotency-Key": "once"})
    kept = client.get(url)
    refused = change(second, **{"If-Match": read})
    again = change(first, **{"If-Match": read, "Idempotency-Key": "once"})

    assert (done.status_code, refused.status_code, refused.json()["error"]["code"]) == (
        200,
        412,
        "DATA_CHANGED",
    )
    assert kept["ETag"] != read
    assert client.get(url).json() == kept.json()
    assert (again.status_code, again["Idempotent-Replayed"]) == (200, "true")
    assert change(second, **{"If-Match": kept["ETag"]}).status_code == 200
    assert change(first, **{"If-Match": "*"}).status_code == 200
