"""What changed at Garmin about an activity that was listed before."""

from __future__ import annotations

from typing import Any

from athletes.sources.garmin.listing import listed_of
from athletes.sources.records import ListedActivity, Sport
from metrics.models import Activity, RemoteActivity
from metrics.services.activities import delete_activity, restore_activity, update_activity
from metrics.services.changes import data_changed
from metrics.services.measuring import measure_again
from metrics.services.sync import known
from metrics.services.sync.runs import DAY
from metrics.services.sync.slices import Slice

CHANGED = "_changed"
"""In a row's summary: the activity is here, and has to be fetched again."""
TOLERANCE_S = 1.0
RETRYABLE = ("GARMIN_UNAVAILABLE", "GARMIN_ANSWER_UNREADABLE", "GARMIN_BLOCKED", "GARMIN_ERROR")
"""Faults that say nothing about the activity itself."""

State = RemoteActivity.State


def take_over(s: Slice, row: RemoteActivity, item: ListedActivity, summary: dict[str, Any]) -> None:
    """Bring a row, and the activity here, in line with the list. Runs in the caller's transaction."""
    before, was_changed = listed_of(row.summary), row.summary.get(CHANGED, False)
    row.summary, row.start_time, row.local_date = summary, item.start_time, item.local_date
    row.missing_since = None
    if row.state == State.GONE:
        _bring_back(row)
    elif row.state == State.FAILED and row.error_code in RETRYABLE:
        row.state, row.attempts, row.error_code, row.error_message = State.LISTED, 0, "", ""
    elif row.state == State.FETCHED and before is not None:
        _edit(s, row, before, item)
    if was_changed:
        row.summary[CHANGED] = True
    row.save()


def let_go(row: RemoteActivity) -> None:
    """Hide what Garmin does not have any more. Runs in the caller's transaction.

    What came by a file as well stays, and what the athlete deleted is theirs: such a row stays as it is, so
    that it does not bring anything back when it is listed again.
    """
    activity = _activity(row)
    if activity is not None:
        if activity.deleted_at is not None or known.has_other_origin(activity, row.external_id):
            return
        delete_activity(activity=activity)
    row.state = State.GONE
    row.save(update_fields=["state", "updated_at"])


def _bring_back(row: RemoteActivity) -> None:
    activity = _activity(row)
    if activity is None:
        row.state, row.attempts = State.LISTED, 0
        return
    row.state = State.FETCHED
    if activity.deleted_at is not None:
        restore_activity(activity=activity)


def _edit(s: Slice, row: RemoteActivity, before: ListedActivity, item: ListedActivity) -> None:
    if _is_other_recording(before, item):
        row.state, row.attempts = State.LISTED, 0
        row.summary[CHANGED] = True
        return
    activity = _activity(row)
    if activity is None:
        return
    if item.name and item.name != before.name and activity.name in ("", (before.name or "")[:200]):
        update_activity(activity=activity, name=item.name[:200])
    if item.sport != before.sport and activity.sport == before.sport and item.sport != Sport.MULTISPORT:
        _change_sport(s, activity, item.sport)


def _change_sport(s: Slice, activity: Activity, sport: Sport) -> None:
    """Measure it with the thresholds and the method of the sport it is now."""
    activity.sport, activity.sub_sport = sport, ""
    measure_again(activity, s.book)
    activity.save()
    data_changed(activity.athlete, activity.local_date, activity.local_date + DAY)


def _is_other_recording(before: ListedActivity, item: ListedActivity) -> bool:
    moved_s = abs((item.start_time - before.start_time).total_seconds())
    longer_s = abs((item.duration_s or 0) - (before.duration_s or 0))
    return moved_s > TOLERANCE_S or longer_s > TOLERANCE_S


def _activity(row: RemoteActivity) -> Activity | None:
    """The activity that is shown for a row; None before it was fetched."""
    origin = known.origin_of(row.connection, row.external_id)
    return (origin.activity.merged_into or origin.activity) if origin else None
