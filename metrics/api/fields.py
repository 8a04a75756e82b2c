"""What the numbers mean, once for every answer that has them, and JSON that never holds NaN."""

from __future__ import annotations

import math
from typing import Any

from rest_framework import serializers

HELP = {
    "sub_sport": "As the device names it, for example `trail` or `indoor_cycling`.",
    "start_time": "UTC.",
    "utc_offset_s": "Offset of the local time where it happened, seconds.",
    "local_date": "The athlete's local day, fixed when the activity came in.",
    "elapsed_s": "From start to end, pauses included, seconds.",
    "timer_s": "Without pauses, seconds. Load uses this time.",
    "moving_s": "In motion, seconds.",
    "distance_m": "Metres.",
    "ascent_m": "Climbed, metres.",
    "avg_speed_mps": "Metres per second.",
    "avg_power_w": "Mean power, watts; zeros count.",
    "weighted_power_w": "Weighted power (NP): fourth-power mean of the 30 s rolling power, watts.",
    "intensity": "Weighted power or pace relative to the threshold (IF); 1 is threshold.",
    "load": "Training load (TSS and its relatives): an hour at threshold is 100.",
    "load_method": "What the load was computed from.",
    "load_reason": "Why a better method did not apply, in words.",
    "trimp": "Banister's training impulse; null without the athlete's sex. Needs `heart`.",
    "hr_load": "Load by heart rate (hrTSS). Needs `heart`.",
    "pace_load": "Load by pace (rTSS, sTSS).",
    "avg_hr_bpm": "Mean heart rate, beats per minute. Needs `heart`.",
    "max_hr_bpm": "Highest heart rate, beats per minute. Needs `heart`.",
    "avg_cadence_rpm": "Revolutions, steps or strokes per minute.",
    "rpe": "Perceived effort, 0 to 10.",
    "feel": "How it felt, 1 bad to 5 great.",
    "goal": "What it was for, as the athlete says; empty when not said.",
    "note": "The athlete's own words. Needs `notes`.",
    "variability": "Weighted over mean power (VI).",
    "efficiency": "Weighted power or graded speed per heart beat (EF). Needs `heart`.",
    "decoupling_pct": "Drift of heart rate against power or pace from the first to the second half, percent. "
    "Needs `heart`.",
    "work_kj": "Mechanical work, kilojoules.",
    "calories_kcal": "As the device says, kilocalories.",
    "pool_length_m": "Metres.",
    "power_zones_s": "Seconds in zones 1 to 7 (Coggan).",
    "hr_zones_s": "Seconds in zones 1 to 5 of threshold heart rate. Needs `heart`.",
    "pace_zones_s": "Seconds in zones 1 to 6 of threshold pace.",
    "revision": "Grows by one with each change.",
}
HEART_FIELDS = frozenset(
    {
        "avg_hr_bpm",
        "max_hr_bpm",
        "trimp",
        "hr_load",
        "efficiency",
        "decoupling_pct",
        "hr_zones_s",
        "lthr_bpm",
        "hr_max_bpm",
        "hr_rest_bpm",
    }
)
"""Values that come from the heart: left out for callers who may not read the data class `heart`."""


class NumberField(serializers.FloatField):
    """A number that is known and finite, else null: JSON has no NaN."""

    def to_representation(self, value: Any) -> Any:
        number = float(value)
        return number if math.isfinite(number) else None


class NumbersField(serializers.ListField):
    child = NumberField(allow_null=True)


class VisibleFieldsMixin(serializers.Serializer[Any]):
    """Leaves out the `hidden_fields` of its context, so that null always means unknown, never forbidden."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        hidden = self.context.get("hidden_fields", frozenset())
        return {name: field for name, field in super().get_fields().items() if name not in hidden}


class FiniteSerializer(VisibleFieldsMixin, serializers.ModelSerializer[Any]):
    """A model serializer whose numbers are NumberFields."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        **{
            field: NumberField
            for field, kind in serializers.ModelSerializer.serializer_field_mapping.items()
            if kind is serializers.FloatField
        },
    }


def helps(*names: str) -> dict[str, dict[str, str]]:
    """`extra_kwargs` of a serializer: the help texts of these fields."""
    return {name: {"help_text": HELP[name]} for name in names if name in HELP}
