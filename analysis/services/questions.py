"""Questions that an analysis asks, once about each thing; what is answered is a marker that is heeded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from analysis.models import Analysis, Memory, Question
from analysis.safety import triage
from analysis.services.memories import remember
from athletes.access import granted
from athletes.models import Athlete, User
from config.core import cache
from config.core.errors import DataNotFoundError, DataValidationError
from config.core.storable import typed
from metrics.models import Annotation, Signal
from metrics.services.annotations import add_annotation, change_annotation, delete_annotation
from metrics.services.signals import acknowledge

DENIAL = re.compile(
    r"\b(?:no|not|never|neither|nor|without|nothing|none|kein\w*|nicht)\b|n['’]t\b", re.IGNORECASE
)
LONGEST, LONGEST_TO_SIGNAL = 500, 300
State = Question.State


def put_questions(*, analysis: Analysis) -> None:
    """Keep what this analysis asks, unless it was asked before, and drop what nobody needs to answer now."""
    _drop_settled(analysis)
    kinds = {each["uid"]: each["kind"] for each in analysis.pack.get("signals", ())}
    Question.objects.bulk_create(
        (
            Question(
                athlete=analysis.athlete,
                analysis=analysis,
                about=each["about"],
                kind=kinds.get(each["about"], each["about"].partition("@")[0])[:20],
                text=each["text"][:300],
            )
            for each in analysis.body.get("questions", ())
        ),
        ignore_conflicts=True,
    )


def answer_question(*, question: Question, user: User, text: str, remembers: bool = False) -> Question:
    """Write the answer down as a marker of the days that it is about; `remembers` keeps it as a fact as well.

    Answering again replaces the answer. A signal that it is about counts as acknowledged. Raises
    DataNotFoundError where `user` may not write notes, DataValidationError: ANSWER_INVALID, and what the
    memory refuses.
    """
    words = _words(text)
    _check_may_note(question.athlete, user)
    with transaction.atomic():
        row = _locked(question)
        if remembers:
            remember(athlete=row.athlete, user=user, text=words, origin=Memory.Origin.ANSWER)
        row.annotation = _noted(row, words)
        row.state, row.answer = State.ANSWERED, words
        _settle(row, user)
        _acknowledge(row, user, words)
    return row


def dismiss_question(*, question: Question, user: User) -> Question:
    """Do not ask this any more; an answer that was given goes."""
    with transaction.atomic():
        row = _locked(question)
        if row.annotation is not None:
            _check_may_note(row.athlete, user)
            delete_annotation(annotation=row.annotation)
        row.annotation, row.state, row.answer = None, State.DISMISSED, ""
        _settle(row, user)
    return row


def _settle(row: Question, user: User) -> None:
    row.answered_by, row.answered_at = user, timezone.now()
    row.save()
    cache.forget(row.athlete_id)


def _noted(row: Question, words: str) -> Annotation:
    known, kind = row.annotation, _kind_of(words)
    if known is not None and known.deleted_at is None:
        return change_annotation(annotation=known, kind=kind, note=words)
    start, end = days_of(row)
    return add_annotation(athlete=row.athlete, kind=kind, start=start, end=end, note=words)


def _kind_of(words: str) -> str:
    """Who answers with a fever or an injury is marked as such on those days, which stops training advice.

    "No fever" is none: whoever denies anything is taken at their word, and nothing is marked.
    """
    if DENIAL.search(words):
        return Annotation.Kind.ANSWER
    codes = {alert.code for alert in triage(words)}
    if "illness" in codes:
        return Annotation.Kind.ILLNESS
    return Annotation.Kind.INJURY if "injury" in codes else Annotation.Kind.ANSWER


def days_of(question: Question) -> tuple[date, date]:
    """The days [start, end) that it asks about; what still goes on ends today."""
    tomorrow = question.athlete.today() + timedelta(days=1)
    signal = signal_of(question)
    if signal is not None:
        return signal.start, max(signal.end or tomorrow, signal.start + timedelta(days=1))
    since = question.about.partition("@")[2]
    try:
        start = date.fromisoformat(since if len(since) > len("2026-01") else f"{since}-01")
    except ValueError:
        start = question.athlete.local_day(question.created_at)
    return start, max(tomorrow, start + timedelta(days=1))


def signal_of(question: Question) -> Signal | None:
    """The signal that it is about, if it is about one that is still there."""
    uid = _uid(question.about)
    found: Signal | None = Signal.objects.for_athlete(question.athlete).filter(uid=uid).first()
    return found


def _acknowledge(row: Question, user: User, words: str) -> None:
    """On the page of signals the same is not asked again."""
    signal = signal_of(row)
    if signal is not None and granted(user, row.athlete, {"load"}, action="write"):
        acknowledge(signal=signal, user=user, answer=words[:LONGEST_TO_SIGNAL])


def _drop_settled(analysis: Analysis) -> None:
    """Open questions about signals that are gone or acknowledged, and about what the data answer by now."""
    athlete = analysis.athlete
    waiting = dict(Question.objects.for_athlete(athlete).filter(state=State.OPEN).values_list("pk", "about"))
    starts = {each["id"]: each["start"] for each in analysis.pack.get("values", ())}
    asked = {each["about"] for each in analysis.body.get("questions", ())}
    over = [pk for pk, about in waiting.items() if about not in asked and _is_over(about, starts)]
    if over and analysis.end > athlete.today():
        Question.objects.filter(pk__in=over).delete()
    uids = {pk: uid for pk, about in waiting.items() if (uid := _uid(about)) is not None}
    if not uids:
        return
    alive = Signal.objects.for_athlete(athlete).waiting().filter(uid__in=uids.values())
    left = set(alive.values_list("uid", flat=True))
    Question.objects.filter(pk__in=[pk for pk, uid in uids.items() if uid not in left]).delete()


def _is_over(about: str, starts: Mapping[str, str]) -> bool:
    """Whether training has come in that was asked for, or again after the pause that was asked about."""
    name, _, since = about.partition("@")
    if name == "activities":
        return "history" in starts
    return name == "pause" and starts.get("pause") != since


def _uid(about: str) -> UUID | None:
    try:
        return UUID(about)
    except ValueError:
        return None


def _words(text: str) -> str:
    words = typed(text)
    if not 1 <= len(words) <= LONGEST:
        raise DataValidationError(
            f"Answer in at most {LONGEST} characters.",
            code="ANSWER_INVALID",
            fields={"answer": [f"At most {LONGEST} characters, and not empty."]},
        )
    return words


def _check_may_note(athlete: Athlete, user: User) -> None:
    if not granted(user, athlete, {"notes"}, action="write"):
        raise DataNotFoundError("There is no such question, or you may not answer it.")


def _locked(question: Question) -> Question:
    rows: Any = Question.objects.select_for_update(of=("self",)).select_related("athlete", "annotation")
    found: Question | None = rows.filter(pk=question.pk).first()
    if found is None:
        raise DataNotFoundError("This is not asked any more.")
    return found
