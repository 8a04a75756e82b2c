"""Explanations that come by themselves: the weekly review, the daily brief, a comment on an activity.

A tick finds who is due and makes a job of it; a worker takes the job. Both may happen twice and do no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from analysis.models import AIPreferences, Analysis
from analysis.selectors.cadence import briefs_due, comments_due, has_news, last_review, weekly_due
from analysis.selectors.preferences import has_consented
from analysis.services import batches
from analysis.services.consent import next_review
from analysis.services.explaining import explain
from analysis.services.once import is_first
from analysis.services.ready import tell_ready
from analysis.weekly import WEEK, is_due
from athletes.models import Athlete
from config.core import jobs
from config.core.celery import enqueue
from metrics.models import Activity

WEEKLY, BRIEF, COMMENT = "analysis.weekly", "analysis.brief", "analysis.comment"
LEASE = timedelta(seconds=180)
AT_ONCE = 200


def start_due() -> None:
    """Make jobs of what is due, and start them and those that were left; nothing while Claude is off."""
    if not settings.AI_ENABLED:
        return
    now = timezone.now()
    for row in weekly_due(now):
        _plan_review(row, now)
    for uid in briefs_due(now, kind=BRIEF):
        jobs.queue(BRIEF, uid)
    for uid in comments_due(now, kind=COMMENT):
        jobs.queue(COMMENT, uid)
    _start()


def review_week(*, athlete_uid: str) -> None:
    """Put the athlete's week into the next batch, or have it explained now where there are no batches."""
    _work(WEEKLY, athlete_uid, _review)


def write_brief(*, athlete_uid: str) -> None:
    _work(BRIEF, athlete_uid, _brief)


def comment_on(*, activity_uid: str) -> None:
    _work(COMMENT, activity_uid, _comment)


def _plan_review(row: AIPreferences, now: datetime) -> None:
    """Of two ticks at once the one that moves the instant makes the job."""
    planned = row.next_weekly_at
    with transaction.atomic():
        mine = AIPreferences.objects.filter(pk=row.pk, next_weekly_at=planned)
        # The athlete has not changed anything: their form is no older for it.
        kept = {"revision": F("revision"), "updated_at": F("updated_at")}
        if mine.update(next_weekly_at=next_review(row, now), **kept) and _is_wanted(row, now):
            jobs.queue(WEEKLY, row.athlete.uid)


def _is_wanted(row: AIPreferences, now: datetime) -> bool:
    planned = row.next_weekly_at
    if planned is None or not is_due(
        planned, now, weekday=row.weekly_weekday, hour=row.weekly_hour, zone=row.athlete.zone
    ):
        return False
    return has_news(row.athlete, since=last_review(row.athlete) or now - WEEK)


def _start() -> None:
    for job in jobs.due(WEEKLY)[:AT_ONCE]:
        if is_first(WEEKLY, job.subject):
            enqueue("analysis.tasks.review_week", job.subject)
    for job in jobs.due(BRIEF)[:AT_ONCE]:
        if is_first(BRIEF, job.subject):
            enqueue("analysis.tasks.write_brief", job.subject)
    for job in jobs.due(COMMENT)[:AT_ONCE]:
        if is_first(COMMENT, job.subject):
            enqueue("analysis.tasks.comment_on", job.subject)


def _work(kind: str, subject: str, write: Callable[[UUID], None]) -> None:
    job = jobs.claim(kind, UUID(subject), LEASE)
    if job is None:
        return
    try:
        write(job.subject)
    except BaseException as error:
        jobs.fail(job, error)
        raise
    jobs.finish(job)


def _review(uid: UUID) -> None:
    if (athlete := _consenting(uid)) is None:
        return
    if batches.are_possible():
        batches.gather(athlete=athlete)
    else:
        tell_ready(explain(athlete=athlete, purpose=Analysis.Purpose.WEEKLY))


def _brief(uid: UUID) -> None:
    if (athlete := _consenting(uid)) is not None:
        explain(athlete=athlete, purpose=Analysis.Purpose.BRIEF)


def _comment(uid: UUID) -> None:
    activity = Activity.objects.shown().for_ai().select_related("athlete__user").filter(uid=uid).first()
    if activity is not None and has_consented(activity.athlete):
        athlete = activity.athlete
        tell_ready(explain(athlete=athlete, purpose=Analysis.Purpose.ACTIVITY, activity=activity))


def _consenting(uid: UUID) -> Athlete | None:
    athlete = Athlete.objects.select_related("user").filter(uid=uid).first()
    return athlete if athlete is not None and has_consented(athlete) else None
