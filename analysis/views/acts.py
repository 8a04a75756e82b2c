"""What somebody does with an analysis: advice, feedback, answers, and asking for another one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from analysis.models import Advice
from analysis.safety import triage
from analysis.selectors.analyses import WINDOW_DAYS, WINDOWS, analysis_or_404, of_today
from analysis.selectors.preferences import has_consented
from analysis.selectors.questions import questions
from analysis.services.advice import act_on_advice
from analysis.services.feedback import give_feedback
from analysis.services.on_demand import ask_for_analysis
from analysis.services.questions import answer_question, dismiss_question
from analysis.views.emptiness import is_empty
from analysis.views.rights import hidden_classes
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.errors import AppException, DataNotFoundError, DataValidationError
from config.core.ways import back_of

NOTED = {
    "accepted": "Noted: later analyses know that you took it up.",
    "done": "Noted: later analyses know that you did it.",
    "dismissed": "Noted: it is not advised again for two weeks, unless it becomes grave.",
    "open": "It is open again.",
}


@athlete_page(data="analysis", action="write")
@require_POST
def advice(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Accept, dismiss, done, or open again."""
    analysis = analysis_or_404(athlete, uid)
    key, state = request.POST.get("key", ""), request.POST.get("state", "")
    try:
        if state not in Advice.State.values:
            raise DataValidationError(
                "Advice is accepted, dismissed, done or open.", code="ADVICE_STATE_UNKNOWN"
            )
        act_on_advice(analysis=analysis, user=request.user, key=key, state=state)  # type: ignore[arg-type]
    except DataNotFoundError:
        raise
    except AppException as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, NOTED[state])
    return _to(request, analysis.uid, "#advice")


@athlete_page(data="analysis", action="write")
@require_POST
def feedback(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    analysis = analysis_or_404(athlete, uid)
    try:
        give_feedback(
            analysis=analysis,
            user=request.user,  # type: ignore[arg-type]
            verdict=request.POST.get("verdict", ""),
            about=request.POST.get("about", ""),
            note=request.POST.get("note", ""),
        )
    except AppException as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Thank you: it is kept beside the words it is about.")
    back = back_of(request)
    return redirect(back) if back else _to(request, analysis.uid, "")


@athlete_page(data="analysis", action="write")
@require_POST
def answer(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Answer a question, or have it dropped."""
    found = questions(athlete, hidden_classes(request, athlete, shown=())).filter(uid=uid).first()
    if found is None:
        raise DataNotFoundError
    try:
        if "dismiss" in request.POST:
            row = dismiss_question(question=found, user=request.user)  # type: ignore[arg-type]
        else:
            row = answer_question(
                question=found,
                user=request.user,  # type: ignore[arg-type]
                text=request.POST.get("text", ""),
                remembers="remembers" in request.POST,
            )
    except DataNotFoundError:
        raise
    except AppException as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Noted: later analyses heed it.")
        for alert in triage(row.answer):
            messages.warning(request, alert.advice)
    return redirect(back_of(request) or reverse("analysis:coach", args=[request.athlete_ref]))  # type: ignore[attr-defined]


@athlete_page(data="analysis", action="write")
@require_POST
def explain(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Have the present state explained, by the rules at once or by Claude as soon as it is there."""
    engine = request.POST.get("engine", "")
    if engine == "claude" and athlete.user_id == request.user.pk and not has_consented(athlete):
        messages.info(request, "Claude reads nothing of yours before you agree. Here is what would be sent.")
        return redirect("analysis:ai-settings", athlete=request.athlete_ref)  # type: ignore[attr-defined]
    known = of_today(athlete)
    if known and is_empty(known):
        messages.info(request, "There is nothing to explain yet. It begins with the first activity.")
        return redirect("analysis:coach", athlete=request.athlete_ref)  # type: ignore[attr-defined]
    asked_at = timezone.now()
    try:
        asked = ask_for_analysis(athlete=athlete, user=request.user, engine=engine, days=_days(request))  # type: ignore[arg-type]
    except AppException as refusal:
        messages.error(request, refusal.message)
        return redirect("analysis:coach", athlete=request.athlete_ref)  # type: ignore[attr-defined]
    if asked.is_under_way:
        return _to(request, asked.analysis.uid, f"?asked={asked_at.timestamp():.3f}")
    if asked.analysis.reason:
        messages.warning(request, asked.analysis.reason)
    elif asked.analysis.engine == "claude":
        messages.info(request, "Nothing has changed since Claude explained these data: here it is again.")
    return _to(request, asked.analysis.uid, "")


def _days(request: HttpRequest) -> int:
    """The window that was chosen; the usual one where none was, or one that there is not."""
    chosen = request.POST.get("days", "")
    return next((days for days in WINDOWS if str(days) == chosen), WINDOW_DAYS)


def _to(request: HttpRequest, uid: UUID, place: str) -> HttpResponse:
    response = redirect("analysis:analysis", athlete=request.athlete_ref, uid=uid)  # type: ignore[attr-defined]
    response["Location"] += place
    return response
