"""What this app keeps, and for how long."""

from __future__ import annotations

from config.core.retention import Rule
from plans.services.retaining import prune_deleted

RULES = (
    Rule(
        "plans.deleted",
        "Sessions, drafts, comments, workouts and days off that somebody deleted",
        lambda: 30,
        prune_deleted,
    ),
)
