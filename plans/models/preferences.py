from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from athletes.models import Athlete
from config.core.models import Deletable, DeletableQuerySet, Named, NamedQuerySet

DAY_MINUTES_MAX, DAY_SESSIONS_MAX = 720, 2
RAMP_MAX, WEEK_MINUTES_MAX = 7.0, 3_000


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class TrainingPreferencesQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)


class TrainingPreferences(Named):
    """How an athlete can and wants to train: what every plan of theirs is made from.

    `adapting` says whether a proposal waits for their answer. The `automatic_*` limits hold for those that do
    not; whatever goes beyond one of them asks all the same.
    """

    data_class = "plan"

    class Experience(models.TextChoices):
        NOVICE = "novice", "New to regular training"
        INTERMEDIATE = "intermediate", "A few years of training"
        ADVANCED = "advanced", "Many years, trained to a plan before"

    class Adapting(models.TextChoices):
        ASK = "ask", "Propose, and wait for my answer"
        AUTOMATIC = "automatic", "Change the plan within my limits, and tell me"

    athlete = models.OneToOneField(Athlete, models.CASCADE, related_name="training_preferences")
    experience = models.CharField(max_length=12, choices=Experience, default=Experience.INTERMEDIATE)
    long_day = models.PositiveSmallIntegerField(
        choices=Weekday, null=True, blank=True, default=Weekday.SUNDAY
    )
    weekly_cap_min = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(30), MaxValueValidator(WEEK_MINUTES_MAX)]
    )
    strength = models.BooleanField("has access to strength training", default=False)
    ramp_max = models.FloatField(default=5.0, validators=[MinValueValidator(1), MaxValueValidator(RAMP_MAX)])
    adapting = models.CharField(max_length=12, choices=Adapting, default=Adapting.ASK)
    automatic_sessions_max = models.PositiveSmallIntegerField(
        default=3, validators=[MaxValueValidator(14)], help_text="Sessions that one change may touch."
    )
    automatic_load_pct_max = models.PositiveSmallIntegerField(
        default=20,
        validators=[MaxValueValidator(100)],
        help_text="Per cent by which one change may move a week's load.",
    )

    objects: ClassVar = TrainingPreferencesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "training preferences"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ramp_max__gte=1, ramp_max__lte=RAMP_MAX), name="preferences_ramp_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"training preferences of {self.athlete_id}"


class WeekdayRoom(models.Model):
    """What one weekday has room for; a weekday without a row has none."""

    preferences = models.ForeignKey(TrainingPreferences, models.CASCADE, related_name="rooms")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    minutes = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(DAY_MINUTES_MAX)])
    sessions = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(DAY_SESSIONS_MAX)])

    class Meta:
        ordering = ["weekday"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["preferences", "weekday"], name="room_once_a_weekday"),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, minutes__lte=DAY_MINUTES_MAX, sessions__lte=DAY_SESSIONS_MAX),
                name="room_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()}: {self.minutes} min in {self.sessions}"


class BlackoutQuerySet(DeletableQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)


class Blackout(Deletable):
    """Days `[start, end)` on which no training is planned."""

    data_class = "plan"

    class Reason(models.TextChoices):
        TRAVEL = "travel", "Travel"
        WORK = "work", "Work"
        FAMILY = "family", "Family"
        OTHER = "other", "Something else"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    start = models.DateField()
    end = models.DateField()
    reason = models.CharField(max_length=8, choices=Reason, default=Reason.TRAVEL)
    note = models.CharField(max_length=200, blank=True)

    objects: ClassVar = BlackoutQuerySet.as_manager()

    class Meta:
        ordering = ["start"]
        indexes: ClassVar = [models.Index(fields=["athlete", "updated_at", "uid"], name="blackout_changed")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="blackout_ends_after_start",
                violation_error_message="It must end after the day it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} from {self.start}"
