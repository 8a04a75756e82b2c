"""One slice of one connection's sync, from the claim to what comes after it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from athletes.models import Connection
from athletes.services import AccountTurn
from config.core import jobs
from config.core.celery import enqueue
from config.core.errors import AppException
from config.core.logging import logger
from config.core.outbound import Line
from metrics.models import SyncRun
from metrics.services.sync import outcomes
from metrics.services.sync.claim import Claim, Renewed, Stopped, claim_sync
from metrics.services.sync.history import sync_history
from metrics.services.sync.opening import opened
from metrics.services.sync.recent import sync_recent
from metrics.services.sync.runs import Reason, State, current_run, due_run, locked
from metrics.services.sync.slices import Report, Slice, slice_end
from metrics.services.sync.withholding import withhold_from_ai

log = logger(__name__)


def sync_connection(connection_id: int) -> None:
    """Work on what is due for a connection, for a minute at most, and ask for the next slice. Safe to repeat.

    What goes wrong at Garmin becomes a state that people can read; raises what is our own fault.
    """
    report = run_slice(connection_id)
    if report is not None and report.goes_on:
        enqueue("metrics.tasks.sync_connection", connection_id)


def run_slice(connection_id: int) -> Report | None:
    """The same without the next slice; None when nothing is due, somebody else does it or it has to wait."""
    with transaction.atomic():
        connection = locked(connection_id)
        if connection is None or connection.state != Connection.State.ACTIVE:
            return None
        if due_run(connection) is None:
            return None
    claim = claim_sync(connection)
    if claim is None:
        outcomes.give_up_when_quarantined(connection)
        return None
    return _work(connection, claim)


def _work(connection: Connection, claim: Claim) -> Report:
    report = Report()
    # Read again: another worker may have finished it between the look and the claim.
    connection.refresh_from_db()
    run = current_run(connection)
    if run is None:
        jobs.finish(claim.job)
        return report
    turn = AccountTurn(connection.athlete)
    line = _line(connection, claim, turn)
    try:
        is_done = _advance(connection, run, claim, line, report)
        report.goes_on = outcomes.went_well(claim, run, is_done=is_done)
    except Stopped:
        log.info("sync_stopped", connection=connection.pk)
    except Renewed:
        report.goes_on = jobs.go_on(claim.job)
    except AppException as error:
        report.goes_on = _settle(claim, run, error)
    except Exception as error:
        if not Connection.objects.filter(pk=connection.pk).exists():
            log.info("sync_stopped", connection=connection.pk)
            return report
        outcomes.broke(claim, error)
        raise
    finally:
        turn.give_back()
        line.flush()
    return report


def _line(connection: Connection, claim: Claim, turn: AccountTurn) -> Line:
    """A line on which other ways of the account have their turn between two requests."""

    def before_call() -> None:
        turn.take()
        claim.beat()

    return Line(
        service=connection.way,
        subject=connection.athlete.uid,
        per_s=settings.GARMIN_REQUESTS_PER_S,
        before_call=before_call,
        after_call=turn.give_back,
    )


def _advance(connection: Connection, run: SyncRun, claim: Claim, line: Line, report: Report) -> bool:
    """Do as much of the run as fits; whether it is done."""
    if run.state == State.WAITING:
        run.state = State.RUNNING
        run.save(update_fields=["state"])
    with opened(connection, line) as source:
        s = Slice(connection, run, source, line, claim, slice_end(), report)
        try:
            return sync_history(s) if run.reason == Reason.HISTORY else sync_recent(s)
        finally:
            s.close()
            # The athlete may have decided so while this slice was storing.
            if Connection.objects.filter(pk=connection.pk, ai_allowed=False).exists():
                withhold_from_ai(connection)


def _settle(claim: Claim, run: SyncRun, error: AppException) -> bool:
    try:
        return outcomes.went_wrong(claim, run, error)
    except Stopped:
        log.info("sync_stopped", connection=claim.connection_id)
        return False
