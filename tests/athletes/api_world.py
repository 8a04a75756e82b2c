"""Every address of the API below an athlete, what it answers, and an athlete with a row for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from analysis.models import (
    Advice,
    AIPreferences,
    Analysis,
    ChatProposal,
    Conversation,
    Feedback,
    Memory,
    Question,
    Turn,
)
from athletes.models import DATA_CLASSES, Athlete, Connection, ConnectionAttempt, Threshold
from metrics.api.activities import SWIM
from metrics.api.races import MARATHON
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
from tests.analysis.builders import WEEK, build_pack, explain
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


def bulk(row: dict[str, Any]) -> dict[str, Any]:
    return {"source": "a-program", "rows": [{"external_id": "1", **row}]}


NEW_KEY = {"key": "GCDC_0123456789abcdef", "is_own_use": False}
NEW_THRESHOLD = {"sport": "running", "kind": "lthr_bpm", "value": 168, "valid_from": "2026-05-01"}

READS = {
    "athlete": 200,
    "changes": 200,
    "coach-list": 200,
    "coach": 404,
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
    "day-off": 200,
    "workout-list": 200,
    "workout": 200,
    "future-load": 200,
    "analysis-list": 200,
    "analysis": 200,
    "analysis-pack": 200,
    "analysis-sent": 404,
    "analysis-review": 200,
    "analysis-advice": 200,
    "analysis-feedback": 200,
    "draft-list": 200,
    "draft": 404,
    "question-list": 200,
    "question": 200,
    "memory-list": 200,
    "memory": 200,
    "ai-preferences": 200,
    "ai-spend": 200,
    "ai-usage-list": 200,
    "conversation-list": 200,
    "conversation": 200,
    "conversation-turns": 200,
    "turn": 200,
}
"""What a reader gets; 404 where the athlete of these tests has nothing."""

SESSION_ACTS = ("skip", "unskip", "lock", "unlock", "copy", "swap", "link", "unlink")
NOT_READ = {
    *("connection-sync", "readiness-override", "proposal-accept", "proposal-refuse"),
    *("plan-adopt", "plan-end", "plan-proposal-accept", "plan-proposal-refuse", "plan-change-undo"),
    *(f"session-{act}" for act in SESSION_ACTS),
    "workout-plan",
    *("activity-bulk", "check-in-bulk", "race-bulk", "session-bulk"),
    *("feedback", "draft-approve", "draft-reject", "question-answer", "question-dismiss"),
    *("ai-consent", "turn-stop", "chat-proposal-accept", "chat-proposal-refuse"),
}
"""Addresses that only take what is written to them."""

WRITES: list[tuple[str, str, Any, int]] = [
    ("patch", "athlete", {"hr_max_bpm": 199}, 200),
    ("post", "threshold-list", NEW_THRESHOLD, 201),
    ("patch", "threshold", {"value": 260}, 200),
    ("delete", "threshold", None, 204),
    ("delete", "coach", None, 404),
    ("patch", "activity", {"name": "Renamed"}, 200),
    ("delete", "activity", None, 204),
    ("post", "activity-bulk", bulk(SWIM), 200),
    ("post", "check-in-bulk", bulk({"date": "2026-05-01", "feel": 4}), 200),
    ("post", "race-bulk", bulk(MARATHON), 200),
    ("post", "session-bulk", bulk({"day": TOMORROW, "sport": "running", "text": "- 30m RPE 3"}), 200),
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
    ("patch", "day-off", {"reason": "work"}, 200),
    ("delete", "day-off", None, 204),
    ("post", "workout-list", {"name": "Mine", "sport": "running", "text": "- 30m Z2"}, 201),
    ("delete", "workout", None, 204),
    ("post", "workout-plan", {"day": TOMORROW}, 201),
    ("post", "analysis-list", {"engine": "rules"}, 200),
    ("post", "analysis-list", {"engine": "claude"}, 403),
    ("post", "analysis-advice", {"key": "R1", "state": "done"}, 200),
    ("post", "analysis-feedback", {"verdict": "useful"}, 200),
    ("delete", "feedback", None, 404),
    ("patch", "draft", {"edits": [{"place": "headline", "sentence": 0, "template": "So."}]}, 404),
    ("post", "draft-approve", None, 404),
    ("post", "draft-reject", None, 404),
    ("post", "question-answer", {"answer": "A flight"}, 200),
    ("post", "question-dismiss", None, 200),
    ("post", "memory-list", {"text": "Mornings suit me better"}, 201),
    ("patch", "memory", {"text": "Evenings suit me better"}, 200),
    ("delete", "memory", None, 204),
    ("patch", "ai-preferences", {"tone": "warm"}, 403),
    ("post", "ai-consent", None, 403),
    ("delete", "ai-consent", None, 403),
    ("post", "conversation-list", {"question": "How am I?"}, 404),
    ("post", "conversation-turns", {"question": "How am I?"}, 404),
    ("delete", "conversation", None, 404),
    ("post", "turn-stop", None, 404),
    ("post", "chat-proposal-accept", None, 404),
    ("post", "chat-proposal-refuse", None, 404),
]
"""What a coach gets who may write everything: some things are the athlete's alone."""


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
    Analysis,
    Advice,
    Feedback,
    Question,
    Memory,
    AIPreferences,
    Conversation,
    Turn,
    ChatProposal,
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
    uids |= {"threshold": threshold.uid, "import": batch.uid, "coach": NOBODY}
    uids |= {name: factory(athlete=athlete).uid for name, factory in MADE.items()}
    uids |= dict.fromkeys(["proposal-accept", "proposal-refuse"], uids["proposal"])
    run = SyncRunFactory(connection__athlete=athlete)
    uids |= dict.fromkeys(["connection", "connection-sync"], run.connection.uid)
    uids |= {"sync-run": run.uid, "connection-attempt": AttemptFactory(athlete=athlete).uid}
    uids |= _planned(athlete)
    uids |= _analysed(athlete)
    return World(athlete, uids)


