"""Having data explained, once per evidence, and telling the athlete what deserves attention."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from analysis.analysts.base import Analyst
from analysis.analysts.rules import RulesAnalyst
from analysis.answer import answer
from analysis.evidence import Pack, assemble, read
from analysis.grounding.references import ground
from analysis.models import Analysis
from analysis.selectors.analyses import WINDOW_DAYS, unexplained
from athletes.models import Athlete
from config.core import cache
from config.core.celery import enqueue
from metrics.services.signals import detect_signals
from notifications.services import notify

ANALYSTS: dict[str, Analyst] = {each.engine: each for each in (RulesAnalyst(),)}
SWITCHED_OFF = "Claude is switched off on this server (AI_ENABLED)."
NOT_CONNECTED = "Claude is not connected in this version."
TELLING = ("act", "watch")
TOLD_FOR_DAYS = 3
"""What was over longer ago, as after a first import, is history and no news."""

PATIENCE = timedelta(seconds=30)


def analyse(
    *, athlete: Athlete, engine: str = "rules", days: int = WINDOW_DAYS, today: date | None = None
) -> Analysis:
    """The analysis of the `days` up to `today` (the athlete's own by default), stored.

    The same evidence is never worded twice: then the existing row comes back. An engine that cannot answer is
    replaced by the rules, with status "fallback" and the reason.
    """
    detect_signals(athlete_id=athlete.pk)
    checked_at = timezone.now()
    chosen, reason = _analyst(engine)
    inputs = read(
        athlete=athlete, today=today or athlete.today(), days=days, for_ai=chosen.engine == "claude"
    )
    return _store(athlete, assemble(inputs), chosen, reason, checked_at)


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


def tell(*, athlete: Athlete, analysis: Analysis) -> None:
    """One message per signal of severity "watch" or "act" that is so, or was until a few days ago, ever."""
    news = _news(analysis)
    for finding in analysis.body["findings"]:
        if finding["severity"] in TELLING:
            for uid in news.intersection(finding["signal_uids"]):
                _notify(athlete, analysis, finding, uid)


def _news(analysis: Analysis) -> set[str]:
    """The uids of signals that nobody has acknowledged and that went on until three days ago or longer."""
    since = (analysis.end - timedelta(days=TOLD_FOR_DAYS)).isoformat()
    return {
        each["uid"]
        for each in analysis.pack["signals"]
        if not each.get("acknowledged") and (each["end"] is None or each["end"] > since)
    }


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


def _analyst(engine: str) -> tuple[Analyst, str]:
    """Who answers, and why it is not the engine that was asked for."""
    if engine in ANALYSTS:
        return ANALYSTS[engine], ""
    return ANALYSTS["rules"], NOT_CONNECTED if settings.AI_ENABLED else SWITCHED_OFF


def _store(athlete: Athlete, pack: Pack, analyst: Analyst, reason: str, checked_at: datetime) -> Analysis:
    same_words: dict[str, Any] = {
        "athlete": athlete,
        "engine": analyst.engine,
        "start": pack.start,
        "end": pack.end,
        "pack_sha256": pack.sha256,
        "prompt_version": analyst.prompt_version,
    }
    status = Analysis.Status.FALLBACK if reason else Analysis.Status.OK
    worded = {each.status: each for each in Analysis.objects.filter(**same_words)}
    with transaction.atomic():
        cache.forget(athlete.pk)
        if status in worded:
            return _checked(worded[status], checked_at)
        known = next(iter(worded.values()), None)
        body = known.body if known else _body(pack, analyst)
        fresh = {"reason": reason, "pack": pack.to_json(), "body": body, "checked_at": checked_at}
        analysis, _ = Analysis.objects.get_or_create(**same_words, status=status, defaults=fresh)
    return analysis


def _body(pack: Pack, analyst: Analyst) -> dict[str, Any]:
    draft, report = ground(analyst.analyse(pack), pack)
    return answer(draft, pack, report)


def _checked(analysis: Analysis, checked_at: datetime) -> Analysis:
    """Looking again and finding the same is no new revision."""
    rows = Analysis.objects.filter(pk=analysis.pk, checked_at__lt=checked_at)
    rows.update(checked_at=checked_at, revision=F("revision"), updated_at=F("updated_at"))
    analysis.checked_at = max(checked_at, analysis.checked_at)
    return analysis


def _notify(athlete: Athlete, analysis: Analysis, finding: dict[str, Any], uid: str) -> None:
    advice = [each for each in analysis.body["recommendations"] if finding["id"] in each["finding_ids"]]
    notify(
        user=athlete.user,
        kind="signal",
        key=uid,
        context={
            "signal": finding["kind"],
            "severity": finding["severity"],
            "headline": finding["claims"][0]["text"],
            "advice": advice[0]["claims"][0]["text"] if advice else "",
        },
        url=f"{reverse('analysis:signals', kwargs={'athlete': str(athlete.uid)})}#{uid}",
        athlete=athlete,
    )
