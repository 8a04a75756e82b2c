"""The tables of the foundation, and the abstract rows of every other app."""

from config.core.models.audit import AppendOnly, AuditEvent, AuditPayload, AuditSeal
from config.core.models.base import Deletable, DeletableQuerySet, Named, NamedQuerySet
from config.core.models.breaker import Breaker, BreakerState
from config.core.models.counter import Counter
from config.core.models.external_call import ExternalCall
from config.core.models.heartbeat import Heartbeat
from config.core.models.idempotency import IdempotencyKey
from config.core.models.job import Job, JobState
from config.core.models.lease import Lease
from config.core.models.operation import Incident, MonitorRule, RetentionRule, TaskRun
from config.core.models.packed import PackedJSONField
from config.core.models.turn import Turn

__all__ = [
    "AppendOnly",
    "AuditEvent",
    "AuditPayload",
    "AuditSeal",
    "Breaker",
    "BreakerState",
    "Counter",
    "Deletable",
    "DeletableQuerySet",
    "ExternalCall",
    "Heartbeat",
    "IdempotencyKey",
    "Incident",
    "Job",
    "JobState",
    "Lease",
    "MonitorRule",
    "Named",
    "NamedQuerySet",
    "PackedJSONField",
    "RetentionRule",
    "TaskRun",
    "Turn",
]
