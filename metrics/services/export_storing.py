"""Records of a Garmin export into the tables, each on its own, and counted."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import DataError, IntegrityError
from django.db.models import Q

from athletes.models import Athlete
from athletes.sources.garmin_export import Step
from athletes.sources.garmin_export.activities import JOIN_TOLERANCE
from athletes.sources.garmin_export.layout import Kind
from athletes.sources.records import Record, RecordedActivity, RecordedDay
from config.core.errors import AppException
from config.core.logging import logger
from metrics.models import Activity, Origin
from metrics.selectors.exports import ExportReport, Reason
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.ingest import store_activity, store_day, store_estimate

_FAULTS: Final = (DataError, IntegrityError, ArithmeticError, LookupError, TypeError, ValueError)
"""What one record can cause; anything else is the machine's, and the reading goes on later."""
_SUBJECTS: Final = {Kind.DAILY: "daily", Kind.SLEEP: "sleep", Kind.STATUS: "hrv", Kind.BODY: "weight"}
_HAS_RECORDING: Final = ("EXPORT_HAS_RECORDING", "Summaries of activities whose recording is here.")
_REFUSED: Final = ("EXPORT_RECORD_REFUSED", "Holds something that cannot be stored.")

log = logger(__name__)


class ExportStorer:
    """Stores the steps of one export of one athlete and counts them in `report`."""

    def __init__(self, athlete: Athlete, report: ExportReport) -> None:
        self.report = report
        self._athlete = athlete
        self._book = ThresholdBook(athlete)

    def store(self, step: Step) -> None:
        """Safe to repeat, but counted each time: save the report together with the step's cursor."""
        for each in step.skipped:
            self.report.skipped[Reason(each.pattern, each.code, each.message)] += 1
        for record in step.records:
            if reason := self._fault(step.kind, record):
                self.report.skipped[reason] += 1
        self.report.cursor = step.cursor.as_json()

    def count_arrivals(self, since: datetime) -> None:
        """Count the activities that came since the import began: a repeated step does not change that."""
        arrived = Origin.objects.filter(athlete=self._athlete, source="garmin_export", received_at__gte=since)
        joined = Q(activity__merged_into__isnull=False) | Q(activity__merged__isnull=False)
        self.report.merged = arrived.filter(joined).values("pk").distinct().count()
        self.report.new = arrived.count() - self.report.merged

    def _fault(self, kind: Kind, record: Record) -> Reason | None:
        """Store the record; why not, when it cannot be."""
        try:
            return self._store(kind, record)
        except AppException as error:
            if error.retryable:
                raise
            return Reason(kind, error.code, error.message)
        except _FAULTS as error:
            log.warning("export_record_refused", kind=kind.name, error=type(error).__name__)
            return Reason(kind, *_REFUSED)

    def _store(self, kind: Kind, record: Record) -> Reason | None:
        if isinstance(record, RecordedActivity):
            return self._activity(kind, record)
        if isinstance(record, RecordedDay):
            self._day(kind, record)
        else:
            store_estimate(athlete=self._athlete, recorded=record)
            self.report.estimates[record.kind.value] += 1
        return None

    def _activity(self, kind: Kind, record: RecordedActivity) -> Reason | None:
        if kind is Kind.ACTIVITIES and self._has_recording(record):
            return Reason(kind, *_HAS_RECORDING)
        store_activity(athlete=self._athlete, recorded=record, book=self._book)
        if kind is Kind.ACTIVITIES:
            self.report.summaries += 1
        else:
            self.report.recordings += 1
        return None

    def _day(self, kind: Kind, record: RecordedDay) -> None:
        store_day(athlete=self._athlete, recorded=record)
        is_counted = any(state != "missing" for state in record.channels.values())
        if is_counted and (kind is not Kind.STATUS or record.hrv_rmssd_ms is not None):
            self.report.days[_SUBJECTS[kind]] += 1

    def _has_recording(self, summary: RecordedActivity) -> bool:
        """Whether a recording, a leg or a deleted one among them, has the summary's id or start."""
        at_its_start = Q(
            start_time__gte=summary.start_time - JOIN_TOLERANCE,
            start_time__lte=summary.start_time + JOIN_TOLERANCE,
        )
        same = at_its_start & (Q(origins__file__gt="") | Q(parent__origins__file__gt=""))
        same |= Q(origins__file__gt="", origins__external_id=summary.external_id)
        return Activity.objects.filter(same, athlete=self._athlete).exists()
