"""Who did what to whose data: recorded by services, sealed by hash in batches, proven by `verify`; how far it
was sealed is told apart from it (`audit_heads`).

What is personal stays in a payload row of its own. Erasing that row leaves the event, its place in the chain
and a salted hash that nobody can guess back.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

import structlog
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone

from config.core import audit_heads as heads
from config.core import beats
from config.core.logging import logger
from config.core.models import AuditEvent, AuditPayload, AuditSeal

NO_SEAL = "0" * 64
BATCH = 1_000
# Ids are given out before their transaction commits. No task or request lives this long, so no event can
# appear below one that is sealed.
SETTLED_AFTER = timedelta(minutes=10)

log = logger(__name__)


@dataclass(frozen=True)
class Verdict:
    """`broken` names what does not fit: seals whose events changed, payloads that differ from their hash,
    heads that were told and have no seal any more.
    """

    sealed: int
    unsealed: int
    broken: list[str] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        return not self.broken


def record(
    actor_uid: UUID | None, action: str, subject_uid: UUID | None, payload: dict[str, Any] | None = None
) -> AuditEvent:
    """Add one event, with the surrounding transaction; `actor_uid` None is Formline itself.

    `payload` must be JSON and never hold a secret.
    """
    return record_all(actor_uid, action, [(subject_uid, payload)])[0]


def record_all(
    actor_uid: UUID | None, action: str, of: Iterable[tuple[UUID | None, dict[str, Any] | None]]
) -> list[AuditEvent]:
    """`record` for many subjects, each with its payload, in two statements."""
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]
    events, payloads = list[AuditEvent](), list[AuditPayload]()
    for subject_uid, payload in of:
        event = AuditEvent(actor_uid=actor_uid, action=action, subject_uid=subject_uid, request_id=request_id)
        events.append(event)
        if payload is not None:
            salt = secrets.token_hex(16)
            event.payload_sha256 = _payload_hash(salt, payload)
            named = {"event_uid": event.uid, "subject_uid": subject_uid, "salt": salt}
            payloads.append(AuditPayload(**named, body=json.loads(_json(payload))))
    with transaction.atomic():
        AuditPayload.objects.bulk_create(payloads)
        AuditEvent.objects.bulk_create(events)
    return events


def seal() -> int:
    """Seal all settled events in batches of at most 1,000; the number of events sealed.

    Nothing is sealed onto a chain whose end is gone: the new end would hide it.
    """
    total = 0
    try:
        while count := _seal_batch():
            total += count
    except IntegrityError:
        # Another sealer extended the same chain at the same time; the next run goes on from there.
        log.info("seal_overtaken")
    return total


def verify() -> Verdict:
    """Recompute every seal, and every payload that still exists; look for the end that was told."""
    broken: list[str] = []
    told, hashes = heads.told(), dict[int, str]()
    previous, last_id, sealed = NO_SEAL, 0, 0
    for each in AuditSeal.objects.order_by("last_id").iterator():
        events = list(AuditEvent.objects.filter(pk__gt=last_id, pk__lte=each.last_id).order_by("pk"))
        fits = each.previous_sha256 == previous and each.count == len(events)
        if not fits or each.sha256 != _chain_hash(previous, events):
            broken.append(f"seal {each.first_id} to {each.last_id}")
        broken += _broken_payloads(events)
        previous, last_id, sealed = each.sha256, each.last_id, sealed + len(events)
        hashes[each.last_id] = each.sha256
    rest = AuditEvent.objects.filter(pk__gt=last_id)
    for batch in batched(rest.iterator(), BATCH):
        broken += _broken_payloads(batch)
    broken += told.faults(hashes)
    return Verdict(sealed=sealed, unsealed=rest.count(), broken=broken)


def check() -> Verdict:
    """`verify`, with the number of faults kept for the monitor and what they are in the log."""
    verdict = verify()
    _found(verdict.broken)
    return verdict


def newest_head() -> heads.Head | None:
    last = _newest_seal()
    return heads.Head(last.last_id, last.sha256) if last else None


def is_sealed(head: heads.Head) -> bool:
    """Whether the chain still has the seal that somebody noted."""
    return AuditSeal.objects.filter(**head._asdict()).exists()


def accept() -> list[str]:
    """Go on from the end there is, after a restore or a look into what is missing; recorded as well."""
    missing = list(heads.told().faults(dict(AuditSeal.objects.values_list("last_id", "sha256"))))
    if missing:
        with transaction.atomic():
            record(None, "audit.accepted", None, {"missing": missing})
            heads.start_again(newest_head())
    return missing


def _found(broken: list[str]) -> None:
    beats.beat(heads.FOUND, str(len(broken)))
    if broken:
        log.error("audit_broken", count=len(broken), first=broken[0])


def _newest_seal() -> AuditSeal | None:
    return AuditSeal.objects.order_by("-last_id").first()


def _seal_batch() -> int:
    with transaction.atomic():
        last = _newest_seal()
        if not heads.is_row_sound(last):
            _found(["the newest part is gone"])
            return 0
        events = _settled_after(last.last_id if last else 0)
        if not events:
            return 0
        previous = last.sha256 if last else NO_SEAL
        seal = AuditSeal(
            first_id=events[0].pk,
            last_id=events[-1].pk,
            count=len(events),
            previous_sha256=previous,
            sha256=_chain_hash(previous, events),
        )
        seal.save()
        head = heads.Head(seal.last_id, seal.sha256)
        heads.sign(head)
        transaction.on_commit(partial(heads.tell, head))
    return len(events)


def _settled_after(last_id: int) -> list[AuditEvent]:
    cutoff = timezone.now() - SETTLED_AFTER
    settled = []
    for event in AuditEvent.objects.filter(pk__gt=last_id).order_by("pk")[:BATCH]:
        if event.at > cutoff:
            break
        settled.append(event)
    return settled


def _chain_hash(previous: str, events: Iterable[AuditEvent]) -> str:
    digest = hashlib.sha256(previous.encode())
    for event in events:
        digest.update(_json(_facts(event)).encode() + b"\n")
    return digest.hexdigest()


def _facts(event: AuditEvent) -> list[str]:
    who = [str(event.actor_uid or ""), event.action, str(event.subject_uid or "")]
    return [str(event.pk), str(event.uid), event.at.isoformat(), *who, event.request_id, event.payload_sha256]


def _broken_payloads(events: Iterable[AuditEvent]) -> list[str]:
    expected = {event.uid: event.payload_sha256 for event in events}
    payloads = AuditPayload.objects.filter(event_uid__in=expected)
    return [
        f"payload of {each.event_uid}"
        for each in payloads
        if _payload_hash(each.salt, each.body) != expected[each.event_uid]
    ]


def _payload_hash(salt: str, payload: dict[str, Any]) -> str:
    return hashlib.sha256(f"{salt}{_json(payload)}".encode()).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"))
