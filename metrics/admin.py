"""What came in and what was made of it, for operators."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from config.core.operators import OperatorPermissions, ShownAdmin
from metrics import sync_admin  # noqa: F401
from metrics.models import (
    Activity,
    Annotation,
    Best,
    CheckIn,
    Curves,
    CycleDay,
    Day,
    ImportBatch,
    ImportFile,
    Interval,
    Lap,
    LoadSeries,
    Origin,
    Race,
    ReadinessOverride,
    Signal,
    SignalScan,
    Stream,
    ThresholdProposal,
)
from metrics.services.activities import delete_activity, restore_activity
from metrics.services.retrying import read_again

OWNER = ["athlete__name", "athlete__user__email"]


class ShownInline(OperatorPermissions, TabularInline):
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


class OriginInline(ShownInline):
    model = Origin
    fields = ["source", "file_name", "external_id", "received_at", "ai_allowed"]
    readonly_fields = ["received_at"]


class LapInline(ShownInline):
    model = Lap
    fields = ["index", "elapsed_s", "distance_m", "avg_power_w", "avg_hr_bpm", "trigger"]
    show_change_link = False


@admin.register(Activity)
class ActivityAdmin(ShownAdmin):
    list_display = [
        "__str__",
        "athlete",
        "sport",
        "start_time",
        "timer_s",
        "load",
        "load_method",
        "deleted_at",
    ]
    list_filter = ["sport", "load_method", ("deleted_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "uid", *OWNER]
    list_select_related = ["athlete"]
    date_hierarchy = "start_time"
    ordering = ["-start_time"]
    inlines = [OriginInline, LapInline]
    actions = ["hide", "bring_back"]

    @admin.action(description="Hide, as if the athlete had deleted it")
    def hide(self, request: HttpRequest, rows: QuerySet[Activity]) -> None:
        found = list(rows.filter(deleted_at=None).select_related("athlete"))
        for activity in found:
            delete_activity(activity=activity)
        messages.success(request, f"{len(found)} activities are hidden.")

    @admin.action(description="Bring back what was hidden")
    def bring_back(self, request: HttpRequest, rows: QuerySet[Activity]) -> None:
        found = list(rows.exclude(deleted_at=None).select_related("athlete"))
        for activity in found:
            restore_activity(activity=activity)
        messages.success(request, f"{len(found)} activities are back.")


@admin.register(Origin)
class OriginAdmin(ShownAdmin):
    list_display = ["file_name", "athlete", "source", "external_id", "received_at", "ai_allowed"]
    list_filter = ["source", "ai_allowed"]
    search_fields = ["file_name", "external_id", "sha256", *OWNER]
    list_select_related = ["athlete"]
    date_hierarchy = "received_at"
    ordering = ["-received_at"]
    exclude = ["file"]
    raw_id_fields = ["activity", "athlete"]


@admin.register(Stream)
class StreamAdmin(ShownAdmin):
    list_display = ["activity", "channel", "count"]
    list_filter = ["channel"]
    search_fields = ["=activity__uid"]
    list_select_related = ["activity"]
    ordering = ["-pk"]


@admin.register(Lap)
class LapAdmin(ShownAdmin):
    list_display = ["activity", "index", "elapsed_s", "distance_m", "trigger"]
    search_fields = ["=activity__uid"]
    list_select_related = ["activity"]
    ordering = ["-activity_id", "index"]


@admin.register(Curves)
class CurvesAdmin(ShownAdmin):
    list_display = ["activity", "athlete", "sport", "local_date"]
    list_filter = ["sport"]
    search_fields = ["=activity__uid", *OWNER]
    list_select_related = ["activity", "athlete"]
    date_hierarchy = "local_date"


@admin.register(Best)
class BestAdmin(ShownAdmin):
    list_display = ["activity", "athlete", "metric", "duration_s", "distance_m", "value", "local_date"]
    list_filter = ["metric", "sport"]
    search_fields = ["=activity__uid", *OWNER]
    list_select_related = ["activity", "athlete"]
    date_hierarchy = "local_date"


@admin.register(Interval)
class IntervalAdmin(ShownAdmin):
    list_display = ["activity", "index", "kind", "start_s", "duration_s", "avg_power_w"]
    list_filter = ["kind"]
    search_fields = ["=activity__uid"]
    list_select_related = ["activity"]
    ordering = ["-activity_id", "index"]


@admin.register(Signal)
class SignalAdmin(ShownAdmin):
    list_display = ["kind", "athlete", "start", "end", "severity", "confidence", "acknowledged_at"]
    list_filter = ["kind", "severity", ("acknowledged_at", admin.EmptyFieldListFilter)]
    search_fields = ["uid", *OWNER]
    list_select_related = ["athlete"]
    exclude = ["answer"]
    date_hierarchy = "start"


@admin.register(SignalScan)
class SignalScanAdmin(ShownAdmin):
    list_display = ["athlete", "stale_since", "scanned_on"]
    list_filter = [("stale_since", admin.EmptyFieldListFilter)]
    search_fields = OWNER
    list_select_related = ["athlete"]


@admin.register(Day)
class DayAdmin(ShownAdmin):
    list_display = ["date", "athlete", "resting_hr_bpm", "hrv_rmssd_ms", "sleep_s", "weight_kg", "source"]
    list_filter = ["source", "ai_allowed"]
    search_fields = OWNER
    list_select_related = ["athlete"]
    date_hierarchy = "date"


@admin.register(ReadinessOverride)
class ReadinessOverrideAdmin(ShownAdmin):
    list_display = ["date", "athlete", "verdict", "computed"]
    list_filter = ["verdict"]
    search_fields = OWNER
    list_select_related = ["athlete"]
    exclude = ["reason"]
    date_hierarchy = "date"


@admin.register(CheckIn)
class CheckInAdmin(ShownAdmin):
    list_display = ["date", "athlete", "feel", "soreness", "sleep_quality", "stress"]
    search_fields = OWNER
    list_select_related = ["athlete"]
    exclude = ["note"]
    date_hierarchy = "date"


@admin.register(Annotation)
class AnnotationAdmin(ShownAdmin):
    list_display = ["kind", "athlete", "start", "end", "deleted_at"]
    list_filter = ["kind", ("deleted_at", admin.EmptyFieldListFilter)]
    search_fields = OWNER
    list_select_related = ["athlete"]
    exclude = ["note"]
    date_hierarchy = "start"


@admin.register(CycleDay)
class CycleDayAdmin(ShownAdmin):
    list_display = ["date", "athlete"]
    search_fields = OWNER
    list_select_related = ["athlete"]
    exclude = ["bleeding", "note"]


@admin.register(Race)
class RaceAdmin(ShownAdmin):
    list_display = ["name", "athlete", "sport", "date", "priority", "deleted_at"]
    list_filter = ["sport", "priority", ("deleted_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "uid", *OWNER]
    list_select_related = ["athlete"]
    date_hierarchy = "date"


@admin.register(ThresholdProposal)
class ThresholdProposalAdmin(ShownAdmin):
    list_display = ["sport", "kind", "athlete", "value", "current", "on", "state"]
    list_filter = ["state", "kind"]
    search_fields = ["uid", *OWNER]
    list_select_related = ["athlete"]
    date_hierarchy = "on"


@admin.register(LoadSeries)
class LoadSeriesAdmin(ShownAdmin):
    list_display = ["athlete", "start_date", "days", "dirty_from", "measured_at", "updated_at"]
    list_filter = [("dirty_from", admin.EmptyFieldListFilter)]
    search_fields = OWNER
    list_select_related = ["athlete"]
    ordering = ["-updated_at"]


class ImportFileInline(ShownInline):
    model = ImportFile
    fields = ["name", "state", "code", "message", "size"]
    per_page = 50


@admin.register(ImportBatch)
class ImportBatchAdmin(ShownAdmin):
    list_display = ["uid", "athlete", "created_at", "finished_at"]
    list_filter = [("finished_at", admin.EmptyFieldListFilter)]
    search_fields = ["uid", *OWNER]
    list_select_related = ["athlete"]
    date_hierarchy = "created_at"
    inlines = [ImportFileInline]


@admin.register(ImportFile)
class ImportFileAdmin(ShownAdmin):
    list_display = ["name", "batch", "state", "code", "size", "updated_at"]
    list_filter = ["state", "code"]
    search_fields = ["name", "=batch__uid", "batch__athlete__user__email"]
    list_select_related = ["batch"]
    date_hierarchy = "created_at"
    ordering = ["-pk"]
    exclude = ["file"]
    actions = ["again"]

    @admin.action(description="Read failed files again")
    def again(self, request: HttpRequest, rows: QuerySet[ImportFile]) -> None:
        count = sum(read_again(file=file) for file in rows)
        messages.success(request, f"{count} files are read again.")
