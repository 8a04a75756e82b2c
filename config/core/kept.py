"""What the foundation keeps, and for how long."""

from __future__ import annotations

from django.conf import settings

from config.core import pruning
from config.core.retention import Rule

RULES = (
    Rule(
        "core.external_calls",
        "Records of requests to services outside",
        lambda: settings.EXTERNAL_CALL_DAYS,
        pruning.prune_calls,
    ),
    Rule("core.task_runs", "How scheduled tasks went", lambda: 30, pruning.prune_task_runs),
    Rule("core.incidents", "Incidents that are over", lambda: 365, pruning.prune_incidents),
    Rule(
        "core.audit_payloads",
        "Personal parts of audited events (the events stay)",
        lambda: None,
        pruning.prune_audit_payloads,
    ),
)
