"""A window of local days from the query string."""

from __future__ import annotations

from datetime import date, timedelta

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from athletes.models import Athlete

DEFAULT_DAYS = 42
MAX_DAYS = 366 * 20
FROM = OpenApiParameter(
    "from", date, description=f"First local day; default: {DEFAULT_DAYS} days before `to`."
)
TO = OpenApiParameter(
    "to", date, description="Day after the last local day; default: tomorrow. Days to come are left out."
)


def window(request: Request, athlete: Athlete, most_days: int = MAX_DAYS) -> tuple[date, date]:
    """The half-open window [from, to), up to today; empty when all of it is to come.

    Raises ValidationError when it is no window of at most `most_days`, 20 years by default.
    """
    tomorrow = athlete.today() + timedelta(days=1)
    end = _day(request, "to") or tomorrow
    start = _day(request, "from") or end - timedelta(days=DEFAULT_DAYS)
    if not start < end:
        raise ValidationError({"from": "The first day must be before `to`."})
    if (end - start).days > most_days:
        raise ValidationError({"from": f"At most {most_days} days at once."})
    return min(start, tomorrow), min(end, tomorrow)


def _day(request: Request, name: str) -> date | None:
    text = request.query_params.get(name, "")
    if not text:
        return None
    try:
        day: date = serializers.DateField().to_internal_value(text)
    except ValidationError as error:
        raise ValidationError({name: error.detail}) from error
    if not 1990 <= day.year <= 2100:
        raise ValidationError({name: "This day is too far away."})
    return day
