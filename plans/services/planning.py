"""From a wish to a plan: asked for, made behind the scenes, looked at, adopted, ended."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete, User
from config.core import cache, jobs
from config.core.celery import enqueue
from config.core.models import Job, JobState
from metrics.models import Race
from metrics.services.locking import lock
from plans.engine.answer import answer
from plans.engine.macro import season_of
from plans.engine.plan import Plan as Made
from plans.engine.plan import make_plan
from plans.engine.rules import Session
from plans.engine.spec import parse
from plans.models import Plan, PlanChange, PlannedSession
from plans.selectors.making import JOB
from plans.services.adopted import put_in_force, put_out_of_force, removals
from plans.services.history import make_change
from plans.services.locking import locked, refuse
from plans.services.places import Places
from plans.services.snapshots import of_engine
from plans.services.specs import wish_of

Act, State = PlanChange.Act, Plan.State
LEASE = timedelta(seconds=30)
"""How long a worker may be silent before another one takes over; while it plans it beats."""
DEFAULT_WEEKS = 12
NOT_ADOPTED = (State.MAKING, State.DRAFT, State.FAILED)
AT_ONCE = 100
MESSAGE_MAX = 500


def request_plan(
    *,
    athlete: Athlete,
    user: User | None,
    race: Race | None = None,
    sport: str = "",
    weeks: int | None = None,
    start: date | None = None,
) -> Plan:
    """A plan that is being made, from `start` (tomorrow) on: for `race`, or of `weeks` (12) without one.

    What was asked for before and not adopted is discarded. Raises DataValidationError (`specs.wish_of`).
    """
    start = start or athlete.today() + timedelta(days=1)
    weeks = None if race else weeks or DEFAULT_WEEKS
    sport = sport or (race.sport if race else "")
    values, spec = wish_of(athlete, race=race, sport=sport, weeks=weeks, start=start)
    with transaction.atomic():
        lock(athlete)
        _discard_others(athlete)
        plan: Plan = Plan.objects.create(
            athlete=athlete,
            name=race.name if race else f"{weeks} weeks of {sport}",
            sport=sport,
            race=race,
            start=start,
            end=season_of(spec).end,
            spec=values,
            created_by=user,
        )
        jobs.queue(JOB, plan.uid)
        enqueue("plans.tasks.make", plan.pk)
    return plan


def make(*, plan_id: int) -> None:
    """Make the plan that was asked for; safe to repeat. A worker that dies leaves it as it was.

    At the third failure it is given up as PLAN_NOT_MADE.
    """
    plan = Plan.objects.alive().filter(pk=plan_id, state=State.MAKING).first()
    job = jobs.claim(JOB, plan.uid, LEASE) if plan else None
    if plan is None or job is None:
        return
    try:
        with jobs.beating(job, LEASE):
            made = make_plan(parse(plan.spec))
        _store(plan_id, made)
    except BaseException as error:
        jobs.fail(job, error)
        _give_up(job)
        raise
    jobs.finish(job)


def sweep() -> None:
    """Start again what a lost message or a dead worker left behind, and give up what failed for good."""
    waiting = Plan.objects.alive().filter(state=State.MAKING)
    due = jobs.due(JOB).values_list("subject", flat=True)[:AT_ONCE]
    for plan_id in waiting.filter(uid__in=list(due)).values_list("pk", flat=True):
        enqueue("plans.tasks.make", plan_id)
    lost = Job.objects.filter(kind=JOB, state__in=(JobState.FAILED, JobState.QUARANTINED))
    for job in lost.filter(subject__in=waiting.values_list("uid", flat=True)[:AT_ONCE]):
        _give_up(job)


def adopt_plan(*, plan: Plan, user: User | None) -> Plan:
    """Put a draft in force. The active plan ends: what lies before the new start stays, and what is locked.

    Raises DataValidationError: PLAN_NOT_DRAFT, PLAN_OUTDATED when days of the draft are over.
    """
    with transaction.atomic():
        row = _draft(plan)
        athlete = row.athlete
        former = Plan.objects.for_athlete(athlete).active().first()
        gone = removals(former, max(row.start, athlete.today())) if former else []
        if former:
            put_out_of_force(former, State.ENDED)
        put_in_force(row)
        make_change(athlete=athlete, user=user, act=Act.ADOPT, entries=gone, plan=row)
        _place(row)
    return row


def discard_plan(*, plan: Plan, user: User | None) -> None:  # noqa: ARG001 - drafts leave no history
    """Throw away what was not adopted. Raises DataValidationError PLAN_NOT_DRAFT."""
    with transaction.atomic():
        row = locked(plan, plan.athlete)
        if row.state not in NOT_ADOPTED:
            refuse("PLAN_NOT_DRAFT", "This plan was adopted already.")
        row.deleted_at = timezone.now()
        row.save(update_fields=["deleted_at"])
        cache.forget(row.athlete_id)


def end_plan(*, plan: Plan, user: User | None, reason: str = "") -> PlanChange:
    """Stop the active plan: what is open from today on goes, except what is locked.

    Raises DataValidationError PLAN_NOT_ACTIVE.
    """
    with transaction.atomic():
        row = locked(plan, plan.athlete)
        if row.state != State.ACTIVE:
            refuse("PLAN_NOT_ACTIVE", "This plan is not active.")
        gone = removals(row, plan.athlete.today())
        put_out_of_force(row, State.ENDED)
        return make_change(
            athlete=plan.athlete, user=user, act=Act.END, entries=gone, plan=row, reason=reason
        )


def _discard_others(athlete: Athlete) -> None:
    rows = Plan.objects.for_athlete(athlete).alive().filter(state__in=NOT_ADOPTED)
    rows.update(deleted_at=timezone.now())


def _draft(plan: Plan) -> Plan:
    row = locked(plan, plan.athlete)
    if row.state != State.DRAFT:
        refuse("PLAN_NOT_DRAFT", "This plan is no draft.")
    row.athlete = plan.athlete
    if PlannedSession.objects.filter(plan=row, day__lt=row.athlete.today()).alive().exists():
        refuse("PLAN_OUTDATED", "Days of this draft are over: make it anew.")
    return row


def _store(plan_id: int, made: Made) -> None:
    """All of it or nothing."""
    with transaction.atomic():
        lock(Athlete.objects.get(pk=Plan.objects.values_list("athlete", flat=True).get(pk=plan_id)))
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
        if plan.state != State.MAKING or plan.deleted_at is not None:
            return
        told = answer(made)
        for name in ("status", "blocking", "relaxed", "phases", "weeks", "checks", "score"):
            setattr(plan, name, told[name])
        plan.state = State.DRAFT
        if made.status == "infeasible":
            plan.state, plan.error_code = State.FAILED, "PLAN_INFEASIBLE"
            plan.error_message = " ".join(each["why"] for each in told["relaxed"])[:MESSAGE_MAX]
        plan.save()
        PlannedSession.objects.bulk_create(_session(plan, each) for each in made.judged.sessions)
        cache.forget(plan.athlete_id)


def _session(plan: Plan, session: Session) -> PlannedSession:
    values = of_engine(session)
    return PlannedSession(
        athlete_id=plan.athlete_id, plan=plan, created_by=plan.created_by, **values | {"day": session.day}
    )


def _give_up(job: Job) -> None:
    if job.state in (JobState.FAILED, JobState.QUARANTINED):
        Plan.objects.filter(uid=job.subject, state=State.MAKING).update(
            state=State.FAILED,
            error_code="PLAN_NOT_MADE",
            error_message="The planner failed. Try again, or change the goal a little.",
        )


def _place(plan: Plan) -> None:
    """Give the new sessions the places that what stayed leaves free."""
    rows = list(PlannedSession.objects.filter(plan=plan).alive())
    before = {row.pk: row.slot for row in rows}
    Places(plan.athlete, rows).find()
    for row in rows:
        if row.slot != before[row.pk]:
            row.save(update_fields=["slot"])