def _analysed(athlete: Athlete) -> dict[str, Any]:
    # Words of somebody else's data: detection would change the signals of these tests.
    pack = build_pack(WEEK * 12)
    analysis = Analysis.objects.create(
        athlete=athlete,
        engine="rules",
        start=pack.start,
        end=pack.end,
        pack_sha256=pack.sha256,
        prompt_version="rules",
        pack=pack.to_json(),
        body=explain(WEEK * 12),
    )
    of_it = {"athlete": athlete, "analysis": analysis}
    parts = ("pack", "sent", "review", "advice", "feedback")
    uids = dict.fromkeys(["analysis", *(f"analysis-{part}" for part in parts)], analysis.uid)
    # Nothing of these waits for a coach.
    uids |= dict.fromkeys(["draft", "draft-approve", "draft-reject"], analysis.uid)
    uids["feedback"] = Feedback.objects.create(**of_it, author=athlete.user, verdict="wrong").uid
    question = Question.objects.create(**of_it, about="pause@2026-01-01", kind="pause", text="Why?")
    uids |= dict.fromkeys(["question", "question-answer", "question-dismiss"], question.uid)
    uids["memory"] = Memory.objects.create(athlete=athlete, text="I work at night").uid
    conversation = Conversation.objects.create(athlete=athlete, author=athlete.user)
    uids |= dict.fromkeys(["conversation", "conversation-turns"], conversation.uid)
    turn = Turn.objects.create(conversation=conversation, question="How am I?", engine="rules")
    uids |= dict.fromkeys(["turn", "turn-stop"], turn.uid)
    proposal = ChatProposal.objects.create(turn=turn, kind="fact", body={"text": "I swim on Mondays"})
    uids |= dict.fromkeys(["chat-proposal-accept", "chat-proposal-refuse"], proposal.uid)
    return uids


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
