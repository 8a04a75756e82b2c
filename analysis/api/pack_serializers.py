"""The evidence pack as the API gives it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from analysis.models import Advice, Analysis
from analysis.selectors.analyses import with_pack
from metrics.models import Signal


class ValueSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    metric = serializers.CharField()
    value = serializers.FloatField(help_text="Unrounded.")
    unit = serializers.CharField(allow_blank=True)
    start = serializers.DateField()
    end = serializers.DateField(help_text="Exclusive.")
    url = serializers.CharField(help_text="The page with the rows behind it.")
    baseline = serializers.FloatField(allow_null=True, help_text="What it is compared with.")
    z = serializers.FloatField(allow_null=True, help_text="Standard deviations between the two.")
    n = serializers.IntegerField(allow_null=True, help_text="How many days or activities are behind it.")
    coverage = serializers.FloatField(allow_null=True, default=None, help_text="Share of days with a value.")


class PackSignalSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    start = serializers.DateField()
    end = serializers.DateField(allow_null=True, help_text="Exclusive; null while it goes on.")
    severity = serializers.ChoiceField(Signal.Severity.choices)
    confidence = serializers.ChoiceField(Signal.Confidence.choices)
    refs = serializers.ListField(child=serializers.CharField())
    acknowledged = serializers.BooleanField(default=False, help_text="Somebody has said that they know.")
    explained = serializers.CharField(
        default="",
        allow_blank=True,
        help_text="Kind of a marker, `race`, `answered`, or nothing.",
    )


class ChannelSerializer(serializers.Serializer[Any]):
    channel = serializers.CharField()
    start = serializers.DateField()
    end = serializers.DateField(help_text="Exclusive.")
    missing = serializers.ListField(child=serializers.DateField())
    not_synced = serializers.ListField(
        child=serializers.DateField(), default=list, help_text="Those of `missing` that may still come."
    )


class ActivityFactSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    sport = serializers.CharField()
    date = serializers.DateField()
    load_method = serializers.CharField(allow_blank=True)
    refs = serializers.ListField(child=serializers.CharField())


class ColumnSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    metric = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    url = serializers.CharField(help_text="The page with the rows behind it.")
    cells = serializers.ListField(child=serializers.FloatField(allow_null=True), help_text="One a span.")


class TableSerializer(serializers.Serializer[Any]):
    """Spans of days, the newest first; a cell is cited as `day.3.hrv`."""

    name = serializers.ChoiceField(["day", "week"])
    days = serializers.IntegerField(help_text="Days of a span.")
    starts = serializers.ListField(child=serializers.DateField())
    columns = ColumnSerializer(many=True)


class PlannedFactSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    sport = serializers.CharField()
    kind = serializers.CharField()
    date = serializers.DateField()
    is_hard = serializers.BooleanField()
    refs = serializers.ListField(child=serializers.CharField())


class EventFactSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    sport = serializers.CharField()
    priority = serializers.ChoiceField(["A", "B", "C"])
    date = serializers.DateField()
    refs = serializers.ListField(child=serializers.CharField())


class MarkerFactSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    kind = serializers.CharField()
    start = serializers.DateField()
    end = serializers.DateField(allow_null=True, help_text="Exclusive; null while it lasts.")
    is_active = serializers.BooleanField(help_text="It holds on the last day of the pack.")
    refs = serializers.ListField(child=serializers.CharField())


class ProfileSerializer(serializers.Serializer[Any]):
    """Empty is unknown, or not told."""

    age_band = serializers.CharField(allow_blank=True)
    sex = serializers.CharField(allow_blank=True)
    experience = serializers.CharField(allow_blank=True)
    long_day = serializers.CharField(allow_blank=True)
    sports = serializers.ListField(child=serializers.CharField())


class RememberedSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    text = serializers.CharField()


class NoteSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    about = serializers.ChoiceField(["activity", "check_in", "marker"])
    date = serializers.DateField()
    text = serializers.CharField()


class PastAdviceSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    kind = serializers.CharField()
    category = serializers.CharField()
    state = serializers.ChoiceField(Advice.State.choices)
    date = serializers.DateField(help_text="When that was done; of open advice when it was given.")


class PackSerializer(serializers.Serializer[Any]):
    """Everything the analyst could see, each value under the id that claims cite."""

    shape = serializers.IntegerField()
    start = serializers.DateField()
    end = serializers.DateField(help_text="Exclusive.")
    units = serializers.ChoiceField(["metric", "imperial"])
    values = ValueSerializer(many=True)
    signals = PackSignalSerializer(many=True)
    channels = ChannelSerializer(many=True)
    activities = ActivityFactSerializer(many=True)
    tables = TableSerializer(many=True)
    planned = PlannedFactSerializer(many=True)
    events = EventFactSerializer(many=True)
    health = MarkerFactSerializer(many=True)
    profile = ProfileSerializer()
    memory = RememberedSerializer(many=True)
    notes = NoteSerializer(many=True)
    previous = PastAdviceSerializer(many=True)
    asked = serializers.ListField(
        child=serializers.CharField(), help_text="Values that a question about was answered lately."
    )

    def to_representation(self, instance: Analysis) -> dict[str, Any]:
        hidden = self.context.get("hidden", frozenset())
        pack: dict[str, Any] = with_pack(instance, is_current=True, hidden=hidden)["pack"]
        return pack
