"""Questions about one's own data, and their answers sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from analysis.analysts.base import Claim
from analysis.answer import fill
from analysis.chat.asked import request_for
from analysis.chat.gathered import Gathered
from analysis.chat.guided import QUESTIONS
from analysis.chat.loop import Ask, Event, Looking, Pause, Sentence, Step, Trace, Withheld, converse
from analysis.errors import AIAnalysisError
from analysis.evidence import assemble, read
from analysis.gateway.types import Request
from analysis.models import AIUsage, ChatProposal, Conversation, Turn
from analysis.safety import Alert, stops_training, triage
from analysis.selectors.markers import is_marked
from analysis.services import asking
from athletes.models import Athlete, User
from config.core.errors import DataValidationError
from config.core.logging import logger

LONGEST_QUESTION = 1_000
LONGEST_TITLE = 80
EVIDENCE_DAYS = 7
DEADLINE_S = 90.0
LOOK_EVERY_S = 1.0
LOST_AFTER = timedelta(seconds=150)
NO_MODEL = "Written by rules: these questions can be answered without Claude."
WENT_AWAY = "Nobody finished this answer."
NOTHING_HELD = "Nothing of what Claude wrote held against your data, so nothing is shown."

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing for the page: a CLAIM, a reviewed text, a tool that is asked, or the end."""

    kind: Literal["claim", "safety", "looking", "withheld", "pause", "end"]
    value: dict[str, Any]


def ask_question(
    *, athlete: Athlete, user: User, text: str, conversation: Conversation | None = None
) -> Turn:
    """A turn that waits for its answer, in a new conversation unless one is given.

    Raises DataValidationError for an empty or endless question, or while the one before is being answered.
    """
    question = " ".join(text.split())
    if not question or len(question) > LONGEST_QUESTION:
        raise DataValidationError(
            "A question has at most a thousand characters.",
            code="QUESTION_INVALID",
            fields={"question": ["Write a question of at most a thousand characters."]},
        )
    with transaction.atomic():
        if conversation is None:
            conversation = Conversation.objects.create(
                athlete=athlete, author=user, title=question[:LONGEST_TITLE]
            )
        elif conversation.turns.filter(state__in=(Turn.State.WAITING, Turn.State.RUNNING)).exists():
            raise DataValidationError("The answer before is still being written.", code="ANSWER_UNDER_WAY")
        turn = Turn.objects.create(conversation=conversation, question=question, engine="rules")
        conversation.save(update_fields=["updated_at"])
    return turn


def answer(*, turn_id: int) -> Iterator[Told]:
    """Answer the turn, once: whoever comes second gets nothing. Every sentence is stored as it is told.

    Ends by itself when somebody stops the turn, or when nobody listens any more.
    """
    mine = Turn.objects.filter(pk=turn_id, state=Turn.State.WAITING)
    if not mine.update(state=Turn.State.RUNNING, started_at=timezone.now()):
        return
    turn = Turn.objects.select_related("conversation__athlete__user").get(pk=turn_id)
    writer = _Writer(turn)
    try:
        yield from _answered(turn, writer)
    except GeneratorExit:
        writer.close(Turn.State.STOPPED)
        raise
    except Exception as error:  # a reader waits for an end, whatever went wrong
        log.exception("chat_answer_failed", turn=str(turn.uid))
        writer.close(Turn.State.FAILED, reason=getattr(error, "message", WENT_AWAY))
    yield Told("end", {"state": writer.state, "reason": turn.reason})


def answer_unheard(*, turn_id: int) -> None:
    """Answer the turn to the end with nobody listening: it is stored, and read afterwards."""
    for _ in answer(turn_id=turn_id):
        pass


def stop(*, turn: Turn) -> None:
    """Say no more in this turn; what was said stays."""
    open_states = (Turn.State.WAITING, Turn.State.RUNNING)
    Turn.objects.filter(pk=turn.pk, state__in=open_states).update(
        state=Turn.State.STOPPED, ended_at=timezone.now()
    )


def delete_conversation(*, conversation: Conversation) -> None:
    """Gone at once with its answers; what it has cost stays in the ledger."""
    conversation.delete()


def sweep() -> int:
    """End turns whose answering process is gone; how many."""
    lost = Turn.objects.filter(state=Turn.State.RUNNING, started_at__lt=timezone.now() - LOST_AFTER)
    return lost.update(state=Turn.State.FAILED, reason=WENT_AWAY, ended_at=timezone.now())


def _answered(turn: Turn, writer: _Writer) -> Iterator[Told]:
    athlete = turn.conversation.athlete
    alerts = triage(turn.question)
    yield from writer.warn(alerts)
    if any(alert.ends_it for alert in alerts):
        writer.close(Turn.State.DONE)
        return
    guided = next((each for each in QUESTIONS.values() if each.text == turn.question), None)
    try:
        asking.check_may_ask(athlete)
    except AIAnalysisError as error:
        gathered = _gathered(athlete, for_ai=False)
        for claim in guided.answer(gathered) if guided else ():
            yield writer.say(claim, gathered)
        writer.close(Turn.State.DONE, reason="" if guided else error.user_message)
        return
    yield from _by_claude(turn, writer, alerts)


