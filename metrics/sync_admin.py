"""What syncs did and what Garmin lists, for operators: no answer and no health value."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from config.core.operators import ShownAdmin
from metrics.models import Estimate, RawAnswer, RemoteActivity, SyncedDay, SyncRun

OWNER = ["athlete__name", "athlete__user__email"]


@admin.register(SyncRun)
class SyncRunAdmin(ShownAdmin):
    list_display = ["athlete", "connection", "reason", "state", "days_done", "activities_done", "requests"]
    list_filter = ["state", "reason", "error_code"]
    search_fields = ["uid", *OWNER]
    list_select_related = ["athlete", "connection"]
    date_hierarchy = "created_at"


@admin.register(RemoteActivity)
class RemoteActivityAdmin(ShownAdmin):
    list_display = ["external_id", "athlete", "local_date", "state", "attempts", "error_code"]
    list_filter = ["state", "error_code"]
    search_fields = ["external_id", *OWNER]
    list_select_related = ["athlete"]
    date_hierarchy = "local_date"
    exclude = ["summary"]


@admin.register(SyncedDay)
class SyncedDayAdmin(ShownAdmin):
    list_display = ["date", "athlete", "connection", "synced_at"]
    search_fields = OWNER
    list_select_related = ["athlete", "connection"]
    date_hierarchy = "date"
    exclude = ["channels"]


@admin.register(RawAnswer)
class RawAnswerAdmin(ShownAdmin):
    list_display = ["endpoint", "athlete", "source", "start", "end", "received_at"]
    list_filter = ["source", "endpoint"]
    search_fields = OWNER
    list_select_related = ["athlete"]
    date_hierarchy = "received_at"
    exclude = ["data"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RawAnswer]:
        return super().get_queryset(request).defer("data")


@admin.register(Estimate)
class EstimateAdmin(ShownAdmin):
    list_display = ["date", "athlete", "kind", "source", "ai_allowed"]
    list_filter = ["kind", "source", "ai_allowed"]
    search_fields = OWNER
    list_select_related = ["athlete"]
    date_hierarchy = "date"
