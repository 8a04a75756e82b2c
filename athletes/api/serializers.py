"""Athletes and thresholds as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from rest_framework import serializers

from athletes.models import Athlete, Threshold

EARLIEST = date(1990, 1, 1)


class AthleteSerializer(serializers.ModelSerializer[Athlete]):
    class Meta:
        model = Athlete
        fields = [
            "uid",
            "name",
            "time_zone",
            "units",
            "sex",
            "birth_year",
            "hr_max_bpm",
            "hr_rest_bpm",
            "fitness_days",
            "fatigue_days",
            "is_demo",
            "created_at",
            "updated_at",
            "revision",
        ]
        read_only_fields = ["uid", "is_demo", "created_at", "updated_at", "revision"]
        extra_kwargs = {
            "time_zone": {"help_text": "IANA name; an athlete's days begin and end there."},
            "units": {"help_text": "How pages show values; the API always speaks SI units."},
            # Unknown is null; the model lets forms leave it blank.
            "sex": {"allow_blank": False},
            "hr_max_bpm": {"help_text": "Highest heart rate, beats per minute."},
            "hr_rest_bpm": {"help_text": "Resting heart rate, beats per minute."},
            "fitness_days": {"help_text": "Time constant of fitness (CTL), days."},
            "fatigue_days": {"help_text": "Time constant of fatigue (ATL), days."},
            "revision": {"help_text": "Grows by one with each change."},
        }


class ThresholdSerializer(serializers.ModelSerializer[Threshold]):
    class Meta:
        model = Threshold
        fields = [
            "uid",
            "sport",
            "kind",
            "value",
            "valid_from",
            "created_at",
            "updated_at",
            "revision",
        ]
        read_only_fields = ["uid", "created_at", "updated_at", "revision"]
        extra_kwargs = {
            "kind": {"help_text": "What it is; the unit is part of the name."},
            "value": {"help_text": "In the unit that `kind` ends with."},
            "valid_from": {
                "help_text": "First local day it holds on, until the next of its sport and kind; before the "
                "first one, the first one holds."
            },
            "revision": {"help_text": "Grows by one with each change."},
        }

    def validate_valid_from(self, value: date) -> date:
        if value < EARLIEST:
            raise serializers.ValidationError("This day is too long ago.")
        return value


class ThresholdChangeSerializer(ThresholdSerializer):
    """Only the value may change; another sport, kind or day is another threshold."""

    FIXED = ("sport", "kind", "valid_from")

    class Meta(ThresholdSerializer.Meta):
        read_only_fields = [*ThresholdSerializer.Meta.read_only_fields, "sport", "kind", "valid_from"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        refused = [name for name in self.FIXED if name in self.initial_data]
        if refused:
            raise serializers.ValidationError(
                dict.fromkeys(refused, "This cannot be changed. Add a new threshold and delete this one.")
            )
        return attrs
