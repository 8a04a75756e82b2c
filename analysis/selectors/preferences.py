"""Whether and how Claude may explain somebody's data."""

from __future__ import annotations

from analysis.models import AIPreferences
from athletes.models import Athlete


def preferences_of(athlete: Athlete) -> AIPreferences:
    """The athlete's own choice; without one what holds until they choose, unsaved, and without consent."""
    return AIPreferences.objects.filter(athlete=athlete).first() or AIPreferences(athlete=athlete)


def has_consented(athlete: Athlete) -> bool:
    return AIPreferences.objects.filter(athlete=athlete, consented_at__isnull=False).exists()
