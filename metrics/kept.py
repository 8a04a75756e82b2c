"""What this app keeps, and for how long."""

from __future__ import annotations

from django.conf import settings

from config.core.retention import Rule
from metrics.services.chilling import chill_streams
from metrics.services.retaining import prune_deleted
from metrics.services.sync import prune_answers, prune_runs

RULES = (
    Rule(
        "metrics.warm_streams",
        "Recordings as they are read most quickly; older ones are packed, and nothing is lost",
        lambda: 730,
        chill_streams,
    ),
    Rule(
        "metrics.answers", "Answers of Garmin as they came", lambda: settings.RAW_PAYLOAD_DAYS, prune_answers
    ),
    Rule("metrics.deleted", "Races and notes that somebody deleted", lambda: 30, prune_deleted),
    Rule("metrics.sync_runs", "Syncs that are over", lambda: settings.EXTERNAL_CALL_DAYS, prune_runs),
)
