"""What the monitor found, and from where on it counts as bad."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from unfold.widgets import UnfoldAdminSelectWidget

from config.core.models import Incident, MonitorRule
from config.core.operators import OperatorAdmin, ShownAdmin
from config.monitor.measures import MEASURES


class MonitorRuleForm(forms.ModelForm):
    name = forms.ChoiceField(
        label="Measure",
        choices=[(each.name, f"{each.title}: {each.limit:g} {each.unit}") for each in MEASURES.values()],
        help_text="With the limit that holds as long as none stands below.",
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = MonitorRule
        fields = ["name", "limit", "is_on"]


@admin.register(MonitorRule)
class MonitorRuleAdmin(OperatorAdmin):
    form = MonitorRuleForm
    list_display = ["name", "limit", "usual", "is_on", "changed_at"]
    search_fields = ["name"]
    ordering = ["name"]

    @admin.display(description="Default")
    def usual(self, row: MonitorRule) -> Any:
        measure = MEASURES.get(row.name)
        return f"{measure.limit:g} {measure.unit}".strip() if measure else None


@admin.register(Incident)
class IncidentAdmin(ShownAdmin):
    list_display = [
        "summary",
        "value",
        "worst_value",
        "limit",
        "opened_at",
        "closed_at",
        "told_at",
        "recovery_told_at",
    ]
    list_filter = ["name", ("closed_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "summary"]
    date_hierarchy = "opened_at"
    ordering = ["-opened_at"]
