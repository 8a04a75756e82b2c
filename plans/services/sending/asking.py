"""Somebody wants a week at Garmin."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from athletes.errors import GarminAuthenticationError, GarminRateLimitError
from athletes.models import Athlete, Connection, User
from config.core import audit, dates, jobs
from config.core.celery import enqueue
from config.core.errors import DataChangedError, DataError, DataNotFoundError, DataValidationError
from metrics.services.locking import lock
from metrics.services.sync.runs import told_to_wait
from plans.models import WeekSending
from plans.selectors.sending import WEEK, login_connection, open_sending, week_of, week_preview
from plans.services.sending.claim import KIND

NO_LOGIN = "Sending needs a connection by Garmin login. Connect one first, or take the FIT files."
OTHER_WEEK = "Another week is being sent at this moment. Wait until that has ended."
CHANGED = "The plan was changed meanwhile. Look again at what will be sent, then send it."


def request_sending(*, athlete: Athlete, user: User, week_start: date, seen: str) -> WeekSending:
    """Have the week sent as somebody has `seen` it, the digest of its preview; the row says how it goes.

    Asking again while that is done changes nothing. Raises DataNotFoundError without a login connection,
    GarminAuthenticationError when it has to be renewed, GarminRateLimitError while Garmin asked to wait,
    DataValidationError for a week that is over, DataChangedError when the plan is not what was seen, and
    DataError while another week is being sent.
    """
    week_start = week_of(week_start)
    if week_start + WEEK <= athlete.today():
        raise DataValidationError("This week is over.", code="WEEK_OVER")
    with transaction.atomic():
        lock(athlete)
        connection = _checked(athlete)
        running = open_sending(athlete)
        if running is not None:
            if running.week_start != week_start:
                raise DataError(OTHER_WEEK, code="SENDING_UNDER_WAY", status=409)
            return running
        preview = week_preview(athlete, connection, week_start)
        if preview.digest != seen:
            raise DataChangedError(CHANGED)
        sending = WeekSending.objects.create(
            athlete=athlete, connection=connection, week_start=week_start, total=preview.size
        )
        jobs.queue(KIND, sending.uid)
        audit.record(user.uid, "week.sent", athlete.uid, {"week": week_start.isoformat()})
        enqueue("plans.tasks.send_week", sending.pk)
    return sending


def _checked(athlete: Athlete) -> Connection:
    connection = login_connection(athlete)
    if connection is None:
        raise DataNotFoundError(NO_LOGIN, code="GARMIN_LOGIN_MISSING")
    if connection.state == Connection.State.RECONNECT:
        raise GarminAuthenticationError(code=connection.last_error_code)
    now = timezone.now()
    if until := told_to_wait(connection, now):
        when = dates.instant(until, now, athlete.zone)
        message = f"Garmin asked us to wait until {when}. Send the week after that."
        raise GarminRateLimitError(message, retry_after_s=(until - now).total_seconds())
    return connection
