"""What is said of days that have not been synced: that they are unknown, and not that nothing happened."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.analysts.rules.topic import Advice, Topic, say
from analysis.evidence import Pack, Value
from analysis.evidence.wellness import UNSYNCED


def coverage_topics(pack: Pack) -> Iterator[Topic]:
    """At most one, and none where the signal of a gap says the same."""
    value = next((each for each in pack.values if each.metric == UNSYNCED), None)
    if value is not None and not _is_told(pack, value):
        yield _unsynced(value)


def _is_told(pack: Pack, value: Value) -> bool:
    return any(
        each.kind == "data_gap" and (each.end is None or each.end > value.start) for each in pack.signals
    )


def _unsynced(value: Value) -> Topic:
    happened = say(
        "Nothing has been synced from {day} on, {days} so far.", day=(value.id, "date"), days=value.id
    )
    means = say("These days are unknown and not empty; what is said here rests on the ones before.")
    sync = say("Sync your watch, or look at the connection to it, and this is written again.")
    return Topic(
        kind="data_gap",
        direction="flat",
        severity="info",
        confidence="high",
        claims=(happened, means),
        advice=Advice("planning", "should", 1, sync),
    )
