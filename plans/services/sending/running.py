"""A week from the claim to what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from athletes.errors import GarminAPIError, GarminAuthenticationError
from athletes.models import Connection, Way
from athletes.sources.garmin_login.refusal import REFUSED
from athletes.sources.garmin_login.source import GarminLoginSource
from config.core import jobs
from config.core.celery import enqueue
from config.core.errors import AppException
from config.core.logging import logger
from config.core.models import Job, JobState
from config.core.outbound import Line as OutboundLine
from metrics.services.sync.claim import Renewed
from metrics.services.sync.opening import opened
from plans.models import WeekSending
from plans.selectors.sending import OPEN, Line, week_preview
from plans.services.sending.at_garmin import Sender
from plans.services.sending.claim import KIND, Claim, Stopped, claimed

MAX_MESSAGE = 500
SECOND_LOOK = timedelta(seconds=30)

log = logger(__name__)


def send_week(*, sending_id: int) -> None:
    """Bring Garmin to what is planned for the week. Safe to repeat and to interrupt anywhere.

    What goes wrong at Garmin becomes a state that people can read; raises what is our own fault.
    """
    rows = WeekSending.objects.select_related("athlete", "connection__athlete")
    sending = rows.filter(pk=sending_id, state__in=OPEN).first()
    if sending is None:
        return
    with claimed(sending) as claim:
        if claim is None:
            _give_up_when_quarantined(sending)
        else:
            _work(sending, claim)


def _work(sending: WeekSending, claim: Claim) -> None:
    line = OutboundLine(
        service=Way.LOGIN,
        subject=sending.athlete.uid,
        per_s=settings.GARMIN_REQUESTS_PER_S,
        before_call=claim.beat,
    )
    try:
        refused = _send(sending, claim, line)
        _close(sending, refused)
        jobs.finish(claim.job)
    except Stopped:
        log.info("sending_stopped", sending=sending.pk)
    except Renewed:
        if jobs.go_on(claim.job):
            enqueue("plans.tasks.send_week", sending.pk)
    except AppException as error:
        _went_wrong(sending, claim.job, error)
    except Exception as error:
        if not WeekSending.objects.filter(pk=sending.pk).exists():
            log.info("sending_stopped", sending=sending.pk)
            return
        _went_wrong(sending, claim.job, error)
        raise
    finally:
        line.flush()


def _send(sending: WeekSending, claim: Claim, line: OutboundLine) -> list[str]:
    """The names of the workouts that Garmin refused for what they are; all others are there."""
    if sending.connection.state != Connection.State.ACTIVE:
        raise GarminAuthenticationError
    _update(sending, state=WeekSending.State.RUNNING, sent=0)
    refused: list[str] = []
    with opened(sending.connection, line) as source:
        sender = Sender(cast(GarminLoginSource, source).workouts, sending.connection, claim.progressed)
        sender.look_into_library()
        sender.remember_lost(sending.athlete)
        preview = week_preview(sending.athlete, sending.connection, sending.week_start)
        _update(sending, total=F("removed") + preview.size)
        sender.look_into_calendar(preview)
        for each in preview.removals:
            _remove(sending, sender, each)
            claim.progressed()
        for each in preview.wanted:
            _put(sending, sender, each, refused)
    return refused


def _remove(sending: WeekSending, sender: Sender, line: Line) -> None:
    if line.sent is None:
        return
    sender.remove(line.sent, line)
    with transaction.atomic():
        line.sent.delete()
        _update(sending, removed=F("removed") + 1)


def _put(sending: WeekSending, sender: Sender, line: Line, refused: list[str]) -> None:
    try:
        sender.put(line)
    except GarminAPIError as error:
        if error.code != REFUSED:
            raise
        refused.append(f"“{line.session.title}”")
        return
    _update(sending, sent=F("sent") + 1)


def _close(sending: WeekSending, refused: list[str]) -> None:
    if refused:
        message = f"Garmin does not take {', '.join(refused)}. Everything else of the week is there."
        _end(sending, WeekSending.State.FAILED, REFUSED, message)
    else:
        _end(sending, WeekSending.State.DONE)


def _went_wrong(sending: WeekSending, job: Job, error: Exception) -> None:
    """Wait for the next try or give up, as the job says.

    One refusal of the tokens is looked at again: a sync may have renewed them and not saved the new ones yet.
    """
    told = error if isinstance(error, AppException) else AppException()
    code, message = told.code[:60], told.message[:MAX_MESSAGE]
    log.warning("sending_interrupted", sending=sending.pk, code=code)
    looks_again = isinstance(error, GarminAuthenticationError) and sending.error_code != code
    is_ours = jobs.go_on(job, at=timezone.now() + SECOND_LOOK) if looks_again else jobs.fail(job, error)
    if not is_ours:
        return
    if job.state == JobState.QUEUED:
        _update(
            sending,
            state=WeekSending.State.WAITING,
            error_code=code[:60],
            error_message=message[:MAX_MESSAGE],
        )
    else:
        _end(sending, WeekSending.State.FAILED, code, message)


def _give_up_when_quarantined(sending: WeekSending) -> None:
    if Job.objects.filter(kind=KIND, subject=sending.uid, state=JobState.QUARANTINED).exists():
        message = "Sending stopped three times without getting anywhere."
        _end(sending, WeekSending.State.FAILED, "WORKER_LOST", message)


def _end(sending: WeekSending, state: str, code: str = "", message: str = "") -> None:
    _update(
        sending,
        state=state,
        error_code=code[:60],
        error_message=message[:MAX_MESSAGE],
        finished_at=timezone.now(),
    )


def _update(sending: WeekSending, **values: object) -> None:
    WeekSending.objects.filter(pk=sending.pk).update(**values)
