"""What a watch or its maker estimates: read and shown, never computed with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from athletes.models import Athlete
from athletes.sources.records import EstimateKind
from metrics.models import Estimate
from metrics.selectors.channels import ESTIMATE_CLASSES

CURRENT_DAYS = 90
"""An estimate older than this says nothing about today."""

SOURCE_WORDS = {
    "garmin_key": "Garmin",
    "garmin_login": "Garmin",
    "garmin_export": "Garmin export",
    "file": "File",
}

ESTIMATE_DATA_CLASSES = frozenset(ESTIMATE_CLASSES.values())


@dataclass(frozen=True)
class Estimated:
    """A number in the unit of its kind (`value`) or a word (`text`), as of a day, from a source."""

    kind: EstimateKind
    date: date
    value: float | None
    text: str
    source: str


def newest_estimates(athlete: Athlete, *, classes: Collection[str]) -> list[Estimated]:
    """The newest of each kind of the last 90 days, in the order of the kinds; one query."""
    today = athlete.today()
    rows = _allowed(athlete, classes).filter(date__gt=today - timedelta(days=CURRENT_DAYS), date__lte=today)
    same = Estimate.objects.filter(athlete=OuterRef("athlete"), kind=OuterRef("kind"), date__lte=today)
    newest = rows.filter(date=Subquery(same.order_by("-date").values("date")[:1]))
    order = list(EstimateKind)
    return sorted((_estimated(row) for row in newest), key=lambda each: order.index(each.kind))


def newest_estimate(athlete: Athlete, kind: EstimateKind, *, since: date, until: date) -> Estimated | None:
    """The newest of one kind with a value, of the days since `since` up to and with `until`."""
    rows = Estimate.objects.filter(athlete=athlete, kind=kind, value__isnull=False)
    row = rows.filter(date__gte=since, date__lte=until).order_by("-date").first()
    return None if row is None else _estimated(row)


def estimates(athlete: Athlete, start: date, end: date, *, classes: Collection[str]) -> list[Estimated]:
    """All of the days [start, end), the oldest first, of the kinds that these data classes open."""
    rows = _allowed(athlete, classes).filter(date__gte=start, date__lt=end).order_by("date", "kind")
    return [_estimated(row) for row in rows]


def _allowed(athlete: Athlete, classes: Collection[str]) -> QuerySet[Estimate]:
    kinds = [kind for kind, data in ESTIMATE_CLASSES.items() if data in classes]
    return Estimate.objects.filter(athlete=athlete, kind__in=kinds)


def _estimated(row: Estimate) -> Estimated:
    return Estimated(EstimateKind(row.kind), row.date, row.value, row.text, row.source)
