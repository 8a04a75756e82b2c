"""What comes back of a batch: its cost is booked at once, and each answer becomes an analysis by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from analysis.errors import AIAnalysisError
from analysis.gateway import batches as gateway
from analysis.gateway.types import Reply, Tokens
from analysis.models import Analysis, Batch, BatchItem
from analysis.selectors.preferences import has_consented
from analysis.services import explaining, ledger
from analysis.services.consent import WITHDRAWN
from analysis.services.ready import tell_ready
from config.core import jobs
from config.core.celery import enqueue
from config.core.logging import logger
from config.core.models import Job, JobState

REVIEW = "analysis.batched_review"
LEASE = timedelta(seconds=180)
FIRST_LOOK, LONGEST_WAIT = timedelta(minutes=2), timedelta(minutes=30)
GIVEN_UP_AFTER = timedelta(hours=26)
"""The provider itself gives up after 24."""

GIVEN_UP = "Nobody could make anything of it."

log = logger(__name__)


def read(*, batch_id: int) -> None:
    """Take the answers of a batch that is done; look again later when it is not."""
    now = timezone.now()
    batch = Batch.objects.filter(pk=batch_id, state=Batch.State.SENT, next_poll_at__lte=now).first()
    if batch is None or not _claimed(batch, now):
        return
    answers = _answers(batch) if batch.provider_id else None
    if answers is not None:
        receive(batch, answers)
    elif not batch.provider_id or batch.created_at < now - GIVEN_UP_AFTER:
        give_up(batch, is_paid=True)


def receive(batch: Batch, answers: Mapping[str, Reply | AIAnalysisError]) -> None:
    """Book every item and have the answers made analyses. What was not answered is not paid for."""
    for item in batch.items.select_related("usage__athlete__user"):
        answer = answers.get(str(item.uid))
        _book(item, answer)
        if isinstance(answer, Reply):
            waiting = BatchItem.objects.filter(pk=item.pk, state=BatchItem.State.WAITING)
            waiting.update(answer=asdict(answer))
    _end(batch, Batch.State.DONE)


def give_up(batch: Batch, *, is_paid: bool) -> None:
    """Nothing will come back; `is_paid` says that the provider may have worked all the same."""
    for item in batch.items.select_related("usage__athlete__user"):
        if item.usage is not None:
            (ledger.keep if is_paid else ledger.release)(usage=item.usage)
    _end(batch, Batch.State.FAILED)


def finish_review(*, item_id: int) -> None:
    """Make an analysis of what came back, or ask once more by itself. Safe to repeat."""
    rows = BatchItem.objects.select_related("athlete__user", "usage")
    item = rows.filter(pk=item_id, state=BatchItem.State.WAITING).first()
    job = jobs.claim(REVIEW, item.uid, LEASE) if item else None
    if item is None or job is None:
        _close_if_given_up(item)
        return
    try:
        _finish(item)
    except BaseException as error:
        jobs.fail(job, error)
        raise
    jobs.finish(job)


def _claimed(batch: Batch, now: datetime) -> bool:
    """Look again after as long as it has taken so far, up to half an hour."""
    wait = min(max(now - batch.created_at, FIRST_LOOK), LONGEST_WAIT)
    mine = Batch.objects.filter(pk=batch.pk, state=Batch.State.SENT, next_poll_at=batch.next_poll_at)
    return bool(mine.update(next_poll_at=now + wait))


def _answers(batch: Batch) -> dict[str, Reply | AIAnalysisError] | None:
    try:
        return gateway.read(batch.provider_id)
    except AIAnalysisError as error:
        log.warning("batch_not_read", batch=str(batch.uid), code=error.code)
        return None


def _book(item: BatchItem, answer: Reply | AIAnalysisError | None) -> None:
    if item.usage is None:
        return
    if answer is not None and answer.tokens is not None:
        ledger.settle(usage=item.usage, tokens=answer.tokens, request_id=answer.request_id)
    else:
        ledger.release(usage=item.usage)


def _end(batch: Batch, state: str) -> None:
    with transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(state=state, ended_at=timezone.now())
        for pk in batch.items.filter(state=BatchItem.State.WAITING).values_list("pk", flat=True):
            enqueue("analysis.tasks.finish_review", pk)


def _finish(item: BatchItem) -> None:
    if not has_consented(item.athlete):
        _close(item, BatchItem.State.FAILED, reason=WITHDRAWN)
        return
    if item.answer is not None:
        analysis = explaining.conclude(item, _revived(item.answer))
    else:
        analysis = explaining.explain(athlete=item.athlete, purpose=Analysis.Purpose.WEEKLY)
    is_written = analysis.engine == Analysis.Engine.CLAUDE
    state = BatchItem.State.DONE if is_written else BatchItem.State.FAILED
    _close(item, state, analysis=analysis, reason=analysis.reason)
    tell_ready(analysis)


def _close_if_given_up(item: BatchItem | None) -> None:
    if item is not None:
        given_up = Job.objects.filter(kind=REVIEW, subject=item.uid)
        if given_up.filter(state__in=[JobState.QUARANTINED, JobState.FAILED]).exists():
            _close(item, BatchItem.State.FAILED, reason=GIVEN_UP)


def _close(item: BatchItem, state: str, **values: Any) -> None:
    """What was sent is with the analysis from now on."""
    empty: dict[str, Any] = {"pack": {}, "sent": "", "answer": None}
    BatchItem.objects.filter(pk=item.pk).update(state=state, **empty, **values)


def _revived(answer: dict[str, Any]) -> Reply:
    return Reply(**{**answer, "tokens": Tokens(**answer["tokens"])})
