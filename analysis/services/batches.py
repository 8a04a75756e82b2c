"""Weekly reviews go to the provider together, at half the price, and come back within a day.

The row is the truth: gathered, sent, read (`batch_answers`), and each answer made an analysis by a task of
its own. What does not come back is asked for once more by itself, and what then fails is left to the rules.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from analysis.errors import AIAnalysisError
from analysis.gateway import batches as gateway
from analysis.gateway.state import why_unavailable
from analysis.models import AIUsage, Analysis, Batch, BatchItem
from analysis.selectors.preferences import has_consented
from analysis.services import explaining, ledger
from analysis.services.batch_answers import FIRST_LOOK, LEASE, give_up, receive
from analysis.services.once import is_first
from analysis.services.preparing import Prepared, prepare, request_of
from analysis.services.ready import tell_ready
from athletes.models import Athlete
from config.core.celery import enqueue

GATHERED_FOR = timedelta(minutes=10)
AT_ONCE = 200


def are_possible() -> bool:
    """Servers of one's own answer one request at a time."""
    return settings.AI_PROFILE == "anthropic" and not why_unavailable()


def gather(*, athlete: Athlete) -> None:
    """Put the athlete's weekly review into the batch that is being put together, besides the rules' words.

    What is worded already, and what the caps do not allow, is told at once.
    """
    if BatchItem.objects.filter(athlete=athlete, state=BatchItem.State.WAITING).exists():
        return
    prepared = prepare(athlete=athlete, purpose=Analysis.Purpose.WEEKLY)
    if prepared.known is not None:
        tell_ready(prepared.known)
        return
    try:
        usage = ledger.reserve(
            athlete=athlete, purpose=AIUsage.Purpose.WEEKLY, request=prepared.request, is_batch=True
        )
    except AIAnalysisError as error:
        tell_ready(explaining.fall_back(prepared, error))
        return
    if not _added(prepared, usage):
        ledger.release(usage=usage)


def start_due() -> None:
    """Send what is gathered, look at what is with the provider, and go on with what came back."""
    now = timezone.now()
    gathered = Batch.objects.filter(state=Batch.State.GATHERING, created_at__lte=now - GATHERED_FOR)
    for pk in _first(gathered):
        enqueue("analysis.tasks.send_batch", pk)
    for pk in _first(Batch.objects.filter(state=Batch.State.SENT, next_poll_at__lte=now)):
        enqueue("analysis.tasks.read_batch", pk)
    read = [Batch.State.DONE, Batch.State.FAILED]
    for pk in _first(BatchItem.objects.filter(state=BatchItem.State.WAITING, batch__state__in=read)):
        if is_first("review", pk):
            enqueue("analysis.tasks.finish_review", pk)


def send(*, batch_id: int) -> None:
    """Hand a batch over, once: a worker that dies over it leaves a batch of which nobody knows."""
    now = timezone.now()
    mine = Batch.objects.filter(pk=batch_id, state=Batch.State.GATHERING)
    if not mine.update(state=Batch.State.SENT, next_poll_at=now + LEASE):
        return
    batch = Batch.objects.get(pk=batch_id)
    requests = {str(item.uid): request_of(item) for item in _waiting(batch)}
    if not requests:
        receive(batch, {})
        return
    try:
        provider_id = gateway.submit(requests)
    except AIAnalysisError as error:
        give_up(batch, is_paid=error.is_cost_unknown)
        return
    Batch.objects.filter(pk=batch_id).update(provider_id=provider_id, next_poll_at=now + FIRST_LOOK)


def _added(prepared: Prepared, usage: AIUsage) -> bool:
    """False when a review of this athlete waits in the batch already."""
    with transaction.atomic():
        _, is_new = BatchItem.objects.get_or_create(
            batch=_open_batch(prepared.request.model),
            athlete=prepared.athlete,
            defaults={
                "usage": usage,
                "pack": prepared.pack.to_json(),
                "sent": prepared.sent.text,
                "shrink_steps": list(prepared.sent.shrink_steps),
            },
        )
    return is_new


def _open_batch(model: str) -> Batch:
    """Locked, so that nothing is added to what is being sent."""
    rows = Batch.objects.select_for_update().filter(state=Batch.State.GATHERING, model=model)
    since = timezone.now() - GATHERED_FOR
    return rows.filter(created_at__gt=since).first() or Batch.objects.create(model=model)


def _waiting(batch: Batch) -> list[BatchItem]:
    rows = batch.items.filter(state=BatchItem.State.WAITING).select_related("athlete")
    return [item for item in rows if has_consented(item.athlete)]


def _first(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
