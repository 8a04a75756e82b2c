"""Earlier analyses, and one of them in full with everything it was written from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from analysis.selectors import analyses, analysis_or_404, as_json
from analysis.views.evidence import evidence_rows
from athletes.models import Athlete
from athletes.pages import athlete_page

PAGE_SIZE = 30


@athlete_page(data="analysis")
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """All headlines, newest first."""
    page = Paginator(analyses(athlete), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "analysis/analyses.html", {"athlete": athlete, "page": page})


@athlete_page(data="analysis")
def detail(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Findings, advice, questions, and the table of values."""
    row = analysis_or_404(athlete, uid)
    evidence, activity_evidence = evidence_rows(row.pack)
    context: dict[str, Any] = {
        "athlete": athlete,
        "row": row,
        "analysis": as_json(row),
        "evidence": evidence,
        "activity_evidence": activity_evidence,
        "value_count": len(row.pack["values"]),
    }
    return render(request, "analysis/analysis.html", context)
