"""Beat's schedule in the look of the operators' admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django_celery_beat import admin as beat
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from config.core.models import TaskRun
from config.core.operators import OperatorAdmin

for _model in (PeriodicTask, IntervalSchedule, CrontabSchedule, SolarSchedule, ClockedSchedule):
    admin.site.unregister(_model)


class TaskSelect(UnfoldAdminSelectWidget, beat.TaskSelectWidget):
    """The registered tasks to choose from."""


class PeriodicTaskForm(beat.PeriodicTaskForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].widget = UnfoldAdminTextInputWidget()
        self.fields["regtask"].widget = TaskSelect()


@admin.register(PeriodicTask)
class PeriodicTaskAdmin(OperatorAdmin, beat.PeriodicTaskAdmin):
    form = PeriodicTaskForm
    list_select_related = ["interval", "crontab", "solar", "clocked"]
    list_display = ["name", "enabled", "scheduler", "last_run", "took", "outcome", "one_off"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PeriodicTask]:
        newest = TaskRun.objects.filter(task=OuterRef("task")).order_by("-started_at", "-pk")
        names = ("started_at", "duration_ms", "outcome")
        runs = {f"run_{name}": Subquery(newest.values(name)[:1]) for name in names}
        return super().get_queryset(request).annotate(**runs)

    @admin.display(description="Last run")
    def last_run(self, row: Any) -> Any:
        return row.run_started_at

    @admin.display(description="Took")
    def took(self, row: Any) -> str:
        return "–" if row.run_duration_ms is None else f"{row.run_duration_ms / 1_000:.2f} s"

    @admin.display(description="Outcome")
    def outcome(self, row: Any) -> str:
        return TaskRun.Outcome(row.run_outcome).label if row.run_outcome else "–"


@admin.register(IntervalSchedule)
class IntervalScheduleAdmin(OperatorAdmin, beat.IntervalScheduleAdmin):
    pass


@admin.register(CrontabSchedule)
class CrontabScheduleAdmin(OperatorAdmin, beat.CrontabScheduleAdmin):
    pass
