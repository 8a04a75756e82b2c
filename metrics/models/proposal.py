from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from athletes.models import Athlete, Threshold
from config.core.models import Named, NamedQuerySet


class ProposalQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def waiting(self) -> Self:
        return self.filter(state=ThresholdProposal.State.WAITING)


class ThresholdProposal(Named):
    """A threshold the data speak for, with its evidence; it holds only once the athlete has accepted it.

    `evidence` is a list of `{metric, date, value, unit, activity_uid}`; `method` names how the value follows
    from it. Refused values are not proposed again until the data say something else.
    """

    data_class = "profile"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        OUTDATED = "outdated", "Replaced by a newer proposal"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    sport = models.CharField(max_length=16, choices=Threshold.Sport)
    kind = models.CharField(max_length=32, choices=Threshold.Kind)
    value = models.FloatField()
    current = models.FloatField(null=True, blank=True, help_text="The threshold when this was proposed.")
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    on = models.DateField(help_text="The day of the effort it rests on.")
    method = models.CharField(max_length=80)
    evidence = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["athlete", "updated_at", "uid"], name="proposal_changed")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete", "sport", "kind"],
                condition=models.Q(state="waiting"),
                name="proposal_one_waits",
            ),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="proposal_value_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.sport} {self.kind} {self.value:g}"
