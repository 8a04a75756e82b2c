"""Signals: what waits for the athlete, what was before, and what they say to it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from analysis.forms import AnswerForm, SignalFilterForm
from analysis.told import tell_all
from analysis.views.rights import rights
from athletes.models import Athlete
from athletes.pages import athlete_page
from metrics.models import Signal
from metrics.selectors.signals import past_signals, signal_or_404, signals, waiting_signals
from metrics.services import signals as service

PAGE_SIZE = 20
GUARDED = ("activities", "heart", "sleep", "body")
SHOWN = (*GUARDED, "notes")


@athlete_page(data="load")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """What waits on top, everything else below, narrowed by the query string."""
    today, hidden, form = athlete.today(), _hidden(request, athlete), SignalFilterForm(request.GET)
    waiting = list(waiting_signals(athlete, today, hidden=hidden))
    page = Paginator(_past(athlete, form, hidden), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **_shared(request, athlete),
        "waiting": tell_all(athlete, waiting, today),
        "past": tell_all(athlete, list(page.object_list), today),
        "page": page,
        "form": form,
        "is_filtered": bool(form.wanted),
    }
    return render(request, "analysis/signals.html", context)


@athlete_page(data="load", action="write")
@require_POST
def acknowledge(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """ "I know", with an answer if there is one."""
    signal = signal_or_404(athlete, uid, hidden=_hidden(request, athlete))
    form = AnswerForm(request.POST, instance=signal)
    if not form.is_valid():
        return _card(request, athlete, signal, form=form, status=422)
    answer = form.cleaned_data["answer"]
    service.acknowledge(signal=signal, user=request.user, answer=answer)  # type: ignore[arg-type]
    return _after(request, athlete, signal)


@athlete_page(data="load", action="write")
@require_POST
def unacknowledge(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Take it back."""
    signal = signal_or_404(athlete, uid, hidden=_hidden(request, athlete))
    return _after(request, athlete, service.unacknowledge(signal=signal))


def _past(athlete: Athlete, form: SignalFilterForm, hidden: Collection[str]) -> QuerySet[Signal]:
    wanted, day = form.wanted, timedelta(days=1)
    until = wanted.get("until")
    rows = signals(
        athlete,
        wanted.get("since"),
        until + day if until and until < date.max else None,
        kind=wanted.get("kind", ""),
        severity=wanted.get("severity", ""),
        hidden=hidden,
    )
    return past_signals(rows, athlete.today())


def _hidden(request: HttpRequest, athlete: Athlete) -> list[str]:
    may = rights(request, athlete, shown=SHOWN)
    return [data for data in GUARDED if not may[data]]


def _shared(request: HttpRequest, athlete: Athlete) -> dict[str, Any]:
    return {
        "athlete": athlete,
        "today": athlete.today(),
        "may": rights(request, athlete, shown=SHOWN),
        "answer_form": AnswerForm(),
    }


def _after(request: HttpRequest, athlete: Athlete, signal: Signal) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _card(request, athlete, signal)
    return redirect(f"{_page(request)}#{signal.uid}")


def _page(request: HttpRequest) -> str:
    return request.path.rsplit("/", 3)[0] + "/"


def _card(
    request: HttpRequest,
    athlete: Athlete,
    signal: Signal,
    *,
    form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    [told] = tell_all(athlete, [signal], athlete.today())
    context = {**_shared(request, athlete), "told": told}
    if form is not None:
        context["answer_form"] = form
    template = "analysis/_signal.html" if request.htmx else "analysis/signal.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)
