"""Every address of the API below an athlete, what it answers, and an athlete with a row for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from athletes.models import DATA_CLASSES, Athlete, Connection, ConnectionAttempt, Threshold
from metrics.models import (
    Activity,
    Annotation,
    CheckIn,
    CycleDay,
    ImportBatch,
    Race,
    ReadinessOverride,
    Signal,
    SyncRun,
    ThresholdProposal,
)
from plans.models import (
    Blackout,
    Plan,
    PlanChange,
    PlannedSession,
    PlanProposal,
    SessionComment,
    TrainingPreferences,
    WorkoutTemplate,
)
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.connected import AttemptFactory, SyncRunFactory
from tests.factories.metrics import (
    ActivityFactory,
    DayFactory,
    ImportBatchFactory,
    LapFactory,
    StreamFactory,
    store_loads,
)
from tests.factories.own_word import AnnotationFactory, CheckInFactory, CycleDayFactory
from tests.factories.plans import (
    BlackoutFactory,
    ChangeFactory,
    PlanFactory,
    PlannedSessionFactory,
    ProposalFactory,
    TemplateFactory,
    week_of,
)
from tests.factories.races import RaceFactory, ThresholdProposalFactory
from tests.factories.signals import SignalFactory

TOMORROW = timezone.now().date() + timedelta(days=1)
NEXT_MONTH = TOMORROW + timedelta(days=30)
NEXT_MONTH_END = NEXT_MONTH + timedelta(days=3)
NOBODY = "0198c0de-0000-7000-8000-000000000000"
READ_ALL = dict.fromkeys(DATA_CLASSES, "read")
WRITE_ALL = dict.fromkeys(DATA_CLASSES, "write")
NEW_KEY = {"key": "GCDC_0123456789abcdef", "is_own_use": False}
NEW_THRESHOLD = {"sport": "running", "kind": "lthr_bpm", "value": 168, "valid_from": "2026-05-01"}

READS = {
    "athlete": 200,
    "threshold-list": 200,
    "threshold": 200,
    "activity-list": 200,
    "activity": 200,
    "activity-streams": 200,
    "activity-laps": 200,
    "activity-original": 404,
    "activity-curve": 200,
    "activity-intervals": 200,
    "curves": 200,
    "bests": 200,
    "models": 200,
    "day-list": 200,
    "distribution": 200,
    "load": 200,
    "health": 200,
    "readiness": 200,
    "quality": 200,
    "estimate-list": 200,
    "check-in-list": 200,
    "check-in": 200,
    "marker-list": 200,
    "marker": 200,
    "cycle-list": 200,
    "cycle": 200,
    "race-list": 200,
    "race": 200,
    "predictions": 200,
    "training-paces": 200,
    "proposal-list": 200,
    "proposal": 200,
    "signal-list": 200,
    "signal": 200,
    "import-list": 200,
    "import": 200,
    "connection-list": 200,
    "connection": 200,
    "connection-attempt-list": 200,
    "connection-attempt": 200,
    "sync-run-list": 200,
    "sync-run": 200,
    "plan-list": 200,
    "plan": 200,
    "session-list": 200,
    "session": 200,
    "session-comments": 200,
    "plan-proposal-list": 200,
    "plan-proposal": 200,
    "plan-change-list": 200,
    "training-preferences": 200,
    "day-off-list": 200,
    "workout-list": 200,
    "workout": 200,
    "future-load": 200,
    "analysis-list": 200,
    "analysis": 404,
    "analysis-pack": 404,
}
"""What a reader gets; 404 where the athlete of these tests has nothing."""

SESSION_ACTS = ("skip", "unskip", "lock", "unlock", "copy", "swap", "link", "unlink")
NOT_READ = {
    *("connection-sync", "readiness-override", "proposal-accept", "proposal-refuse"),
    *("plan-adopt", "plan-end", "plan-proposal-accept", "plan-proposal-refuse", "plan-change-undo"),
    *(f"session-{act}" for act in SESSION_ACTS),
    *("day-off", "workout-plan"),
}
"""Addresses that only take what is written to them."""

WRITES: list[tuple[str, str, Any, int]] = [
    ("patch", "athlete", {"hr_max_bpm": 199}, 200),
    ("post", "threshold-list", NEW_THRESHOLD, 201),
    ("patch", "threshold", {"value": 260}, 200),
    ("delete", "threshold", None, 204),
    ("patch", "activity", {"name": "Renamed"}, 200),
    ("delete", "activity", None, 204),
    ("post", "import-list", "file", 202),
    ("patch", "check-in", {"feel": 5}, 200),
    ("delete", "check-in", None, 204),
    ("patch", "marker", {"note": "Well again"}, 200),
    ("delete", "marker", None, 204),
    ("patch", "cycle", {"bleeding": "light"}, 200),
    ("delete", "cycle", None, 204),
    ("patch", "race", {"name": "Renamed"}, 200),
    ("delete", "race", None, 204),
    ("patch", "signal", {"acknowledged": True}, 200),
    ("put", "readiness-override", {"date": "2026-05-01", "verdict": "rest", "reason": "A bad night"}, 200),
    ("post", "connection-list", NEW_KEY, 400),
    ("patch", "connection", {"sync_time": "06:00"}, 200),
    ("delete", "connection", None, 204),
    ("post", "connection-sync", None, 202),
    ("post", "proposal-accept", None, 200),
    ("post", "proposal-refuse", None, 200),
    ("post", "plan-list", {"sport": "running", "weeks": 4}, 202),
    ("post", "plan-adopt", None, 400),
    ("post", "plan-end", None, 200),
    ("delete", "plan", None, 400),
    ("post", "session-list", {"day": TOMORROW, "sport": "running", "text": "- 30m RPE 3"}, 201),
    ("patch", "session", {"title": "Renamed"}, 200),
    ("delete", "session", None, 204),
    ("post", "session-skip", {"reason": "time"}, 200),
    ("post", "session-unskip", None, 400),
    ("post", "session-lock", None, 200),
    ("post", "session-unlock", None, 200),
    ("post", "session-copy", {"day": TOMORROW}, 201),
    ("post", "session-swap", {"with_uid": NOBODY}, 404),
    ("post", "session-link", {"activity_uid": NOBODY}, 400),
    ("post", "session-unlink", None, 400),
    ("post", "session-comments", {"text": "Take it easy."}, 201),
    ("post", "plan-proposal-accept", {}, 200),
    ("post", "plan-proposal-refuse", None, 200),
    ("post", "plan-change-undo", None, 201),
    ("patch", "training-preferences", {"strength": True}, 200),
    ("post", "day-off-list", {"start": NEXT_MONTH, "end": NEXT_MONTH_END}, 201),
    ("delete", "day-off", None, 204),
    ("post", "workout-list", {"name": "Mine", "sport": "running", "text": "- 30m Z2"}, 201),
    ("delete", "workout", None, 204),
    ("post", "workout-plan", {"day": TOMORROW}, 201),
]


CHANGED: tuple[type[Model], ...] = (
    Athlete,
    Threshold,
    Activity,
    ImportBatch,
    CheckIn,
    Annotation,
    CycleDay,
    Race,
    Signal,
    ReadinessOverride,
    ThresholdProposal,
    Connection,
    ConnectionAttempt,
    SyncRun,
    Plan,
    PlannedSession,
    SessionComment,
    PlanProposal,
    PlanChange,
    TrainingPreferences,
    Blackout,
    WorkoutTemplate,
)


@dataclass
class World:
    athlete: Athlete
    uids: dict[str, Any]

    def url(self, name: str, athlete: str = "") -> str:
        kwargs = {"athlete": athlete or str(self.athlete.uid)}
        if name in self.uids:
            kwargs["uid"] = self.uids[name]
        return reverse(f"api:{name}", kwargs=kwargs)

    def state(self) -> list[Any]:
        return [list(model.objects.order_by("pk").values_list()) for model in CHANGED]


MADE: dict[str, Any] = {
    "check-in": CheckInFactory,
    "marker": AnnotationFactory,
    "cycle": CycleDayFactory,
    "race": RaceFactory,
    "signal": SignalFactory,
    "proposal": ThresholdProposalFactory,
}


def a_world() -> World:
    athlete = AthleteFactory(keeps_cycle_log=True)
    threshold = ThresholdFactory(athlete=athlete)
    activity = ActivityFactory(athlete=athlete)
    StreamFactory(activity=activity, values=np.full(60, 150.0))
    LapFactory(activity=activity, index=0)
    DayFactory(athlete=athlete)
    store_loads(athlete, activity.local_date, [70.0])
    batch = ImportBatchFactory(athlete=athlete)
    parts = ("streams", "laps", "original", "curve", "intervals")
    uids = dict.fromkeys(["activity", *(f"activity-{part}" for part in parts)], activity.uid)
    uids |= {"threshold": threshold.uid, "import": batch.uid}
    uids |= {name: factory(athlete=athlete).uid for name, factory in MADE.items()}
    uids |= dict.fromkeys(["proposal-accept", "proposal-refuse"], uids["proposal"])
    run = SyncRunFactory(connection__athlete=athlete)
    uids |= dict.fromkeys(["connection", "connection-sync"], run.connection.uid)
    uids |= {"sync-run": run.uid, "connection-attempt": AttemptFactory(athlete=athlete).uid}
    uids |= _planned(athlete)
    uids |= dict.fromkeys(["analysis", "analysis-pack"], batch.uid)
    return World(athlete, uids)


def _planned(athlete: Athlete) -> dict[str, Any]:
    week_of(athlete, [60, 0, 60, 0, 60, 0, 120])
    plan = PlanFactory(athlete=athlete, start=TOMORROW)
    session = PlannedSessionFactory(athlete=athlete, plan=plan, day=TOMORROW)
    acts = [f"session-{act}" for act in (*SESSION_ACTS, "comments")]
    uids = dict.fromkeys(["session", *acts], session.uid)
    uids |= dict.fromkeys(["plan", "plan-adopt", "plan-end"], plan.uid)
    proposal = ProposalFactory(plan=plan)
    uids |= dict.fromkeys(["plan-proposal", "plan-proposal-accept", "plan-proposal-refuse"], proposal.uid)
    template = TemplateFactory(athlete=athlete)
    uids |= dict.fromkeys(["workout", "workout-plan"], template.uid)
    uids["plan-change-undo"] = ChangeFactory(athlete=athlete).uid
    uids["day-off"] = BlackoutFactory(athlete=athlete, start=TOMORROW, end=NEXT_MONTH).uid
    return uids
