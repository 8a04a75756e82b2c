"""An analysis because somebody asks for one, now."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db import transaction

from analysis.errors import AIAnalysisError, ConsentNotYoursError
from analysis.models import Analysis
from analysis.selectors.analyses import WINDOW_DAYS, WINDOWS
from analysis.services.analysing import analyse
from analysis.services.asking import check_may_ask
from analysis.services.explaining import explain_now
from analysis.services.preparing import prepare
from analysis.services.reviews import SET_ASIDE
from athletes.models import Athlete, User
from config.core import jobs
from config.core.celery import enqueue

LEASE = timedelta(minutes=3)


class Asked(NamedTuple):
    """`is_under_way`: Claude is being asked, and `analysis` is what the rules say meanwhile."""

    analysis: Analysis
    is_under_way: bool = False


def ask_for_analysis(*, athlete: Athlete, user: User, engine: str, days: int = WINDOW_DAYS) -> Asked:
    """The rules at once, or Claude behind the scenes, about the last so many days.

    Where Claude cannot be asked the rules answer and say why; evidence that Claude has explained gets that
    explanation again; a draft that waits for the coach is under way. Raises ConsentNotYoursError where
    anybody but the athlete asks Claude: it is at their cost, and by their leave.
    """
    if engine != Analysis.Engine.CLAUDE:
        return Asked(analyse(athlete=athlete, days=days))
    if athlete.user_id != user.pk:
        raise ConsentNotYoursError
    purpose = Analysis.Purpose.ASKED
    try:
        check_may_ask(athlete)
        known = prepare(athlete=athlete, purpose=purpose, days=days).known
    except AIAnalysisError as error:
        return Asked(
            analyse(athlete=athlete, days=days, purpose=purpose, instead_of_claude=error.user_message)
        )
    if known is not None and known.review == Analysis.Review.REJECTED:
        return Asked(analyse(athlete=athlete, days=days, purpose=purpose, instead_of_claude=SET_ASIDE))
    if known is not None and known.status != Analysis.Status.DRAFT:
        return Asked(known)
    if known is None:
        with transaction.atomic():
            jobs.queue(_kind(days), athlete.uid)
            enqueue("analysis.tasks.explain_now", athlete.pk, days)
    return Asked(analyse(athlete=athlete, days=days), is_under_way=True)


def answer(*, athlete_id: int, days: int = WINDOW_DAYS) -> None:
    """Ask Claude once for all who clicked meanwhile. Safe to repeat; must not be called in a transaction."""
    athlete = Athlete.objects.filter(pk=athlete_id).first()
    job = jobs.claim(_kind(days), athlete.uid, LEASE) if athlete else None
    if job is None:
        return
    try:
        explain_now(athlete_id=athlete_id, days=days)
    except BaseException as error:
        jobs.fail(job, error)
        raise
    jobs.finish(job)


def sweep() -> None:
    """Start again what a lost message or a dead worker left behind."""
    for days in WINDOWS:
        waiting = jobs.due(_kind(days)).values_list("subject", flat=True)
        for pk in Athlete.objects.filter(uid__in=list(waiting)).values_list("pk", flat=True):
            enqueue("analysis.tasks.explain_now", pk, days)


def _kind(days: int) -> str:
    return f"analysis_asked_{days}"
