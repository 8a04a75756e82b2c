"""Whom this app contacts: Claude."""

from __future__ import annotations

from django.conf import settings

from analysis.models import AIPreferences
from config.core.parties import Party
from config.core.personal import Person


def _has_agreed(person: Person) -> bool:
    agreed = AIPreferences.objects.filter(athlete=person.athlete_pk).exclude(consented_at=None)
    return bool(settings.AI_ENABLED) and agreed.exists()


PARTIES = (
    Party(
        "Anthropic (Claude)",
        ("claude",),
        "Numbers of the days that are explained and your questions, under a name that says nothing. No name, "
        "no e-mail address, no places. Notes, cycle log and age only where you have allowed each of them. "
        "What was sent is kept with each analysis.",
        "Off until you agree in the AI settings; ends when you take it back.",
        _has_agreed,
    ),
)
