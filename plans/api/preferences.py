"""How an athlete can train, and the days on which they cannot."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import (
    ATHLETE,
    IF_MATCH,
    UID,
    AthleteScopedView,
    AthleteScopedViewSet,
    AthleteSettingsView,
)
from athletes.models import User
from metrics.api.fields import FiniteSerializer
from plans.models import Blackout, TrainingPreferences, Weekday
from plans.models.preferences import DAY_MINUTES_MAX, DAY_SESSIONS_MAX
from plans.selectors.forecast import future_load
from plans.selectors.preferences import CanTrain, Room, preferences_of
from plans.services import blackouts
from plans.services.preferences import save_preferences


class RoomSerializer(serializers.Serializer[Any]):
    weekday = serializers.ChoiceField(Weekday.choices, help_text="0 is Monday.")
    minutes = serializers.IntegerField(min_value=0, max_value=DAY_MINUTES_MAX)
    sessions = serializers.IntegerField(min_value=0, max_value=DAY_SESSIONS_MAX, default=1)


class PreferencesSerializer(FiniteSerializer):
    """`is_saved` is false for what is only taken from the last weeks."""

    rooms = RoomSerializer(many=True, help_text="A weekday that is left out has no room.")
    is_saved = serializers.BooleanField(read_only=True)

    class Meta:
        model = TrainingPreferences
        fields: ClassVar = [
            *("experience", "long_day", "weekly_cap_min", "strength", "ramp_max", "adapting"),
            *("automatic_sessions_max", "automatic_load_pct_max", "rooms", "is_saved"),
        ]
        extra_kwargs: ClassVar = {
            "long_day": {"help_text": "Weekday of the longest session, 0 is Monday."},
            "weekly_cap_min": {"help_text": "Minutes a week at most; null for no cap."},
            "ramp_max": {"help_text": "Fitness that a week may add at most."},
            "adapting": {"help_text": "Whether changes wait for an answer."},
        }

    def validate_rooms(self, rooms: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({room["weekday"] for room in rooms}) < len(rooms):
            raise serializers.ValidationError("A weekday is named twice.")
        return rooms


class PreferencesView(AthleteSettingsView):
    """One per athlete."""

    data_class = "plan"

    @extend_schema(summary="How the athlete can train", parameters=[ATHLETE], responses=PreferencesSerializer)
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return Response(_shown(preferences_of(self.get_athlete())))

    @extend_schema(
        summary="Change how the athlete can train",
        description="What is left out stays. The active plan is judged anew, and a change proposed.",
        parameters=[ATHLETE, IF_MATCH],
        request=PreferencesSerializer(partial=True),
        responses=PreferencesSerializer,
    )
    def patch(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        given = PreferencesSerializer(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        fields = dict(given.validated_data)
        rooms = fields.pop("rooms", None)
        week = (
            None
            if rooms is None
            else [Room(room["weekday"], room["minutes"], room.get("sessions", 1)) for room in rooms]
        )
        save_preferences(athlete=self.get_athlete(), user=cast(User, request.user), fields=fields, rooms=week)
        return Response(_shown(preferences_of(self.get_athlete())))


class BlackoutSerializer(FiniteSerializer):
    class Meta:
        model = Blackout
        fields: ClassVar = ["uid", "revision", "start", "end", "reason", "note"]
        read_only_fields: ClassVar = ["uid", "revision"]
        extra_kwargs: ClassVar = {
            "start": {"help_text": "First day."},
            "end": {"help_text": "Day after the last."},
            "reason": {"required": False},
        }


class BlackoutViewSet(AthleteScopedViewSet):
    """Days that every plan keeps free."""

    model = Blackout
    serializer_class = BlackoutSerializer
    pagination_class = None

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(deleted_at=None).select_related("athlete")

    @extend_schema(summary="Days kept free", parameters=[ATHLETE], responses=BlackoutSerializer(many=True))
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        rows = self.filter_queryset(self.get_queryset())
        return Response(self.get_serializer(rows, many=True).data)

    @extend_schema(
        summary="Keep days free",
        parameters=[ATHLETE],
        request=BlackoutSerializer,
        responses={201: BlackoutSerializer},
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = blackouts.add(athlete=self.get_athlete(), user=cast(User, request.user), **given.validated_data)
        return self.answer_row(row, status=201)

    @extend_schema(summary="One stretch of days kept free", parameters=[ATHLETE, UID], filters=False)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Change or end days kept free",
        description="What has begun keeps its first day, what is over stays. The plan is judged anew.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=BlackoutSerializer(partial=True),
        examples=[OpenApiExample("Back earlier", value={"end": "2026-03-06"}, request_only=True)],
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            given = self.get_serializer(row, data=request.data, partial=True)
            given.is_valid(raise_exception=True)
            row = blackouts.change(blackout=row, user=cast(User, request.user), **given.validated_data)
        return self.answer_row(row)

    @extend_schema(summary="Open them again", parameters=[ATHLETE, UID, IF_MATCH], responses={204: None})
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            blackouts.remove(blackout=row, user=cast(User, request.user))
        return Response(status=204)


class FutureDaySerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    planned_load = serializers.FloatField()
    fitness = serializers.FloatField()
    fatigue = serializers.FloatField()
    form = serializers.FloatField()


class FutureLoadView(AthleteScopedView):
    """Needs `plan`; fitness, fatigue and form are numbers of `load`, which it asks for as well."""

    data_class = "plan"

    @extend_schema(
        summary="Where the planned load leads",
        description="From today to the last day that anything is planned for; empty without `load`.",
        parameters=[ATHLETE],
        responses=FutureDaySerializer(many=True),
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return Response(future_load(self.get_athlete()) if self.may_read("load") else [])


def _shown(found: CanTrain) -> dict[str, Any]:
    rooms = [RoomSerializer(room).data for room in found.rooms]
    row = found.preferences
    names = [name for name in PreferencesSerializer.Meta.fields if name not in ("rooms", "is_saved")]
    return {**{name: getattr(row, name) for name in names}, "rooms": rooms, "is_saved": found.is_saved}
