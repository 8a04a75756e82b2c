"""Races and predictions as JSON."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from metrics.api.fields import FiniteSerializer, NumberField
from metrics.models import Activity, Race
from metrics.selectors.predictions import NO_EFFORT, NOT_HARD


class RaceSerializer(FiniteSerializer):
    """A race; the activity that was it only for who may see activities."""

    activity_uid = serializers.SlugRelatedField(
        source="activity",
        slug_field="uid",
        queryset=Activity.objects.none(),
        allow_null=True,
        required=False,
        help_text="The recording of it, of the same day. Needs `activities`.",
    )

    class Meta:
        model = Race
        fields: ClassVar = [
            "uid",
            "revision",
            "name",
            "sport",
            "date",
            "distance_m",
            "priority",
            "goal_s",
            "result_s",
            "activity_uid",
            "note",
        ]
        read_only_fields: ClassVar = ["uid", "revision"]
        extra_kwargs: ClassVar = {
            "date": {"help_text": "The athlete's local day."},
            "distance_m": {"help_text": "Metres; null when it has no fixed length."},
            "goal_s": {"help_text": "The time aimed at, seconds."},
            "result_s": {"help_text": "The official time, seconds; only once the day has come."},
            "revision": {"help_text": "Grows by one with each change."},
        }

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        if "activity_uid" in fields and (athlete := self.context.get("athlete")):
            related: Any = fields["activity_uid"]
            related.queryset = Activity.objects.for_athlete(athlete).shown()
        return fields


class PerformanceSerializer(serializers.Serializer[Any]):
    """What a prediction rests on."""

    distance_m = NumberField(help_text="Metres.")
    time_s = NumberField(help_text="Seconds.")
    date = serializers.DateField(source="day")
    effort = serializers.ChoiceField(
        ["race", "hard", "unproven"], help_text="How sure it is that it was all out."
    )
    vdot = NumberField(help_text="Daniels and Gilbert, ml/(kg·min).")
    activity_uid = serializers.SerializerMethodField(allow_null=True)
    race_uid = serializers.SerializerMethodField(allow_null=True)

    def get_activity_uid(self, each: Any) -> str | None:
        return _uid_of(each.key, "activity")

    def get_race_uid(self, each: Any) -> str | None:
        return _uid_of(each.key, "race")


class EstimateSerializer(serializers.Serializer[Any]):
    method = serializers.ChoiceField(
        ["combined", "vdot", "riegel", "riegel_personal", "critical_speed", "cameron"]
    )
    time_s = NumberField(help_text="Seconds.")
    low_s = NumberField(help_text="One race in ten is faster, seconds.")
    high_s = NumberField(help_text="One race in ten is slower, seconds.")


class ShapeSerializer(serializers.Serializer[Any]):
    """Whether training volume carries the distance (Runalyze's marathon shape)."""

    share = NumberField(help_text="1 is what a marathon asks for.")
    required_share = NumberField(source="required", help_text="What this distance asks for.")
    weekly_km = NumberField(help_text="Mean of 26 weeks.")
    weekly_target_km = NumberField(help_text="VDOT^1.135.")
    long_runs = serializers.IntegerField(help_text="Over 13 km, in 10 weeks.")
    longest_km = NumberField(help_text="Of these.")


class DistanceSerializer(serializers.Serializer[Any]):
    distance_m = NumberField(help_text="Metres.")
    combined = EstimateSerializer(help_text="All methods but Cameron's, moved by the volume condition.")
    estimates = EstimateSerializer(many=True)
    shape = ShapeSerializer(allow_null=True, help_text="Null below 20 km.")


class PredictionsSerializer(serializers.Serializer[Any]):
    date = serializers.DateField(source="found.day", help_text="The day it holds for.")
    vdot = NumberField(source="found.vdot", allow_null=True)
    reason = serializers.ChoiceField(
        ["", NO_EFFORT, NOT_HARD],
        source="found.reason",
        help_text="Why nothing is predicted: no run over a known distance, or none near the limit.",
    )
    exponent = NumberField(
        source="found.exponent.value",
        default=None,
        allow_null=True,
        help_text="Of Riegel's law, the runner's own; null from one performance alone.",
    )
    exponent_standard_error = NumberField(
        source="found.exponent.standard_error", default=None, allow_null=True
    )
    critical_speed_mps = NumberField(source="found.critical.cs_mps", default=None, allow_null=True)
    used = PerformanceSerializer(source="found.used", many=True)
    distances = DistanceSerializer(many=True)


class TrainingPaceSerializer(serializers.Serializer[Any]):
    name = serializers.ChoiceField(["easy", "marathon", "threshold", "interval", "repetition"])
    slow_s_per_km = NumberField(help_text="At the lower fraction.")
    fast_s_per_km = NumberField(help_text="At the upper fraction.")
    low_fraction = NumberField(help_text="Of VDOT.")
    high_fraction = NumberField(help_text="Of VDOT.")


class TrainingPacesSerializer(serializers.Serializer[Any]):
    vdot = NumberField(allow_null=True)
    paces = TrainingPaceSerializer(many=True, help_text="Empty without a VDOT.")


def _uid_of(key: str, kind: str) -> str | None:
    found, _, uid = key.partition(":")
    return uid if found == kind else None
