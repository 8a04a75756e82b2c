"""What was asked of Garmin for one athlete: each request, and its sums by day and by kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from athletes.models import Athlete
from config.core.models import Breaker, BreakerState, ExternalCall

SERVICE = "garmin"
SHOWN_DAYS = 14
_COUNT = Count("pk")
_FAILED = Count("pk", filter=Q(status=None) | Q(status__gte=400))


@dataclass(frozen=True)
class DayTotal:
    """The requests of one local day."""

    date: date
    count: int
    failed: int
    received_bytes: int


@dataclass(frozen=True)
class EndpointTotal:
    """The requests of one kind; `duration_ms` is their mean."""

    service: str
    operation: str
    count: int
    failed: int
    duration_ms: float


def calls_of(athlete: Athlete, *, on: date | None = None, operation: str = "") -> QuerySet[ExternalCall]:
    """The newest first; of one local day and of one kind, where named."""
    calls = ExternalCall.objects.filter(subject=athlete.uid, service__startswith=SERVICE)
    if on:
        start = _midnight(athlete, on)
        calls = calls.filter(started_at__gte=start, started_at__lt=_midnight(athlete, on + timedelta(days=1)))
    if operation:
        calls = calls.filter(operation=operation)
    return calls.order_by("-started_at", "-pk")


def day_totals(athlete: Athlete, *, days: int = SHOWN_DAYS) -> list[DayTotal]:
    """Days with any request, the newest first."""
    by_day = _recent(athlete, days).annotate(day=TruncDate("started_at", tzinfo=athlete.zone)).order_by()
    sums = by_day.values_list("day").annotate(count=_COUNT, failed=_FAILED, received=Sum("received_bytes"))
    return [
        DayTotal(day, count, failed, received or 0) for day, count, failed, received in sums.order_by("-day")
    ]


def endpoint_totals(athlete: Athlete, *, days: int = SHOWN_DAYS) -> list[EndpointTotal]:
    """Kinds of requests, the most frequent first."""
    sums = _recent(athlete, days).order_by().values_list("service", "operation")
    rows = [
        EndpointTotal(*row) for row in sums.annotate(count=_COUNT, failed=_FAILED, mean=Avg("duration_ms"))
    ]
    return sorted(rows, key=lambda row: (-row.count, row.operation, row.service))


def resting_services() -> list[Breaker]:
    """Garmin's services that are left alone at the moment, since they failed too often."""
    open_ones = Breaker.objects.filter(name__startswith=SERVICE).exclude(state=BreakerState.CLOSED)
    return list(open_ones.order_by("name"))


def _recent(athlete: Athlete, days: int) -> QuerySet[ExternalCall]:
    first = athlete.today() - timedelta(days=days - 1)
    return calls_of(athlete).filter(started_at__gte=_midnight(athlete, first))


def _midnight(athlete: Athlete, on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()), athlete.zone)
