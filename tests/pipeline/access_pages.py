"""An athlete with something behind the address of every page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from analysis.models import (
    Advice,
    AIPreferences,
    Analysis,
    AnalysisRecord,
    ChatProposal,
    Conversation,
    Feedback,
    Memory,
    PromptVersion,
    Question,
    Turn,
)
from analysis.services.analysing import analyse
from analysis.services.memories import remember
from athletes.models import (
    Athlete,
    CoachInvitation,
    CoachLink,
    Connection,
    ConnectionAttempt,
    Threshold,
)
from config.core.celery import sending_with
from metrics.models import (
    Activity,
    Annotation,
    CheckIn,
    CycleDay,
    ImportBatch,
    Race,
    Signal,
    SyncRun,
    ThresholdProposal,
)
from metrics.services.activities import delete_activity
from plans.models import (
    Blackout,
    CalendarFeed,
    Plan,
    PlanChange,
    PlannedSession,
    PlanProposal,
    SentWorkout,
    SessionComment,
    TrainingPreferences,
    WeekSending,
    WorkoutTemplate,
)
from plans.services.planning import make, request_plan
from tests.factories.athletes import (
    AthleteFactory,
    CoachInvitationFactory,
    CoachLinkFactory,
    ThresholdFactory,
)
from tests.factories.connected import AttemptFactory, SyncRunFactory
from tests.factories.metrics import ActivityFactory, DayFactory, ImportBatchFactory, OriginFactory
from tests.factories.own_word import AnnotationFactory, CheckInFactory, CycleDayFactory
from tests.factories.plans import (
    RIDE,
    BlackoutFactory,
    ChangeFactory,
    PlanFactory,
    PlannedSessionFactory,
    ProposalFactory,
    TemplateFactory,
)
from tests.factories.races import RaceFactory, ThresholdProposalFactory
from tests.factories.signals import SignalFactory

APPS = ("analysis", "plans", "metrics", "athletes")
MODELS = (
    Athlete,
    CoachInvitation,
    CoachLink,
    Threshold,
    Activity,
    ImportBatch,
    Analysis,
    AIPreferences,
    Advice,
    Feedback,
    Question,
    Memory,
    Conversation,
    Turn,
    ChatProposal,
    CheckIn,
    Annotation,
    CycleDay,
    Signal,
    Race,
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
    CalendarFeed,
    SentWorkout,
    WeekSending,
)
FOR_COACHES = ("analysis:draft",)
"""Pages that the athlete does not get."""


@dataclass
class Pages:
    """One athlete, and the uids of what is behind addresses by their name."""

    athlete: Athlete
    uids: dict[str, Any]

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Names and addresses."""
        for name, arguments in _names():
            kwargs: dict[str, Any] = {"athlete": str(self.athlete.uid)}
            if "uid" in arguments:
                kwargs["uid"] = self.uids.get(name, self.uids[name.rpartition(":")[2].partition("-")[0]])
            if "metric" in arguments:
                kwargs["metric"] = "hrv"
            yield name, reverse(name, kwargs=kwargs)

    def state(self) -> list[Any]:
        return [list(model.objects.order_by("pk").values_list()) for model in MODELS]


def make_pages() -> Pages:
    athlete = AthleteFactory(keeps_cycle_log=True)
    today = athlete.today()
    activity, gone = (
        ActivityFactory(athlete=athlete, local_date=today - timedelta(days=day)) for day in (1, 3)
    )
    delete_activity(activity=gone)
    DayFactory(athlete=athlete, date=today)
    CheckInFactory(athlete=athlete, date=today)
    CycleDayFactory(athlete=athlete, date=today)
    run = SyncRunFactory(connection__athlete=athlete)
    uids = {
        "connection": run.connection.uid,
        "metrics:connection-run": run.uid,
        "metrics:connection-attempt": AttemptFactory(athlete=athlete).uid,
        "activity": activity.uid,
        "metrics:activity-facts": OriginFactory(activity__athlete=athlete, source="manual").activity.uid,
        "metrics:activity-deleted": gone.uid,
        "metrics:activity-restore": gone.uid,
        "import": ImportBatchFactory(athlete=athlete).uid,
        "analysis": analyse(athlete=athlete).uid,
        "signal": SignalFactory(athlete=athlete).uid,
        "athletes:coach-invitation-withdraw": CoachInvitationFactory(athlete=athlete).uid,
        "coach": CoachLinkFactory(athlete=athlete).uid,
        "threshold": ThresholdFactory(athlete=athlete).uid,
        "race": RaceFactory(athlete=athlete).uid,
        **dict.fromkeys(
            ("metrics:race-deleted", "metrics:race-restore"),
            RaceFactory(athlete=athlete, deleted_at=timezone.now()).uid,
        ),
        "proposal": ThresholdProposalFactory(athlete=athlete).uid,
        "marker": AnnotationFactory(athlete=athlete).uid,
        "metrics:marker-restore": AnnotationFactory(athlete=athlete, deleted_at=timezone.now()).uid,
    }
    return Pages(athlete, uids | _planned(athlete) | _talked(athlete, uids["analysis"]))


def _planned(athlete: Athlete) -> dict[str, Any]:
    active = PlanFactory(athlete=athlete, start=athlete.today())
    with sending_with(lambda *_: None):
        draft = request_plan(athlete=athlete, user=athlete.user, sport="cycling", weeks=2)
        make(plan_id=draft.pk)
    return {
        "session": PlannedSessionFactory(athlete=athlete, plan=active, day=athlete.today()).uid,
        "plans:session-zwo": PlannedSessionFactory(athlete=athlete, day=athlete.today(), **RIDE).uid,
        "plan": draft.uid,
        "plans:plan-proposal": ProposalFactory(plan=active).uid,
        "blackout": BlackoutFactory(athlete=athlete).uid,
        "change": ChangeFactory(athlete=athlete).uid,
        "template": TemplateFactory(athlete=athlete).uid,
    }


def _talked(athlete: Athlete, analysis_uid: Any) -> dict[str, Any]:
    analysis = Analysis.objects.get(uid=analysis_uid)
    prompt = PromptVersion.objects.create(name="weekly", version="1.0.0", sha256="1" * 64, body="Explain.")
    AnalysisRecord.objects.create(analysis=analysis, prompt=prompt, model="m", sdk_version="2", sent="{}")
    conversation = Conversation.objects.create(athlete=athlete, author=athlete.user, title="How am I?")
    turn = Turn.objects.create(conversation=conversation, question="How am I?", state="done", engine="rules")
    proposal = ChatProposal.objects.create(turn=turn, kind="fact", body={"text": "I run on trails."})
    question = Question.objects.create(athlete=athlete, about="gap.hrv@2026-11", kind="gap", text="Why?")
    return {
        "conversation": conversation.uid,
        "turn": turn.uid,
        "chat": proposal.uid,
        "question": question.uid,
        "memory": remember(athlete=athlete, user=athlete.user, text="I run on trails.").uid,
        "advice": analysis.uid,
        "draft": analysis.uid,
    }


def _names() -> Iterator[tuple[str, set[str]]]:
    for each in get_resolver().url_patterns:
        if isinstance(each, URLPattern) and "<str:athlete>" in str(each.pattern):
            yield str(each.name), set(each.pattern.converters)
        elif isinstance(each, URLResolver) and each.namespace in APPS:
            for page in each.url_patterns:
                yield f"{each.namespace}:{page.name}", set(page.pattern.converters)
