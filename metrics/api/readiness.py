"""Readiness of days, and the athlete's own verdict above it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.access import granted
from athletes.api.base import ATHLETE, IF_MATCH, AthleteScopedView
from config.core.api.etag import check_if_match, tagged
from config.core.errors import DataNotFoundError
from metrics.api.fields import HELP, FiniteSerializer, NumberField
from metrics.api.windows import FROM, TO, window
from metrics.models import ReadinessOverride
from metrics.science.recovery.readiness import WEIGHTS, Caveat
from metrics.selectors.readiness import CLASSES, Readiness, readiness_of_days
from metrics.services.readiness import override_readiness, withdraw_override

UNITS = {"hrv": "ms", "resting_hr": "bpm", "sleep": "s", "form": "load", "own_word": "1 to 5"}
LEVELS = ReadinessOverride.Verdict.choices
PART_KEYS = list(WEIGHTS)
MOST_DAYS = 366 * 2
"""Each day is judged with the weeks before it: twenty years would keep the server busy for seconds."""
DATE = OpenApiParameter("date", date, required=True, description="The local day whose verdict is withdrawn.")


class PartSerializer(serializers.Serializer[Any]):
    """One driver of the score, the largest effect first."""

    key = serializers.ChoiceField(PART_KEYS)
    value = NumberField(help_text="Of HRV the mean of seven nights, else of the day.")
    unit = serializers.CharField(help_text="Of `value` and `usual`.")
    usual = NumberField(allow_null=True, help_text="The centre it is compared with, where there is one.")
    z = NumberField(help_text="Distance from the usual in standard deviations; 3 count at most.")
    weight = NumberField(help_text="What a standard deviation counts, in tens of points.")
    points = NumberField(help_text="What it adds to the 50 of a usual day.")


class MissingPartSerializer(serializers.Serializer[Any]):
    key = serializers.ChoiceField(PART_KEYS)
    is_measured = serializers.BooleanField(help_text="There is a value, but too few days to compare it with.")
    known_days = serializers.IntegerField()
    needed_days = serializers.IntegerField()


class OverrideSerializer(FiniteSerializer):
    """`computed` is the score as it was when it was overruled; it is left out for callers who may not see all
    that it was made from."""

    class Meta:
        model = ReadinessOverride
        fields = ("date", "verdict", "reason", "computed", "updated_at", "revision")
        read_only_fields = ("computed", "updated_at", "revision")
        extra_kwargs = {
            "date": {"help_text": "Local day, today or before."},
            "revision": {"help_text": HELP["revision"]},
        }


class VerdictSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(LEVELS)
    reason = serializers.CharField()
    computed = NumberField(
        allow_null=True, help_text="The score that it overruled; null unless one may see all its parts."
    )


class ReadinessSerializer(serializers.Serializer[Any]):
    """Made from the data classes that the caller may read; the others count nothing."""

    date = serializers.DateField()
    score = NumberField(allow_null=True, help_text="0 to 100; null with fewer than two parts.")
    level = serializers.ChoiceField(
        LEVELS, allow_null=True, help_text="The athlete's verdict, else the computed level."
    )
    computed_level = serializers.ChoiceField(LEVELS, allow_null=True)
    coverage = NumberField(help_text="Share of all weight that is known, 0 to 1.")
    caveats = serializers.ListField(child=serializers.ChoiceField([each.value for each in Caveat]))
    parts = PartSerializer(many=True)
    missing = MissingPartSerializer(many=True)
    override = VerdictSerializer(allow_null=True)


class ReadinessView(AthleteScopedView):
    data_class = "heart"
    or_data_classes = ("sleep",)

    @extend_schema(
        operation_id="readiness_list",
        summary="Readiness by day, with its drivers",
        description="50 + 10 · (1.0 z_hrv - 0.8 z_resting_hr + 0.6 z_sleep + 0.5 z_form + 1.0 z_own_word), "
        "0 to 100. One of `heart` and `sleep` opens it. Two years at most.",
        parameters=[ATHLETE, FROM, TO],
        responses=ReadinessSerializer(many=True),
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        person = self.get_athlete()
        classes = granted(request.user, person, CLASSES)
        found = readiness_of_days(person, *window(request, person, MOST_DAYS), classes=classes)
        return Response(ReadinessSerializer([_plain(each) for each in found], many=True).data)


class OverrideView(AthleteScopedView):
    data_class = "heart"

    @extend_schema(
        operation_id="readiness_override_update",
        summary="Overrule the readiness of a day",
        parameters=[ATHLETE, IF_MATCH],
        request=OverrideSerializer,
        responses=OverrideSerializer,
        examples=[
            OpenApiExample(
                "A bad night",
                value={"date": "2026-11-22", "verdict": "easy", "reason": "Sick child"},
                request_only=True,
            )
        ],
    )
    def put(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        given = OverrideSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        with transaction.atomic():
            self._check(request, values["date"])
            row = override_readiness(athlete=self.get_athlete(), day=values.pop("date"), **values)
        seen = granted(request.user, self.get_athlete(), CLASSES)
        context = {"hidden_fields": set() if seen >= CLASSES else {"computed"}}
        return tagged(Response(OverrideSerializer(row, context=context).data), row)

    @extend_schema(
        operation_id="readiness_override_destroy",
        summary="Let the computed readiness stand again",
        parameters=[ATHLETE, DATE, IF_MATCH],
        responses={204: None},
    )
    def delete(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        field = serializers.DateField()
        try:
            day: date = field.run_validation(request.query_params.get("date"))
        except ValidationError as error:
            raise ValidationError({"date": error.detail}) from error
        with transaction.atomic():
            self._check(request, day)
            if not withdraw_override(athlete=self.get_athlete(), day=day):
                raise DataNotFoundError("Nothing was overruled on this day.")
        return Response(status=204)

    def _check(self, request: Request, day: date) -> None:
        rows = ReadinessOverride.objects.for_athlete(self.get_athlete()).filter(date=day)
        if row := rows.select_for_update().first():
            check_if_match(request, row)


def _plain(found: Readiness) -> dict[str, Any]:
    computed = found.computed
    return {
        "date": found.day,
        "score": computed.score,
        "level": found.level,
        "computed_level": computed.level,
        "coverage": computed.coverage,
        "caveats": computed.caveats,
        "parts": [
            {
                "key": part.key,
                "value": found.measured[part.key].value,
                "unit": UNITS[part.key],
                "usual": found.measured[part.key].usual,
                "z": part.z,
                "weight": WEIGHTS[part.key],
                "points": part.points,
            }
            for part in computed.parts
        ],
        "missing": [
            {
                "key": key,
                "is_measured": found.measured[key].value is not None,
                "known_days": found.measured[key].known_days,
                "needed_days": found.measured[key].needed_days,
            }
            for key in found.missing
        ],
        "override": found.override and vars(found.override),
    }
