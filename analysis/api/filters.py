"""How the list of analyses is narrowed."""

from __future__ import annotations

from django_filters import rest_framework as filters

from analysis.models import Analysis


class AnalysisFilter(filters.FilterSet):
    """By who wrote it and by the last day it speaks of; days are half-open."""

    engine = filters.ChoiceFilter(choices=Analysis.Engine)
    status = filters.ChoiceFilter(choices=Analysis.Status)
    purpose = filters.ChoiceFilter(choices=Analysis.Purpose)

    # "from" is no name in Python, but it is what everybody types. `end` is the day after the last one.
    locals()["from"] = filters.DateFilter("end", "gt", help_text="First local day.")
    locals()["to"] = filters.DateFilter("end", "lte", help_text="Day after the last local day.")

    class Meta:
        model = Analysis
        fields: list[str] = []
