"""The tables of the foundation, for operators: what ran, what failed, who did what."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin  # noqa: F401
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget

from config.core import audit, jobs, retention, schedule_admin  # noqa: F401
from config.core.models import (
    AuditEvent,
    AuditPayload,
    AuditSeal,
    Breaker,
    BreakerState,
    Counter,
    ExternalCall,
    Heartbeat,
    IdempotencyKey,
    Job,
    Lease,
    RetentionRule,
    TaskRun,
    Turn,
)
from config.core.operators import OperatorAdmin, ShownAdmin

# Operators are told apart by one flag; nothing here reads groups.
admin.site.unregister(Group)


@admin.register(Job)
class JobAdmin(ShownAdmin):
    list_display = [
        "kind",
        "subject",
        "state",
        "attempts",
        "last_error_code",
        "next_attempt_at",
        "updated_at",
    ]
    list_filter = ["state", "kind", "last_error_code"]
    search_fields = ["subject", "last_error_code"]
    date_hierarchy = "created_at"
    ordering = ["-updated_at"]
    actions = ["retry"]

    @admin.action(description="Allow three new attempts")
    def retry(self, request: HttpRequest, rows: QuerySet[Job]) -> None:
        count = sum(jobs.retry(job) for job in rows)
        messages.success(request, f"{count} failed or quarantined jobs may be tried again.")


@admin.register(Breaker)
class BreakerAdmin(ShownAdmin):
    list_display = ["name", "state", "failures", "changed_at"]
    list_filter = ["state"]
    search_fields = ["name"]
    actions = ["close"]

    @admin.action(description="Ask the service again at once")
    def close(self, request: HttpRequest, rows: QuerySet[Breaker]) -> None:
        count = rows.update(state=BreakerState.CLOSED, failures=0)
        messages.success(request, f"{count} services are asked again, within a minute everywhere.")


@admin.register(ExternalCall)
class ExternalCallAdmin(ShownAdmin):
    list_display = ["service", "operation", "status", "error_code", "duration_ms", "cost_usd", "started_at"]
    list_filter = ["service", "status", "error_code"]
    search_fields = ["operation", "subject", "request_id"]
    date_hierarchy = "started_at"
    ordering = ["-started_at"]


@admin.register(AuditEvent)
class AuditEventAdmin(ShownAdmin):
    list_display = ["at", "action", "actor_uid", "subject_uid", "request_id"]
    list_filter = ["action", "at"]
    search_fields = ["action", "actor_uid", "subject_uid", "request_id"]
    date_hierarchy = "at"
    ordering = ["-pk"]
    actions_list = ["verify"]

    @action(description="Verify the chain", url_path="verify")
    def verify(self, request: HttpRequest) -> HttpResponse:
        """Recompute every seal and every payload, and say what does not fit."""
        verdict = audit.check()
        if verdict.is_intact:
            found = f"{verdict.sealed} sealed events fit, {verdict.unsealed} wait for their seal."
            messages.success(request, found)
        else:
            messages.error(request, f"These do not fit: {', '.join(verdict.broken[:20])}.")
        self._record(request, "admin.verified", None, {"broken": len(verdict.broken)})
        return redirect("admin:core_auditevent_changelist")


@admin.register(AuditPayload)
class AuditPayloadAdmin(ShownAdmin):
    list_display = ["event_uid", "subject_uid"]
    search_fields = ["event_uid", "subject_uid"]
    exclude = ["salt"]
    ordering = ["-pk"]


@admin.register(AuditSeal)
class AuditSealAdmin(ShownAdmin):
    list_display = ["at", "first_id", "last_id", "count", "sha256"]
    search_fields = ["sha256"]
    date_hierarchy = "at"
    ordering = ["-pk"]


@admin.register(Heartbeat)
class HeartbeatAdmin(ShownAdmin):
    list_display = ["name", "at", "said"]


@admin.register(Counter)
class CounterAdmin(ShownAdmin):
    list_display = ["key", "window_start", "window_s", "count"]
    search_fields = ["key"]
    ordering = ["-window_start"]


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ShownAdmin):
    list_display = ["route", "key", "user_uid", "status", "created_at"]
    list_filter = ["status"]
    search_fields = ["route", "key", "user_uid"]
    exclude = ["body", "request_sha256"]
    date_hierarchy = "created_at"
    ordering = ["-created_at"]


@admin.register(Lease)
class LeaseAdmin(ShownAdmin):
    list_display = ["name", "until"]
    search_fields = ["name"]
    ordering = ["-until"]


@admin.register(Turn)
class TurnAdmin(ShownAdmin):
    list_display = ["name", "free_at_ms"]
    search_fields = ["name"]
    ordering = ["name"]


@admin.register(TaskRun)
class TaskRunAdmin(ShownAdmin):
    list_display = ["task", "started_at", "duration_ms", "outcome", "counts", "error_code"]
    list_filter = ["outcome", "task"]
    search_fields = ["task", "error_code"]
    date_hierarchy = "started_at"
    ordering = ["-started_at"]


class RetentionRuleForm(forms.ModelForm):
    name = forms.ChoiceField(
        label="What is kept",
        help_text="With the days that hold as long as nothing stands below.",
        choices=lambda: [(rule.name, f"{rule.title}: {_days(rule)}") for rule in retention.RULES.values()],
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = RetentionRule
        fields = ["name", "keep_days"]
        help_texts = {"keep_days": "Empty is for ever."}


@admin.register(RetentionRule)
class RetentionRuleAdmin(OperatorAdmin):
    form = RetentionRuleForm
    list_display = ["name", "title", "keep_days", "usual", "changed_at"]
    search_fields = ["name"]
    ordering = ["name"]

    @admin.display(description="What it is")
    def title(self, row: RetentionRule) -> str:
        rule = retention.RULES.get(row.name)
        return rule.title if rule else "Nothing any more"

    @admin.display(description="Default")
    def usual(self, row: RetentionRule) -> str:
        rule = retention.RULES.get(row.name)
        return _days(rule) if rule else "–"


def _days(rule: retention.Rule) -> str:
    days = rule.default_days()
    return "for ever" if days is None else f"{days} days"
