"""What people do to single sessions. Whether they may is the caller's question (`athletes.access`).

Every act waits for others on the same athlete, refuses the past (SESSION_IN_PAST), takes an optional
`revision` against lost updates (DataChangedError), is written down with its author, and the active plan is
judged anew at once.
"""

from plans.services.sessions.doing import (
    comment_session,
    lock_session,
    remove_session,
    skip_session,
    unlock_session,
    unskip_session,
)
from plans.services.sessions.moving import copy_session, move_session, swap_sessions
from plans.services.sessions.writing import add_session, edit_session

__all__ = [
    "add_session",
    "comment_session",
    "copy_session",
    "edit_session",
    "lock_session",
    "move_session",
    "remove_session",
    "skip_session",
    "swap_sessions",
    "unlock_session",
    "unskip_session",
]
