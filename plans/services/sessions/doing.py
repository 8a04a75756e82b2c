"""Skipping, removing, locking and talking about sessions."""

from __future__ import annotations

from django.db import transaction

from athletes.models import User
from config.core import cache
from plans.models import PlanChange, PlannedSession, SessionComment
from plans.services.locking import check_day, check_fields, refuse
from plans.services.sessions.opening import change_one, opened, refuse_done
from plans.services.telling import tell_comment

Act, State = PlanChange.Act, PlannedSession.State


def skip_session(
    *, session: PlannedSession, user: User | None, reason: str, note: str = "", revision: int | None = None
) -> PlannedSession:
    """It is not done, and why; of a past day this can be said too.

    Raises DataValidationError SESSION_DONE, or by field for a reason that is none.
    """
    if reason not in PlannedSession.SkipReason:
        refuse("DATA_INVALID", "Say why: choose one of the reasons.", field="reason")
    with transaction.atomic():
        row = opened(session, revision)
        refuse_done(row)
        after = {"state": State.SKIPPED.value, "skip_reason": str(reason), "skip_note": note}
        change_one(row, user, Act.SKIP, after)
    session.refresh_from_db()
    return session


def unskip_session(
    *, session: PlannedSession, user: User | None, revision: int | None = None
) -> PlannedSession:
    """Take a skipped session up again; on a day that is over it is one that was not done.

    Raises DataValidationError SESSION_NOT_SKIPPED.
    """
    with transaction.atomic():
        row = opened(session, revision)
        if row.state != State.SKIPPED:
            refuse("SESSION_NOT_SKIPPED", "It was not skipped.")
        state = State.PLANNED if row.day >= row.athlete.today() else State.MISSED
        change_one(row, user, Act.UNSKIP, {"state": state.value, "skip_reason": "", "skip_note": ""})
    session.refresh_from_db()
    return session


def remove_session(*, session: PlannedSession, user: User | None, revision: int | None = None) -> None:
    """Take a session of today or later off the calendar. Raises DataValidationError SESSION_IN_PAST,
    SESSION_DONE."""
    with transaction.atomic():
        row = opened(session, revision)
        check_day(row.athlete, row.day)
        refuse_done(row)
        change_one(row, user, Act.REMOVE, None)


def lock_session(
    *, session: PlannedSession, user: User | None, revision: int | None = None
) -> PlannedSession:
    """Keep adaptations away from a session of today or later."""
    return _set_lock(session, user, revision, is_locked=True)


def unlock_session(
    *, session: PlannedSession, user: User | None, revision: int | None = None
) -> PlannedSession:
    """Let adaptations change it again."""
    return _set_lock(session, user, revision, is_locked=False)


def comment_session(*, session: PlannedSession, user: User, text: str) -> SessionComment:
    """Words under a session, whenever it is; a coach's are told to the athlete. Raises by field."""
    comment = SessionComment(session=session, author=user, text=text.strip())
    check_fields(comment)
    with transaction.atomic():
        opened(session, None)
        comment.save()
        tell_comment(comment, session.athlete)
        cache.forget(session.athlete_id)
    return comment


def _set_lock(
    session: PlannedSession, user: User | None, revision: int | None, *, is_locked: bool
) -> PlannedSession:
    with transaction.atomic():
        row = opened(session, revision)
        check_day(row.athlete, row.day)
        if row.locked != is_locked:
            change_one(row, user, Act.LOCK if is_locked else Act.UNLOCK, {"locked": is_locked})
    session.refresh_from_db()
    return session
