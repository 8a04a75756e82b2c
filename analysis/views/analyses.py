"""Earlier analyses, and one of them in full with everything it was written from."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analysis.evidence.layout import laid_out
from analysis.models import Analysis, AnalysisRecord
from analysis.selectors.analyses import WINDOWS, analyses, analysis_or_404, as_json, of_today, with_pack
from analysis.selectors.questions import open_questions
from analysis.views.answering import who_answers
from analysis.views.emptiness import is_empty
from analysis.views.evidence import evidence_rows, with_rows
from analysis.views.rights import hidden_classes
from analysis.views.waiting import waiting
from analysis.views.workouts import readable
from athletes.access import granted
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.celery import enqueue
from config.core.errors import DataNotFoundError

PAGE_SIZE = 30


@athlete_page(data="analysis")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """All headlines, newest first; the same said several times in a row is one line with its newest."""
    hidden = hidden_classes(request, athlete)
    rows = analyses(athlete).defer(None) if hidden else analyses(athlete)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    for row in page.object_list if hidden else ():
        row.body = as_json(row, hidden)
    lines = [list(run) for _, run in groupby(page.object_list, key=_said)]
    return render(request, "analysis/analyses.html", {"athlete": athlete, "page": page, "lines": lines})


@athlete_page(data="analysis")
@require_safe
def coach(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The newest analysis in full; without one, the way to one. One older than the data is written again."""
    known = of_today(athlete)
    if known and not known["is_current"]:
        enqueue("analysis.tasks.refresh", athlete.pk)
    newest = known["uid"] if known else analyses(athlete).values_list("uid", flat=True).first()
    if newest is None or (known and is_empty(known)):
        return render(request, "analysis/coach_empty.html", {"athlete": athlete})
    return _detail(request, athlete, analysis_or_404(athlete, UUID(str(newest))))


@athlete_page(data="analysis")
@require_safe
def detail(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Findings, advice, questions, and the table of values."""
    waits = waiting(request, athlete)
    if isinstance(waits, HttpResponse):
        return waits
    return _detail(request, athlete, analysis_or_404(athlete, uid), waits)


@athlete_page(data="analysis")
@require_safe
def sent(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Word for word what went to Claude for one analysis; the athlete's alone, since notes may be in it."""
    record = AnalysisRecord.objects.filter(analysis=analysis_or_404(athlete, uid)).first()
    if record is None or not record.was_sent or athlete.user_id != request.user.pk:
        raise DataNotFoundError
    context = {
        "athlete": athlete,
        "text": laid_out(record.sent),
        "again": laid_out(record.repair) if record.repair else "",
        "record": record,
        "uid": uid,
    }
    return render(request, "analysis/evidence_text.html", context)


def _said(row: Analysis) -> tuple[object, ...]:
    return row.start, row.end, row.engine, row.activity_id, row.body["headline"]["text"]


def _detail(request: HttpRequest, athlete: Athlete, row: Analysis, waits: str = "") -> HttpResponse:
    shown = with_pack(row, is_current=True, hidden=hidden_classes(request, athlete))
    evidence, activity_evidence = evidence_rows(shown["pack"])
    findings = with_rows(shown["findings"], [*evidence, *activity_evidence])
    record = getattr(row, "record", None)
    is_own = athlete.user_id == request.user.pk
    context: dict[str, Any] = {
        **(who_answers(athlete) if is_own else {}),
        "athlete": athlete,
        "row": row,
        "waits": waits,
        "analysis": {
            **shown,
            "findings": findings,
            "workouts": readable(request, athlete, shown["workouts"]),
        },
        "windows": WINDOWS,
        "window": (row.end - row.start).days,
        "evidence": evidence,
        "activity_evidence": activity_evidence,
        "value_count": len(shown["pack"]["values"]),
        "questions": open_questions(athlete, hidden_classes(request, athlete)),
        "record": record if record is not None and record.was_sent else None,
        "is_own": is_own,
        "said": row.feedback.filter(author_id=request.user.pk, about="").first(),
        "may_write": bool(granted(request.user, athlete, ["analysis"], action="write")),
    }
    return render(request, "analysis/analysis.html", context)
