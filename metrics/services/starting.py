"""Taking the numbers that the first loads are measured against."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from athletes.models import Athlete, Threshold
from athletes.services import set_threshold, update_athlete
from config.core import cache
from metrics.selectors.starting import HEART, SPORT_OF, lacking
from metrics.services.locking import lock


def save_starting_values(*, athlete: Athlete, values: Mapping[str, float]) -> None:
    """Keep SI values by the names of `HEART` and `SPORT_OF`, and have the activities measured again.

    Thresholds are in force from the first activity's day on. What the athlete has already is never replaced.
    All or nothing; raises ValidationError by name.
    """
    with transaction.atomic():
        locked = lock(athlete)
        heart = {
            name: round(values[name]) for name in HEART if name in values and getattr(locked, name) is None
        }
        if heart:
            update_athlete(athlete=locked, **heart)
        first_day = lacking(locked)["first_day"] or locked.today()
        given = set(Threshold.objects.for_athlete(locked).values_list("kind", "sport"))
        for kind, sport in SPORT_OF.items():
            if kind in values and (kind, sport.value) not in given:
                _begin(locked, kind, values[kind], first_day)
        cache.forget(athlete.pk)


def _begin(athlete: Athlete, kind: str, value: float, day: date) -> None:
    try:
        set_threshold(athlete=athlete, sport=SPORT_OF[kind], kind=kind, value=value, valid_from=day)
    except ValidationError as error:
        raise ValidationError({kind: error.messages}) from error
