"""Questions about one's own data, and their answers sentence by sentence."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from analysis.chat.asked import earlier, request_for
from analysis.chat.gathered import Gathered
from analysis.chat.guided import QUESTIONS
from analysis.chat.loop import Ask, Event, Trace, converse
from analysis.errors import AIAnalysisError, ClaudeTimeoutError
from analysis.evidence import assemble, read
from analysis.gateway.types import Request
from analysis.models import AIUsage, Conversation, Turn
from analysis.safety import Alert, stops_training, triage
from analysis.selectors.markers import is_marked
from analysis.services import asking
from analysis.services.chat_writing import Told, Writer
from analysis.services.once import is_first
from athletes.models import Athlete, User
from config.core.celery import enqueue
from config.core.errors import DataValidationError
from config.core.logging import logger
from config.core.storable import typed

LONGEST_QUESTION = 1_000
LONGEST_TITLE = 80
EVIDENCE_DAYS = 7
DEADLINE_S = 90.0
LOST_AFTER = timedelta(seconds=150)
TWICE_WITHIN = timedelta(seconds=10)
WENT_AWAY = "This answer was interrupted. Ask again for the rest."
BROKE_OFF = "Claude broke off here. What stands above was checked; ask again for the rest."
NOTHING_HELD = "Nothing of what Claude wrote held against your data, so nothing is shown."

log = logger(__name__)


def ask_question(
    *, athlete: Athlete, user: User, text: str, conversation: Conversation | None = None
) -> Turn:
    """A turn that waits for its answer, in a new conversation unless one is given: once for two clicks.

    Raises DataValidationError for an empty or endless question, or while the one before is being answered.
    """
    question = typed(text)
    if not question or len(question) > LONGEST_QUESTION:
        raise DataValidationError(
            "Write a question first." if not question else "A question has at most a thousand characters.",
            code="QUESTION_INVALID",
            fields={"question": ["Write a question of at most a thousand characters."]},
        )
    with transaction.atomic():
        if conversation is None:
            if asked := _asked_just_now(athlete, user, question):
                return asked
            conversation = Conversation.objects.create(
                athlete=athlete, author=user, title=question[:LONGEST_TITLE]
            )
        elif _locked(conversation).turns.filter(state__in=(Turn.State.WAITING, Turn.State.RUNNING)).exists():
            raise DataValidationError("The answer before is still being written.", code="ANSWER_UNDER_WAY")
        turn = Turn.objects.create(conversation=conversation, question=question, engine="rules")
        conversation.save(update_fields=["updated_at"])
    return turn


def _asked_just_now(athlete: Athlete, user: User, question: str) -> Turn | None:
    """What a second click would ask again."""
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    begun = Turn.objects.filter(
        conversation__athlete=athlete,
        conversation__author=user,
        conversation__deleted_at=None,
        question=question,
        state__in=(Turn.State.WAITING, Turn.State.RUNNING),
        created_at__gt=timezone.now() - TWICE_WITHIN,
    )
    return begun.select_related("conversation").first()


def _locked(conversation: Conversation) -> Conversation:
    """Whoever asks in the same conversation at the same moment waits here."""
    row: Conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    return row


def answer(*, turn_id: int) -> Iterator[Told]:
    """Answer the turn, once: whoever comes second gets nothing. Every sentence is stored as it is told.

    Ends by itself when somebody stops the turn, or when nobody listens any more.
    """
    mine = Turn.objects.filter(pk=turn_id, state=Turn.State.WAITING)
    if not mine.update(state=Turn.State.RUNNING, started_at=timezone.now()):
        return
    turn = Turn.objects.select_related("conversation__athlete__user").get(pk=turn_id)
    writer = Writer(turn)
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


def stop_all(*, athlete: Athlete) -> None:
    """Say no more in any turn of the athlete's."""
    open_states = (Turn.State.WAITING, Turn.State.RUNNING)
    Turn.objects.filter(conversation__athlete=athlete, state__in=open_states).update(
        state=Turn.State.STOPPED, ended_at=timezone.now()
    )


