"""Having data explained, once per evidence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from analysis.analysts.rules import RulesAnalyst
from analysis.answer import answer
from analysis.evidence import Pack, assemble, read
from analysis.grounding.references import ground
from analysis.models import Analysis
from analysis.selectors.analyses import WINDOW_DAYS, unexplained
from analysis.services.questions import put_questions
from analysis.services.telling import tell
from athletes.models import Athlete
from config.core import cache
from config.core.celery import enqueue
from metrics.models import Activity
from metrics.services.signals import detect_signals

RULES = RulesAnalyst()
PATIENCE = timedelta(seconds=30)


def analyse(
    *,
    athlete: Athlete,
    days: int = WINDOW_DAYS,
    today: date | None = None,
    purpose: str = Analysis.Purpose.BRIEF,
    activity: Activity | None = None,
    instead_of_claude: str = "",
) -> Analysis:
    """The rules' analysis of the `days` up to `today` (the athlete's own by default), stored.

    The same evidence is never worded twice: then the existing row comes back. `instead_of_claude` is why the
    rules answer where Claude was asked, which makes it a fallback.
    """
    detect_signals(athlete_id=athlete.pk)
    checked_at = timezone.now()
    pack = assemble(read(athlete=athlete, today=today or athlete.today(), days=days))
    asked = {"athlete": athlete, "purpose": purpose, "activity": activity}
    return _store(asked, pack, instead_of_claude, checked_at)


def refresh(*, athlete_id: int) -> Analysis | None:
    """Today's analysis by the rules, and a message for each new signal that asks for attention.

    Safe to repeat. None when the athlete is gone.
    """
    athlete = Athlete.objects.select_related("user").filter(pk=athlete_id).first()
    if athlete is None:
        return None
    analysis = analyse(athlete=athlete)
    tell(athlete=athlete, analysis=analysis)
    return analysis


def refresh_when_due(*, athlete_id: int) -> None:
    """`refresh`, unless that was done within half a minute: then the sweep sees what came in since.

    So a folder of files that arrive one by one leads to a few analyses and not to one per file.
    """
    if not was_just_checked(athlete_id=athlete_id):
        refresh(athlete_id=athlete_id)


def was_just_checked(*, athlete_id: int) -> bool:
    """Whether the data were explained within half a minute."""
    since = timezone.now() - PATIENCE
    return Analysis.objects.filter(athlete_id=athlete_id, checked_at__gt=since).exists()


def sweep() -> None:
    """Refresh whoever has data that no analysis has seen, or no analysis of the current day."""
    for athlete_id in unexplained(timezone.now()):
        enqueue("analysis.tasks.refresh", athlete_id)


def _store(asked: dict[str, Any], pack: Pack, reason: str, checked_at: datetime) -> Analysis:
    same_words: dict[str, Any] = {
        "athlete": asked["athlete"],
        "engine": RULES.engine,
        "start": pack.start,
        "end": pack.end,
        "pack_sha256": pack.sha256,
        "prompt_version": RULES.prompt_version,
    }
    status = Analysis.Status.FALLBACK if reason else Analysis.Status.OK
    worded = list(Analysis.objects.filter(**same_words).order_by("pk"))
    same = [each for each in worded if _answers(each, asked, status)]
    with transaction.atomic():
        cache.forget(asked["athlete"].pk)
        if same:
            return _checked(same[0], checked_at, reason)
        body = {**worded[0].body, "cost_usd": 0.0} if worded else _body(pack)
        fresh = {"reason": reason, "pack": pack.to_json(), "body": body, "checked_at": checked_at}
        analysis, _ = Analysis.objects.get_or_create(**{**same_words, **asked}, status=status, defaults=fresh)
        put_questions(analysis=analysis)
    return analysis


def _answers(row: Analysis, asked: dict[str, Any], status: str) -> bool:
    activity: Activity | None = asked["activity"]
    return (row.purpose, row.activity_id, row.status) == (
        asked["purpose"],
        activity.pk if activity else None,
        status,
    )


def _body(pack: Pack) -> dict[str, Any]:
    draft, report = ground(RULES.analyse(pack), pack)
    return answer(draft, pack, report)


def _checked(analysis: Analysis, checked_at: datetime, reason: str = "") -> Analysis:
    """Looking again and finding the same is no new revision; another reason is."""
    if analysis.reason != reason:
        analysis.reason = reason
        analysis.save(update_fields=["reason"])
    rows = Analysis.objects.filter(pk=analysis.pk, checked_at__lt=checked_at)
    rows.update(checked_at=checked_at, revision=F("revision"), updated_at=F("updated_at"))
    analysis.checked_at = max(checked_at, analysis.checked_at)
    return analysis
