"""What is asked, answered, remembered and said about an analysis."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from analysis.models.analysis import Analysis
from athletes.models import Athlete
from config.core.models import Deletable, DeletableQuerySet, Named, NamedQuerySet
from metrics.models import Annotation


class OfAthleteQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)


class Question(Named):
    """Something that only the athlete knows, asked once per signal; the answer becomes an annotation."""

    data_class = "analysis"

    class State(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ANSWERED = "answered", "Answered"
        DISMISSED = "dismissed", "Not answered"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    analysis = models.ForeignKey(Analysis, models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.CharField(max_length=80, help_text="The signal's uid, or the value that it came from.")
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    annotation = models.ForeignKey(Annotation, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OfAthleteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "about"], name="question_once_about_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.state} question of {self.athlete_id}"


class MemoryQuerySet(DeletableQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)


class Memory(Deletable):
    """A fact about the athlete that later analyses respect, once a person has confirmed it."""

    data_class = "notes"

    class Origin(models.TextChoices):
        PERSON = "person", "Written by you"
        ANSWER = "answer", "From an answer"
        CHAT = "chat", "From the chat"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.PERSON)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = MemoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "memories"
        ordering = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["athlete", "updated_at", "uid"], name="memory_changed")]

    def __str__(self) -> str:
        return f"memory of {self.athlete_id}"


class Advice(Named):
    """What became of one recommendation or workout of an analysis; without a row it is open."""

    data_class = "analysis"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        DISMISSED = "dismissed", "Dismissed"
        DONE = "done", "Done"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="advice")
    key = models.CharField(max_length=10, help_text="R1, or W1 for a workout.")
    kind = models.CharField(max_length=20, help_text="The kind of the first finding behind it.")
    category = models.CharField(max_length=12)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    session_uid = models.UUIDField(null=True, blank=True, help_text="The planned session it became.")

    objects: ClassVar = OfAthleteQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "advice"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["analysis", "key"], name="advice_once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class Feedback(Named):
    """What somebody thought of an analysis, or of one part of it; joins to the prompt that wrote it."""

    data_class = "analysis"

    class Verdict(models.TextChoices):
        USEFUL = "useful", "Useful"
        WRONG = "wrong", "Wrong"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="feedback")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.CharField(max_length=10, blank=True, help_text="F1 or R1; empty for the whole.")
    verdict = models.CharField(max_length=6, choices=Verdict)
    note = models.CharField(max_length=500, blank=True)
    prompt_version = models.CharField(max_length=40)

    objects: ClassVar = OfAthleteQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "feedback"
        ordering = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["analysis", "author", "about"], name="feedback_once_a_part"),
            models.CheckConstraint(
                condition=Q(verdict__in=["useful", "wrong"]), name="feedback_has_a_verdict"
            ),
        ]

    def __str__(self) -> str:
        return self.verdict
