"""What the analyst said, and on what evidence, for operators."""

from __future__ import annotations

from django.contrib import admin

from analysis.models import Analysis
from config.core.operators import ShownAdmin


@admin.register(Analysis)
class AnalysisAdmin(ShownAdmin):
    list_display = ["athlete", "engine", "status", "start", "end", "prompt_version", "created_at"]
    list_filter = ["engine", "status", "prompt_version"]
    search_fields = ["athlete__name", "athlete__user__email", "uid", "pack_sha256"]
    list_select_related = ["athlete"]
    date_hierarchy = "created_at"
