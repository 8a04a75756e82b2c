"""What the API says of connections: never a secret."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from rest_framework import serializers

from athletes.models import Connection, ConnectionAttempt
from metrics.api.fields import NumberField
from metrics.forms.connections import KEY_DAYS, LONGEST_HISTORY_YEARS, LONGEST_KEY, SHORTEST_KEY
from metrics.models import SyncRun
from metrics.selectors.connections import Phase


class TroubleSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    happened = serializers.CharField()
    by_itself = serializers.CharField(help_text="What Formline does about it by itself.")
    you = serializers.CharField(help_text="What the athlete can do; empty where nothing.")


class HistorySerializer(serializers.Serializer[Any]):
    """What of the wanted past is here."""

    start = serializers.DateField()
    days_done = serializers.IntegerField(source="amounts.days_done")
    days_total = serializers.IntegerField(source="amounts.days_total")
    activities_done = serializers.IntegerField(source="amounts.activities_done")
    activities_total = serializers.IntegerField(
        source="amounts.activities_total", help_text="Found so far, unless `is_listed_whole`."
    )
    is_listed_whole = serializers.BooleanField()
    is_done = serializers.BooleanField()
    remaining_s = NumberField(
        source="amounts.remaining_s", allow_null=True, help_text="A guess, seconds; null while unknown."
    )


class ConnectionSerializer(serializers.Serializer[Any]):
    """One connection as it stands."""

    uid = serializers.UUIDField(source="connection.uid")
    revision = serializers.IntegerField(source="connection.revision")
    created_at = serializers.DateTimeField(source="connection.created_at")
    way = serializers.CharField(source="connection.way")
    phase = serializers.ChoiceField([(each.value, each.value) for each in Phase])
    account = serializers.CharField(source="connection.account")
    sync_time = serializers.TimeField(
        source="connection.sync_time", help_text="In the athlete's time zone.", format="%H:%M"
    )
    backfill_from = serializers.DateField(source="connection.backfill_from", allow_null=True)
    ai_allowed = serializers.BooleanField(source="connection.ai_allowed")
    key_expires_on = serializers.DateField(source="connection.key_expires_on", allow_null=True)
    synced_at = serializers.DateTimeField(
        source="connection.synced_at", allow_null=True, help_text="When the newest days were last read whole."
    )
    next_try_at = serializers.DateTimeField(
        allow_null=True, help_text="The next sync by itself; null when it waits for the athlete."
    )
    history = HistorySerializer(allow_null=True)
    trouble = TroubleSerializer(allow_null=True)
    failed_activities = serializers.IntegerField(help_text="Listed at Garmin, and could not be fetched.")


class NewConnectionSerializer(serializers.Serializer[Any]):
    """A Personal API key; `valid_days` is what was chosen at Garmin when it was created."""

    key = serializers.CharField(min_length=SHORTEST_KEY, max_length=LONGEST_KEY, write_only=True)
    valid_days = serializers.ChoiceField(KEY_DAYS, default=365)
    created_on = serializers.DateField(required=False, help_text="Today unless given.")
    is_own_use = serializers.BooleanField(
        help_text="True: one's own data, for personal and non-commercial use, under Garmin's terms."
    )

    def validate_is_own_use(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError("Without this, Formline may not use the key.")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        today: date = self.context["today"]
        created = attrs.get("created_on", today)
        if created > today:
            raise serializers.ValidationError({"created_on": "This day is still to come."})
        attrs["expires_on"] = created + timedelta(days=int(attrs["valid_days"]))
        if attrs["expires_on"] < today:
            raise serializers.ValidationError({"valid_days": "Then it has expired already."})
        return attrs


class ConnectionChangeSerializer(serializers.ModelSerializer[Connection]):
    class Meta:
        model = Connection
        fields: ClassVar = ["sync_time", "backfill_from", "ai_allowed"]
        extra_kwargs: ClassVar = {"backfill_from": {"allow_null": False}}

    def validate_backfill_from(self, value: date) -> date:
        today: date = self.context["today"]
        if not today.replace(year=today.year - LONGEST_HISTORY_YEARS, day=1) <= value <= today:
            raise serializers.ValidationError(f"A day of the last {LONGEST_HISTORY_YEARS} years.")
        return value


class AttemptSerializer(serializers.ModelSerializer[ConnectionAttempt]):
    """One try to connect. While it works, ask again every two seconds."""

    class Meta:
        model = ConnectionAttempt
        fields: ClassVar = [
            "uid",
            "created_at",
            "way",
            "state",
            "step",
            "code_tries",
            "error_code",
            "error_message",
            "finished_at",
            "expires_at",
        ]
        read_only_fields: ClassVar = fields


class SyncWarningSerializer(serializers.Serializer[Any]):
    """A field of Garmin's answers that could not be used; its value is not kept."""

    endpoint = serializers.CharField()
    field = serializers.CharField()
    problem = serializers.CharField()
    count = serializers.IntegerField()


class SyncRunSerializer(serializers.ModelSerializer[SyncRun]):
    """One sync; days are half-open, `[since, until)`."""

    connection_uid = serializers.UUIDField(source="connection.uid")
    warnings = serializers.SerializerMethodField()

    class Meta:
        model = SyncRun
        fields: ClassVar = [
            "uid",
            "connection_uid",
            "created_at",
            "finished_at",
            "reason",
            "state",
            "since",
            "until",
            "days_done",
            "days_total",
            "activities_done",
            "activities_total",
            "requests",
            "warnings",
            "error_code",
            "error_message",
        ]
        read_only_fields: ClassVar = fields

    def get_warnings(self, run: SyncRun) -> list[dict[str, Any]]:
        rows = [each for each in run.warnings if isinstance(each, Mapping)]
        names = ("endpoint", "field", "problem")
        return [
            {**{name: str(row.get(name, "")) for name in names}, "count": int(row.get("count", 1))}
            for row in rows
        ]
