"""Where the training time went."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, AthleteScopedView
from athletes.sources.records import Sport
from metrics.api.fields import NumberField
from metrics.api.windows import FROM, TO, window
from metrics.science.distribution import GOALS
from metrics.selectors.distribution import Distribution, distribution

SPORT = OpenApiParameter("sport", enum=[sport.value for sport in Sport], description="Only this sport.")
SECONDS = "Seconds below the first threshold, between the two, and above the second."


class WeekMixSerializer(serializers.Serializer[Any]):
    start = serializers.DateField(help_text="A Monday.")
    zones_s = serializers.ListField(
        source="seconds", child=NumberField(), min_length=3, max_length=3, help_text=SECONDS
    )


class GoalShareSerializer(serializers.Serializer[Any]):
    goal = serializers.ChoiceField(choices=GOALS)
    sessions = serializers.IntegerField()
    duration_s = NumberField(source="seconds")


class DistributionSerializer(serializers.Serializer[Any]):
    """Time in zones and sessions by purpose over the days [start, end)."""

    start = serializers.DateField()
    end = serializers.DateField()
    three_zones_s = serializers.ListField(
        source="three", child=NumberField(), min_length=3, max_length=3, help_text=SECONDS
    )
    five_zones_s = serializers.ListField(
        source="five", child=NumberField(), min_length=5, max_length=5, help_text="Zone 5 with all above it."
    )
    polarisation_index = NumberField(
        source="index",
        allow_null=True,
        help_text="log10(easy / middle x hard x 100) of shares (Treff 2019); null where it says nothing.",
    )
    is_polarised = serializers.BooleanField()
    weeks = WeekMixSerializer(many=True)
    goals = GoalShareSerializer(many=True)
    goal_methods = serializers.DictField(
        source="methods",
        child=serializers.IntegerField(),
        help_text="How many sessions' purposes are known how: `named`, `intervals`, `intensity`, `zones`.",
    )
    sources = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="How many activities' zones are of `power`, `pace`, `heart_rate` or `hr_max`.",
    )
    left_out = serializers.IntegerField(help_text="Activities without any zones.")


class DistributionView(AthleteScopedView):
    data_class = "activities"

    @extend_schema(
        operation_id="distribution_retrieve",
        summary="Time in three and five zones, by week and by what sessions were for",
        description="Zones of heart rate count only for who may read `heart`.",
        parameters=[ATHLETE, FROM, TO, SPORT],
        responses=DistributionSerializer,
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        start, end = window(request, self.get_athlete())
        sport = request.query_params.get("sport", "")
        if sport and sport not in set(Sport):
            raise ValidationError({"sport": f"Choose one of {', '.join(Sport)}."})
        found: Distribution = distribution(
            self.get_athlete(), start, end, sport=sport, with_heart=self.may_read("heart")
        )
        return Response(DistributionSerializer(found).data)
