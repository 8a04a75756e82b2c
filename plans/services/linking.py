"""A person says which activity a session was, or that it was none; matching leaves that alone."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from athletes.models import Athlete, User
from config.core import audit, cache
from config.core.errors import DataNotFoundError
from metrics.models import Activity
from metrics.selectors.thresholds import ThresholdBook
from plans.models import PlannedSession
from plans.services.locking import refuse
from plans.services.matching import MATCHED, match_days, set_match
from plans.services.rechecking import recheck_active
from plans.services.sessions.opening import opened

FARTHEST = timedelta(days=7)


def link_activity(
    *, session: PlannedSession, activity: Activity, user: User | None, revision: int | None = None
) -> PlannedSession:
    """This activity was the session, which counts as done then, even one that was skipped.

    Raises DataNotFoundError for an activity that is not the athlete's to show, and DataValidationError:
    ACTIVITY_TOO_FAR more than a week apart, ACTIVITY_LINKED when somebody linked it to another session.
    """
    with transaction.atomic():
        row = opened(session, revision)
        found = _shown(row.athlete, activity)
        if abs(found.local_date - row.day) > FARTHEST:
            refuse("ACTIVITY_TOO_FAR", "They are more than a week apart.", field="activity")
        freed = _free(row, found)
        row.skip_reason = row.skip_note = ""
        row.matched_by_person = True
        set_match(row, found, ThresholdBook(row.athlete), is_known=True)
        row.save(update_fields=[*MATCHED, "skip_reason", "skip_note"])
        _settle(row, user, "plans.activity_linked", [row, *freed])
    session.refresh_from_db()
    return session


def unlink_activity(
    *, session: PlannedSession, user: User | None, revision: int | None = None
) -> PlannedSession:
    """The activity was something else; nothing is matched with the session any more by itself.

    Raises DataValidationError ACTIVITY_NOT_LINKED when there is none.
    """
    with transaction.atomic():
        row = opened(session, revision)
        if row.activity is None:
            refuse("ACTIVITY_NOT_LINKED", "No activity belongs to this session.")
        row.matched_by_person = True
        set_match(row, None, ThresholdBook(row.athlete), is_known=False)
        row.save(update_fields=MATCHED)
        _settle(row, user, "plans.activity_unlinked", [row])
    session.refresh_from_db()
    return session


def _shown(athlete: Athlete, activity: Activity) -> Activity:
    rows = Activity.objects.for_athlete(athlete).shown()
    found: Activity | None = rows.prefetch_related("laps", "intervals").filter(pk=activity.pk).first()
    if found is None:
        raise DataNotFoundError("There is no such activity, or you may not see it.")
    return found


def _free(row: PlannedSession, activity: Activity) -> list[PlannedSession]:
    """Take the activity from the session that it was matched with by itself."""
    others = list(PlannedSession.objects.filter(activity=activity).exclude(pk=row.pk))
    if any(each.matched_by_person for each in others):
        refuse("ACTIVITY_LINKED", "It belongs to another session: unlink it there first.", field="activity")
    PlannedSession.objects.filter(pk__in=[each.pk for each in others]).update(activity=None)
    return others


def _settle(row: PlannedSession, user: User | None, action: str, changed: list[PlannedSession]) -> None:
    match_days(row.athlete, sorted({each.day for each in changed}))
    recheck_active(row.athlete)
    cache.forget(row.athlete_id)
    audit.record(user.uid if user else None, action, row.athlete.uid)
