"""Two arrivals that are one activity, and how to part them again."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from metrics.models import Activity
from metrics.selectors.own_word import is_by_hand
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.changes import data_changed
from metrics.services.measuring import measure_again

START_TOLERANCE = timedelta(seconds=120)
COVERAGE = 0.9
WORDS = ("name", "rpe", "feel", "note", "goal")


def merge_with_twin(arrival: Activity) -> Activity:
    """Merge a fresh activity with an older arrival of the same one; the result is the activity that is shown.

    The same: one sport family, starts at most 120 s apart, the shorter covered to 90 % by the longer. The one
    with more channels leads, and anything recorded leads what was entered by hand, whose words it takes over.
    What was parted from another is left alone. Runs in the caller's transaction.
    """
    twin = None if arrival.kept_apart else _twin(arrival)
    if twin is None:
        return arrival
    leads = _rank(arrival) > _rank(twin)
    leader, follower = (arrival, twin) if leads else (twin, arrival)
    _merge(leader, follower)
    return leader


def undo_merge(*, activity: Activity) -> None:
    """Show every arrival that was merged into `activity` as an activity of its own again."""
    with transaction.atomic():
        for follower in activity.merged.all():
            follower.merged_into = None
            follower.kept_apart = True
            follower.save(update_fields=["merged_into", "kept_apart", "updated_at", "revision"])
            data_changed(follower.athlete, follower.local_date, follower.local_date + timedelta(days=1))


def _twin(arrival: Activity) -> Activity | None:
    nearby = (
        Activity.objects.for_athlete(arrival.athlete)
        .shown()
        .filter(sport=arrival.sport, kept_apart=False)
        .starting_near(arrival.start_time, START_TOLERANCE)
        .exclude(pk=arrival.pk)
        .order_by("start_time")
    )
    return next((candidate for candidate in nearby if _covers(candidate, arrival)), None)


def _covers(one: Activity, other: Activity) -> bool:
    start = max(one.start_time, other.start_time)
    end = min(
        one.start_time + timedelta(seconds=one.elapsed_s),
        other.start_time + timedelta(seconds=other.elapsed_s),
    )
    shorter_s = min(one.elapsed_s, other.elapsed_s)
    return (end - start).total_seconds() >= COVERAGE * shorter_s


def _merge(leader: Activity, follower: Activity) -> None:
    Activity.objects.filter(merged_into=follower).update(merged_into=leader)
    follower.merged_into = leader
    follower.save(update_fields=["merged_into", "updated_at", "revision"])
    leader.ai_allowed = leader.ai_allowed and follower.ai_allowed
    _take_words(leader, follower)
    leader.save()
    if follower.local_date != leader.local_date:
        data_changed(follower.athlete, follower.local_date, follower.local_date + timedelta(days=1))


def _rank(activity: Activity) -> tuple[int, bool]:
    return activity.streams.count(), not is_by_hand(activity)


def _take_words(leader: Activity, follower: Activity) -> None:
    """The leader keeps its words and takes what it lacks; words typed by hand go before those of a file."""
    rated, typed = leader.rpe, is_by_hand(follower)
    for name in WORDS:
        own, other = getattr(leader, name), getattr(follower, name)
        if other not in (None, "") and (typed or own in (None, "")):
            setattr(leader, name, other)
    if leader.rpe != rated:
        measure_again(leader, ThresholdBook(leader.athlete))
