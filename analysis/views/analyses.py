"""Earlier analyses, and one of them in full with everything it was written from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analysis.selectors.analyses import analyses, analysis_or_404, as_json, with_pack
from analysis.views.evidence import evidence_rows
from analysis.views.rights import hidden_classes
from athletes.models import Athlete
from athletes.pages import athlete_page

PAGE_SIZE = 30


@athlete_page(data="analysis")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """All headlines, newest first."""
    hidden = hidden_classes(request, athlete)
    rows = analyses(athlete).defer(None) if hidden else analyses(athlete)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    for row in page.object_list if hidden else ():
        row.body = as_json(row, hidden)
    return render(request, "analysis/analyses.html", {"athlete": athlete, "page": page})


@athlete_page(data="analysis")
@require_safe
def detail(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Findings, advice, questions, and the table of values."""
    row = analysis_or_404(athlete, uid)
    shown = with_pack(row, is_current=True, hidden=hidden_classes(request, athlete))
    evidence, activity_evidence = evidence_rows(shown["pack"])
    context: dict[str, Any] = {
        "athlete": athlete,
        "row": row,
        "analysis": shown,
        "evidence": evidence,
        "activity_evidence": activity_evidence,
        "value_count": len(shown["pack"]["values"]),
    }
    return render(request, "analysis/analysis.html", context)
