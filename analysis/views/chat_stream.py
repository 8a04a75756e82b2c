"""An answer sentence by sentence, as server-sent events of HTML that HTMX puts into the page."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from analysis.models import Turn
from analysis.selectors import chat
from analysis.services import chatting
from analysis.services.chat_writing import Told
from analysis.words import TOOLS
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.celery import enqueue
from config.core.errors import DataNotFoundError

HEARTBEAT_S = 15.0
_streams = threading.BoundedSemaphore(settings.STREAMS_PER_PROCESS)


@athlete_page(data="chat")
@require_safe
def stream(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponseBase:
    """The answer to a turn that waits; of one that somebody else writes, where to follow it.

    A generator on this thread, since WSGI buffers an asynchronous one whole. When all streams of this process
    are open, a worker writes the answer and the page follows.
    """
    if athlete.user_id != request.user.pk:
        raise DataNotFoundError
    turn = chat.turn_or_404(athlete, uid)
    response = StreamingHttpResponse(_events(request, turn), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _events(request: HttpRequest, turn: Turn) -> Iterator[str]:
    if not _streams.acquire(blocking=False):
        enqueue("analysis.tasks.answer_turn", turn.pk)
        yield _event("end", _follow(request, turn))
        return
    try:
        yield ": open\n\n"
        yield from _written(request, turn)
    finally:
        _streams.release()
    yield _event("end", _follow(request, turn))


def _written(request: HttpRequest, turn: Turn) -> Iterator[str]:
    spoken_at = time.monotonic()
    for told in chatting.answer(turn_id=turn.pk):
        text = _shown(request, told)
        if not text and time.monotonic() - spoken_at > HEARTBEAT_S:
            text = ": still here\n\n"
        if text:
            spoken_at = time.monotonic()
            yield text


def _shown(request: HttpRequest, told: Told) -> str:
    if told.kind == "claim":
        return _event("claim", render_to_string("analysis/_sentence.html", {"claim": told.value}, request))
    if told.kind == "safety":
        return _event("claim", render_to_string("analysis/_safety.html", {"note": told.value}, request))
    if told.kind == "looking":
        return _event("looking", TOOLS.get(told.value["tool"], "Looking"))
    return ""


def _follow(request: HttpRequest, turn: Turn) -> str:
    """A part that fetches the turn as it stands."""
    return render_to_string("analysis/_turn_follow.html", {"turn": turn}, request)


def _event(name: str, text: str) -> str:
    lines = "".join(f"data: {line}\n" for line in text.strip().splitlines())
    return f"event: {name}\n{lines}\n"
