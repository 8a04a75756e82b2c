"""Check-ins, markers, days of the cycle log and hand-entered activities as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from metrics.api.fields import HELP, FiniteSerializer
from metrics.models import Activity, Annotation, CheckIn, CycleDay
from metrics.selectors.own_word import ANSWERS
from metrics.services.manual import SPORTS

KEPT = ["uid", "created_at", "updated_at", "revision"]
REVISION = {"revision": {"help_text": HELP["revision"]}}
MANUAL_SPORTS = [(sport.value, sport.value) for sport in SPORTS]
SCALES = {
    "feel": "1 awful to 5 great; null is no answer.",
    "soreness": "1 very sore to 5 not at all.",
    "sleep_quality": "1 very badly to 5 very well.",
    "stress": "1 very stressed to 5 calm.",
}


def without_day(given: Mapping[str, Any], request: Request) -> dict[str, Any]:
    """The changes of a row whose day is fixed. Raises ValidationError when the body names a date."""
    if "date" in request.data:
        raise serializers.ValidationError(
            {"date": "This cannot be changed. Write down the other day instead."}
        )
    return dict(given)


class CheckInSerializer(serializers.ModelSerializer[CheckIn]):
    class Meta:
        model = CheckIn
        fields = ["uid", "date", *ANSWERS, "note", "created_at", "updated_at", "revision"]
        read_only_fields = KEPT
        extra_kwargs = {name: {"help_text": text} for name, text in SCALES.items()} | REVISION


class MarkerSerializer(FiniteSerializer):
    class Meta:
        model = Annotation
        fields = [
            "uid",
            "kind",
            "start",
            "end",
            "altitude_m",
            "note",
            "created_at",
            "updated_at",
            "revision",
        ]
        read_only_fields = KEPT
        extra_kwargs = {
            "start": {"help_text": "First local day."},
            "end": {"help_text": "Day after the last; null while it lasts."},
            "altitude_m": {"help_text": "Of `altitude` alone: metres of the place where they sleep."},
            **REVISION,
        }

    def validate_kind(self, value: str) -> str:
        if value == Annotation.Kind.ANSWER:
            raise serializers.ValidationError("Answers come with their question.")
        return value


class CycleDaySerializer(serializers.ModelSerializer[CycleDay]):
    class Meta:
        model = CycleDay
        fields = ["uid", "date", "bleeding", "note", "created_at", "updated_at", "revision"]
        read_only_fields = KEPT
        extra_kwargs = REVISION


class ManualActivitySerializer(serializers.Serializer[Any]):
    """What is typed of an activity that no device recorded."""

    sport = serializers.ChoiceField(choices=MANUAL_SPORTS)
    start_time = serializers.DateTimeField(help_text="With its offset.")
    duration_s = serializers.FloatField(help_text="Without pauses, seconds.")
    distance_m = serializers.FloatField(required=False, allow_null=True, help_text=HELP["distance_m"])
    avg_hr_bpm = serializers.FloatField(required=False, allow_null=True, help_text="Beats per minute.")
    name = serializers.CharField(required=False, allow_blank=True, max_length=200)
    rpe = serializers.FloatField(
        required=False, allow_null=True, min_value=0, max_value=10, help_text=HELP["rpe"]
    )
    feel = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=5, help_text="1 bad to 5 great."
    )
    goal = serializers.ChoiceField(required=False, allow_blank=True, choices=Activity.Goal.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)
