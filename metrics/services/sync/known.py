"""Whether an activity that Garmin lists is here already, and by which arrival."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet

from athletes.models import Athlete, Connection, Way
from athletes.sources.records import ListedActivity
from metrics.models import Activity, Origin, RemoteActivity
from metrics.services.ingest import GARMIN_WAYS
from metrics.services.merging import COVERAGE, START_TOLERANCE

SYNCED = (Way.KEY, Way.LOGIN)


def origin_of(connection: Connection, external_id: str) -> Origin | None:
    """The arrival by this very way."""
    rows = Origin.objects.select_related("activity__merged_into", "activity__athlete")
    return rows.filter(athlete=connection.athlete, source=connection.way, external_id=external_id).first()


def find_known(connection: Connection, listed: ListedActivity) -> Activity | None:
    """The activity that a listed one is, where its file need not be fetched; None when it has to be.

    That is: it came by this way, or by another way from Garmin with its file, or the athlete deleted it here.
    """
    if origin := origin_of(connection, listed.external_id):
        return origin.activity
    others = Origin.objects.select_related("activity__merged_into").filter(
        athlete=connection.athlete, source__in=GARMIN_WAYS, external_id=listed.external_id
    )
    for origin in others:
        shown = origin.activity.merged_into or origin.activity
        if origin.file or is_unwanted(shown):
            return origin.activity
    return _deleted_twin(connection.athlete, listed)


def deleted_file(athlete: Athlete, sha256: str) -> Activity | None:
    """The activity that the athlete deleted and whose file these bytes are."""
    origin = (
        Origin.objects.select_related("activity__merged_into").filter(athlete=athlete, sha256=sha256).first()
    )
    if origin is None:
        return None
    shown = origin.activity.merged_into or origin.activity
    return origin.activity if is_unwanted(shown) else None


def is_unwanted(activity: Activity) -> bool:
    """Whether the athlete deleted it, as opposed to a sync that found it removed at Garmin."""
    return activity.deleted_at is not None and not is_hidden_by_sync(activity)


def is_hidden_by_sync(activity: Activity) -> bool:
    ids = _family_origins(activity).values("external_id")
    gone = RemoteActivity.objects.filter(athlete_id=activity.athlete_id, state=RemoteActivity.State.GONE)
    return gone.filter(external_id__in=ids).exists()


def has_other_origin(activity: Activity, external_id: str) -> bool:
    """Whether it came in another way as well that still stands: by a file, an export, by hand, or as another
    item of Garmin's list."""
    origins = _family_origins(activity).exclude(source__in=SYNCED, external_id=external_id)
    listed = RemoteActivity.objects.filter(athlete_id=activity.athlete_id, missing_since=None).exclude(
        state=RemoteActivity.State.GONE
    )
    synced = Q(source__in=SYNCED)
    return origins.filter(~synced | Q(external_id__in=listed.values("external_id"))).exists()


def link(connection: Connection, activity: Activity, listed: ListedActivity) -> None:
    """Note that the activity came by this way too. The strictest `ai_allowed` wins; a name fills a blank."""
    Origin.objects.get_or_create(
        athlete=connection.athlete,
        source=connection.way,
        external_id=listed.external_id,
        defaults={"activity": activity, "ai_allowed": connection.ai_allowed},
    )
    shown = activity.merged_into or activity
    changed: dict[str, object] = {}
    if shown.ai_allowed and not connection.ai_allowed:
        changed["ai_allowed"] = False
    if not shown.name and listed.name:
        changed["name"] = listed.name[:200]
    if changed:
        Activity.objects.filter(pk=shown.pk).update(**changed)


def _family_origins(activity: Activity) -> QuerySet[Origin]:
    return Origin.objects.filter(Q(activity=activity) | Q(activity__merged_into=activity))


def _deleted_twin(athlete: Athlete, listed: ListedActivity) -> Activity | None:
    """What the athlete deleted of this time and sport, unless something that is shown takes its place."""
    near = Activity.objects.for_athlete(athlete).filter(
        sport=listed.sport, merged_into=None, parent=None, kept_apart=False
    )
    twins = [each for each in near.starting_near(listed.start_time, START_TOLERANCE) if _covers(each, listed)]
    if any(each.deleted_at is None for each in twins):
        return None
    return next((each for each in twins if is_unwanted(each)), None)


def _covers(activity: Activity, listed: ListedActivity) -> bool:
    if not listed.duration_s:
        return True
    start = max(activity.start_time, listed.start_time)
    ends: Iterable = (
        activity.start_time + timedelta(seconds=activity.elapsed_s),
        listed.start_time + timedelta(seconds=listed.duration_s),
    )
    shorter_s = min(activity.elapsed_s, listed.duration_s)
    return (min(ends) - start).total_seconds() >= COVERAGE * shorter_s
