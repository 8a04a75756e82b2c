"""Activities, their laps and where they came from as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from metrics.api.fields import HELP, FiniteSerializer, NumberField, NumbersField, VisibleFieldsMixin, helps
from metrics.models import Activity, Lap, Origin
from metrics.selectors.streams import RUNNING

SUMMARY = [
    "uid",
    "sport",
    "sub_sport",
    "name",
    "start_time",
    "utc_offset_s",
    "local_date",
    "elapsed_s",
    "timer_s",
    "moving_s",
    "distance_m",
    "ascent_m",
    "avg_speed_mps",
    "avg_power_w",
    "weighted_power_w",
    "intensity",
    "load",
    "load_method",
    "trimp",
    "hr_load",
    "pace_load",
    "avg_hr_bpm",
    "max_hr_bpm",
    "avg_cadence_rpm",
    "rpe",
    "feel",
    "goal",
    "variability",
    "efficiency",
    "decoupling_pct",
    "work_kj",
    "calories_kcal",
    "device_name",
    "created_at",
    "updated_at",
    "revision",
]
EDITABLE = ["name", "rpe", "feel", "goal", "note"]


class ActivitySummarySerializer(FiniteSerializer):
    """An activity as lists have it. `fields` in the context keeps these fields only."""

    load_method = serializers.ChoiceField(
        Activity.LoadMethod.choices, allow_blank=True, read_only=True, help_text=HELP["load_method"]
    )

    class Meta:
        model = Activity
        fields = SUMMARY
        read_only_fields = [name for name in SUMMARY if name not in EDITABLE]
        extra_kwargs = helps(*SUMMARY)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        wanted = self.context.get("fields")
        return {
            name: field for name, field in super().get_fields().items() if wanted is None or name in wanted
        }


class OriginSerializer(serializers.ModelSerializer[Origin]):
    class Meta:
        model = Origin
        fields = ["source", "file_name", "received_at", "ai_allowed"]
        extra_kwargs = {
            "source": {"help_text": "Where it came from, for example `file` or `demo`."},
            "ai_allowed": {"help_text": "Whether its source lets an AI read it."},
        }


class WarningSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="For example `SENSOR_DROPOUT`.")
    channel = serializers.CharField(allow_null=True)
    start_s = NumberField(allow_null=True, help_text="Elapsed seconds.")
    end_s = NumberField(allow_null=True, help_text="Elapsed seconds.")


class DeviceSerializer(serializers.Serializer[Any]):
    weighted_power_w = NumberField(allow_null=True)
    load = NumberField(allow_null=True)
    intensity = NumberField(allow_null=True)
    ftp_w = NumberField(allow_null=True)


class UsedThresholdsSerializer(VisibleFieldsMixin):
    ftp_w = NumberField(allow_null=True)
    running_ftp_w = NumberField(allow_null=True)
    lthr_bpm = NumberField(allow_null=True)
    hr_max_bpm = NumberField(allow_null=True)
    hr_rest_bpm = NumberField(allow_null=True)
    threshold_pace_s_per_km = NumberField(allow_null=True)
    css_s_per_100m = NumberField(allow_null=True)


class ActivitySerializer(ActivitySummarySerializer):
    """All of one activity but its streams and laps."""

    power_zones_s = NumbersField(allow_null=True, read_only=True, help_text=HELP["power_zones_s"])
    hr_zones_s = NumbersField(allow_null=True, read_only=True, help_text=HELP["hr_zones_s"])
    pace_zones_s = NumbersField(allow_null=True, read_only=True, help_text=HELP["pace_zones_s"])
    device = DeviceSerializer(read_only=True, help_text="What the device computed itself.")
    thresholds = UsedThresholdsSerializer(read_only=True, help_text="What the numbers were computed with.")
    warnings = WarningSerializer(many=True, read_only=True)
    channels = serializers.SerializerMethodField(help_text="The streams there are.")
    legs = serializers.SerializerMethodField(help_text="Legs of a multisport activity, in order.")
    origins = serializers.SerializerMethodField(help_text="Where it came from, merged arrivals included.")
    parent_uid = serializers.UUIDField(
        source="parent.uid", default=None, read_only=True, allow_null=True, help_text="Of a leg."
    )
    merged_into_uid = serializers.UUIDField(
        source="merged_into.uid",
        default=None,
        read_only=True,
        allow_null=True,
        help_text="The activity that this recording turned out to be.",
    )

    class Meta(ActivitySummarySerializer.Meta):
        fields = [
            *SUMMARY,
            "note",
            "load_reason",
            "pool_length_m",
            "power_zones_s",
            "hr_zones_s",
            "pace_zones_s",
            "device",
            "thresholds",
            "warnings",
            "channels",
            "legs",
            "origins",
            "parent_uid",
            "merged_into_uid",
        ]
        read_only_fields = [name for name in fields if name not in EDITABLE]
        extra_kwargs = helps(*fields)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_channels(self, activity: Activity) -> list[str]:
        hidden = self.context.get("hidden_channels", frozenset())
        names = activity.streams.values_list("channel", flat=True)
        return sorted(set(names) - hidden - {RUNNING})

    @extend_schema_field(ActivitySummarySerializer(many=True))
    def get_legs(self, activity: Activity) -> list[dict[str, Any]]:
        legs = activity.legs.order_by("leg_index")
        return list(ActivitySummarySerializer(legs, many=True, context=self.context).data)

    @extend_schema_field(OriginSerializer(many=True))
    def get_origins(self, activity: Activity) -> list[dict[str, Any]]:
        arrivals = [activity, *activity.merged.all()]
        origins = sorted((origin for each in arrivals for origin in each.origins.all()), key=_arrival)
        return list(OriginSerializer(origins, many=True).data)


def _arrival(origin: Origin) -> datetime:
    return origin.received_at


class ActivityChangeSerializer(serializers.ModelSerializer[Activity]):
    """What an athlete may change of an activity."""

    class Meta:
        model = Activity
        fields = EDITABLE
        extra_kwargs = {
            "name": {"required": False},
            "rpe": {"min_value": 0, "max_value": 10, "help_text": HELP["rpe"]},
            "feel": {"min_value": 1, "max_value": 5, "help_text": HELP["feel"]},
            "goal": {"help_text": HELP["goal"]},
            "note": {"help_text": HELP["note"]},
        }


class LapSerializer(FiniteSerializer):
    """A lap as the device marked it."""

    class Meta:
        model = Lap
        fields = [
            "index",
            "start_s",
            "elapsed_s",
            "timer_s",
            "distance_m",
            "avg_speed_mps",
            "avg_power_w",
            "avg_hr_bpm",
            "max_hr_bpm",
            "avg_cadence_rpm",
            "ascent_m",
            "trigger",
        ]
        extra_kwargs = {
            **helps(*fields),
            "start_s": {"help_text": "Elapsed seconds of the activity."},
            "trigger": {"help_text": "Why the lap ended, as the device says."},
        }
