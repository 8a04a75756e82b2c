"""Talking about one's own data: conversations, and what one of them says."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from analysis.chat.guided import QUESTIONS
from analysis.forms import QuestionForm
from analysis.models import Turn
from analysis.selectors import chat
from analysis.services import chatting
from analysis.views.answering import who_answers
from analysis.views.workouts import told
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.celery import enqueue
from config.core.errors import DataNotFoundError, DataValidationError
from config.core.htmx import is_partial

PAGE_SIZE = 20


@athlete_page(data="chat")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Earlier conversations, and a question that begins a new one."""
    if request.method == "POST":
        return _asked(request, athlete, None)
    page = Paginator(chat.conversations(athlete), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "analysis/chat.html", {**_around(request, athlete), "page": page})


@athlete_page(data="chat")
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """One conversation; a question posted here goes on with it."""
    found = chat.conversation_or_404(athlete, uid)
    if request.method == "POST":
        return _asked(request, athlete, uid)
    turns = [told(request, athlete, row) for row in chat.turns(found)]
    follows = "follow" in request.GET
    for row in turns:
        if follows and row.state == Turn.State.WAITING:
            # Without a script nobody opens the stream, so a worker writes the answer.
            enqueue("analysis.tasks.answer_turn", row.pk)
    is_waiting = any(map(_is_open, turns))
    context = {"conversation": found, "turns": turns, "is_waiting": is_waiting, "follows": follows}
    return render(request, "analysis/conversation.html", {**_around(request, athlete), **context})


@athlete_page(data="chat")
@require_safe
def turn(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """One answer as it stands, for whoever waits for it."""
    try:
        found = chat.turn_or_404(athlete, uid)
    except DataNotFoundError:
        if not is_partial(request):
            raise
        # In another tab the conversation was deleted: this one stops asking for it and says so.
        return render(request, "analysis/_turn_gone.html", {})
    if not is_partial(request):
        return redirect("analysis:conversation", athlete=request.athlete_ref, uid=found.conversation.uid)  # type: ignore[attr-defined]
    context = {**_around(request, athlete), "turn": told(request, athlete, found), "follows": True}
    return render(request, "analysis/_turn.html", context)


@athlete_page(data="chat", action="write")
@require_POST
def stop(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    _check_own(request, athlete)
    found = chat.turn_or_404(athlete, uid)
    chatting.stop(turn=found)
    if is_partial(request):
        shown = told(request, athlete, chat.turn_or_404(athlete, uid))
        context = {**_around(request, athlete), "turn": shown, "follows": True}
        return render(request, "analysis/_turn.html", context)
    return redirect("analysis:conversation", athlete=request.athlete_ref, uid=found.conversation.uid)  # type: ignore[attr-defined]


@athlete_page(data="chat", action="write")
@require_POST
def delete(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    _check_own(request, athlete)
    chatting.delete_conversation(conversation=chat.conversation_or_404(athlete, uid))
    return redirect("analysis:chat", athlete=request.athlete_ref)  # type: ignore[attr-defined]


def _asked(request: HttpRequest, athlete: Athlete, uid: UUID | None) -> HttpResponse:
    _check_own(request, athlete)
    found = chat.conversation_or_404(athlete, uid) if uid else None
    form = QuestionForm(request.POST)
    try:
        text = form.cleaned_data["question"] if form.is_valid() else ""
        asked = chatting.ask_question(athlete=athlete, user=request.user, text=text, conversation=found)  # type: ignore[arg-type]
    except DataValidationError as error:
        return _refused(request, athlete, error, uid)
    if is_partial(request) and found is not None:
        context = {**_around(request, athlete), "turn": told(request, athlete, asked)}
        return render(request, "analysis/_turn.html", context)
    return redirect("analysis:conversation", athlete=request.athlete_ref, uid=asked.conversation.uid)  # type: ignore[attr-defined]


def _refused(
    request: HttpRequest, athlete: Athlete, error: DataValidationError, uid: UUID | None
) -> HttpResponse:
    context = {
        **_around(request, athlete),
        "error": error.message,
        "question": request.POST.get("question", ""),
    }
    if is_partial(request):
        refusal = render(request, "analysis/_question_refused.html", context, status=422)
        return reswap(retarget(refusal, "#toasts"), "beforeend")
    if uid is None:
        page = Paginator(chat.conversations(athlete), PAGE_SIZE).get_page(1)
        return render(request, "analysis/chat.html", {**context, "page": page}, status=422)
    found = chat.conversation_or_404(athlete, uid)
    context |= {"conversation": found, "turns": [told(request, athlete, row) for row in chat.turns(found)]}
    return render(request, "analysis/conversation.html", context, status=422)


def _around(request: HttpRequest, athlete: Athlete) -> dict[str, object]:
    """Who answers, who may ask, and which questions the rules can answer."""
    return {
        "athlete": athlete,
        "may_ask": athlete.user_id == request.user.pk,
        **who_answers(athlete),
        "guided": QUESTIONS.values(),
    }


def _is_open(row: Turn) -> bool:
    return row.state in (Turn.State.WAITING, Turn.State.RUNNING)


def _check_own(request: HttpRequest, athlete: Athlete) -> None:
    """Answers rest on every class of data, so that only the athlete asks."""
    if athlete.user_id != request.user.pk:
        raise DataNotFoundError
