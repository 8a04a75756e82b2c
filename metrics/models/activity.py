from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from athletes.models import Athlete
from athletes.sources.records import Sport
from config.core.models import Deletable, DeletableQuerySet, Named
from metrics.models.titles import described

SPORTS = [(sport.value, sport.value.capitalize()) for sport in Sport]


class ActivityQuerySet(DeletableQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def shown(self) -> Self:
        """What lists show: not deleted, not merged into another, and no leg of a multisport activity."""
        return self.alive().filter(merged_into__isnull=True, parent__isnull=True)

    def for_ai(self) -> Self:
        """What an AI may see: neither it nor what it is a leg of comes from a source that forbids that."""
        return self.filter(ai_allowed=True).exclude(parent__ai_allowed=False)

    def between(self, start: date, end: date) -> Self:
        """Activities of the local days in [start, end)."""
        return self.filter(local_date__gte=start, local_date__lt=end)

    def without_curves(self) -> Self:
        """Activities with streams from which no curves were made yet."""
        streams = Stream.objects.filter(activity=OuterRef("pk"))
        return self.filter(Exists(streams), curves=None)

    def starting_near(self, instant: datetime, tolerance: timedelta) -> Self:
        return self.filter(start_time__gte=instant - tolerance, start_time__lte=instant + tolerance)


class Activity(Deletable):
    """One activity of one sport, or the parent of a multisport activity, with the numbers of its day.

    Numbers are SI with the unit in the name; null is unknown. `thresholds` holds the values they were
    computed with. `merged_into` is set on an arrival that turned out to be the same activity as another.
    """

    data_class = "activities"

    class LoadMethod(models.TextChoices):
        POWER = "power", "power"
        RUNNING_POWER = "running_power", "running power"
        PACE = "pace", "pace"
        HEART_RATE = "heart_rate", "heart rate"
        RPE = "rpe", "perceived effort"
        DURATION = "duration", "duration"
        LEGS = "legs", "its legs"

    class Goal(models.TextChoices):
        EASY = "easy", "Easy or long"
        STEADY = "steady", "Tempo or threshold"
        HARD = "hard", "Intervals or race"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="legs")
    leg_index = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    kept_apart = models.BooleanField(default=False, help_text="A merge was undone; never merge it by itself.")

    sport = models.CharField(max_length=16, choices=SPORTS)
    sub_sport = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True)
    start_time = models.DateTimeField()
    utc_offset_s = models.IntegerField()
    local_date = models.DateField()
    device_name = models.CharField(max_length=100, blank=True)
    rpe = models.FloatField("perceived effort, 0 to 10", null=True, blank=True)
    feel = models.PositiveSmallIntegerField("feel, 1 (bad) to 5 (great)", null=True, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    goal = models.CharField(max_length=8, choices=Goal, blank=True, help_text="What the session was for.")
    ai_allowed = models.BooleanField(default=True)

    elapsed_s = models.FloatField()
    timer_s = models.FloatField()
    moving_s = models.FloatField(null=True, blank=True)
    distance_m = models.FloatField(null=True, blank=True)
    ascent_m = models.FloatField(null=True, blank=True)
    descent_m = models.FloatField(null=True, blank=True)
    avg_speed_mps = models.FloatField(null=True, blank=True)
    max_speed_mps = models.FloatField(null=True, blank=True)
    graded_speed_mps = models.FloatField(null=True, blank=True)
    avg_power_w = models.FloatField(null=True, blank=True)
    max_power_w = models.FloatField(null=True, blank=True)
    weighted_power_w = models.FloatField(null=True, blank=True)
    intensity = models.FloatField(null=True, blank=True)
    load = models.FloatField(null=True, blank=True)
    load_method = models.CharField(max_length=16, choices=LoadMethod, blank=True)
    load_reason = models.CharField(max_length=200, blank=True)
    trimp = models.FloatField(null=True, blank=True)
    hr_load = models.FloatField(null=True, blank=True)
    pace_load = models.FloatField(null=True, blank=True)
    avg_hr_bpm = models.FloatField(null=True, blank=True)
    max_hr_bpm = models.FloatField(null=True, blank=True)
    avg_cadence_rpm = models.FloatField(null=True, blank=True)
    variability = models.FloatField(null=True, blank=True)
    efficiency = models.FloatField(null=True, blank=True)
    decoupling_pct = models.FloatField(null=True, blank=True)
    work_kj = models.FloatField(null=True, blank=True)
    calories_kcal = models.FloatField(null=True, blank=True)
    pool_length_m = models.FloatField(null=True, blank=True)
    power_zones_s = models.JSONField(null=True, blank=True)
    hr_zones_s = models.JSONField(null=True, blank=True)
    pace_zones_s = models.JSONField(null=True, blank=True)
    device = models.JSONField(default=dict, blank=True, help_text="What the device computed itself.")
    thresholds = models.JSONField(default=dict, blank=True)
    warnings = models.JSONField(default=list, blank=True)

    objects: ClassVar = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        indexes: ClassVar = [
            models.Index(fields=["athlete", "updated_at", "uid"], name="activity_changed"),
            models.Index(fields=["athlete", "-start_time"], name="activity_by_start"),
            models.Index(fields=["athlete", "local_date"], name="activity_by_day"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(elapsed_s__gte=0, timer_s__gte=0), name="activity_time_positive"
            ),
            models.CheckConstraint(
                condition=Q(load__isnull=True) | Q(load__gte=0), name="activity_load_positive"
            ),
            models.CheckConstraint(
                condition=Q(rpe__isnull=True) | Q(rpe__gte=0, rpe__lte=10), name="activity_rpe_in_scale"
            ),
            models.CheckConstraint(
                condition=Q(feel__isnull=True) | Q(feel__gte=1, feel__lte=5), name="activity_feel_in_scale"
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.sport} {self.local_date}"

    @property
    def title(self) -> str:
        """The name, else when and what: "Morning run"."""
        return self.name or described(self.sport, self.local_start.hour)

    @property
    def local_start(self) -> datetime:
        """Naive wall-clock time where it happened."""
        return self.start_time.replace(tzinfo=None) + timedelta(seconds=self.utc_offset_s)


class Origin(Named):
    """One arrival of an activity: where it came from, and the file it came in."""

    data_class = "activities"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="origins")
    source = models.CharField(max_length=32)
    external_id = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file = models.FileField(max_length=300, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes of the file.")
    received_at = models.DateTimeField(auto_now_add=True)
    ai_allowed = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete", "sha256"], condition=~Q(sha256=""), name="origin_file_arrives_once"
            ),
            models.UniqueConstraint(
                fields=["athlete", "source", "external_id"],
                condition=~Q(external_id=""),
                name="origin_external_id_arrives_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.file_name or self.external_id}"


class Stream(models.Model):
    """One channel at 1 Hz over the activity's elapsed time, encoded by `metrics.science.codec`.

    `is_cold` once it is packed to be kept rather than read, which no reader notices.
    """

    data_class = "activities"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="streams")
    channel = models.CharField(max_length=20)
    count = models.PositiveIntegerField()
    data = models.BinaryField()
    is_cold = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "channel"], name="stream_one_per_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.activity_id}"


class Lap(models.Model):
    """A lap as the device marked it."""

    data_class = "activities"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="laps")
    index = models.PositiveSmallIntegerField()
    start_s = models.FloatField()
    elapsed_s = models.FloatField()
    timer_s = models.FloatField(null=True)
    distance_m = models.FloatField(null=True)
    avg_power_w = models.FloatField(null=True)
    weighted_power_w = models.FloatField(null=True)
    avg_hr_bpm = models.FloatField(null=True)
    max_hr_bpm = models.FloatField(null=True)
    avg_speed_mps = models.FloatField(null=True)
    avg_cadence_rpm = models.FloatField(null=True)
    ascent_m = models.FloatField(null=True)
    trigger = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["index"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "index"], name="lap_index_once"),
        ]

    def __str__(self) -> str:
        return f"lap {self.index + 1} of {self.activity_id}"
