"""What athletes say themselves: mornings, markers and the cycle log."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.api.bulk import BulkViewSet, bulk_schema
from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from metrics.api.own_word_serializers import (
    CheckInSerializer,
    CycleDaySerializer,
    MarkerSerializer,
    without_day,
)
from metrics.models import Annotation, CheckIn, CycleDay
from metrics.services import annotations as marks
from metrics.services import check_ins, cycle

MORNING = {"date": "2026-03-01", "feel": 4, "soreness": 3, "sleep_quality": 5, "stress": 4, "note": ""}
ILL = {"kind": "illness", "start": "2026-03-01", "end": None, "note": "Cold"}


class DatedFilter(filters.FilterSet):
    """Half-open: `from` is the first day, `to` the day after the last."""

    # "from" is no name in Python, but it is what everybody types.
    locals()["from"] = filters.DateFilter("date", "gte", help_text="First day.")
    locals()["to"] = filters.DateFilter("date", "lt", help_text="Day after the last.")


class MarkerFilter(filters.FilterSet):
    """Markers of which a day lies in the half-open window."""

    kind = filters.ChoiceFilter(choices=Annotation.Kind.choices)

    locals()["from"] = filters.DateFilter(method="ends_after", help_text="First day.")
    locals()["to"] = filters.DateFilter("start", "lt", help_text="Day after the last.")

    def ends_after(self, rows: QuerySet[Any], _: str, day: Any) -> QuerySet[Any]:
        return rows.exclude(end__lte=day)


class SaidViewSet(AthleteScopedViewSet):
    """A list that is filtered by days, and one row."""

    def answer_list(self) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def given(self, data: Any, row: Any = None) -> dict[str, Any]:
        """The validated body; for a row only what the body names."""
        serializer = self.get_serializer(row, data=data, partial=row is not None)
        serializer.is_valid(raise_exception=True)
        return cast(dict[str, Any], serializer.validated_data)


@extend_schema_view(bulk=bulk_schema("check ins", CheckInSerializer, MORNING))
class CheckInViewSet(SaidViewSet, BulkViewSet):
    """Mornings in the athlete's own words, at most one a day."""

    model = CheckIn
    serializer_class = CheckInSerializer
    filterset_class = DatedFilter
    cursor_ordering = ("-date", "-pk")

    @extend_schema(
        summary="Check-ins, the newest first",
        parameters=[ATHLETE],
        responses=CheckInSerializer(many=True),
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return self.answer_list()

    @extend_schema(
        summary="Write down a morning",
        description="Changes the check-in of that day, if there is one (200).",
        parameters=[ATHLETE],
        responses={201: CheckInSerializer, 200: OpenApiResponse(CheckInSerializer, "Changed.")},
        examples=[OpenApiExample("A good morning", value=MORNING, request_only=True)],
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        row, is_new = self.write_new(request.data)
        return self.answer_row(row, status=201 if is_new else 200)

    def write_new(self, data: Any) -> tuple[CheckIn, bool]:
        given = self.given(data)
        is_new = not self.get_queryset().filter(date=given["date"]).exists()
        return check_ins.save_check_in(athlete=self.get_athlete(), **given), is_new

    def write_over(self, row: CheckIn, data: Any) -> CheckIn:
        answers = self.given(data, row)
        if answers.pop("date", row.date) != row.date:
            raise ValidationError({"date": "This name belongs to another day."})
        return check_ins.change_check_in(check_in=row, **answers)

    @extend_schema(summary="One check-in", parameters=[ATHLETE, UID], filters=False)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Change a check-in",
        description="Its day stays.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=CheckInSerializer(partial=True),
        filters=False,
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            answers = without_day(self.given(request.data, row), request)
            row = check_ins.change_check_in(check_in=row, **answers)
        return self.answer_row(row)

    @extend_schema(
        summary="Delete a check-in", parameters=[ATHLETE, UID, IF_MATCH], responses={204: None}, filters=False
    )
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            check_ins.clear_check_in(check_in=row)
        return Response(status=204)


class MarkerViewSet(SaidViewSet):
    """Illness, injury, travel, altitude and other facts about days."""

    model = Annotation
    serializer_class = MarkerSerializer
    filterset_class = MarkerFilter
    cursor_ordering = ("-start", "-pk")

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(deleted_at=None)

    @extend_schema(
        summary="Markers, the newest first", parameters=[ATHLETE], responses=MarkerSerializer(many=True)
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return self.answer_list()

    @extend_schema(
        summary="Add a marker",
        description="Illness, travel and altitude: one of a kind at a time. Illness and injury: not ahead.",
        parameters=[ATHLETE],
        responses={201: MarkerSerializer},
        examples=[OpenApiExample("Ill, and not over", value=ILL, request_only=True)],
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        row = marks.add_annotation(athlete=self.get_athlete(), **self.given(request.data))
        return self.answer_row(row, status=201)

    @extend_schema(summary="One marker", parameters=[ATHLETE, UID], filters=False)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Change or end a marker",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=MarkerSerializer(partial=True),
        examples=[OpenApiExample("Well again", value={"end": "2026-03-06"}, request_only=True)],
        filters=False,
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            row = marks.change_annotation(annotation=row, **self.given(request.data, row))
        return self.answer_row(row)

    @extend_schema(
        summary="Delete a marker", parameters=[ATHLETE, UID, IF_MATCH], responses={204: None}, filters=False
    )
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            marks.delete_annotation(annotation=row)
        return Response(status=204)


class CycleViewSet(SaidViewSet):
    """The cycle log; 404 for athletes who keep none."""

    model = CycleDay
    serializer_class = CycleDaySerializer
    filterset_class = DatedFilter
    cursor_ordering = ("-date", "-pk")

    def get_athlete(self) -> Athlete:
        athlete = super().get_athlete()
        if not athlete.keeps_cycle_log:
            raise DataNotFoundError(cycle.NO_LOG)
        return athlete

    @extend_schema(
        summary="Days of the cycle log, the newest first",
        parameters=[ATHLETE],
        responses=CycleDaySerializer(many=True),
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return self.answer_list()

    @extend_schema(
        summary="Write down a day of the cycle log",
        description="Changes the entry of that day, if there is one (200).",
        parameters=[ATHLETE],
        responses={201: CycleDaySerializer, 200: OpenApiResponse(CycleDaySerializer, "Changed.")},
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        given = self.given(request.data)
        is_new = not self.get_queryset().filter(date=given["date"]).exists()
        row = cycle.save_cycle_day(athlete=self.get_athlete(), **given)
        return self.answer_row(row, status=201 if is_new else 200)

    @extend_schema(summary="One day of the cycle log", parameters=[ATHLETE, UID], filters=False)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Change a day of the cycle log",
        description="Its date stays.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=CycleDaySerializer(partial=True),
        filters=False,
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            fields = without_day(self.given(request.data, row), request)
            row = cycle.save_cycle_day(athlete=self.get_athlete(), date=row.date, **fields)
        return self.answer_row(row)

    @extend_schema(
        summary="Delete a day of the cycle log",
        parameters=[ATHLETE, UID, IF_MATCH],
        responses={204: None},
        filters=False,
    )
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            cycle.clear_cycle_day(cycle_day=row)
        return Response(status=204)
