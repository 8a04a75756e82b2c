from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from athletes.models import Athlete
from config.core.models import Named, NamedQuerySet
from plans.models.plan import Plan


class Cause(models.TextChoices):
    """Why Formline proposes to change a plan."""

    MISSED_KEY = "missed_key", "A key session was missed"
    MISSED_DAYS = "missed_days", "Several days were missed"
    ILLNESS = "illness", "Illness"
    INJURY = "injury", "Injury"
    RECOVERY_LOW = "recovery_low", "Recovery is low"
    RECOVERY_GOOD = "recovery_good", "Recovery is good"
    THRESHOLD = "threshold", "A threshold changed"
    RACE = "race", "The races changed"
    AVAILABILITY = "availability", "Your time changed"


class ProposalQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def waiting(self) -> Self:
        return self.filter(state=PlanProposal.State.WAITING)


class PlanProposal(Named):
    """A change of a plan that waits for consent, as a readable difference.

    `changes` is a list of `{session, act, before, after, reason, evidence}`: `session` the uid or null when
    it is new, `act` one of move, swap, resize, remove, add; `before` and `after` sessions in the shape of
    `plans.services.snapshots`, or null. `evidence` is `[{metric, date, value, unit, baseline, url}]`.
    `fingerprint` says what it answers, so that the same event is proposed once, also after a refusal. `frame`
    is `{before, after}` of the plan itself in the shape of `plans.services.frames`, where that changes too.
    `checks` is what every rule would say of the plan with all of the changes, in the shape of the answer.
    """

    data_class = "plan"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        AUTOMATIC = "automatic", "Done within your limits"
        OUTDATED = "outdated", "Overtaken by events"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="proposals")
    cause = models.CharField(max_length=16, choices=Cause)
    fingerprint = models.CharField(max_length=120)
    reason = models.CharField(max_length=500)
    evidence = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    frame = models.JSONField(null=True, blank=True)
    checks = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    beyond_limits = models.CharField(
        max_length=200, blank=True, help_text="Why it asks although changes are automatic."
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["athlete", "updated_at", "uid"], name="plan_proposal_changed")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="waiting"), name="plan_proposal_one_waits"
            ),
            models.UniqueConstraint(fields=["plan", "fingerprint"], name="plan_proposal_once_an_event"),
        ]

    def __str__(self) -> str:
        return f"proposal for {self.plan_id}"


class PlanChangeQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)


class PlanChange(Named):
    """One act on the plan, by whom and why, with what it takes to undo it.

    `entries` is a list of `{session, before, after}` in the shape of `plans.services.snapshots`; null before
    means added, null after removed. `author` is null for Formline itself.
    """

    data_class = "plan"

    class Act(models.TextChoices):
        ADOPT = "adopt", "adopted the plan"
        END = "end", "ended the plan"
        ADD = "add", "added"
        EDIT = "edit", "edited"
        MOVE = "move", "moved"
        SWAP = "swap", "swapped"
        COPY = "copy", "copied"
        SKIP = "skip", "skipped"
        UNSKIP = "unskip", "took up again"
        REMOVE = "remove", "removed"
        LOCK = "lock", "locked"
        UNLOCK = "unlock", "unlocked"
        ADAPT = "adapt", "adapted"
        UNDO = "undo", "undid"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="changes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    act = models.CharField(max_length=8, choices=Act)
    reason = models.CharField(max_length=500, blank=True)
    entries = models.JSONField(default=list)
    proposal = models.ForeignKey(
        PlanProposal, models.SET_NULL, null=True, blank=True, related_name="plan_changes"
    )
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="undone_by")

    objects: ClassVar = PlanChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["athlete", "-created_at"], name="plan_change_by_time")]

    def __str__(self) -> str:
        return f"{self.act} at {self.created_at:%Y-%m-%d %H:%M}"
