"""The sync: what Garmin has becomes rows here, in slices that may be interrupted anywhere.

All of its state is in the database: `SyncRun` is what was asked for, `SyncedDay` and `RemoteActivity` what
has been read of it, the job "sync" of a connection who does it.
"""

from metrics.services.sync.answers import prune_answers
from metrics.services.sync.asking import request_sync
from metrics.services.sync.due import start_due
from metrics.services.sync.replaying import replay_answers
from metrics.services.sync.running import sync_connection
from metrics.services.sync.runs import prune_runs
from metrics.services.sync.withholding import withhold_from_ai

__all__ = [
    "prune_answers",
    "prune_runs",
    "replay_answers",
    "request_sync",
    "start_due",
    "sync_connection",
    "withhold_from_ai",
]