def _by_claude(turn: Turn, writer: _Writer, alerts: tuple[Alert, ...]) -> Iterator[Told]:
    athlete = turn.conversation.athlete
    gathered = _gathered(athlete, for_ai=True)
    trace, said = Trace(), 0
    gathered.is_resting = stops_training(alerts) or is_marked(athlete, gathered.today)
    request, version = request_for(turn, gathered)
    writer.begin_claude(request.model, version)
    try:
        for step in converse(gathered, request, ask=_ask(turn), trace=trace):
            if writer.is_stopped():
                break
            told = writer.take(step, gathered)
            said += told.kind == "claim"
            yield told
    except AIAnalysisError as error:
        writer.close(Turn.State.FAILED, reason=error.user_message)
        return
    finally:
        writer.keep(trace, gathered)
    writer.close(Turn.State.DONE, reason="" if said else NOTHING_HELD)


def _ask(turn: Turn) -> Ask:
    return partial(
        _stream,
        athlete=turn.conversation.athlete,
        purpose=AIUsage.Purpose.CHAT,
        deadline_s=DEADLINE_S,
        turn=turn,
    )


def _stream(request: Request, **options: Any) -> AbstractContextManager[Iterator[Event]]:
    return asking.stream(request=request, **options)


def _gathered(athlete: Athlete, *, for_ai: bool) -> Gathered:
    today = athlete.today()
    pack = assemble(read(athlete=athlete, today=today, days=EVIDENCE_DAYS, for_ai=for_ai))
    return Gathered(athlete=athlete, today=today, pack=pack, for_ai=for_ai)


class _Writer:
    """Stores a turn as it is told."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._looked_at = timezone.now()
        self.state: str = Turn.State.RUNNING

    def warn(self, alerts: tuple[Alert, ...]) -> Iterator[Told]:
        self._turn.safety = [{"code": alert.code, "advice": alert.advice} for alert in alerts]
        self._turn.save(update_fields=["safety"])
        for each in self._turn.safety:
            yield Told("safety", each)

    def begin_claude(self, model: str, prompt_version: str) -> None:
        self._turn.engine, self._turn.model, self._turn.prompt_version = "claude", model, prompt_version
        self._turn.save(update_fields=["engine", "model", "prompt_version"])

    def say(self, claim: Claim, gathered: Gathered) -> Told:
        pack = gathered.whole()
        shown = fill(claim, pack)
        self._turn.answer = [*self._turn.answer, shown]
        cited = {value["id"] for value in self._turn.evidence}
        fresh = [pack.by_id[slot.ref] for slot in claim.slots if slot.ref not in cited]
        plain = [
            {**asdict(value), "start": value.start.isoformat(), "end": value.end.isoformat()}
            for value in fresh
        ]
        self._turn.evidence = [*self._turn.evidence, *plain]
        self._turn.save(update_fields=["answer", "evidence"])
        return Told("claim", shown)

    def take(self, step: Step, gathered: Gathered) -> Told:
        if isinstance(step, Sentence):
            return self.say(step.claim, gathered)
        if isinstance(step, Looking):
            return Told("looking", {"tool": step.tool})
        if isinstance(step, Withheld):
            self._turn.dropped += 1
            self._turn.save(update_fields=["dropped"])
            log.info("chat_sentence_withheld", turn=str(self._turn.uid), codes=list(step.codes))
            return Told("withheld", {})
        assert isinstance(step, Pause)  # noqa: S101 - the four kinds of step there are
        return Told("pause", {})

    def is_stopped(self) -> bool:
        """Looks into the database once a second: the button is another process."""
        now = timezone.now()
        if (now - self._looked_at).total_seconds() < LOOK_EVERY_S:
            return False
        self._looked_at = now
        return not Turn.objects.filter(pk=self._turn.pk, state=Turn.State.RUNNING).exists()

    def keep(self, trace: Trace, gathered: Gathered) -> None:
        self._turn.trace, self._turn.request_ids = trace.calls, trace.request_ids
        self._turn.save(update_fields=["trace", "request_ids"])
        ChatProposal.objects.bulk_create(
            ChatProposal(turn=self._turn, kind=str(each["kind"]), body=each["body"])
            for each in gathered.proposals
        )

    def close(self, state: str, reason: str = "") -> None:
        """Once; a turn that somebody stopped stays stopped."""
        rows = Turn.objects.filter(pk=self._turn.pk, state=Turn.State.RUNNING)
        rows.update(state=state, reason=reason[:200], ended_at=timezone.now())
        self._turn.refresh_from_db(fields=["state", "reason", "revision"])
        self.state = self._turn.state
