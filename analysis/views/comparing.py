"""Two analyses side by side."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from analysis.comparing import compare_advice, compare_findings
from analysis.models import Analysis
from analysis.selectors.analyses import analyses, analysis_or_404, as_json
from analysis.views.rights import hidden_classes
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError

CHOICES = 60


@athlete_page(data="analysis")
@require_safe
def compare(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """`?before=&after=`; without them the newest and the one before it."""
    choices = list(analyses(athlete).defer("pack", "body")[:CHOICES])
    after = _chosen(request, athlete, "after", choices[:1])
    earlier = [row for row in choices if after is None or row.created_at < after.created_at]
    before = _chosen(request, athlete, "before", earlier[:1])
    if before is None or after is None:
        return redirect("analysis:analyses", athlete=request.athlete_ref)  # type: ignore[attr-defined]
    hidden = hidden_classes(request, athlete)
    was, now = as_json(before, hidden), as_json(after, hidden)
    context = {
        "athlete": athlete,
        "choices": choices,
        "sides": [("before", "Earlier", before, was), ("after", "Later", after, now)],
        "parts": [("What the data say", compare_findings(was, now)), ("Advice", compare_advice(was, now))],
    }
    return render(request, "analysis/compare.html", context)


def _chosen(request: HttpRequest, athlete: Athlete, name: str, newest: list[Analysis]) -> Analysis | None:
    """The analysis that the address names, else the newest of those."""
    wanted = request.GET.get(name)
    if not wanted:
        return analysis_or_404(athlete, newest[0].uid) if newest else None
    try:
        return analysis_or_404(athlete, UUID(wanted))
    except ValueError:
        raise DataNotFoundError("There is no such analysis, or you may not see it.") from None
