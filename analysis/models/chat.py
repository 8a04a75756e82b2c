from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from athletes.models import Athlete
from config.core.models import Deletable, DeletableQuerySet, Named


class ConversationQuerySet(DeletableQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)


class Conversation(Deletable):
    """Questions and answers about the athlete's own data, in order."""

    data_class = "chat"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    title = models.CharField(max_length=80, blank=True)

    objects: ClassVar = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        indexes: ClassVar = [models.Index(fields=["athlete", "-updated_at"], name="conversation_by_use")]

    def __str__(self) -> str:
        return f"conversation of {self.athlete_id}"


class Turn(Named):
    """One question and its answer.

    `answer` is a list of CLAIMs (docs/analysis.md); `evidence` the values that its slots refer to, as in a
    pack; `trace` which tools were asked, `{tool, arguments, refs}`; `dropped` how many sentences
    were withheld.
    """

    data_class = "chat"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being answered"
        DONE = "done", "Answered"
        STOPPED = "stopped", "Stopped"
        FAILED = "failed", "Not answered"

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="turns")
    question = models.CharField(max_length=1000)
    engine = models.CharField(max_length=8)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    answer = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    trace = models.JSONField(default=list)
    safety = models.JSONField(default=list)
    dropped = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    prompt_version = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=60, blank=True)
    request_ids = models.JSONField(default=list)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.state} turn of {self.conversation_id}"


class ChatProposal(Named):
    """Something the chat proposes and only a click does: a workout in the calendar, or a fact to remember."""

    data_class = "chat"

    class Kind(models.TextChoices):
        WORKOUT = "workout", "A workout"
        FACT = "fact", "Something to remember"

    class State(models.TextChoices):
        OPEN = "open", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"

    turn = models.ForeignKey(Turn, models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=7, choices=Kind)
    body = models.JSONField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    result_uid = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
