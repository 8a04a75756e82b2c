"""Putting the topics in order and giving them their ids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from analysis.analysts.base import Draft, Finding, Missing, Question, Recommendation
from analysis.analysts.rules.coverage import coverage_topics
from analysis.analysts.rules.headline import headline
from analysis.analysts.rules.own_word import heeding, is_asked, is_known, marked_topics
from analysis.analysts.rules.recovery import good_topics, weak_topics
from analysis.analysts.rules.signals import is_past, topic_of
from analysis.analysts.rules.stage import Stage, stage_of
from analysis.analysts.rules.topic import Advice, Topic
from analysis.analysts.rules.training import training_topics
from analysis.evidence import Channel, Pack

SEVERITIES = ("act", "watch", "info")
PRIORITIES = ("must", "should", "could")
ASK_AFTER_DAYS = 3
MOST_QUESTIONS = 3
NOTHING_YET = "Do you have activity files, or an export of another service, that could be imported?"
GAP_QUESTIONS = {
    "hrv": "Was the watch worn in the nights without HRV?",
    "resting_hr": "Was the watch worn on the days without a resting heart rate?",
    "sleep": "Was the watch worn in the nights without sleep?",
}


class RulesAnalyst:
    """The same pack always gets the same words."""

    engine = "rules"
    prompt_version = "rules-6"

    def analyse(self, pack: Pack) -> Draft:
        topics = _topics(pack)
        findings = tuple(_finding(index, topic) for index, topic in enumerate(topics, start=1))
        return Draft(
            headline=headline(pack),
            findings=findings,
            recommendations=_recommendations(pack, topics),
            safety=tuple(dict.fromkeys(topic.safety for topic in topics if topic.safety)),
            questions=tuple(_questions(pack, topics)),
            missing=tuple(Missing(each.channel, len(each.missing)) for each in pack.channels if each.missing),
        )


def _topics(pack: Pack) -> list[Topic]:
    """Signals come graded by severity and confidence; what is said without one, or of one past, follows."""
    is_paused = stage_of(pack) is Stage.PAUSED
    # That form rises in a pause, or that training has stopped, is the pause told twice.
    twice = ("form_high", "detraining") if is_paused else ()
    told = [each for each in pack.signals if each.kind not in twice and not is_known(each)]
    now = [topic_of(pack, signal) for signal in told if not is_past(pack, signal)]
    past = [topic_of(pack, signal) for signal in told if is_past(pack, signal)]
    weak, good = weak_topics(pack), good_topics(pack)
    found = [*marked_topics(pack), *now, *weak, *coverage_topics(pack), *training_topics(pack), *good, *past]
    heeded = [heeding(topic, pack) for topic in found]
    return sorted(heeded, key=lambda topic: SEVERITIES.index(topic.severity))


def _finding(index: int, topic: Topic) -> Finding:
    return Finding(
        id=f"F{index}",
        kind=topic.kind,
        direction=topic.direction,
        severity=topic.severity,
        confidence=topic.confidence,
        claims=topic.claims,
        signal_uids=topic.signal_uids,
    )


def _recommendations(pack: Pack, topics: list[Topic]) -> tuple[Recommendation, ...]:
    """The same advice of several findings is given once, as sure as the first of them."""
    today = pack.end - timedelta(days=1)
    given: dict[Advice, tuple[Topic, list[str]]] = {}
    for index, topic in enumerate(topics, start=1):
        if topic.advice:
            given.setdefault(topic.advice, (topic, []))[1].append(f"F{index}")
    in_order = sorted(given.items(), key=lambda each: PRIORITIES.index(each[0].priority))
    return tuple(
        Recommendation(
            id=f"R{index}",
            finding_ids=tuple(finding_ids),
            category=advice.category,
            priority=advice.priority,
            confidence=topic.confidence,
            valid_from=today,
            valid_to=today + timedelta(days=advice.days),
            claims=(advice.claim,),
        )
        for index, (advice, (topic, finding_ids)) in enumerate(in_order, start=1)
    )


def _questions(pack: Pack, topics: list[Topic]) -> Iterator[Question]:
    """At most three, the gravest first: who is asked too much answers nothing."""
    asked = [(topic.question, _about(pack, topic)) for topic in topics if topic.question]
    gap = max(pack.channels, key=_unexplained_days, default=None)
    if not asked and gap is not None and _unexplained_days(gap) >= ASK_AFTER_DAYS:
        asked.append((GAP_QUESTIONS[gap.channel], _of_this_month(pack, f"gap.{gap.channel}")))
    if stage_of(pack) in (Stage.EMPTY, Stage.DAYS_ONLY, Stage.LONG_AGO):
        asked.append((NOTHING_YET, _of_this_month(pack, "activities")))
    waiting = [(text, about) for text, about in asked if not is_asked(pack, about.partition("@")[0])]
    for index, (text, about) in enumerate(waiting[:MOST_QUESTIONS], start=1):
        yield Question(f"Q{index}", text, about)


def _about(pack: Pack, topic: Topic) -> str:
    """The signal, else the value and since when: the same thing is asked once."""
    if topic.signal_uids:
        return topic.signal_uids[0]
    return f"{topic.asks_about}@{pack.by_id[topic.asks_about].start.isoformat()}"


def _of_this_month(pack: Pack, ref: str) -> str:
    return f"{ref}@{pack.end - timedelta(days=1):%Y-%m}"


def _unexplained_days(channel: Channel) -> int:
    """Days without a value that are not just late."""
    return len(channel.missing) - len(channel.not_synced)
