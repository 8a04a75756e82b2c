"""Whom this app contacts: Garmin, by a key or by a login."""

from __future__ import annotations

from django.conf import settings

from athletes.models import Connection, Way
from config.core.parties import Party
from config.core.personal import Person


def _is_connected(person: Person) -> bool:
    return Connection.objects.filter(athlete=person.athlete_pk).exists()


def _has_tiles(_person: Person) -> bool:
    return bool(settings.MAP_TILE_URL)


def _has_bucket(_person: Person) -> bool:
    return "bucket_name" in settings.STORAGES["default"]["OPTIONS"]


PARTIES = (
    Party(
        "Garmin",
        ("garmin", *Way.values),
        "Your key or tokens, which days and activities are asked for, and the workouts you have sent to your "
        "watch. You get data, it gets no analyses.",
        "By connecting; ends when you disconnect.",
        _is_connected,
    ),
    Party(
        "Map tiles",
        (),
        "Your browser asks the server of the maps for the pictures of the region that you look at. That "
        "server sees your address and the region, not the track.",
        "Chosen by the operator; without an address of tiles nothing is asked.",
        _has_tiles,
    ),
    Party(
        "Object store",
        (),
        "The files that your activities came in, uploads that wait and exports that you asked for, kept for "
        "this server alone.",
        "Chosen by the operator; without a bucket they lie on this server's disk.",
        _has_bucket,
    ),
)
