"""What the athlete has said: it explains signals, stops training advice, and is not asked again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from analysis.analysts.base import Safety
from analysis.analysts.rules.body_signals import ILLNESS
from analysis.analysts.rules.topic import Advice, Topic, say
from analysis.evidence import MarkerFact, Pack, SignalFact

STOPS = ("illness", "injury")
DISMISSED_DAYS = 14
HARMLESS_CATEGORIES = frozenset({"health", "sleep", "technique"})
HARMLESS_KINDS = frozenset({"data_gap", "threshold_change"})
"""Advice that is none about training, and so may be given to somebody who is ill or injured."""

EXPLAINED = {
    "illness": "You marked an illness around these days, which may be behind it.",
    "injury": "You marked an injury around these days, which may be behind it.",
    "travel": "You marked travel around these days, which may be behind it.",
    "altitude": "You marked days at altitude, which may be behind it.",
    "other": "You marked something around these days, which may be behind it.",
    "race": "A race around these days may be behind it.",
    "answered": "What you said about it is noted.",
}
INJURY = Safety(
    "injury", "With strong or growing pain, swelling or numbness, stop training and ask a doctor."
)
SAFETY = {"illness": ILLNESS, "injury": INJURY}
SINCE = {
    "illness": "By your own word you have been ill since {day}, {days} so far.",
    "injury": "By your own word you have been injured since {day}, {days} so far.",
}
UNTIL_THEN = {
    "illness": "No training is suggested before you end that marker.",
    "injury": "No training is suggested before you end that marker; what does not hurt may be possible.",
}
MEANWHILE = {
    "illness": "Rest while it lasts, and begin with short, easy sessions once you are well.",
    "injury": "Keep to what whoever treats you allows, and build up slowly once it has healed.",
}


def what_stops(pack: Pack) -> MarkerFact | None:
    """The illness or injury that holds today; of several the one that began first."""
    return next((each for each in pack.health if each.is_active and each.kind in STOPS), None)


def is_known(signal: SignalFact) -> bool:
    """Whether it was acknowledged, and is not so grave that it must be told all the same."""
    return signal.acknowledged and signal.severity != "act"


def is_about_training(kind: str, category: str) -> bool:
    """Of advice, by the kind of its finding and its category."""
    return category not in HARMLESS_CATEGORIES and kind not in HARMLESS_KINDS


def marked_topics(pack: Pack) -> Iterator[Topic]:
    """The illness or injury that lasts, and what to do meanwhile."""
    marker = what_stops(pack)
    if marker is None:
        return
    days = f"{marker.id}.days"
    yield Topic(
        kind="other",
        direction="down",
        severity="watch",
        confidence="high",
        claims=(say(SINCE[marker.kind], day=(days, "date"), days=days), say(UNTIL_THEN[marker.kind])),
        advice=Advice("health", "must", 1, say(MEANWHILE[marker.kind])),
        safety=SAFETY[marker.kind],
    )


def heeding(topic: Topic, pack: Pack) -> Topic:
    """The topic without advice that an illness forbids, or that was dismissed within two weeks."""
    advice = topic.advice
    if advice is None:
        return topic
    is_stopped = what_stops(pack) is not None and is_about_training(topic.kind, advice.category)
    is_dismissed = topic.severity != "act" and (topic.kind, advice.category) in _dismissed(pack)
    return replace(topic, advice=None) if is_stopped or is_dismissed else topic


def is_asked(pack: Pack, ref: str) -> bool:
    """Whether a question about this value has been answered or set aside lately."""
    return ref in pack.asked


def is_marked(pack: Pack, since: date) -> bool:
    """Whether anything was marked that reaches beyond a day."""
    marks = (each for each in pack.health if each.kind in EXPLAINED)
    return any(each.end is None or each.end > since for each in marks)


def _dismissed(pack: Pack) -> set[tuple[str, str]]:
    since = pack.end - timedelta(days=DISMISSED_DAYS)
    return {
        (each.kind, each.category)
        for each in pack.previous
        if each.state == "dismissed" and each.date >= since
    }
