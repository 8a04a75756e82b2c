"""Today: how am I, why, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analysis.briefs import brief
from analysis.drivers import drivers
from analysis.evidence import Pack
from analysis.selectors.analyses import of_today, with_pack
from analysis.services.analysing import refresh
from analysis.views.panels import activity_rows, gap_panel, readiness_today
from analysis.views.rights import hidden_classes, rights
from analysis.views.watch import watch
from analysis.visible import visible
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core import dates
from config.core.celery import enqueue
from metrics.selectors.summary import dashboard
from metrics.views.own_word import own_word
from metrics.views.starting import starting_offer
from plans.selectors.reasons import CLASSES
from plans.views.panel_today import today_panel


@athlete_page(data="analysis")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The whole page in one response. When data came in since the last analysis, its part fetches itself."""
    seen = watch(request, athlete)
    context = {**today_context(request, athlete), "watch": seen}
    return render(request, "analysis/today.html", context)


@athlete_page(data="analysis")
@require_safe
def insight(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The headline and the brief by themselves, of the newest data."""
    analysis = of_today(athlete)
    if analysis is None or not analysis["is_current"]:
        written = refresh(athlete_id=athlete.pk)
        analysis = with_pack(written, is_current=True) if written else None
    context = _insight(request, athlete, analysis, dashboard(athlete))
    return render(request, "analysis/_insight.html", {**context, "is_current": True})


def today_context(request: HttpRequest, athlete: Athlete) -> dict[str, Any]:
    """All that the page shows; has an analysis that is older than the data written again."""
    analysis = of_today(athlete)
    is_current = bool(analysis and analysis["is_current"])
    if not is_current:
        enqueue("analysis.tasks.refresh", athlete.pk)
    summary = dashboard(athlete)
    question = analysis and analysis.get("question")
    return {
        "questions": [question] if question and not hidden_classes(request, athlete) else [],
        **_insight(request, athlete, analysis, summary),
        **_panels(request, athlete, summary),
        "is_current": is_current,
    }


def _panels(request: HttpRequest, athlete: Athlete, summary: dict[str, Any]) -> dict[str, Any]:
    may, today = rights(request, athlete), athlete.today()
    return {
        **starting_offer(
            request, athlete, summary["starting"], allowed=may["complete"] and may["activities"]
        ),
        **own_word(athlete, summary["own_word"], may_read=may["notes"], may_write=may["check_in"]),
        "summary": summary,
        "may": may,
        "is_empty": _is_empty(summary),
        "activities": activity_rows(summary),
        "gaps": gap_panel(summary, may, today),
        "today": today,
        "today_words": f"{dates.weekday(today)} {today.day} {dates.month(today)}",
    }


def _is_empty(summary: dict[str, Any]) -> bool:
    """Whether nothing has ever come in."""
    return not (
        summary["state"]["has_load"]
        or summary["activities"]
        or summary["gaps"]
        or any(summary["wellness"].values())
    )


def _insight(
    request: HttpRequest, athlete: Athlete, analysis: dict[str, Any] | None, summary: dict[str, Any]
) -> dict[str, Any]:
    """Readiness and what was said, from what this viewer may see."""
    may = rights(request, athlete)
    ready = readiness_today(summary, may)
    what = _what_to_do(request, athlete, may, analysis, says_rest=bool(ready and ready["is_rest"]))
    if analysis is None:
        return {"athlete": athlete, "analysis": None, "ready": ready, **what}
    if hidden := hidden_classes(request, athlete):
        analysis = visible(analysis, hidden)
    return {
        "athlete": athlete,
        "analysis": analysis,
        "ready": ready,
        "brief": brief(analysis),
        "drivers": drivers(Pack.from_json(analysis["pack"])),
        "value_count": len(analysis["pack"]["values"]),
        "waiting_count": sum(not each.get("acknowledged") for each in analysis["pack"]["signals"]),
        "may_see_signals": may["load"],
        **what,
    }


def _what_to_do(
    request: HttpRequest,
    athlete: Athlete,
    may: Mapping[str, bool],
    analysis: dict[str, Any] | None,
    *,
    says_rest: bool,
) -> dict[str, Any]:
    """Today's session, for who may see the plan; the two answers of the page agree."""
    if not may["plan"]:
        return {}
    ref = request.athlete_ref  # type: ignore[attr-defined]
    is_ahead = analysis is None or analysis.get("is_anything_planned", True)
    panel = today_panel(
        athlete,
        ref,
        may_write=may["write_plan"],
        classes=frozenset(data for data in CLASSES if may[data]),
        is_anything_ahead=is_ahead,
        says_rest=says_rest,
    )
    return {"sees_plan": True, **panel}
