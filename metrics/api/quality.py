"""How complete the data of each day are, and what a watch estimates itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.access import granted
from athletes.api.base import ATHLETE, AthleteScopedView
from athletes.sources.records import EstimateKind
from metrics.api.fields import NumberField
from metrics.api.windows import FROM, TO, window
from metrics.selectors.channels import COLUMNS
from metrics.selectors.estimates import ESTIMATE_DATA_CLASSES, estimates
from metrics.selectors.quality import ACTIVITIES, CLASSES, quality
from metrics.selectors.quality_rules import State, Why

MOST_DAYS = 366 * 3


class CellSerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    state = serializers.ChoiceField([each.value for each in State])
    why = serializers.ChoiceField(
        [each.value for each in Why], allow_blank=True, help_text="Empty for what is there."
    )


class ChannelQualitySerializer(serializers.Serializer[Any]):
    channel = serializers.ChoiceField([*(channel.value for channel in COLUMNS), ACTIVITIES])
    gaps = serializers.IntegerField(help_text="Days on which something could be and is not.")
    days = CellSerializer(many=True)


class QualityView(AthleteScopedView):
    data_class = "heart"
    or_data_classes = ("sleep", "body", "activities")

    @extend_schema(
        operation_id="quality_list",
        summary="What is known of each channel on each day, and why it is not",
        description="Only channels that the athlete measures and the caller may read; `activities` where "
        "some are listed and not here. A day without a sync is not synced, a day that was synced without a "
        "value is missing. At most three years at once.",
        parameters=[ATHLETE, FROM, TO],
        responses=ChannelQualitySerializer(many=True),
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        person = self.get_athlete()
        start, end = window(request, person, MOST_DAYS)
        found = quality(person, start, end, classes=granted(request.user, person, CLASSES))
        rows = [
            {
                "channel": each.channel,
                "gaps": each.gaps,
                "days": [
                    {"date": each.start + timedelta(days=index), "state": cell.state, "why": cell.why}
                    for index, cell in enumerate(each.cells)
                ],
            }
            for each in found.channels.values()
        ]
        return Response(ChannelQualitySerializer(rows, many=True).data)


class WatchEstimateSerializer(serializers.Serializer[Any]):
    """The watch's own estimate, in the unit that its kind is named after."""

    date = serializers.DateField()
    kind = serializers.ChoiceField([(each.value, each.label) for each in EstimateKind])
    value = NumberField(allow_null=True)
    text = serializers.CharField(allow_blank=True, help_text="Where the watch says a word.")
    source = serializers.CharField()  # type: ignore[assignment]


class EstimatesView(AthleteScopedView):
    data_class = "load"
    or_data_classes = ("heart", "body")

    @extend_schema(
        operation_id="estimates_list",
        summary="What the watch estimates itself",
        description="Kept as it came, the oldest first; nothing is computed from it. Most kinds need `load`, "
        "readiness and heart rates `heart`, the fitness age `body`.",
        parameters=[ATHLETE, FROM, TO],
        responses=WatchEstimateSerializer(many=True),
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        person = self.get_athlete()
        classes = granted(request.user, person, ESTIMATE_DATA_CLASSES)
        rows = estimates(person, *window(request, person), classes=classes)
        return Response(WatchEstimateSerializer(rows, many=True).data)
