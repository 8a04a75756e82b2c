"""Looking at the plan in force after what happened, and proposing what should change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from django.db import transaction
from django.utils import timezone

from config.core import jobs
from config.core.logging import logger
from config.core.models import Job, JobState
from metrics.selectors.weeks import monday_of
from metrics.services.locking import lock
from metrics.services.recompute import recompute_load
from plans.engine.adapt import Adaptation, adapt
from plans.engine.adapt.events import name_of, of_kind
from plans.models import Following, Plan
from plans.selectors.situation import Seen, situation_of
from plans.services.automatic import breaks_rule
from plans.services.frames import frame_of, put_frame
from plans.services.matching import MARGIN
from plans.services.proposing import Overtaken, propose
from plans.services.rechecking import recheck_plan
from plans.services.reviews import PATIENCE, has_news, has_waiting, next_review

JOB = "adapt_plan"
LEASE = timedelta(minutes=4)
"""Longer than the hard limit of the task: nothing beats while it plans, and what still runs stays its own."""

URGENCY = (
    *("illness", "injury", "missed_days", "race", "availability"),
    *("recovery_low", "missed_key", "threshold", "recovery_good"),
)
"""What `adapt` asks first."""

type Kind = Literal["race", "availability", "threshold"]
KINDS: tuple[Kind, ...] = ("race", "availability", "threshold")

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look that began at `at`; `seen` is None when there was nothing to be adapted."""

    at: datetime
    seen: Seen | None
    found: Adaptation | None
    review_at: datetime


def adapt_plan(*, athlete_id: int) -> None:
    """Look at the active plan and store what should change: as a proposal, or done within the limits.

    Safe to repeat. A worker that dies leaves everything as it was; at the third failure it is left alone.
    """
    rows = Plan.objects.active().select_related("athlete__user", "race")
    plan = rows.filter(athlete_id=athlete_id).first()
    job = _claimed(plan) if plan else None
    if plan is None or job is None:
        return
    try:
        _store(plan, _look(plan))
    except Overtaken:
        log.info("adaptation_overtaken", plan=str(plan.uid))
    except BaseException as error:
        jobs.fail(job, error)
        raise
    jobs.finish(job)


def _claimed(plan: Plan) -> Job | None:
    """What was given up stays so until an operator tries again."""
    if Job.objects.filter(kind=JOB, subject=plan.uid, state=JobState.DONE).exists():
        jobs.queue(JOB, plan.uid)
    return jobs.claim(JOB, plan.uid, LEASE)


def _look(plan: Plan) -> Looked:
    """Outside of any transaction: planning anew takes seconds."""
    now = timezone.now()
    recompute_load(athlete_id=plan.athlete_id)
    review_at = Following.objects.filter(plan=plan).values_list("review_at", flat=True).first()
    is_due = review_at is not None and review_at <= now
    is_review = is_due and has_news(plan.athlete, now)
    seen = situation_of(plan, is_review=is_review or has_waiting(plan))
    found = (adapt(seen.situation) or _conflict(seen)) if seen else None
    if seen and found and breaks_rule(seen.situation, found):
        log.warning("adaptation_breaks_rule", plan=str(plan.uid))
        found = None
    if is_due and not is_review:
        return Looked(now, seen, found, now + PATIENCE)
    return Looked(now, seen, found, next_review(now, plan.athlete.zone))


def _conflict(seen: Seen) -> Adaptation | None:
    """What somebody wishes by now contradicts itself: it is said, with the planner's way out."""
    error = seen.conflict
    if error is None:
        return None
    cause: Literal["race", "availability"] = "race" if error.code.startswith("RACE") else "availability"
    name = f"{cause}:{error.code}:{sha256(error.message.encode()).hexdigest()[:16]}"
    reason = f"{error.message} Until then the plan stays as it is."
    return (
        None if name in seen.situation.answered else Adaptation(cause, name, reason, (), (), needs_plan=True)
    )


def _store(plan: Plan, looked: Looked) -> None:
    with transaction.atomic():
        lock(plan.athlete)
        if not Plan.objects.active().filter(pk=plan.pk).exists():
            return
        seen, found = looked.seen, looked.found
        entries = seen.situation.sessions if seen else ()
        propose(plan=plan, found=found, entries=entries, frame=_frame(plan, seen, found))
        if seen and (settled := list(_settled(seen, found))):
            _take_note(plan, seen, settled)
        to = looked.at - MARGIN
        values = {"plan": plan, "looked_to": to, "review_at": looked.review_at}
        Following.objects.update_or_create(athlete=plan.athlete, defaults=values)


def _frame(plan: Plan, seen: Seen | None, found: Adaptation | None) -> dict[str, object] | None:
    """What a change of the wish means for the plan itself, once it is accepted."""
    if seen is None or found is None or found.cause not in KINDS or found.needs_plan:
        return None
    sides = [side for each in found.changes for side in (each.before, each.after) if side]
    touched = {monday_of(each.day).isoformat() for each in sides}
    return frame_of(plan, seen.news.parts[found.cause], found.made, touched)


def _settled(seen: Seen, found: Adaptation | None) -> Iterator[Kind]:
    """Kinds of events that were considered and ask for nothing."""
    rank = URGENCY.index(found.cause) if found else len(URGENCY)
    for kind in KINDS:
        events = of_kind(seen.situation, kind)
        is_answered = name_of(kind, events) in seen.situation.answered
        if events and not is_answered and URGENCY.index(kind) < rank:
            yield kind


def _take_note(plan: Plan, seen: Seen, kinds: list[Kind]) -> None:
    """The plan stands for the wish as it is now, and is judged by it."""
    for kind in kinds:
        frame = frame_of(plan, seen.news.parts[kind], None)
        if frame is not None:
            put_frame(plan, frame["after"])
    recheck_plan(plan)
