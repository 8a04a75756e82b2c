"""Telling athletes what an analysis found: what deserves attention, what was best, what only they know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from analysis.models import Analysis
from analysis.selectors.questions import open_questions
from athletes.models import Athlete
from notifications.services import notify

TELLING = ("act", "watch")
SIGNAL, BEST, QUESTION = "signal", "personal_best", "question_waiting"
PROPOSED = "threshold_change"
"""Another threshold is told by metrics, with the proposal that it leads to."""
TOLD_FOR_DAYS = 3
"""What was over longer ago, as after a first import, is history and no news."""


def tell(*, athlete: Athlete, analysis: Analysis) -> None:
    """One message, ever, per signal that is news: as a best, as what deserves attention, or as a question.

    Those of severity "info" are told only where they are a best or only the athlete can explain them.
    """
    news, told = _news(analysis), set[str]()
    for finding in analysis.body["findings"]:
        is_best = finding["kind"] == BEST
        if finding["kind"] != PROPOSED and (is_best or finding["severity"] in TELLING):
            for uid in news.intersection(finding["signal_uids"]):
                _tell_finding(athlete, analysis, finding, uid, BEST if is_best else SIGNAL)
                told.add(uid)
    _tell_questions(athlete, news - told)


def _news(analysis: Analysis) -> set[str]:
    """The uids of signals that nobody has acknowledged and that went on until three days ago or longer."""
    since = (analysis.end - timedelta(days=TOLD_FOR_DAYS)).isoformat()
    return {
        each["uid"]
        for each in analysis.pack["signals"]
        if not each.get("acknowledged") and (each["end"] is None or each["end"] > since)
    }


def _tell_finding(
    athlete: Athlete, analysis: Analysis, finding: dict[str, Any], uid: str, told_as: str
) -> None:
    advice = [each for each in analysis.body["recommendations"] if finding["id"] in each["finding_ids"]]
    notify(
        user=athlete.user,
        kind=told_as,
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


def _tell_questions(athlete: Athlete, about: set[str]) -> None:
    since = timezone.now() - timedelta(days=TOLD_FOR_DAYS)
    for question in open_questions(athlete).filter(about__in=about, created_at__gt=since):
        notify(
            user=athlete.user,
            kind=QUESTION,
            key=str(question.uid),
            context={"question": question.text},
            url=reverse("analysis:today", kwargs={"athlete": "me"}) + "#asked-back",
            athlete=athlete,
        )
