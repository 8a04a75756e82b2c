"""Places that others do not see."""

from __future__ import annotations

import math
import secrets

from django.db import transaction

from athletes.models import Athlete, PrivacyZone
from athletes.services.locking import locked_user
from config.core import audit
from config.core.errors import DataValidationError

MOST_ZONES = 20
METRES_A_DEGREE = 111_320.0


def add_zone(
    *, athlete: Athlete, name: str, latitude_deg: float, longitude_deg: float, radius_m: int
) -> PrivacyZone:
    """Hide a place from others. Raises DataValidationError when there are too many."""
    aside_m = radius_m / 2 * math.sqrt(secrets.randbelow(10_000) / 10_000)
    bearing = math.tau * secrets.randbelow(36_000) / 36_000
    narrow = max(math.cos(math.radians(latitude_deg)), 0.01)
    zone = PrivacyZone(
        athlete=athlete,
        name=name,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        radius_m=radius_m,
        cover_latitude_deg=latitude_deg + aside_m * math.cos(bearing) / METRES_A_DEGREE,
        cover_longitude_deg=longitude_deg + aside_m * math.sin(bearing) / METRES_A_DEGREE / narrow,
    )
    with locked_user(athlete.user):
        if athlete.privacy_zones.count() >= MOST_ZONES:
            raise DataValidationError(f"There can be {MOST_ZONES} zones. Remove one first.")
        zone.save()
        audit.record(athlete.user.uid, "consent.zone_added", athlete.uid, {"zone": str(zone.uid)})
    return zone


def remove_zone(*, zone: PrivacyZone) -> None:
    """Others see this part of the tracks again."""
    with transaction.atomic():
        audit.record(zone.athlete.user.uid, "consent.zone_removed", zone.athlete.uid, {"zone": str(zone.uid)})
        zone.delete()
