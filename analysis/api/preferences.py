"""Whether and how Claude is used for an athlete, and what that costs."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from analysis.errors import AIAnalysisError
from analysis.models import AIPreferences, AIUsage
from analysis.selectors.preferences import preferences_of
from analysis.selectors.spend import answers_today, budget_of
from analysis.services import consent
from analysis.services.asking import check_may_ask
from athletes.api.base import ATHLETE, IF_MATCH, AthleteScopedView, AthleteScopedViewSet, AthleteSettingsView
from athletes.models import Athlete, User

SETTINGS = (
    *("tone", "sends_notes", "sends_cycle", "sends_profile"),
    *("writes_daily", "writes_weekly", "writes_activities", "weekly_weekday", "weekly_hour"),
    *("answers_per_day", "monthly_usd"),
)
ERASES = OpenApiParameter(
    "erases_chats", bool, OpenApiParameter.QUERY, description="Whether conversations go as well."
)


class AIPreferencesSerializer(serializers.ModelSerializer[AIPreferences]):
    """`why_rules` says in words why Claude is not asked now; it is empty while Claude is."""

    monthly_usd = serializers.DecimalField(
        8, 2, coerce_to_string=False, min_value=0, help_text="US dollars a calendar month at most."
    )
    why_rules = serializers.SerializerMethodField()

    class Meta:
        model = AIPreferences
        fields: ClassVar = ["consented_at", *SETTINGS, "next_weekly_at", "why_rules"]
        read_only_fields: ClassVar = ["consented_at", "next_weekly_at"]
        extra_kwargs: ClassVar = {
            "consented_at": {"help_text": "null while nothing is ever sent."},
            "weekly_weekday": {"help_text": "0 is Monday."},
        }

    def get_why_rules(self, row: AIPreferences) -> str:
        try:
            check_may_ask(row.athlete)
        except AIAnalysisError as error:
            return error.message
        return ""


class AIPreferencesView(AthleteSettingsView):
    """One per athlete; only the athlete changes it."""

    data_class = "analysis"

    @extend_schema(summary="How Claude is used", parameters=[ATHLETE], responses=AIPreferencesSerializer)
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return _shown(self.get_athlete())

    @extend_schema(
        summary="Change how Claude is used",
        description="What is left out stays. 403 for everybody but the athlete.",
        parameters=[ATHLETE, IF_MATCH],
        request=AIPreferencesSerializer(partial=True),
        responses=AIPreferencesSerializer,
        examples=[OpenApiExample("At most", value={"monthly_usd": 1.5}, request_only=True)],
    )
    def patch(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        given = AIPreferencesSerializer(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        whose = self.get_athlete()
        consent.change_preferences(athlete=whose, by=cast(User, request.user), **given.validated_data)
        return _shown(whose)


class ConsentView(AthleteScopedView):
    """Leave to send evidence to Claude, which the athlete alone gives and takes back."""

    data_class = "analysis"

    @extend_schema(
        summary="Agree that Claude reads these data",
        description="403 for everybody but the athlete.",
        parameters=[ATHLETE],
        request=None,
        responses=AIPreferencesSerializer,
    )
    def post(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        consent.agree(athlete=self.get_athlete(), by=cast(User, request.user))
        return _shown(self.get_athlete())

    @extend_schema(
        summary="Take that back",
        description="What was sent and answered is erased; analyses stay. 403 for everybody but the athlete.",
        parameters=[ATHLETE, ERASES],
        responses={204: None},
    )
    def delete(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        wanted = serializers.BooleanField().run_validation(request.query_params.get("erases_chats", "false"))
        consent.withdraw(athlete=self.get_athlete(), by=cast(User, request.user), erases_chats=wanted)
        return Response(status=204)


class SpendSerializer(serializers.Serializer[Any]):
    """US dollars of the athlete's calendar month, which ends at `until`."""

    spent_usd = serializers.FloatField(help_text="With the most that what is under way can cost.")
    cap_usd = serializers.FloatField()
    left_usd = serializers.FloatField()
    until = serializers.DateTimeField()
    answers_today = serializers.IntegerField()
    answers_per_day = serializers.IntegerField()


class SpendView(AthleteScopedView):
    data_class = "analysis"

    @extend_schema(summary="What Claude has cost this month", parameters=[ATHLETE], responses=SpendSerializer)
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        whose, now = self.get_athlete(), timezone.now()
        budget = budget_of(whose, now=now)
        answers = {
            "answers_today": answers_today(whose, now=now),
            "answers_per_day": preferences_of(whose).answers_per_day,
        }
        names = ("spent_usd", "cap_usd", "left_usd", "until")
        shown = {name: getattr(budget, name) for name in names}
        return Response(SpendSerializer({**shown, **answers}).data)


class AIUsageSerializer(serializers.ModelSerializer[AIUsage]):
    analysis = serializers.UUIDField(source="analysis.uid", default=None, read_only=True, allow_null=True)
    cost_usd = serializers.FloatField(read_only=True, help_text="While under way the most that it can be.")

    class Meta:
        model = AIUsage
        fields: ClassVar = [
            *("uid", "created_at", "purpose", "model", "state", "is_batch", "analysis", "cost_usd"),
            *("input_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens", "cache_read_tokens"),
            *("output_tokens", "thinking_tokens", "request_id"),
        ]
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(summary="Requests to Claude and their cost, the newest first", parameters=[ATHLETE])
)
class AIUsageViewSet(ListModelMixin, AthleteScopedViewSet):
    model = AIUsage
    serializer_class = AIUsageSerializer
    cursor_ordering = ("-created_at", "-pk")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("analysis")


def _shown(athlete: Athlete) -> Response:
    return Response(AIPreferencesSerializer(preferences_of(athlete)).data)
