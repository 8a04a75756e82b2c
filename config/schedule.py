"""What beat starts and how often. Ticks are dumb: they look for due work, so a missed tick costs only time.

Each task of the schedule is named once here; the settings pass the answer to Celery, and the database
scheduler keeps it up to date there.
"""

from collections.abc import Mapping
from typing import Any

HEARTBEAT_S = 30
AWAITED_S = 15  # somebody looks at a page that waits for it
MINUTE_S, HOUR_S, DAY_S = 60, 3_600, 86_400

SCHEDULE: list[tuple[str, float]] = [
    ("config.tasks.heartbeat", HEARTBEAT_S),
    ("config.tasks.tidy", HOUR_S),
    ("config.tasks.retain", DAY_S),
    ("config.tasks.verify_record", DAY_S),
    ("config.tasks.watch", MINUTE_S),
    ("athletes.tasks.sweep", MINUTE_S),
    ("metrics.tasks.sweep", MINUTE_S),
    ("metrics.tasks.start_due_syncs", MINUTE_S),
    ("plans.tasks.sweep", MINUTE_S),
    ("plans.tasks.start_due_plans", AWAITED_S),
    ("plans.tasks.start_due_sendings", MINUTE_S),
    ("plans.tasks.remind", 5 * MINUTE_S),
    ("notifications.tasks.sweep", MINUTE_S),
    ("notifications.tasks.sweep_data_hooks", MINUTE_S),
    ("notifications.tasks.tell_of_audited", MINUTE_S),
    ("notifications.tasks.tell_about_connections", 5 * MINUTE_S),
    ("analysis.tasks.send_digests", 5 * MINUTE_S),
    ("analysis.tasks.sweep", 5 * MINUTE_S),
    ("analysis.tasks.start_due", MINUTE_S),
]


def beat_schedule(intervals_s: Mapping[str, float] | None = None) -> dict[str, dict[str, Any]]:
    """Celery's `beat_schedule`: every task of SCHEDULE under its own name, with its interval in seconds.

    `intervals_s` holds those that an installation has chosen itself. A tick that waited for longer than
    its interval is dropped, since the next one does the same.
    """
    return {
        name: {"task": name, "schedule": interval_s, "options": {"expire_seconds": interval_s}}
        for name, interval_s in (dict(SCHEDULE) | dict(intervals_s or {})).items()
    }