def delete_conversation(*, conversation: Conversation) -> None:
    """Hidden at once with its answers, which stop, and erased by retention; what it has cost stays booked."""
    with transaction.atomic():
        row = _locked(conversation)
        open_turns = row.turns.filter(state__in=(Turn.State.WAITING, Turn.State.RUNNING))
        open_turns.update(state=Turn.State.STOPPED, ended_at=timezone.now())
        row.deleted_at = timezone.now()
        row.save(update_fields=["deleted_at"])


def sweep() -> int:
    """End turns whose answering process is gone; how many. A worker answers what nobody has begun with."""
    now = timezone.now()
    waiting = Turn.objects.filter(state=Turn.State.WAITING, conversation__deleted_at=None)
    for pk in waiting.filter(created_at__lt=now - LOST_AFTER).values_list("pk", flat=True):
        if is_first("turn", pk):
            enqueue("analysis.tasks.answer_turn", pk)
    running = Turn.objects.filter(state=Turn.State.RUNNING, started_at__lt=now - LOST_AFTER)
    return running.update(state=Turn.State.FAILED, reason=WENT_AWAY, ended_at=now)


def _answered(turn: Turn, writer: Writer) -> Iterator[Told]:
    athlete = turn.conversation.athlete
    alerts = triage(turn.question)
    yield from writer.warn(alerts)
    if any(alert.ends_it for alert in alerts):
        writer.close(Turn.State.DONE)
        return
    try:
        asking.check_may_ask(athlete)
    except AIAnalysisError as error:
        is_listed = yield from _by_rules(turn, writer)
        writer.close(Turn.State.DONE, reason="" if is_listed else error.in_words)
        return
    yield from _by_claude(turn, writer, alerts)


def _by_rules(turn: Turn, writer: Writer) -> Generator[Told, None, bool]:
    """Whether it is one of the listed questions: those are answered without Claude, others not at all."""
    writer.begin_rules()
    guided = next((each for each in QUESTIONS.values() if each.text == turn.question), None)
    if guided is None:
        return False
    gathered = _gathered(turn, for_ai=False)
    for claim in guided.answer(gathered):
        yield writer.say(claim, gathered)
    return True


def _by_claude(turn: Turn, writer: Writer, alerts: tuple[Alert, ...]) -> Iterator[Told]:
    athlete = turn.conversation.athlete
    gathered = _gathered(turn, for_ai=True)
    trace, said = Trace(), 0
    failure: AIAnalysisError | None = None
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
        failure = error
    finally:
        writer.keep(trace, gathered)
    if failure is None:
        writer.close(Turn.State.DONE, reason="" if said else NOTHING_HELD)
    elif said:
        writer.close(Turn.State.FAILED, reason=BROKE_OFF)
    else:
        yield from _instead(turn, writer, failure)


def _instead(turn: Turn, writer: Writer, failure: AIAnalysisError) -> Iterator[Told]:
    """What there is when Claude said nothing."""
    if (yield from _by_rules(turn, writer)):
        writer.close(Turn.State.DONE, reason=failure.user_message)
    else:
        writer.close(Turn.State.FAILED, reason=failure.in_words)


def _ask(turn: Turn) -> Ask:
    """One deadline over all rounds of an answer: the next one gets what is left."""
    begun = time.monotonic()

    def ask(request: Request) -> AbstractContextManager[Iterator[Event]]:
        left_s = DEADLINE_S - (time.monotonic() - begun)
        if left_s <= 0:
            raise ClaudeTimeoutError
        return asking.stream(
            athlete=turn.conversation.athlete,
            purpose=AIUsage.Purpose.CHAT,
            request=request,
            deadline_s=left_s,
            turn=turn,
        )

    return ask


def _gathered(turn: Turn, *, for_ai: bool) -> Gathered:
    athlete = turn.conversation.athlete
    today = athlete.today()
    pack = assemble(read(athlete=athlete, today=today, days=EVIDENCE_DAYS, for_ai=for_ai))
    said = (turn.question, *(each["question"] for each in reversed(earlier(turn)))) if for_ai else ()
    return Gathered(athlete=athlete, today=today, pack=pack, for_ai=for_ai, said=said)
