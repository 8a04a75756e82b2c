from __future__ import annotations

from django.db import models

from athletes.models import Athlete
from plans.models.plan import Plan


class Following(models.Model):
    """How far an athlete's plans have followed what happened.

    Whatever was stored before `matched_to` has been matched, and before `looked_to` has been considered for
    `plan`; `review_at` is when recovery is looked at next, twice a week. Null is never.
    """

    athlete = models.OneToOneField(Athlete, models.CASCADE, related_name="+")
    matched_to = models.DateTimeField(null=True, blank=True)
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="+")
    looked_to = models.DateTimeField(null=True, blank=True)
    review_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"following of {self.athlete_id}"
