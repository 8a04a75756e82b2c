"""What the caller wants to hear, where and when."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import IF_MATCH, UserSettingsView
from athletes.models import User
from notifications.kinds import Urgency
from notifications.models import Timing
from notifications.selectors import current_timing, preference_table, zone_of
from notifications.services.preferences import set_preferences
from notifications.services.timing import set_timing


class WishSerializer(serializers.Serializer[Any]):
    channel = serializers.CharField()
    enabled = serializers.BooleanField()


class KindSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    title = serializers.CharField(read_only=True)
    purpose = serializers.CharField(read_only=True)
    urgency = serializers.ChoiceField(
        [urgency.value for urgency in Urgency],
        read_only=True,
        help_text="`now` is sent at once, `soon` outside quiet hours, `later` by e-mail in the daily letter.",
    )
    may_be_switched_off = serializers.BooleanField(read_only=True)
    channels = WishSerializer(many=True)


class NotificationPreferencesView(UserSettingsView):
    """One table per user."""

    @extend_schema(summary="What you hear, and where", responses=KindSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(_shown(cast(User, request.user)))

    @extend_schema(
        summary="Change what you hear, and where",
        description="What is left out stays. Nothing is saved when one of the wishes cannot be.",
        parameters=[IF_MATCH],
        request=KindSerializer(many=True),
        responses=KindSerializer(many=True),
    )
    def patch(self, request: Request) -> Response:
        user = cast(User, request.user)
        given = KindSerializer(data=request.data, many=True)
        given.is_valid(raise_exception=True)
        wishes = {
            (row["kind"], wish["channel"]): wish["enabled"]
            for row in given.validated_data
            for wish in row["channels"]
        }
        set_preferences(user=user, wishes=wishes)
        return Response(_shown(user))


class TimingSerializer(serializers.ModelSerializer[Timing]):
    time_zone = serializers.SerializerMethodField(help_text="Where these hours count: that of your profile.")

    class Meta:
        model = Timing
        fields: ClassVar = [
            *("quiet_from", "quiet_until", "digest_at", "digest_weekday", "reminder", "paused_until"),
            "time_zone",
        ]
        extra_kwargs: ClassVar = {
            "quiet_from": {"help_text": "Local time; null, with the other end, for no quiet hours."},
            "digest_at": {"help_text": "Local time of the daily letter."},
            "digest_weekday": {"help_text": "Day of the week in numbers, 0 is Monday."},
            "paused_until": {"help_text": "First day with messages again; null without a pause."},
        }

    def get_time_zone(self, timing: Timing) -> str:
        return zone_of(timing.user).key


class NotificationTimingView(UserSettingsView):
    """One per user."""

    @extend_schema(summary="When you hear it", responses=TimingSerializer)
    def get(self, request: Request) -> Response:
        return Response(TimingSerializer(current_timing(cast(User, request.user))).data)

    @extend_schema(
        summary="Change when you hear it",
        description="What is left out stays. What waits leaves at the new hours.",
        parameters=[IF_MATCH],
        request=TimingSerializer(partial=True),
        responses=TimingSerializer,
    )
    def patch(self, request: Request) -> Response:
        given = TimingSerializer(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        timing = set_timing(user=cast(User, request.user), **given.validated_data)
        return Response(TimingSerializer(timing).data)


def _shown(user: User) -> Any:
    rows = [
        {
            "kind": row.kind.name,
            "title": row.kind.title,
            "purpose": row.kind.purpose,
            "urgency": row.kind.urgency.value,
            "may_be_switched_off": row.kind.may_be_switched_off,
            "channels": [{"channel": each.channel, "enabled": each.is_wanted} for each in row.choices],
        }
        for row in preference_table(user)
    ]
    return KindSerializer(rows, many=True).data
